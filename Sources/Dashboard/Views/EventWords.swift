import Optimization
import Text

/// A happening in words for the event pane.
struct EventWords: Hashable {
  var tone: EventTone
  /// Safe to show.
  var text: String

  init(_ happening: Happening, in head: RunHead) {
    let (tone, text) = Self.words(for: happening, in: head)
    self.tone = tone
    self.text = DisplayText(cleaning: text).string
  }

  private static func words(for happening: Happening, in head: RunHead) -> (EventTone, String) {
    let step = happening.step
    let hasIndex = (head.started?.settings.candidates ?? 1) > 1
    func reply(_ index: Int) -> String {
      // As the pane of replies names them.
      hasIndex ? "reply \(step).\(index + 1)" : "reply \(step)"
    }
    switch happening.kind {
    case .steered(.undo, let source):
      let undone = happening.undone.map { ": " + Words.command($0) } ?? ""
      return (.person, "undo\(undone) (\(source.rawValue))")
    case .steered(let command, let source): return (.person, "\(Words.command(command)) (\(source.rawValue))")
    case .rejected(let index?, .duplicate, let reason):
      return (.bad, "\(reply(index)) rejected: " + (happening.of.map { "duplicate of #\($0)" } ?? reason))
    case .rejected(let index?, let code, let reason):
      return (.bad, "\(reply(index)) rejected, \(code.words): \(reason)")
    case .rejected(nil, let code, let reason): return (.bad, "injected solution rejected, \(code.words): \(reason)")
    case .retry(let index, let attempt, let cause, let wait?):
      return (.warning, "\(reply(index)): \(cause), try \(attempt + 1) in \(NumberFormat.duration(seconds: wait))")
    case .retry(let index, let attempt, let cause, nil):
      return (.bad, "\(reply(index)): \(cause), given up after \(Words.count(attempt, "try", "tries"))")
    case .improved(let id, let loss, let origin):
      return (.good, "new best \(Words.loss(loss)) by #\(id) (\(origin.rawValue))")
    case .failed(let id, let reason): return (.bad, "#\(id) could not be judged: \(reason)")
    case .state(.running, let reason): return (.state, Words.joined("running", reason))
    case .state(.paused, let reason): return (.state, Words.joined("paused", reason))
    case .state(.waiting, let reason): return (.warning, Words.joined("waiting for you", reason))
    case .notice(_, let text): return (.warning, text)
    case .resumed: return (.state, "resumed from the log")
    case .ended(let reason, let cause): return (.state, Words.joined("ended, " + reason.words, cause ?? ""))
    }
  }

  /// The newest happenings in words, newest last. A change of state that an act of a person brought is not said twice.
  static func newest(_ count: Int, of head: RunHead) -> [(happening: Happening, words: EventWords)] {
    guard count > 0 else { return [] }
    var chosen: [(Happening, EventWords)] = []
    for index in head.happenings.indices.reversed() {
      let happening = head.happenings[index]
      if index > 0, case .state(let state, _) = happening.kind, state != .waiting,
        case .steered(let command, _) = head.happenings[index - 1].kind, [.pause, .resume, .step].contains(command)
      {
        continue
      }
      chosen.append((happening, EventWords(happening, in: head)))
      if chosen.count == count { break }
    }
    return chosen.reversed()
  }
}
