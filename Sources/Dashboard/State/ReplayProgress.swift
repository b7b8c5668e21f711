import Optimization

/// Progress as it must have been, from the events of a step.
public enum ReplayProgress {
  /// - Parameters:
  ///   - events: of one step, from its start.
  ///   - shown: how many of them have happened.
  public static func progress(events: [LoggedEvent], shown: Int, time: Double) -> Progress {
    guard case .stepStarted(let started)? = events.first?.event, shown > 0 else { return Progress() }
    var replies: [Int: ReplyUnderWay] = [:]
    for (place, logged) in events.enumerated() {
      switch logged.event {
      case .asked(let asked) where place < shown:
        replies[asked.index] = ReplyUnderWay(index: asked.index, attempt: asked.attempt, asked: logged.time)
      case .retry(let retry) where place < shown:
        guard let wait = retry.wait else {
          replies[retry.index]?.phase = .stopped(cause: retry.cause)
          continue
        }
        replies[retry.index]?.phase = .waiting(
          until: logged.time + wait, cause: retry.cause, nextAttempt: retry.attempt + 1, of: max(5, retry.attempt + 1))
      case .reply(let reply) where place < shown:
        replies[reply.index]?.phase = .done
        replies[reply.index]?.text = reply.text
        replies[reply.index]?.reasoning = reply.reasoning
      case .rejected(let rejected) where place < shown:
        if let index = rejected.index { replies[index]?.phase = .done }
      case .resumed where place < shown, .runEnded where place < shown:
        // What nobody waits for any more was given up with its program.
        replies = replies.filter { $0.value.phase == .done }
      case .reply(let reply):
        // A later try is no part of this one.
        guard let underWay = replies[reply.index], underWay.phase == .asking, underWay.attempt == reply.attempt else {
          continue
        }
        let first = underWay.asked + (reply.first ?? reply.seconds)
        guard time >= first else { continue }
        let length = max(1e-6, underWay.asked + reply.seconds - first)
        // A model thinks before it answers.
        let reasoning = reply.reasoning ?? ""
        let characters = Int(Double(reasoning.count + reply.text.count) * min(1, (time - first) / length))
        replies[reply.index]?.phase = .streaming
        replies[reply.index]?.first = first
        replies[reply.index]?.reasoning = reply.reasoning.map { String($0.prefix(characters)) }
        replies[reply.index]?.text = String(reply.text.prefix(max(0, characters - reasoning.count)))
      default: break
      }
    }
    return Progress(step: started.step, replies: replies.values.sorted { $0.index < $1.index })
  }
}
