import Charts
import Optimization
import Text

/// The exact meta-prompt of a step, with what changed since the step before.
enum PromptView {
  /// What a prompt of a width holds: made once, and kept while it is shown.
  struct Base: Sendable {
    struct Key: Hashable {
      var step: Int
      var generation: Int
      var columns: Int
      /// Of all messages: a step may begin again with another prompt.
      var bytes: Int
      /// Whether the prompt before is there to compare with.
      var hasBefore: Bool
    }
    var key: Key
    var lines: PromptLines
    var parts: PromptParts
    var changes: PromptChanges?
    /// Our own estimate, and that of the prompt before.
    var tokens: Int
    var tokensBefore: Int?
  }

  static func draw(
    _ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer, cache: inout ViewCache
  ) {
    guard layout.shows(.prompt) else { return }
    let newest = state.run.head.current?.step
    guard let prompt = shown(state), !prompt.messages.isEmpty else {
      let step = state.shownPromptStep
      let area = PaneFrame.draw(
        .prompt, title: title(ofStep: step, newest: newest), state, layout: layout, look: look, into: &buffer)
      let (text, style) = reasonForNothing(state, look: look)
      Paragraph(text, style: style).draw(into: &buffer, area: area)
      return
    }
    let columns = WordColumns(layout.content(of: .prompt))
    let base = base(of: prompt, columns: columns.text.columns, state, cache: &cache)
    let title = title(ofStep: prompt.step, newest: newest)
    let detail = WordFrame.fitting(details(of: prompt, base, state), beside: title, .prompt, layout)
    PaneFrame.draw(.prompt, title: title, detail: detail, state, layout: layout, look: look, into: &buffer)
    let top = max(0, min(state.words.promptTop, base.lines.count - columns.text.rows))
    let painter = PromptPainter(state: state, look: look, base: base, columns: columns)
    for row in 0..<columns.text.rows { painter.draw(line: top + row, onRow: row, into: &buffer) }
    Scrollbar(count: base.lines.count, first: top, lines: look.plotLines, style: look.theme.border)
      .draw(into: &buffer, area: columns.bar)
  }

  private static func base(
    of prompt: StepStarted, columns: Int, _ state: DashboardState, cache: inout ViewCache
  ) -> Base {
    let before = state.words.prompt(ofStep: prompt.step - 1)
    let key = Base.Key(
      step: prompt.step, generation: state.generation, columns: columns,
      bytes: prompt.messages.reduce(0) { $0 + $1.text.utf8.count }, hasBefore: before != nil)
    if let base = cache.prompt, base.key == key { return base }
    let base: Base
    if var known = cache.prompt, known.key.step == key.step, known.key.generation == key.generation,
      known.key.hasBefore == key.hasBefore, known.key.bytes == key.bytes
    {
      known.key = key
      known.lines = PromptLines(prompt, columns: columns)
      base = known
    } else {
      let parts = PromptParts(prompt)
      base = Base(
        key: key, lines: PromptLines(prompt, columns: columns), parts: parts,
        changes: before.map { PromptChanges(from: $0, PromptParts($0), to: prompt, parts) },
        tokens: TokenEstimate.tokens(of: prompt), tokensBefore: before.map(TokenEstimate.tokens(of:)))
    }
    cache.prompt = base
    return base
  }

  // MARK: What is shown

  /// The prompt that is shown. Where the newest is followed and not read yet, the one before it stays for so long.
  static func shown(_ state: DashboardState) -> StepStarted? {
    guard let step = state.shownPromptStep else { return nil }
    if let prompt = state.words.prompt(ofStep: step) { return prompt }
    guard state.words.promptStep == nil, state.words.failures[.prompt(step: step)] == nil else { return nil }
    return stride(from: step - 1, through: max(1, step - followed), by: -1).lazy
      .compactMap { state.words.prompt(ofStep: $0) }.first
  }

  /// So many steps a fast run makes while a prompt is read.
  private static let followed = 100

  private static func reasonForNothing(_ state: DashboardState, look: Look) -> (String, Style) {
    let theme = look.theme
    if state.run.head.started != nil, state.run.head.model == nil {
      return ("no model is asked: proposals are random", theme.dim)
    }
    guard let step = state.shownPromptStep else { return ("no prompt yet", theme.dim) }
    if state.words.prompt(ofStep: step) != nil { return ("the prompt of this step is empty", theme.dim) }
    if let reason = state.words.failures[.prompt(step: step)] {
      return ("The prompt of step \(step) cannot be read: \(Words.clean(reason))", theme.rejected)
    }
    if state.words.awaited.contains(.prompt(step: step)) { return ("reading…", theme.dim) }
    return ("The prompt of step \(step) is in no log.", theme.dim)
  }

  private static func title(ofStep step: Int?, newest: Int?) -> String {
    guard let step else { return "prompt" }
    let isNewest = newest.map { $0 == step } ?? true
    return isNewest ? "prompt of step \(step)" : "prompt of step \(step), newest \(newest ?? step)"
  }

