import Optimization
import Text

/// The run in lines, for a screen reader or a terminal without a screen: what happens in words, one thing a line, and
/// answers to questions that a screen would answer by being looked at.
public struct PlainTeller: Sendable {
  public init() {}

  public static let greeting =
    "Plain mode: commands are lines, as pause, step, temperature 0.4, inject 1 2; help lists them, quit leaves."

  // MARK: What happens

  /// What is told of the run before an action: no columns, which would have to be copied when the run goes on.
  public struct Before: Sendable {
    fileprivate var head: RunHead
    fileprivate var candidates: Int
    /// Of the step under way or done last; nil where the action cannot be its end.
    fileprivate var stepLine: String?
    fileprivate var isPlaying: Bool
  }

  /// What is to be kept of a state for `lines(after:before:_:)`.
  public func before(_ action: Action, _ state: DashboardState) -> Before {
    let run = state.run
    let endsStep =
      switch action {
      case .events(let events): events.contains { Self.endsStep($0.event.event) }
      case .replaced: true
      default: false
      }
    return Before(
      head: run.head, candidates: run.trajectory.count,
      stepLine: endsStep && run.trajectory.count > 0 ? StepLine.line(for: run) : nil,
      isPlaying: state.replay?.isPlaying ?? false)
  }

  private static func endsStep(_ event: RunEvent) -> Bool {
    switch event {
    case .stepStarted, .runEnded: true
    default: false
    }
  }

  /// What an action brought, told in the order in which it happened. Safe to print.
  public func lines(after action: Action, before: Before, _ state: DashboardState) -> [String] {
    switch action {
    case .events(let events): return events.flatMap { lines(after: $0.event.event, before, state.run) }
    case .read(let part, let result): return text(of: part, result)
    case .replayMoved(let replay):
      // It has come to its end.
      return before.isPlaying && !replay.isPlaying ? [status(state)] : []
    case .replaced(let run):
      // What is there at once.
      if before.head.events == 0 { return run.head.events > 0 ? [status(state)] : [] }
      // A replay that goes on tells what it passed.
      guard run.trajectory.count > before.candidates, run.head.step != before.head.step else { return [] }
      return before.stepLine.map { [$0] } ?? []
    default: return []
    }
  }

  /// That a model makes itself ready, once, and that it has ended; what it says meanwhile is for a screen.
  public func lines(from before: Progress, to after: Progress) -> [String] {
    switch (before.preparing, after.preparing) {
    case (nil, let sentence?): [Words.clean(sentence) + "."]
    case (_?, nil): ["The model is asked now."]
    default: []
    }
  }

  private func lines(after event: RunEvent, _ before: Before, _ run: RunState) -> [String] {
    var lines: [String] = []
    // A step's line comes when the step is over.
    if Self.endsStep(event), let line = before.stepLine { lines.append(line) }
    let newest = run.head.happenings.last
    if let newest, newest != before.head.happenings.last || run.head.happenings.count != before.head.happenings.count {
      lines.append(Words.clock(newest.time) + "  " + EventWords(newest, in: run.head).text)
    }
    return lines
  }

  // MARK: Questions

  /// What a line of a person asks for.
  public enum Answer: Hashable, Sendable {
    case lines([String])
    /// A part of the log must be read first; it is told when it comes back as `Action.read`.
    case reads(LogPart, LogLocation)
  }

  /// The answer to a question; nil where the line is a command.
  public func answer(to line: String, _ state: DashboardState) -> Answer? {
    let words = line.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    let argument = words.dropFirst().first
    switch words.first {
    case nil: return .lines([])
    case "help": return .lines(help(about: argument, state))
    case "status": return .lines([status(state)])
    case "list": return .lines(list(argument, state))
    case "prompt":
      let newest = state.run.head.current?.step ?? 0
      let step = argument.map { Int($0) ?? -1 } ?? newest
      guard step >= 1, step <= newest else {
        return .lines([newest < 1 ? "There is no prompt yet." : "There are prompts of the steps 1 to \(newest)."])
      }
      guard let location = state.run.steps.location(ofStep: step) else {
        return .lines(["The prompt of step \(step) is not in the log."])
      }
      return .reads(.prompt(step: step), location)
    case "reply": return reply(argument, state)
    default: return nil
    }
  }

  private func reply(_ argument: String?, _ state: DashboardState) -> Answer {
    let replies = state.run.replies
    guard replies.count > 0 else { return .lines(["No reply has come yet."]) }
    var name = ReplyName(step: Int(replies.steps[replies.count - 1]), index: Int(replies.indices[replies.count - 1]))
    if let argument {
      let parts = argument.split(separator: ".").map { Int($0) ?? -1 }
      name = ReplyName(step: parts.first ?? -1, index: (parts.count > 1 ? parts[1] : 1) - 1)
    }
    guard let row = replies.row(step: name.step, index: name.index), let location = replies.location(at: row) else {
      return .lines(["There is no such reply; reply 7.2 tells the second of step 7."])
    }
    return .reads(.reply(name), location)
  }

