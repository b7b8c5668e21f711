import Settings
import Testing

@Suite struct ContrastTests {
  @Test func aColourIsWrittenInSixDigits() {
    #expect(RGB(0, 10, 255).description == "#000aff")
  }

  @Test func mixingGoesFromOneToTheOtherAndNoFurther() {
    let first = RGB(0, 100, 200), second = RGB(100, 0, 201)
    #expect(first.mixed(with: second, share: 0) == first)
    #expect(first.mixed(with: second, share: 1) == second)
    #expect(first.mixed(with: second, share: 0.5) == RGB(50, 50, 201))
    #expect(first.mixed(with: second, share: 7) == second)
    #expect(first.mixed(with: second, share: -1) == first)
  }

  /// Ratios that WCAG's own material and its checkers give.
  @Test(arguments: [
    (RGB.black, RGB.white, 21.0), (RGB(0x76, 0x76, 0x76), RGB.white, 4.54), (RGB(0x77, 0x77, 0x77), RGB.white, 4.48),
    (RGB(0x94, 0x94, 0x94), RGB.white, 3.03), (RGB(255, 0, 0), RGB.white, 4.00), (RGB(0, 0, 255), RGB.white, 8.59),
    (RGB(0, 255, 0), RGB.black, 15.30),
  ])
  func contrastIsThatOfTheRecommendation(first: RGB, second: RGB, ratio: Double) {
    #expect(abs(first.contrast(with: second) - ratio) < 0.01)
    #expect(first.contrast(with: second) == second.contrast(with: first))
  }

  @Test func luminanceGoesFromBlackToWhite() {
    #expect(RGB.black.luminance == 0)
    #expect(abs(RGB.white.luminance - 1) < 1e-12)
    #expect(abs(RGB(0, 255, 0).luminance - 0.7152) < 1e-12)
    #expect(abs(RGB(188, 188, 188).luminance - 0.5029) < 0.0001)
  }
}
