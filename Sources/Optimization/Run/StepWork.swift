import LanguageModels
import Text

/// A step under way: who is asked, what has come, and how far it is settled.
struct StepWork {
  enum Arrival {
    case reply(ModelReply)
    /// Nothing will come.
    case givenUp(Refusal, TokenUsage?)
    /// The log of a run that goes on says what became of it.
    case settled
  }

  let started: StepStarted
  /// The candidates that the prompt shows.
  let shown: [AnyProblem.Shown]
  /// The attempt to begin with where it is not the first, in a run that goes on.
  var attempts: [Int: Int] = [:]
  var tasks: [Int: Task<Void, Never>] = [:]
  /// The replies that wait to try again.
  var waiting: Set<Int> = []
  var arrivals: [Int: Arrival] = [:]
  /// All below this index are settled.
  var settled = 0
  var isSettling = false

  init(_ started: StepStarted, shown: [AnyProblem.Shown]) {
    self.started = started
    self.shown = shown
  }

  var step: Int { started.step }
  var temperature: Double? { started.temperature }
  var messages: [Message] { started.messages }

  func cancel() {
    for (index, task) in tasks where arrivals[index] == nil { task.cancel() }
  }

  /// Gives up what would need a further request.
  func cancelWaiting() {
    for index in waiting { tasks[index]?.cancel() }
  }
}
