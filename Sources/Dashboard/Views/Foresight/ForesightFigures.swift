import Optimization

/// Where the proposals of a distribution fall, parameter by parameter.
struct ForesightFigures: Hashable, Sendable {
  /// The middle half of each parameter.
  let half: [ClosedRange<Double>]
  /// All of each but one in a hundred.
  let nearlyAll: [ClosedRange<Double>]
  private let draws: [[Double]]

  /// Enough for a hundredth of them to be a handful.
  static let count = 800

  init(_ distribution: ProposalDistribution) {
    let draws = distribution.evenDraws(Self.count).filter { $0.allSatisfy(\.isFinite) }
    self.draws = draws
    let sorted = distribution.parameters.indices.map { place in draws.map { $0[place] }.sorted() }
    func between(_ low: Double, _ high: Double) -> [ClosedRange<Double>] {
      sorted.map { values in
        guard let last = values.indices.last else { return 0...0 }
        return values[Int(low * Double(last))]...values[Int((high * Double(last)).rounded(.up))]
      }
    }
    half = between(0.25, 0.75)
    nearlyAll = between(0.005, 0.995)
  }

  /// The share of the proposals that fall outside a window, 0 to 1.
  func shareOutside(_ window: PlaneWindow) -> Double {
    guard !draws.isEmpty else { return 0 }
    let inside = draws.count { point in
      window.x.contains(point[0]) && (point.count < 2 || window.y.contains(point[1]))
    }
    return 1 - Double(inside) / Double(draws.count)
  }
}
