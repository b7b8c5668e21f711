import Settings
import Testing

@Suite struct LabTests {
  /// B. Lindbloom's values for the primaries of sRGB under D65 (brucelindbloom.com, CIE Color Calculator).
  @Test(arguments: [
    (RGB.white, 100.0, 0.0, 0.0), (RGB.black, 0, 0, 0), (RGB(255, 0, 0), 53.2408, 80.0925, 67.2032),
    (RGB(0, 255, 0), 87.7347, -86.1827, 83.1793), (RGB(0, 0, 255), 32.2970, 79.1875, -107.8602),
  ])
  func coloursOfScreensHaveTheirPublishedPlaces(color: RGB, lightness: Double, a: Double, b: Double) {
    let lab = Lab(color)
    #expect(abs(lab.lightness - lightness) < 0.01)
    #expect(abs(lab.a - a) < 0.02)
    #expect(abs(lab.b - b) < 0.02)
  }

  /// Table 1 of Sharma, Wu and Dalal (2005): two colours and their difference. The pairs try every branch: hues over the
  /// seam at 0, greys, opposite hues, the turn in blue.
  static let published: [(Lab, Lab, Double)] = [
    pair(50.0000, 2.6772, -79.7751, 50.0000, 0.0000, -82.7485, 2.0425),
    pair(50.0000, 3.1571, -77.2803, 50.0000, 0.0000, -82.7485, 2.8615),
    pair(50.0000, 2.8361, -74.0200, 50.0000, 0.0000, -82.7485, 3.4412),
    pair(50.0000, -1.3802, -84.2814, 50.0000, 0.0000, -82.7485, 1.0000),
    pair(50.0000, -1.1848, -84.8006, 50.0000, 0.0000, -82.7485, 1.0000),
    pair(50.0000, -0.9009, -85.5211, 50.0000, 0.0000, -82.7485, 1.0000),
    pair(50.0000, 0.0000, 0.0000, 50.0000, -1.0000, 2.0000, 2.3669),
    pair(50.0000, -1.0000, 2.0000, 50.0000, 0.0000, 0.0000, 2.3669),
    pair(50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0009, 7.1792),
    pair(50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0010, 7.1792),
    pair(50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0011, 7.2195),
    pair(50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0012, 7.2195),
    pair(50.0000, -0.0010, 2.4900, 50.0000, 0.0009, -2.4900, 4.8045),
    pair(50.0000, -0.0010, 2.4900, 50.0000, 0.0010, -2.4900, 4.8045),
    pair(50.0000, -0.0010, 2.4900, 50.0000, 0.0011, -2.4900, 4.7461),
    pair(50.0000, 2.5000, 0.0000, 50.0000, 0.0000, -2.5000, 4.3065),
    pair(50.0000, 2.5000, 0.0000, 73.0000, 25.0000, -18.0000, 27.1492),
    pair(50.0000, 2.5000, 0.0000, 61.0000, -5.0000, 29.0000, 22.8977),
    pair(50.0000, 2.5000, 0.0000, 56.0000, -27.0000, -3.0000, 31.9030),
    pair(50.0000, 2.5000, 0.0000, 58.0000, 24.0000, 15.0000, 19.4535),
    pair(50.0000, 2.5000, 0.0000, 50.0000, 3.1736, 0.5854, 1.0000),
    pair(50.0000, 2.5000, 0.0000, 50.0000, 3.2972, 0.0000, 1.0000),
    pair(50.0000, 2.5000, 0.0000, 50.0000, 1.8634, 0.5757, 1.0000),
    pair(50.0000, 2.5000, 0.0000, 50.0000, 3.2592, 0.3350, 1.0000),
    pair(60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
    pair(63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630),
    pair(61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731),
    pair(35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645),
    pair(22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373),
    pair(36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146),
    pair(90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441),
    pair(90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381),
    pair(6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377),
    pair(2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082),
  ]

  private static func pair(
    _ lightness: Double, _ a: Double, _ b: Double, _ otherLightness: Double, _ otherA: Double, _ otherB: Double,
    _ difference: Double
  ) -> (Lab, Lab, Double) {
    (Lab(lightness: lightness, a: a, b: b), Lab(lightness: otherLightness, a: otherA, b: otherB), difference)
  }

  @Test func differencesAreThoseOfThePublishedTable() {
    #expect(Self.published.count == 34)
    for (index, (first, second, difference)) in Self.published.enumerated() {
      #expect(abs(first.difference(from: second) - difference) < 0.0001, "pair \(index + 1)")
      #expect(abs(second.difference(from: first) - difference) < 0.0001, "pair \(index + 1), turned round")
    }
  }

  @Test func blackAndWhiteAreAHundredApart() {
    #expect(abs(Lab(.black).difference(from: Lab(.white)) - 100) < 0.01)
    #expect(Lab(.white).difference(from: Lab(.white)) == 0)
  }
}
