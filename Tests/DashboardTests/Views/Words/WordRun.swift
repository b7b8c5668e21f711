import Charts
import LanguageModels
import Optimization
import Text

@testable import Dashboard

/// A run whose steps have real prompts, which the screen reads as it would read a log.
struct WordRun {
  var run: SampleRun
  private(set) var prompts: [StepStarted] = []
  /// What the log holds.
  private var replies: [ReplyName: ReplyEvent] = [:]
  private(set) var step = 0
  private var nextID = 0
  /// Whether what is asked for is there at once.
  var readsAtOnce = true

  init(size: Size = Size(columns: 120, rows: 36), candidates: Int = 1, initial: [(w: Double, b: Double)] = []) {
    run = SampleRun(size: size, candidates: candidates, simulated: false)
    for (w, b) in initial { candidate(w, b, origin: .initial) }
  }

  var state: DashboardState {
    get { run.state }
    set { run.state = newValue }
  }

  /// Shows one pane over the whole screen.
  mutating func show(_ pane: Pane) {
    run.state.arrangement.isZoomed = true
    run.state.arrangement.focus = pane
    read()
  }

  // MARK: The run

  mutating func candidate(
    _ w: Double, _ b: Double, index: Int? = nil, origin: Origin = .model, span: Span? = nil
  ) {
    let solution = SampleLine.Solution(w: w, b: b)
    run.emit(
      .candidate(
        CandidateEvent(
          id: nextID, step: step, index: index, origin: origin, solution: run.line.json(of: solution),
          text: run.line.text(of: solution, decimals: nil), loss: run.line.loss(solution), temperature: 0.7,
          span: span)))
    nextID += 1
  }

  /// Begins a step with the prompt that the prompting makes of what there is.
  mutating func startStep(_ settings: PromptSettings = PromptSettings(order: .bestLast), data: [String] = []) throws {
    let head = run.state.run.head, trajectory = run.state.run.trajectory
    let rows = (0..<trajectory.count).filter { !head.masked.contains(trajectory.id(at: $0)) }.compactMap { row in
      trajectory.loss(at: row).map {
        PromptRow(
          id: trajectory.id(at: row), step: trajectory.step(at: row), numbers: Array(trajectory.numbers(at: row)),
          text: trajectory.text(at: row), loss: $0)
      }
    }
    var brief = run.line.brief
    brief.dataLines = data
    let prompt = try PromptingCatalog.prompting(named: "classroom", parameters: ["w", "b"]).metaPrompt(
      for: PromptingContext(
        brief: brief, rows: rows, pinned: head.pinned, guidance: head.guidance, settings: settings, step: step + 1,
        steps: 50, random: SeededGenerator(seed: 1)))
    startStep(prompt.messages, prompt.sections)
  }

  /// Begins a step with a prompt of one's own.
  mutating func startStep(_ messages: [Message], _ sections: [PromptSection] = []) {
    step += 1
    let prompt = StepStarted(
      step: step, messages: messages, sections: sections, shown: sections.compactMap(\.candidate), temperature: 0.7,
      model: "openai:qwen2.5-coder-0.5b")
    prompts.append(prompt)
    run.emit(.stepStarted(prompt), after: 0.1)
    read()
  }

  mutating func reply(
    _ text: String, index: Int = 0, attempt: Int = 1, reasoning: String? = nil, finish: FinishReason = .stop,
    usage: TokenUsage? = TokenUsage(input: 412, output: 24)
  ) {
    let reply = ReplyEvent(
      step: step, index: index, attempt: attempt, role: "optimizer", text: text, reasoning: reasoning,
      model: "qwen2.5-coder-0.5b-q8", finish: finish, usage: usage, seconds: 1.24, first: 0.31)
    replies[ReplyName(step: step, index: index)] = reply
    run.emit(.reply(reply), after: 1.24)
    read()
  }

  mutating func reject(index: Int = 0, _ refusal: Refusal) {
    run.emit(.rejected(Rejected(step: step, index: index, refusal: refusal)))
  }

  // MARK: The log

  /// Gives the panes what they wait for.
  mutating func read() {
    guard readsAtOnce else { return }
    if let step = state.shownPromptStep {
      for step in [step - 1, step] where state.words.prompt(ofStep: step) == nil {
        if let prompt = prompts.first(where: { $0.step == step }) {
          run.send(.read(.prompt(step: step), .success(.stepStarted(prompt))))
        }
      }
    }
    if let name = state.shownReplyName, state.words.reply(name) == nil, let reply = replies[name] {
      run.send(.read(.reply(name), .success(.reply(reply))))
    }
  }

  mutating func press(_ keys: KeyPress...) {
    for key in keys { run.press(key) }
    read()
  }

  // MARK: The screen

  func drawn(markers: Marker = .braille) -> CellBuffer {
    var buffer = CellBuffer(size: state.size, filledWith: Cell(Glyph("§")))
    var cache = ViewCache()
    draw(state, markers: markers, into: &buffer, cache: &cache)
    return buffer
  }

  /// A pane's title and what is inside, without blanks at the ends.
  func pane(_ pane: Pane, markers: Marker = .braille) -> [String] {
    let area = state.layout[pane]
    let buffer = drawn(markers: markers)
    return (area.row..<area.endRow).map { row in
      var line = String.UnicodeScalarView()
      for column in area.column..<area.endColumn {
        line.append(contentsOf: buffer[column: column, row: row].glyph.scalars)
      }
      while line.last == " " { line.removeLast() }
      return String(line)
    }
  }

  /// The style of the first cell of some words in a pane.
  func style(of words: String, in pane: Pane) -> Style? {
    let area = state.layout.content(of: pane)
    let buffer = drawn()
    for row in area.row..<area.endRow {
      let cells = (area.column..<area.endColumn).map { buffer[column: $0, row: row] }
      let line = cells.map { $0.glyph.scalars.first ?? " " }
      let sought = Array(words.unicodeScalars)
      guard line.count >= sought.count else { continue }
      for start in 0...(line.count - sought.count) where Array(line[start..<start + sought.count]) == sought {
        return cells[start].style
      }
    }
    return nil
  }
}