  private func text(of part: LogPart, _ result: Result<RunEvent, InputError>) -> [String] {
    switch result {
    case .failure(let error): return [Words.clean(error.description)]
    case .success(.stepStarted(let prompt)):
      return ["The prompt of step \(prompt.step):"]
        + prompt.messages.flatMap { ["\($0.role.rawValue):"] + Self.linesOfText($0.text) } + ["End of the prompt."]
    case .success(.reply(let reply)):
      return ["Reply \(reply.index + 1) of step \(reply.step), after \(NumberFormat.duration(seconds: reply.seconds)):"]
        + Self.linesOfText(reply.text) + ["End of the reply."]
    case .success: return ["The log holds something else there."]
    }
  }

  private static func linesOfText(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { Words.clean(String($0)) }
  }

  /// What a command still needs, where it was given without; nil where it needs nothing.
  public func need(_ state: DashboardState) -> String? {
    if case .export = state.overlay {
      let formats = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      return "export needs FORMAT: \(formats), and behind it a file if it is not to be called as the log."
    }
    guard let field = state.field else { return nil }
    let binding = KeyBinding.of(field.act)
    return "\(binding.name) needs \(binding.argument ?? "more"): \(state.fieldHint)."
  }

  // MARK: Words

  private func help(about name: String?, _ state: DashboardState) -> [String] {
    if let name {
      guard let binding = KeyBinding.all.first(where: { $0.name == name }) else {
        return ["There is no command \"\(Words.clean(name))\"; help lists all."]
      }
      let usage = [binding.name, binding.argument].compactMap { $0 }.joined(separator: " ")
      guard case .unavailable(let reason) = binding.availability(in: state) else {
        return ["\(usage): \(binding.help)"]
      }
      return ["\(usage): \(binding.help) Not now: \(reason)"]
    }
    let questions = [
      "status: where the run stands.", "list [best]: the newest candidates, or the best.",
      "prompt [STEP]: the exact prompt of a step.", "reply [STEP.PLACE]: a reply in full.",
    ]
    let commands = state.commands.filter {
      Self.groups.contains($0.binding.group) || Self.spoken.contains($0.binding.act)
    }
    return questions
      + commands.map { entry in
        let usage = [entry.binding.name, entry.binding.argument].compactMap { $0 }.joined(separator: " ")
        return "\(usage): \(entry.binding.help)"
      }
  }

  /// What means something without a screen.
  private static let groups: Set<KeyBinding.Group> = [.run, .context, .replay]
  private static let spoken: Set<Act> = [.reveal, .export, .quit, .help]

  private func list(_ order: String?, _ state: DashboardState) -> [String] {
    let trajectory = state.run.trajectory
    guard trajectory.count > 0 else { return ["There is no candidate yet."] }
    var rows = Array(0..<trajectory.count)
    if order == "best" {
      rows.sort { (trajectory.losses[$0], $0) < (trajectory.losses[$1], $1) }
      rows = Array(rows.prefix(10))
    } else {
      rows = rows.suffix(10)
    }
    let label = state.lossLabel
    return rows.map { row in
      let loss = trajectory.loss(at: row).map { "\(label) \(Words.loss($0))" } ?? "could not be judged"
      let id = trajectory.id(at: row)
      let marks = [
        state.run.head.masked.contains(id) ? ", masked" : "", state.run.head.pinned.contains(id) ? ", pinned" : "",
      ].joined()
      return "#\(id), step \(trajectory.step(at: row)), \(trajectory.origins[row].rawValue): "
        + "\(Words.clean(trajectory.text(at: row))), \(loss)\(marks)"
    }
  }

  /// Where the run stands, and where a replay of it does.
  public func status(_ state: DashboardState) -> String {
    let head = state.run.head
    let phase = head.phase == .waiting ? "waiting for you" : head.phase.rawValue
    var parts = [
      "step \(head.step) of \(head.steps)", head.ended.map { "ended, \($0.reason.words)" } ?? phase,
    ]
    if !head.phaseReason.isEmpty { parts.append(Words.clean(head.phaseReason)) }
    if let best = head.best {
      let text = Words.clean(state.run.trajectory.text(at: best.row))
      parts.append("best \(state.lossLabel) \(Words.loss(best.loss)) by #\(best.id), \(text)")
    }
    if head.started != nil { parts.append(Words.model(head)) }
    if head.model != nil {
      let own = head.model?.kind == .server ? "the server's" : "the model's"
      parts.append(head.temperature.map { "temperature \(Words.temperature($0))" } ?? "\(own) own temperature")
    }
    if head.counts.rejectedInAll > 0 { parts.append("\(head.counts.rejectedInAll) rejected") }
    if head.tokens.total > 0 {
      let words = SpendingWords(head)
      parts.append("tokens \(words.tokensInFull)")
      if let cost = words.costInFull { parts.append("cost \(cost)") }
    }
    if let guidance = head.guidance { parts.append("guidance: \(Words.clean(guidance))") }
    if let replay = state.replay {
      parts.append(
        replay.isFollowing
          ? "live, written by another Tiller"
          : "at \(Words.clock(replay.time)) of \(Words.clock(replay.duration)), event \(replay.position) of \(replay.count)"
      )
    }
    return parts.joined(separator: "; ")
  }
}
