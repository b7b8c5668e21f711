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

  @Test("direct colours of a terminal that has them are themselves, and never numbers of the palette")
  func direct() {
    #expect(number(.direct(255, 128, 0), .direct) == 0xFF8000)
    #expect(number(.direct(0, 0, 3), .direct) == 8)
    #expect(number(.indexed(3), .direct) == 3)
    #expect(number(.indexed(196), .direct) == 0xFF0000)
  }
}