  // MARK: Figures

  /// What is new and how many tokens it takes, from the most words to the fewest.
  private static func details(of prompt: StepStarted, _ base: Base, _ state: DashboardState) -> [String] {
    let tokens =
      toldTokens(ofStep: prompt.step, state).map { Words.tokens($0, isEstimated: false) }
      ?? Words.tokens(estimate(of: base, state), isEstimated: true)
    let inWords = "\(tokens) \(tokens == "1" ? "token" : "tokens")"
    var details = [inWords, tokens]
    if let changes = base.changes {
      let new = changes.newLines, gone = changes.goneRows
      let news = [(new, "line", "lines", "new"), (gone, "row", "rows", "gone")].filter { $0.0 > 0 }
        .map { "\(Words.count($0.0, $0.1, $0.2)) \($0.3)" }
      if news.isEmpty {
        details.insert("nothing new · \(inWords)", at: 0)
      } else {
        let signs = (new > 0 ? "+\(new)" : "") + (gone > 0 ? "-\(gone)" : "")
        details = [
          "\(news.joined(separator: ", ")) · \(inWords)", "\(signs) · \(inWords)", "\(signs) \(tokens)", tokens,
        ]
      }
    } else if prompt.step == 1 {
      details.insert("the first prompt · \(inWords)", at: 0)
    }
    if let id = state.chosenID, PromptParts.place(ofCandidate: id, in: prompt) == nil {
      details.insert(contentsOf: ["without #\(id) · \(details[0])", "without #\(id) · \(inWords)"], at: 0)
    }
    return details
  }

  /// What the server counted; nil before the first reply of the step, or where it tells none.
  private static func toldTokens(ofStep step: Int, _ state: DashboardState) -> Int? {
    let recent = state.run.head.recentReplies.lazy.filter { $0.step == step }.compactMap { $0.usage?.input }
    if let told = recent.first(where: { $0 > 0 }) { return told }
    let count = state.run.head.started?.settings.candidates ?? 1
    return (0..<min(count, 64)).lazy.compactMap { state.words.reply(ReplyName(step: step, index: $0))?.usage?.input }
      .first { $0 > 0 }
  }

  /// Corrected by what the server told of the prompt before.
  private static func estimate(of base: Base, _ state: DashboardState) -> Int {
    guard let before = base.tokensBefore, let told = toldTokens(ofStep: base.key.step - 1, state) else {
      return base.tokens
    }
    return Int((Double(base.tokens) * TokenEstimate.correction(estimate: before, told: told)).rounded())
  }
}

// MARK: - For the reducer

extension PromptView {
  /// The furthest that the pane can be scrolled.
  static func lastTop(_ state: DashboardState) -> Int {
    guard let prompt = shown(state) else { return 0 }
    let area = state.layout.content(of: .prompt)
    return max(0, PromptLines(prompt, columns: WordColumns(area).text.columns).count - area.rows)
  }

  /// The candidates of the rows that the prompt shows, from the top.
  static func candidates(_ state: DashboardState) -> [Int] {
    guard let prompt = shown(state) else { return [] }
    let ids = state.run.trajectory.ids
    // Ids are the rows as a rule; only where one is not, all are looked through.
    lazy var all = Set(ids)
    return prompt.sections.compactMap { section in
      guard section.kind == .row, let id = section.candidate else { return nil }
      let isKnown =
        ids.indices.contains(id) && Int(ids[id]) == id || all.contains(Int32(truncatingIfNeeded: id))
      return isKnown ? id : nil
    }
  }

  /// The lines of the pane that show a candidate; nil where the prompt does not.
  static func lines(ofCandidate id: Int, _ state: DashboardState) -> Range<Int>? {
    guard let prompt = shown(state), let place = PromptParts.place(ofCandidate: id, in: prompt) else { return nil }
    let columns = WordColumns(state.layout.content(of: .prompt)).text.columns
    return PromptLines(prompt, columns: columns).lines(ofMessage: place.message, bytes: place.bytes)
  }

  /// The candidate in whose row a cell of the screen lies.
  static func candidate(at cell: ScreenCell, _ state: DashboardState, _ layout: Layout) -> Int? {
    let area = layout.content(of: .prompt)
    guard let prompt = shown(state), area.contains(column: cell.column, row: cell.row) else { return nil }
    let columns = WordColumns(area)
    let lines = PromptLines(prompt, columns: columns.text.columns)
    let top = max(0, min(state.words.promptTop, lines.count - area.rows))
    guard case .text(let message, let line)? = lines[top + cell.row - area.row] else { return nil }
    let text = lines.blocks[message].text
    let byte = text.byte(atColumn: max(0, cell.column - columns.text.column), ofLine: line)
    return prompt.sections.first {
      $0.kind == .row && $0.candidate != nil && $0.message == message && $0.from <= byte && byte < $0.to
    }?.candidate
  }
}
