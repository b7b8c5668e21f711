import LanguageModels
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct ProposalDistributionTests {
  private static let one = ProposalDistribution(
    parameters: ["a"], center: [2], frame: [[0.5]],
    components: [.init(weight: 0.7, mean: [0.3], spread: [0.4]), .init(weight: 0.3, mean: [-1], spread: [0.2])],
    temperature: 1)

  private static let two = ProposalDistribution(
    parameters: ["w", "b"], center: [1, -2], frame: [[0.5, 0.3], [0, 0.2]],
    components: [
      .init(weight: 0.6, mean: [0.2, -0.1], spread: [0.5, 0.2, 0.3]),
      .init(weight: 0.4, mean: [-0.8, 0.4], spread: [0.3, -0.1, 0.4]),
    ], temperature: 1)

  /// The integral of the density over a wide box, by the midpoint rule.
  private static func mass(_ distribution: ProposalDistribution) -> Double {
    let steps = 400
    if distribution.parameters.count == 1 {
      let step = 20.0 / 4000
      return (0..<4000).reduce(0) { $0 + exp(distribution.logDensity(at: [-8 + (Double($1) + 0.5) * step])) * step }
    }
    let step = 16.0 / Double(steps)
    let xs = (0..<steps).map { -7 + (Double($0) + 0.5) * step }, ys = xs.map { $0 - 3 }
    return distribution.logDensities(overX: xs, y: ys).reduce(0) { $0 + exp($1) * step * step }
  }

  @Test(arguments: [0.3, 0.5, 1])
  func theDensityIsThatOfOneDraw(temperature: Double) {
    var one = Self.one, two = Self.two
    one.temperature = temperature
    two.temperature = temperature
    #expect(abs(Self.mass(one) - 1) < 0.002)
    #expect(abs(Self.mass(two) - 1) < 0.01)
  }

  @Test func aGridHoldsTheDensitiesOfItsPoints() {
    let xs = [0.5, 1, 2.5], ys = [-3.0, -1]
    let grid = Self.two.logDensities(overX: xs, y: ys)
    #expect(grid == ys.flatMap { y in xs.map { Self.two.logDensity(at: [$0, y]) } })
  }

  @Test func aDensityIsThatOfTheGaussianNearTheCenter() {
    // One round component at the center: 1 / (2π σ² |det M|).
    let round = ProposalDistribution(
      parameters: ["w", "b"], center: [3, 4], frame: [[2, 0], [1, 5]],
      components: [.init(weight: 1, mean: [0, 0], spread: [0.1, 0, 0.1])], temperature: 1)
    #expect(abs(round.logDensity(at: [3, 4]) + log(2 * Double.pi * 0.01 * 10)) < 1e-9)
  }

  @Test func aLowTemperatureNarrowsAndAHighOneWidens() {
    var distribution = Self.two
    let far = distribution.point(atCompressed: [2.5, 2.5])
    var last = (mode: Double.infinity, far: -Double.infinity)
    for temperature in [0.2, 0.5, 1.0, 2.0] {
      distribution.temperature = temperature
      let now = (mode: distribution.logDensity(at: distribution.mode), far: distribution.logDensity(at: far))
      #expect(now.mode < last.mode && now.far > last.far)
      last = now
    }
  }

  @Test func weightsAreThoseOfTheTemperature() {
    var distribution = Self.one
    #expect(zip(distribution.weights, [0.7, 0.3]).allSatisfy { abs($0 - $1) < 1e-12 })
    distribution.temperature = 0.5
    #expect(abs(distribution.weights[0] - 0.49 / 0.58) < 1e-12)
    distribution.temperature = 0
    #expect(distribution.weights == [1, 0])
    distribution.temperature = 1e-9
    #expect(distribution.weights == [1, 0])
  }

  @Test func withoutTemperatureItIsAPoint() {
    var distribution = Self.two
    distribution.temperature = 0
    #expect(distribution.isPoint)
    #expect(distribution.mode == distribution.point(atCompressed: [0.2, -0.1]))
    #expect(distribution.logDensity(at: distribution.mode) == -.infinity)
    #expect(distribution.logDensities(overX: [1], y: [1]) == [])
  }

  @Test func whatFitsNowhereHasNoDensity() {
    #expect(Self.two.logDensity(at: [1]) == -.infinity)
    #expect(Self.two.logDensity(at: [1, 2, 3]) == -.infinity)
    #expect(Self.two.logDensity(at: [.nan, 1]) == -.infinity)
    var flat = Self.two
    flat.frame = [[1, 1], [2, 2]]
    #expect(flat.logDensity(at: [1, 1]) == -.infinity)
    flat.frame = [[1, 1]]
    #expect(flat.logDensity(at: [1, 1]) == -.infinity)
    var torn = Self.two
    torn.components[1].spread = [1]
    #expect(torn.logDensity(at: [1, 1]) == -.infinity)
  }

  @Test func compressingAndExpandingUndoEachOther() {
    var random = SplitMix(state: 3)
    for _ in 0..<200 {
      let z = (0..<3).map { _ in Double.random(in: -50...50, using: &random) }
      let back = ProposalDistribution.expanded(ProposalDistribution.compressed(z))
      #expect(zip(z, back).allSatisfy { abs($0 - $1) < 1e-9 * max(1, abs($0)) })
    }
    let far = ProposalDistribution.expanded([3e4, 4e4])
    #expect(abs((far[0] * far[0] + far[1] * far[1]).squareRoot() - sinh(9)) < 1e-6)
  }
}
