import Charts
import Optimization
import Text

/// What runs, with which model, how far it is, and how well it does.
enum HeaderView {
  static func draw(_ state: DashboardState, look: Look, into buffer: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    let inside = area.inset(columns: 1)
    let (first, second) = inside.splitTop(1)
    var upper = Segments()
    addIdentity(of: state, look, to: &upper, isAlone: second.isEmpty)
    if second.isEmpty {
      addFacts(of: state, look, to: &upper, isAlone: true)
      upper.addRight(phase(of: state, look), priority: 100)
      return upper.draw(into: &buffer, area: first)
    }
    upper.addRight(phase(of: state, look), priority: 100)
    upper.draw(into: &buffer, area: first)
    var lower = Segments()
    addFacts(of: state, look, to: &lower, isAlone: false)
    lower.draw(into: &buffer, area: second)
  }

  private static func addIdentity(
    of state: DashboardState, _ look: Look, to segments: inout Segments, isAlone: Bool
  ) {
    let theme = look.theme
    segments.addLeft([Piece("Tiller", theme.strong)], priority: 5)
    if state.replay != nil { segments.addLeft([Piece("replay", theme.paused)], priority: 60) }
    let head = state.run.head
    guard let started = head.started else { return }
    segments.addLeft([Piece(Words.problem(started.problem), theme.text)], priority: 40)
    let standIn: String? =
      switch head.model?.kind {
      case .simulated: "simulated model"
      case .recorded: "a recording"
      case .embedded: "embedded: no language model"
      case .server, nil: nil
      }
    let isNamedByNotice = head.model?.kind == .simulated || head.model?.kind == .embedded
    // A real model is no cause for a warning, whatever it knows no words.
    let styleOfStandIn = head.model?.kind == .embedded ? theme.text : theme.simulated
    // That it is no model is said wherever there is a row.
    if let standIn, state.replay != nil || state.size.columns < 60 || isAlone && state.size.columns < 110 {
      segments.addLeft([Piece(standIn, styleOfStandIn)], priority: 95)
    } else if let notice = state.noticeOfModel.map(Words.clean), !notice.isEmpty {
      if !isNamedByNotice { segments.addLeft([Piece(Words.model(head), theme.text)], priority: 45) }
      segments.addLeft(
        [Piece(fitted(notice, head, state.size), standIn == nil ? theme.dim : styleOfStandIn)],
        priority: standIn == nil ? 4 : 50)
    } else {
      segments.addLeft([Piece(Words.model(head), standIn == nil ? theme.text : styleOfStandIn)], priority: 45)
    }
    if let thinking = started.settings.request.thinking, head.model != nil {
      segments.addLeft([Piece("thinking ", theme.dim), Piece(thinking.rawValue, theme.text)], priority: 7)
    }
    segments.addLeft([Piece("seed \(started.settings.seed)", theme.dim)], priority: 2)
  }

  /// What the embedded model is takes a whole row to say; where there is less, the part that must not be missed.
  private static func fitted(_ notice: String, _ head: RunHead, _ size: Size) -> String {
    guard size.columns < 170, let model = head.model, model.kind == .embedded, let whole = model.notice else {
      return notice
    }
    return notice.replacing(Words.clean(whole), with: "embedded: a transformer, not a language model")
  }

  private static func addFacts(
    of state: DashboardState, _ look: Look, to segments: inout Segments, isAlone: Bool
  ) {
    let theme = look.theme, head = state.run.head
    guard let started = head.started else { return }
    func fact(_ label: String, _ value: String, _ style: Style? = nil, _ priority: Int) {
      segments.addLeft(
        (label.isEmpty ? [] : [Piece(label + " ", theme.dim)]) + [Piece(value, style ?? theme.strong)],
        priority: priority)
    }
    var step = [Piece("step ", theme.dim), Piece("\(head.step)/\(head.steps)", theme.strong)]
    if !isAlone, state.size.columns >= 100 {
      step += [Piece(" ")] + bar(share: Double(head.step) / Double(max(1, head.steps)), columns: 12, look)
    }
    segments.addLeft(step, priority: 90)
    if head.model != nil {
      fact(
        "T", head.temperature.map(Words.temperature) ?? (head.model?.kind == .server ? "server's" : "its own"), nil, 70)
    }
    let label = Words.clean(started.problem.objective.label)
    if let best = head.best {
      segments.addLeft(
        [
          Piece("best \(label) ", theme.dim), Piece(Words.loss(best.loss), theme.best),
          Piece(" #\(best.id)", theme.dim),
        ], priority: 80)
    }
    if head.counts.rejectedInAll > 0 {
      fact("rejected", NumberFormat.count(head.counts.rejectedInAll), theme.text, 10)
    }
    let context = contextWords(of: head)
    if !context.isEmpty { segments.addLeft([Piece(context, theme.person)], priority: 50) }
    if head.score.judged > 0 {
      fact("people", "\(head.score.people)", theme.person, 55)
      fact("model", "\(head.score.model)", theme.strong, 54)
    }
    if head.tokens.total > 0 {
      segments.addLeft(forms: tokens(of: head, look), priority: isAlone ? 3 : 30)
      addCost(of: head, look, to: &segments)
    }
    // A run's own time stands still with its end.
    let time = head.phase == .ended ? min(state.now, head.time) : state.now
    fact("time", Words.clock(time), theme.text, 8)
    if let left = state.secondsLeft { fact("left", "~" + Words.clock(left), theme.text, 35) }
  }

