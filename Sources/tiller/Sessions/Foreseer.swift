import Dashboard
import EmbeddedModel
import LanguageModels
import Optimization
import RunLog
import Terminal
import Text

/// Tells where a model would propose, given the messages of a prompt: a function of these alone, so that it can be asked
/// of any step of any run, of other models' runs too.
struct Foreseer: Sendable {
  /// As the screen names the model.
  let name: String
  /// Nil where it would not propose; at the temperature that is the model's own where none is set.
  let distribution: @Sendable (_ messages: [Message], _ temperature: Double?) -> ProposalDistribution?

  static let embedded = Foreseer(name: "embedded") { EmbeddedModel.distribution(for: $0, temperature: $1) }
}

/// Answers what a screen asks a foreseer, beside its loop: one question at a time, and of those that wait the newest.
@TerminalActor
final class ForesightDesk {
  private let foreseer: Foreseer
  private var isBusy = false
  private var waiting: (() -> Void)?

  init(_ foreseer: Foreseer) { self.foreseer = foreseer }

  func ask(_ question: ForesightQuestion, in path: String, for host: some SessionHost) {
    guard !isBusy else {
      // What it takes the place of is not missed: a screen that goes back asks again.
      waiting = { [weak self, weak host] in
        if let host { self?.ask(question, in: path, for: host) }
      }
      return
    }
    isBusy = true
    Task { [foreseer, weak host] in
      let answer = await Task.detached { () -> Result<ProposalDistribution?, InputError> in
        do {
          guard case .stepStarted(let step) = try RunLogReader.event(at: question.location, in: path).event else {
            return .failure(InputError("The log holds no prompt there."))
          }
          return .success(foreseer.distribution(step.messages, nil))
        } catch {
          return .failure(InputError("\(error)"))
        }
      }.value
      isBusy = false
      host?.send(.foreseen(question, answer))
      let next = waiting
      waiting = nil
      next?()
    }
  }
}
