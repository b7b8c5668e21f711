import Testing

@testable import Charts

@Suite("Colours")
struct ColorReducerTests {
  private func number(_ color: Color, _ depth: ColorDepth) -> Int32 {
    var reducer = ColorReducer(depth: depth)
    return reducer.ink(for: color).number
  }

  @Test(
    "the terminal's own colour stays its own at every depth",
    arguments: [ColorDepth.none, .eight, .sixteen, .indexed, .direct])
  func standard(depth: ColorDepth) {
    #expect(number(.standard, depth) == -1)
  }

  @Test("a terminal without colours gets none")
  func none() {
    #expect(number(.indexed(196), .none) == -1)
    #expect(number(.direct(1, 2, 3), .none) == -1)
  }

  @Test(
    "direct colours become the nearest of the cube and the greys",
    arguments: [
      (Color.direct(0, 0, 0), 16), (.direct(255, 255, 255), 231), (.direct(255, 0, 0), 196),
      (.direct(95, 135, 175), 67),
      (.direct(8, 8, 8), 232), (.direct(238, 238, 238), 255), (.direct(127, 127, 127), 244),
      (.direct(255, 175, 0), 214),
    ] as [(Color, Int32)])
  func indexed(color: Color, expected: Int32) {
    #expect(number(color, .indexed) == expected)
  }

  @Test("no colour of the cube and the greys is nearer than the one chosen, and the user's 16 are left alone")
  func nearest() {
    for red in stride(from: 0, through: 255, by: 25) {
      for green in stride(from: 0, through: 255, by: 25) {
        for blue in stride(from: 0, through: 255, by: 25) {
          let rgb = ColorReducer.RGB(UInt8(red), UInt8(green), UInt8(blue))
          let chosen = ColorReducer.indexed(rgb)
          let distance = rgb.distance(to: ColorReducer.components(ofIndexed: chosen))
          let best = (16...255).map { rgb.distance(to: ColorReducer.components(ofIndexed: $0)) }.min() ?? 0
          // Channels are rounded one by one and the grey by its mean: at most a hair off.
          #expect(chosen >= 16 && distance <= best + best / 4 + 64, "\(rgb) became \(chosen)")
        }
      }
    }
  }

  @Test("few colours: the nearest, bright ones as bold where there are eight")
  func few() {
    var eight = ColorReducer(depth: .eight)
    #expect(eight.ink(for: .indexed(9)) == ColorReducer.Ink(number: 1, isBright: true))
    #expect(eight.ink(for: .direct(250, 5, 5)) == ColorReducer.Ink(number: 1, isBright: true))
    #expect(eight.ink(for: .direct(200, 10, 10)) == ColorReducer.Ink(number: 1))
    #expect(number(.indexed(12), .sixteen) == 12)
    #expect(number(.direct(0, 255, 0), .sixteen) == 10)
  }

  @Test(
    "with few colours a colour keeps its hue, and what is grey stays grey",
    arguments: [
      (Color.direct(0x00, 0x87, 0x5F), 2), (.direct(0xEA, 0x00, 0x06), 9), (.direct(0x8A, 0x73, 0x00), 3),
      (.direct(0x2F, 0x73, 0xD8), 4), (.direct(0xCF, 0x50, 0x90), 5), (.direct(0x00, 0xA0, 0xA0), 6),
      (.direct(0x76, 0x76, 0x76), 8), (.direct(0x1C, 0x14, 0x40), 0), (.direct(0xE8, 0xE8, 0xE8), 7),
    ] as [(Color, Int32)])
  func hues(color: Color, expected: Int32) {
    #expect(number(color, .sixteen) == expected)
    #expect(number(color, .eight) == expected % 8)
  }

  @Test("direct colours of a terminal that has them are themselves, and never numbers of the palette")
  func direct() {
    #expect(number(.direct(255, 128, 0), .direct) == 0xFF8000)
    #expect(number(.direct(0, 0, 3), .direct) == 8)
    #expect(number(.indexed(3), .direct) == 3)
    #expect(number(.indexed(196), .direct) == 0xFF0000)
  }
}
