import Settings
import Testing

@Suite struct ColorVisionTests {
  /// What the tests of Unicolour (github.com/waacton/Unicolour) have for the same published matrices, which agree with
  /// the simulation in browsers; to a step of the last digit for the first two, to two for the third.
  @Test(arguments: [
    (ColorVision.protanopia, RGB(255, 0, 0), RGB(109, 95, 0)),
    (.protanopia, RGB(255, 255, 0), RGB(255, 244, 0)),
    (.protanopia, RGB(0, 255, 0), RGB(255, 229, 0)),
    (.protanopia, RGB(0, 255, 255), RGB(237, 242, 255)),
    (.protanopia, RGB(0, 0, 255), RGB(0, 88, 255)),
    (.protanopia, RGB(255, 0, 255), RGB(0, 128, 255)),
    (.deuteranopia, RGB(255, 0, 0), RGB(163, 144, 0)),
    (.deuteranopia, RGB(255, 255, 0), RGB(255, 250, 50)),
    (.deuteranopia, RGB(0, 255, 0), RGB(239, 214, 59)),
    (.deuteranopia, RGB(0, 255, 255), RGB(208, 221, 255)),
    (.deuteranopia, RGB(0, 0, 255), RGB(0, 61, 251)),
    (.deuteranopia, RGB(255, 0, 255), RGB(104, 155, 250)),
    (.tritanopia, RGB(255, 0, 0), RGB(255, 0, 13)),
    (.tritanopia, RGB(255, 255, 0), RGB(255, 238, 217)),
    (.tritanopia, RGB(0, 255, 0), RGB(0, 247, 216)),
    (.tritanopia, RGB(0, 255, 255), RGB(0, 255, 255)),
    (.tritanopia, RGB(0, 0, 255), RGB(0, 108, 150)),
    (.tritanopia, RGB(255, 0, 255), RGB(255, 75, 151)),
  ])
  func strongColoursAreSeenAsPublished(vision: ColorVision, color: RGB, expected: RGB) {
    let seen = vision.seen(color)
    let most =
      [
        abs(Int(seen.red) - Int(expected.red)), abs(Int(seen.green) - Int(expected.green)),
        abs(Int(seen.blue) - Int(expected.blue)),
      ].max() ?? 0
    #expect(most <= (vision == .tritanopia ? 2 : 1), "\(seen)")
  }

  @Test(arguments: ColorVision.allCases) func greysAreSeenAlikeByAll(vision: ColorVision) {
    for value in UInt8.min...UInt8.max {
      let grey = RGB(value, value, value)
      #expect(vision.seen(grey) == grey)
    }
  }

  @Test func normalVisionChangesNothing() {
    #expect(ColorVision.normal.seen(RGB(1, 2, 3)) == RGB(1, 2, 3))
  }

  @Test func redAndGreenComeNearerWithoutTheConesForOneOfThem() {
    let red = RGB(0xC0, 0x30, 0x30), green = RGB(0x30, 0x80, 0x30)
    func difference(_ vision: ColorVision) -> Double {
      Lab(vision.seen(red)).difference(from: Lab(vision.seen(green)))
    }
    #expect(difference(.deuteranopia) < difference(.normal) / 2)
    #expect(difference(.tritanopia) > difference(.normal) / 2)
  }
}
