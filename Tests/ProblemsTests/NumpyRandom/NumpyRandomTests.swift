import Testing

@testable import Problems

/// The values were printed by numpy 2.4.6.
@Suite struct NumpyRandomTests {
  @Test func drawsTheWordsOfTheReferenceProgram() {
    var twister = MersenneTwister(seed: 5489)
    #expect(
      (0..<5).map { _ in twister.next() } == [3_499_211_612, 581_869_302, 3_890_346_734, 3_586_334_585, 545_404_204])
    // The ten thousandth is named in the C++ standard.
    for _ in 5..<9_999 { _ = twister.next() }
    #expect(twister.next() == 4_123_659_995)
  }

  @Test func takesTheLargestSeed() {
    var twister = MersenneTwister(seed: .max)
    #expect((0..<2).map { _ in twister.next() } == [419_326_371, 479_346_978])
  }

  @Test func drawsUniformNumbersAsNumpyDoes() {
    var random = NumpyRandom(seed: 1)
    #expect((0..<3).map { _ in random.uniform() } == [0.417022004702574, 0.7203244934421581, 0.00011437481734488664])
    random = NumpyRandom(seed: 3)
    #expect(
      (0..<3).map { _ in random.uniform(in: -2...7) } == [2.9571811231711793, 4.373330403562943, 0.6181426502164991])
  }

  @Test func drawsNormalNumbersAsNumpyDoes() {
    var random = NumpyRandom(seed: 1)
    let expected = [
      1.6243453636632417, -0.6117564136500754, -0.5281717522634557, -1.0729686221561705, 0.8654076293246785,
      -2.3015386968802827, 1.74481176421648,
    ]
    for value in expected { #expect(abs(random.normal() - value) < 1e-14) }
    random = NumpyRandom(seed: 42)
    for _ in 0..<998 { _ = random.normal() }
    #expect(abs(random.normal() - -0.5711789897827968) < 1e-14)
    #expect(abs(random.normal() - 0.5725827813561586) < 1e-14)
  }
}
