import LanguageModels
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct ProposalDistributionBlurredTests {
  private static func two(temperature: Double = 1) -> ProposalDistribution {
    ProposalDistribution(
      parameters: ["w", "b"], center: [1, -2], frame: [[0.5, 0.3], [0, 0.2]],
      components: [
        .init(weight: 0.6, mean: [0.2, -0.1], spread: [0.5, 0.2, 0.3]),
        .init(weight: 0.4, mean: [-0.8, 0.4], spread: [0.3, -0.1, 0.4]),
      ], temperature: temperature)
  }

  /// The integral over a wide box, by the midpoint rule.
  private static func mass(_ distribution: ProposalDistribution, step: Double) -> Double {
    let xs = (0..<Int(16 / step)).map { -7 + (Double($0) + 0.5) * step }, ys = xs.map { $0 - 3 }
    return distribution.logDensities(overX: xs, y: ys).reduce(0) { $0 + exp($1) * step * step }
  }

  @Test(arguments: [0, 0.02, 0.3, 1])
  func whatAGridSeesIsAllOfItHoweverNarrow(temperature: Double) throws {
    let step = 0.1
    let seen = try #require(Self.two(temperature: temperature).blurred(by: [0.45 * step, 0.45 * step]))
    #expect(seen.temperature == 1)
    #expect(abs(Self.mass(seen, step: step) - 1) < 0.05)
  }

  @Test func aPointBecomesAsWideAsTheDeviations() throws {
    let point = Self.two(temperature: 0)
    let seen = try #require(point.blurred(by: [0.01, 0.002]))
    #expect(seen.components.count == 1)
    let mode = point.mode
    let peak = seen.logDensity(at: mode)
    // One deviation off, a Gaussian is lower by a half.
    #expect(abs(peak - seen.logDensity(at: [mode[0] + 0.01, mode[1]]) - 0.5) < 0.05)
    #expect(abs(peak - seen.logDensity(at: [mode[0], mode[1] + 0.002]) - 0.5) < 0.05)
  }

  @Test func wideOnesHardlyChange() throws {
    let distribution = Self.two(), seen = try #require(distribution.blurred(by: [0.001, 0.001]))
    for point in [[1, -2], [1.2, -1.9], [0.4, -2.2]] as [[Double]] {
      #expect(abs(seen.logDensity(at: point) - distribution.logDensity(at: point)) < 1e-3)
    }
  }

  @Test func whatCannotBeSpreadIsNil() {
    let distribution = Self.two()
    #expect(distribution.blurred(by: [0.1]) == nil && distribution.blurred(by: [0.1, 0]) == nil)
    #expect(distribution.blurred(by: [.nan, 0.1]) == nil)
    var flat = distribution
    flat.frame = [[1, 1], [1, 1]]
    #expect(flat.blurred(by: [0.1, 0.1]) == nil)
    var partial = distribution
    partial.frame.removeLast()
    #expect(partial.blurred(by: [0.1, 0.1]) == nil)
  }

  @Test func evenDrawsHaveTheMeansAndSpreadsOfTheDistribution() {
    // Near the center the frame is straight.
    let distribution = ProposalDistribution(
      parameters: ["w", "b"], center: [3, 4], frame: [[2, 0], [1, 5]],
      components: [
        .init(weight: 0.75, mean: [0.01, 0], spread: [0.02, 0.01, 0.03]),
        .init(weight: 0.25, mean: [0.4, 0], spread: [0.01, 0, 0.01]),
      ], temperature: 1)
    let draws = distribution.evenDraws(800)
    #expect(draws == distribution.evenDraws(800) && draws.count == 800)
    let near = draws.filter { $0[0] < 3.4 }
    #expect(near.count == 600)
    for (place, expected) in [(0, (3.02, (0.04 * 0.04 + 0.01 * 0.01 + 0.03 * 0.03).squareRoot())), (1, (4, 0.158))] {
      let mean = near.reduce(0) { $0 + $1[place] } / 600
      let deviation = (near.reduce(0) { $0 + ($1[place] - mean) * ($1[place] - mean) } / 600).squareRoot()
      #expect(abs(mean - expected.0) < 0.005, "mean of \(place)")
      #expect(abs(deviation - expected.1) < 0.02 * expected.1 + 0.012, "deviation of \(place): \(deviation)")
    }
  }

  @Test func aPointIsDrawnEveryTimeAndAPlaneInASpaceToo() {
    let point = Self.two(temperature: 0)
    #expect(point.evenDraws(7).allSatisfy { $0 == point.mode })
    let plane = ProposalDistribution(
      parameters: ["a", "b", "c"], center: [0, 0, 0], frame: [[1, 0, 1], [0, 1, 1]],
      components: [.init(weight: 1, mean: [0, 0], spread: [1, 0, 1])], temperature: 0.5)
    let draws = plane.evenDraws(50)
    #expect(Set(draws).count == 50)
    #expect(draws.allSatisfy { abs($0[0] + $0[1] - $0[2]) < 1e-9 })
    #expect(plane.evenDraws(0).isEmpty)
  }
}
