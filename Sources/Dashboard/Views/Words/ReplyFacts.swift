import Charts
import Optimization
import Text

/// What is said of a reply above its text: the verdict in a sentence, and what it took.
enum ReplyFacts {
  static func title(_ reply: ShownReply, _ state: DashboardState) -> String {
    let candidates = state.run.head.started?.settings.candidates ?? 1
    return candidates > 1
      ? "reply \(reply.name.index + 1) of \(candidates), step \(reply.name.step)" : "reply of step \(reply.name.step)"
  }

  /// Beside the title, from the most words to the fewest.
  static func details(_ reply: ShownReply, _ state: DashboardState) -> [String] {
    switch reply.stage {
    case .underWay(let asked):
      let time = NumberFormat.duration(seconds: max(0, state.now - asked))
      return ["coming for \(time)", "coming"]
    case .whole(.candidate(let id, _), _):
      let ids = rows(of: reply.name, state.run).map { state.run.trajectory.id(at: $0) }
      let names = ids.count > 1 ? "candidates \(list(ids))" : "candidate #\(id)"
      return [names, "#\(id)"]
    case .whole: return []
    }
  }

  /// The verdict with its mark, safe to show; nil while there is none.
  static func verdict(_ reply: ShownReply, _ state: DashboardState, look: Look) -> Piece? {
    let theme = look.theme
    switch reply.stage {
    case .underWay: return nil
    case .whole(.pending, _): return Piece("Being judged.", theme.dim)
    case .whole(.rejected(let code, _, let of), let reason):
      let cause = of.map { "\(code.words) of #\($0)" } ?? code.words
      let sentence = "Rejected, \(Words.joined(cause, Words.clean(reason)))"
      let end = sentence.hasSuffix(".") ? "" : "."
      return Piece("\(look.symbol(.failed)) \(sentence)\(end)", theme.rejected)
    case .whole(.candidate, _):
      let rows = rows(of: reply.name, state.run)
      guard let best = rows.min(by: { state.run.trajectory.losses[$0] < state.run.trajectory.losses[$1] }) else {
        return Piece("Read.", theme.accepted)
      }
      return judgement(of: best, among: rows, state, look: look)
    }
  }

  private static func judgement(of row: Int, among rows: [Int], _ state: DashboardState, look: Look) -> Piece {
    let trajectory = state.run.trajectory, theme = look.theme
    let text = Words.clean(trajectory.text(at: row))
    let read = rows.count > 1 ? "Read as \(rows.count) solutions, the best \(text)" : "Read as \(text)"
    guard let loss = trajectory.loss(at: row) else {
      let reason = failure(of: trajectory.id(at: row), state).map { ": \($0)" } ?? ""
      return Piece("\(look.symbol(.failed)) \(read), which could not be judged\(reason).", theme.rejected)
    }
    let label = state.run.head.started.map { Words.clean($0.problem.objective.label) } ?? "loss"
    let judged = "\(read): \(label) \(Words.loss(loss))"
    let isImproved = loss < (row > 0 ? trajectory.bestSoFar[row - 1] : .infinity)
    guard let best = state.run.head.best, best.row != row else {
      return Piece("\(look.symbol(.best)) \(judged), a new best.", theme.best)
    }
    let difference = loss - best.loss
    let standing =
      isImproved
      ? "a new best then" : difference == 0 ? "as good as the best" : "\(Words.loss(difference)) above the best"
    return Piece("\(look.symbol(.accepted)) \(judged), \(standing).", theme.accepted)
  }

  private static func failure(of id: Int, _ state: DashboardState) -> String? {
    for happening in state.run.head.happenings.reversed() {
      if case .failed(id, let reason) = happening.kind {
        let reason = Words.clean(reason)
        return reason.isEmpty ? nil : reason.hasSuffix(".") ? String(reason.dropLast()) : reason
      }
    }
    return nil
  }

  /// What it took, each of them whole on a line; in the order of importance where not all of them have room.
  static func figures(_ reply: ShownReply, isShort: Bool, look: Look) -> [Piece] {
    let theme = look.theme
    let model = reply.model.map { Piece(Words.clean($0), theme.text) }
    var figures: [Piece] = []
    if let temperature = reply.temperature { figures.append(Piece("T \(Words.temperature(temperature))", theme.text)) }
    if let time = time(reply, isShort: isShort) { figures.append(Piece(time, theme.text)) }
    figures.append(Piece(tokens(reply), theme.text))
    var troubles: [Piece] = []
    if reply.attempt > 1 { troubles.append(Piece("\(reply.attempt) tries", theme.warning)) }
    if let cut = reply.cut { troubles.append(Piece(Words.clean(cut), theme.warning)) }
    return isShort ? troubles + figures + [model].compactMap { $0 } : [model].compactMap { $0 } + figures + troubles
  }

  private static func time(_ reply: ShownReply, isShort: Bool) -> String? {
    let first = reply.first.map { NumberFormat.duration(seconds: $0) + " to the first text" }
    guard let seconds = reply.seconds else { return first }
    let whole = NumberFormat.duration(seconds: seconds)
    return isShort ? whole : first.map { "\(whole), \($0)" } ?? whole
  }

  /// As the server counted them, else our own estimate of the reply.
  private static func tokens(_ reply: ShownReply) -> String {
    guard let input = reply.input, let output = reply.output else {
      let output = TokenEstimate.tokens(in: reply.reasoning) + TokenEstimate.tokens(in: reply.text)
      return "\(Words.tokens(output, isEstimated: true)) out"
    }
    let cached = reply.cached.map { $0 > 0 ? " (\(Words.tokens($0, isEstimated: false)) cached)" : "" } ?? ""
    return "\(Words.tokens(input, isEstimated: false)) in\(cached), \(Words.tokens(output, isEstimated: false)) out"
  }

  /// The rows that a reply brought, several where it held a batch.
  private static func rows(of name: ReplyName, _ run: RunState) -> [Int] {
    run.rows(ofStep: name.step).filter {
      run.trajectory.index(at: $0) == name.index && run.trajectory.step(at: $0) == name.step
        && run.trajectory.origins[$0] == .model
    }
  }

  private static func list(_ ids: [Int]) -> String {
    ids.count > 3 ? "#\(ids[0]) to #\(ids[ids.count - 1])" : ids.map { "#\($0)" }.joined(separator: ", ")
  }

  /// Pieces with a dot between them, in as many lines as needed and at most so many; what does not fit is left out.
  static func lines(_ pieces: [Piece], columns: Int, atMost count: Int, look: Look) -> [[Piece]] {
    let gap = Piece(" \(look.symbol(.bullet)) ", look.theme.dim)
    var lines: [[Piece]] = []
    var used = 0
    for piece in pieces {
      if !lines.isEmpty, used + gap.columns + piece.columns <= columns {
        lines[lines.count - 1] += [gap, piece]
        used += gap.columns + piece.columns
      } else if lines.count < count {
        lines.append([piece])
        used = piece.columns
      }
    }
    return lines
  }
}