  /// The tokens of the run, with those that it will have used at its end where no price tells what that is: by direction,
  /// and in all where room is short.
  private static func tokens(of head: RunHead, _ look: Look) -> [[Piece]] {
    let words = SpendingWords(head), theme = look.theme
    let label = Piece("tokens ", theme.dim)
    guard let input = words.tokensAtEnd(\.input), let output = words.tokensAtEnd(\.output),
      let total = words.tokensAtEnd(\.total)
    else { return [[label, Piece("\(words.tokens(\.input)) in \(words.tokens(\.output)) out", theme.text)]] }
    func part(_ now: String, _ end: String, _ direction: String) -> [Piece] {
      [Piece(now, theme.text), Piece(" of ", theme.dim), Piece(end + direction, theme.text)]
    }
    return [
      [label] + part(words.tokens(\.input), input, " in, ") + part(words.tokens(\.output), output, " out"),
      [label] + part(words.tokens(\.total), total, ""),
    ]
  }

  /// What the run has cost of what it will have cost at its end, and what of it is the step's.
  private static func addCost(of head: RunHead, _ look: Look, to segments: inout Segments) {
    let words = SpendingWords(head)
    guard let cost = words.cost else { return }
    var pieces = [Piece("cost ", look.theme.dim), Piece(cost, look.theme.text)]
    if let end = words.costAtEnd { pieces += [Piece(" of ", look.theme.dim), Piece(end, look.theme.text)] }
    segments.addLeft(pieces, priority: 32)
    let step = head.spending.step
    if head.phase != .ended, let cost = step.cost {
      segments.addLeft(
        [
          Piece("this step ", look.theme.dim),
          Piece(Words.dollars(cost, isEstimated: step.isEstimated), look.theme.text),
        ], priority: 3)
    }
  }

  /// What a person changed of what the model sees, in a few words.
  private static func contextWords(of head: RunHead) -> String {
    guard let settings = head.started?.settings.prompt else { return "" }
    var words: [String] = []
    if !head.masked.isEmpty { words.append("\(head.masked.count) masked") }
    if !head.pinned.isEmpty { words.append("\(head.pinned.count) pinned") }
    if head.guidance != nil { words.append("guidance") }
    if head.prompt.order != settings.order { words.append(head.prompt.order.words) }
    if head.prompt.history != settings.history {
      words.append(head.prompt.history.map { Words.count($0, "row", "rows") } ?? "all rows")
    }
    if head.prompt.scoresShown != settings.scoresShown {
      words.append(head.prompt.scoresShown ? "scores shown" : "scores hidden")
    }
    return words.joined(separator: ", ")
  }

  /// Filled as far as the share goes.
  static func bar(share: Double, columns: Int, _ look: Look) -> [Piece] {
    let filled = Int((max(0, min(1, share)) * Double(columns)).rounded(.down))
    return [
      Piece(String(repeating: look.symbol(.full), count: filled), look.theme.ended),
      Piece(String(repeating: look.symbol(.light), count: columns - filled), look.theme.border),
    ]
  }

  private static func phase(of state: DashboardState, _ look: Look) -> [Piece] {
    let head = state.run.head
    let symbol: Look.Symbol =
      switch head.phase {
      case .idle: .ring
      case .running: .dot
      case .paused: .pause
      case .waiting: .warning
      case .ended: .square
      }
    var words =
      switch head.phase {
      case .idle: "starting"
      case .waiting: "waiting for you"
      case .running, .paused, .ended: head.phase.rawValue
      }
    if head.phase == .paused, state.isStepUnderWay { words = "pausing" }
    if let ended = head.ended, state.size.columns >= 100 { words = "ended, " + ended.reason.words }
    return [Piece("\(look.symbol(symbol)) \(words)", look.theme.style(of: head.phase))]
  }
}

extension DashboardState {
  /// An estimate of the time that is left, from the steps whose replies are known; nil where it cannot be told.
  public var secondsLeft: Double? {
    let head = run.head
    guard replay == nil, head.phase == .running || head.phase == .paused, head.steps > head.step else { return nil }
    // A step takes as long as its slowest reply.
    var slowest: [Int: Double] = [:]
    for reply in head.recentReplies { slowest[reply.step] = max(slowest[reply.step] ?? 0, reply.seconds) }
    guard !slowest.isEmpty else { return nil }
    let mean = slowest.values.sorted().reduce(0, +) / Double(slowest.count)
    return mean * Double(head.steps - head.step)
  }
}
