import Charts
import TestSupport
import Testing

@Suite("Readable ink")
struct ReadableInkTests {
  /// WCAG's ratio, counted here once more.
  private func luminance(_ color: Color) -> Double? {
    guard case .direct(let red, let green, let blue) = color.kind else { return nil }
    func linear(_ value: UInt8) -> Double {
      let share = Double(value) / 255
      var root = (share + 0.055) / 1.055
      // x^2.4 = x^2 · x^0.4; the fifth root by Newton's steps.
      var fifth = 1.0
      for _ in 0..<80 { fifth -= (fifth * fifth * fifth * fifth * fifth - root) / (5 * fifth * fifth * fifth * fifth) }
      root = root * root * fifth * fifth
      return share <= 0.04045 ? share / 12.92 : root
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  @Test("is told from any background, also where there are 16 colours")
  func contrast() throws {
    var random = SplitMix(state: 3)
    func color() -> Color {
      .direct(
        .random(in: 0...255, using: &random), .random(in: 0...255, using: &random), .random(in: 0...255, using: &random)
      )
    }
    var sixteen = ColorReducer(depth: .sixteen)
    for contrast in [1.5, 3, 4.5] {
      var ink = ReadableInk(contrast: contrast)
      for _ in 0..<400 {
        let ground = color(), wanted = color()
        let shown = ink.foreground(wanted, on: ground)
        let first = try #require(luminance(shown)) + 0.05, second = try #require(luminance(ground)) + 0.05
        let ratio = max(first, second) / min(first, second)
        #expect(ratio >= contrast * 0.999)
        #expect(sixteen.ink(for: shown) != sixteen.ink(for: ground))
        #expect(ink.foreground(wanted, on: ground) == shown)
      }
    }
  }

  @Test("leaves alone what is seen already, and what stands on the terminal's own background")
  func unchanged() {
    var ink = ReadableInk()
    let orange = Color.direct(255, 135, 0)
    #expect(ink.foreground(orange, on: .direct(20, 20, 40)) == orange)
    let style = Style(.direct(1, 1, 1), on: .standard, .dim)
    #expect(ink.style(style, on: .standard) == style)
    #expect(ink.style(Style(), on: .direct(10, 10, 10)) == Style(.direct(255, 255, 255), on: .direct(10, 10, 10)))
    #expect(ink.style(Style(), on: .indexed(231)).foreground == .direct(0, 0, 0))
  }
}
