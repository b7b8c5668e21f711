/// How near a loss is to the best that there is, where that is known.
///
/// A loss L is within a share s of the optimum L* if L − L* ≤ s·|L*|. Where |L*| is nothing against the way that the run
/// had to go, less than a millionth of it, a share of it says nothing: there it is s of that way, the best initial loss
/// less the optimum.
public struct Reach: Hashable, Sendable {
  public enum Share: Double, CaseIterable, Hashable, Sendable {
    case tenth = 0.1
    case hundredth = 0.01
  }

  /// The loss at the optimum.
  public let optimum: Double
  /// The lowest loss that the run began with.
  public let start: Double

  /// Nil where one of them is not finite.
  public init?(optimum: Double, start: Double) {
    guard optimum.isFinite, start.isFinite else { return nil }
    self.optimum = optimum
    self.start = start
  }

  private static let nothing = 1e-6

  /// The highest loss that is within a share.
  public func bound(_ share: Share) -> Double {
    let way = max(0, start - optimum)
    let measure = abs(optimum) < Self.nothing * way ? way : abs(optimum)
    return optimum + share.rawValue * measure
  }

  public func isReached(_ share: Share, by loss: Double) -> Bool { loss <= bound(share) }
}

extension RunState {
  /// The lowest loss that there is, where the problem knows it. What generated noisy data is no optimum: a line may fit
  /// them better.
  public var optimum: Double? {
    head.started?.problem.references.lazy.filter { $0.kind == .optimum }.map(\.loss).min()
  }

  /// Nil where no optimum is known, or nothing has been judged.
  public var reach: Reach? {
    guard let optimum, trajectory.count > 0 else { return nil }
    var start = Double.infinity
    for row in rows(ofStep: 0) where trajectory.origins[row] == .initial { start = min(start, trajectory.losses[row]) }
    if start == .infinity { start = trajectory.losses.first { $0 < .infinity } ?? .infinity }
    return Reach(optimum: optimum, start: start)
  }

  /// The row of the first candidate within a share of the optimum; nil where there is none yet.
  public func firstRow(within share: Reach.Share) -> Int? {
    guard let bound = reach?.bound(share) else { return nil }
    // The best so far never rises.
    var low = 0, high = trajectory.count
    while low < high {
      let middle = (low + high) / 2
      if trajectory.bestSoFar[middle] <= bound { high = middle } else { low = middle + 1 }
    }
    return low < trajectory.count ? low : nil
  }
}
