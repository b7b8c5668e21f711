/// Temperatures over the steps of a run, from the first to the last in equal parts.
public struct TemperatureSchedule: Hashable, Codable, Sendable {
  public var from: Double
  public var to: Double

  public init(from: Double, to: Double) {
    self.from = from
    self.to = to
  }

  /// To four decimals, so that it can be read and typed.
  ///
  /// - Parameters:
  ///   - step: from 1.
  ///   - steps: the step that the run ends at.
  public func temperature(ofStep step: Int, of steps: Int) -> Double {
    guard steps > 1 else { return from }
    let share = Double(max(0, min(step, steps) - 1)) / Double(steps - 1)
    return ((from + (to - from) * share) * 10_000).rounded() / 10_000
  }
}
