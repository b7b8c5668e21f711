import Dashboard
import Optimization
import RunLog
import Terminal

/// Feeds the screen of a comparison from logs.
@TerminalActor
final class LogComparison: ComparisonSource {
  private let logs: [LaneLog]

  init(_ logs: [LaneLog]) { self.logs = logs }

  func news() -> [ComparisonAction] { [] }

  var nextNews: ContinuousClock.Instant? { nil }

  func carryOut(_ effect: ComparisonEffect) -> [ComparisonAction] {
    guard case .place(let step) = effect else { return [] }
    do {
      return [.placed(step: step, try logs.map { try $0.state(atStep: step) })]
    } catch {
      return [.notice("\(error)")]
    }
  }
}
