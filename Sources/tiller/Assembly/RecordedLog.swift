import LanguageModels
import Optimization
import RunLog

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Recording {
  /// What the optimizer of a logged run was asked and said; the name is the log's absolute path.
  ///
  /// A log that is still being written counts as far as it goes.
  /// - Throws: `LogError` where the file is no log or damaged, `InputError` where no model has answered in it.
  init(log path: String) throws {
    self.init(name: URL(fileURLWithPath: path).standardizedFileURL.path)
    let reader = try RunLogReader(name)
    var check = LogCheck()
    var start = 0
    // Piece by piece, as events take several times the room of what is kept of them.
    while start < reader.count {
      let end = min(start + 1000, reader.count)
      for (event, _) in try reader.events(in: start..<end, heldTo: &check) { take(event.event) }
      start = end
    }
    guard replyCount > 0 else {
      throw InputError("The log \(name) holds no reply of a model: there is nothing to repeat.")
    }
  }

  private static let role = "optimizer"

  private mutating func take(_ event: RunEvent) {
    switch event {
    case .stepStarted(let started): add(prompt: started.messages, step: started.step)
    case .reply(let event) where event.role == Self.role:
      let reply = ModelReply(
        text: event.text, reasoning: event.reasoning, model: event.model, finish: event.finish, usage: event.usage)
      add(
        Reply(reply, seconds: event.seconds, first: event.first),
        at: RequestPlace(step: event.step, index: event.index, attempt: event.attempt))
    case .retry(let retry):
      add(
        Failure(cause: retry.cause, wait: retry.wait),
        at: RequestPlace(step: retry.step, index: retry.index, attempt: retry.attempt))
    case .rejected(let rejected) where rejected.code == .cancelled:
      if let index = rejected.index { addGivenUp(step: rejected.step, index: index) }
    default: break
    }
  }
}
