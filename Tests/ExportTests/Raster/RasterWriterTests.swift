import CGd
import Dashboard
import Optimization
import Testing

@testable import Export

/// What an image of pixels begins with and how large it is.
private func size(ofPNG bytes: [UInt8]) -> (Int, Int)? {
  guard bytes.count > 24, Array(bytes[..<8]) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] else { return nil }
  func number(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
  return (number(16), number(20))
}

/// The delays of a GIF's frames in hundredths of a second; nil where its blocks do not fit.
private func delays(ofGIF bytes: [UInt8]) -> [Int]? {
  guard Array(bytes.prefix(6)) == Array("GIF89a".utf8), bytes.count > 13 else { return nil }
  var index = 13 + (bytes[10] & 0x80 != 0 ? 3 << (Int(bytes[10] & 7) + 1) : 0)
  var delays: [Int] = []
  func skipBlocks() {
    while index < bytes.count, bytes[index] != 0 { index += Int(bytes[index]) + 1 }
    index += 1
  }
  while index < bytes.count {
    switch bytes[index] {
    case 0x21:
      if bytes[index + 1] == 0xF9 { delays.append(Int(bytes[index + 4]) | Int(bytes[index + 5]) << 8) }
      index += 2
      skipBlocks()
    case 0x2C:
      let flags = bytes[index + 9]
      index += 10 + (flags & 0x80 != 0 ? 3 << (Int(flags & 7) + 1) : 0) + 1
      skipBlocks()
    case 0x3B: return index == bytes.count - 1 ? delays : nil
    default: return nil
    }
  }
  return nil
}

@Suite(.enabled(if: RasterWriter.complaint == nil, "libgd is not on this machine: apt install libgd3"))
struct RasterWriterTests {
  @Test func aPNGHasTheSizeOfThePictureAndItsGround() async throws {
    let record = try await SampleRun.line(steps: 3).record()
    let film = FilmMaker(
      record.state, problem: SampleRun.known(record.started), theme: .standard, width: 320, height: 180,
      showsReferences: true
    ).film()
    let bytes = try RasterWriter.png(of: film.still)
    let pixels = try #require(size(ofPNG: bytes))
    #expect(pixels == (320, 180))
    #expect(bytes.count > 2000)
  }

  @Test func aGIFHasAFrameAStepAndHoldsTheLast() async throws {
    let record = try await SampleRun.line(steps: 4).record()
    let film = FilmMaker(
      record.state, problem: SampleRun.known(record.started), theme: .standard, width: 320, height: 180,
      showsReferences: false
    ).film()
    let bytes = try RasterWriter.gif(of: film, secondsPerFrame: 0.2, hold: 2)
    #expect(delays(ofGIF: bytes) == [20, 20, 20, 20, 220])
    #expect(bytes.count > 4000)
  }

  @Test func whatIsDrawnIsSeen() throws {
    #expect(libgd_open() == Int32(LIBGD_OPEN))
    let canvas = try #require(libgd_canvas_create(40, 40, 0x102030))
    defer { libgd_canvas_destroy(canvas) }
    libgd_canvas_fill(canvas, [10, 10, 30, 10, 30, 30, 10, 30], 4, 0xFF8000, 1)
    libgd_canvas_fill(canvas, [10, 10, 30, 10, 30, 20, 10, 20], 4, 0x000000, 0.5)
    #expect(libgd_canvas_color(canvas, 5, 5) == 0x102030)
    #expect(libgd_canvas_color(canvas, 20, 25) == 0xFF8000)
    let mixed = libgd_canvas_color(canvas, 20, 15)
    #expect((0x70...0x90).contains(mixed >> 16) && mixed & 0xFF == 0)
    #expect(libgd_canvas_color(canvas, -1, 99) == 0)
    let reduced = try #require(libgd_canvas_reduced(canvas, 4))
    defer { libgd_canvas_destroy(reduced) }
    #expect(libgd_canvas_color(reduced, 5, 6) == 0xFF8000)
    #expect(libgd_canvas_create(0, 5, 0) == nil && libgd_canvas_create(5, 30_000, 0) == nil)
  }

  @Test func hostileTextIsDrawnAsItIs() throws {
    for text in [Hostile.text, "&lt;&#0;&amp;", "%s%n", String(repeating: "W", count: 5000)] {
      let label = SceneLabel(
        text: text, place: ScenePoint(10, 50), size: 12, ink: Ink(255, 255, 255), halo: Ink(0, 0, 0))
      let scene = Scene(
        width: 160, height: 120, background: Ink(0, 0, 0), title: "", summary: "", shapes: [.label(label)])
      #expect(size(ofPNG: try RasterWriter.png(of: scene)) ?? (0, 0) == (160, 120))
    }
  }
}

@Suite struct OutlineTests {
  @Test func aLineIsABarOfItsWidth() {
    let bars = Outline.polygons(of: [ScenePoint(0, 0), ScenePoint(10, 0)], Stroke(Ink(0, 0, 0), width: 2))
    #expect(bars == [[ScenePoint(0, 1), ScenePoint(10, 1), ScenePoint(10, -1), ScenePoint(0, -1)]])
  }

  @Test func dashesFillTheirPartOfALine() {
    let stroke = Stroke(Ink(0, 0, 0), width: 1, dashes: [3, 2])
    let starts = Outline.polygons(of: [ScenePoint(0, 0), ScenePoint(11, 0)], stroke).map { $0[0].x }
    #expect(starts == [0, 5, 10])
    #expect(Outline.polygons(of: [ScenePoint(1, 1), ScenePoint(1, 1)], stroke).isEmpty)
  }

  @Test func aPaletteHoldsAllColoursAndNoMoreThanAGIF() async throws {
    let record = try await SampleRun.line(steps: 40).record()
    let film = FilmMaker(
      record.state, problem: SampleRun.known(record.started), theme: .standard, width: 960, height: 540,
      showsReferences: true
    ).film()
    let colors = GIFPalette.colors(of: film)
    #expect(colors.count <= 256 && Set(colors).count == colors.count)
    #expect(colors.first == RasterWriter.color(film.background))
    #expect(colors.contains(RasterWriter.color(Paint(.standard).best)))
  }
}
