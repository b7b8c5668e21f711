import Charts
import Dashboard
import LanguageModels
import Optimization
import Problems
import Text

/// Does to a screen what nobody would: keys, mouse, pastes, sizes and events at random, from a seed.
public struct Fuzzer {
  public private(set) var state: DashboardState
  private var generator: SeededGenerator
  private let problem: AnyProblem
  private var cache = ViewCache()
  private var n = 0
  private var time = 0.0
  private var step = 0
  private var nextID = 0
  private var earlier: [RunState] = []
  /// Frames larger than this are not drawn: a test has only so long.
  private let largest: Int

  public init(seed: UInt64, isReplay: Bool = false, largest: Int = 500) throws {
    generator = SeededGenerator(seed: seed)
    self.largest = largest
    problem = AnyProblem(try LineProblem(LineSettings(.classroom)))
    state = DashboardState(
      size: Size(columns: 80, rows: 24), problem: problem,
      mode: isReplay ? .replay(ReplayState(count: 1000, duration: 60)) : .live, logPath: "/tmp/run.jsonl",
      foresightBy: "embedded")
    emit(started)
  }

  /// What a run of this problem begins with.
  private var started: RunEvent {
    .runStarted(
      RunStarted(
        id: "fuzz", started: "2026-01-01T00:00:00Z",
        problem: RunStarted.ProblemRecord(
          name: problem.name, settings: problem.settings, parameters: ["w", "b"], objective: problem.objective,
          references: problem.references, data: nil),
        settings: RunSettings(steps: 400, candidates: 4, temperature: 0.7),
        models: RunStarted.Models(optimizer: ModelIdentity(name: "simulated", kind: .simulated, notice: nil))))
  }

  // MARK: Acting

  /// One action at random, with what it asks for answered now and then.
  public mutating func act() {
    switch generator.integer(in: 0...99) {
    case 0..<45: send(.input(.key(key())))
    case 45..<63: send(.input(.mouse(mouse())))
    case 63..<66: send(.input(.paste(text())))
    case 66..<70: send(.resized(size()))
    case 70..<90: event()
    case 90..<93: send(.progress(progress()))
    case 93..<95: send(.tick(now: generator.integer(in: 0...9) == 0 ? .infinity : time))
    case 95: send(.commandOutcome(command(), generator.uniform() < 0.5 ? .accepted : .refused(text())))
    case 96: send(.line(text()))
    case 97: send(.line(KeyBinding.all[generator.integer(in: 0...KeyBinding.all.count - 1)].name + " " + argument()))
    case 98: rewind()
    default: send(.notice(text()))
    }
  }

  public mutating func resize(_ size: Size) { send(.resized(size)) }

  /// The first row that differs, as it is and as it should be, and the panes that it runs through.
  private func difference(_ buffer: CellBuffer, _ anew: CellBuffer) -> String {
    guard let index = zip(buffer.cells, anew.cells).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
      return ""
    }
    let columns = buffer.size.columns, row = index / columns
    func text(_ buffer: CellBuffer) -> String {
      (0..<columns).map { buffer[column: $0, row: row].glyph.scalars.map(String.init).joined() }.joined()
    }
    let layout = state.layout
    let panes = layout.shown.filter { pane in
      let area = layout.content(of: pane)
      return area.row <= row && row < area.endRow
    }
    return "from column \(index % columns) of row \(row), in \(panes):\n\(text(buffer))\n\(text(anew))"
  }

  /// Draws the state as it is, and says what is wrong with the frame; nil where nothing is.
  public mutating func frame() -> String? {
    var size = state.size
    if size.columns * size.rows > largest * largest { size = Size(columns: 80, rows: 24) }
    // What a frame does not set would keep this sign.
    var buffer = CellBuffer(size: size, filledWith: Cell(Glyph("§")))
    let marker = Marker.allCases[generator.integer(in: 0...2)]
    draw(state, markers: marker, into: &buffer, cache: &cache)
    if generator.integer(in: 0...9) == 0 {
      var anew = CellBuffer(size: size), nothing = ViewCache()
      draw(state, markers: marker, into: &anew, cache: &nothing)
      if anew != buffer {
        return "a frame of \(size) is not what it is when nothing is kept from before: \(difference(buffer, anew))"
      }
    }
    for (index, cell) in buffer.cells.enumerated() {
      if cell.glyph == Glyph("§") { return "cell \(index) of \(size) was not set" }
      for scalar in cell.glyph.scalars {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
          return "cell \(index) of \(size) holds U+\(String(scalar.value, radix: 16))"
        default: break
        }
      }
    }
    let layout = state.layout
    if !layout.isTooSmall, layout.shown.isEmpty { return "no pane at \(size)" }
    return nil
  }

  /// Leaves whatever is open and says whether the screen then is as it began; `esc` must always lead there.
  public mutating func escapes() -> Bool {
    for _ in 0..<20 { send(.input(.key(KeyPress(.escape)))) }
    return hasEscaped
  }

  /// What `esc` should have closed, in words.
  public var whatIsOpen: String {
    "\(String(describing: state.overlay)) \(String(describing: state.field)) \(String(describing: state.gesture)) "
      + "\(state.arrangement) \(state.selection) \(String(describing: state.table.filter?.text))"
  }

  private var hasEscaped: Bool {
    state.overlay == nil && state.field == nil && state.gesture == nil && !state.arrangement.isZoomed
      && state.selection == .newest && !state.arrangement.isPresentation && state.table.filter == nil
  }

  private mutating func send(_ action: Action) {
    for effect in reduce(&state, action) {
      switch effect {
      case .read(let part, _) where generator.uniform() < 0.9: send(.read(part, reading(of: part)))
      case .foresee(let question) where generator.uniform() < 0.8:
        let isRead = generator.integer(in: 0...9) > 0
        send(.foreseen(question, isRead ? .success(distribution()) : .failure(InputError(text()))))
      case .listThemes:
        send(
          .themes([
            NamedTheme(name: "default", source: "compiled in", theme: .standard),
            NamedTheme(name: text(), source: text(), theme: .standard),
          ]))
      case .findTheme(let name): send(.theme(.failure(InputError("There is no theme \(name)."))))
      case .copy(let text, _): send(.done("Copied \(text.count)."))
      case .command(let command) where generator.uniform() < 0.7:
        send(.commandOutcome(command, .accepted))
        emit(.steered(Steered(step: step, command: command, source: .keyboard)))
      default: break
      }
    }
  }

  // MARK: Input

  private mutating func key() -> KeyPress {
    let special: [Key] = [
      .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .tab, .escape, .backspace, .delete, .insert,
      .function(1), .function(12),
    ]
    switch generator.integer(in: 0...9) {
    case 0..<4: return KeyPress(special[generator.integer(in: 0...special.count - 1)])
    case 4: return KeyPress(special[generator.integer(in: 0...special.count - 1)], .shift)
    case 5: return KeyPress(.character(letters[generator.integer(in: 0...letters.count - 1)]), .control)
    case 6: return KeyPress(.character(strange[generator.integer(in: 0...strange.count - 1)]))
    default: return KeyPress(.character(letters[generator.integer(in: 0...letters.count - 1)]))
    }
  }

  private let letters = Array(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:-+*/#?<>[](){}=!\"'\\|&%$@^~`_")
  private let strange: [Character] = [
    "é", "字", "👩‍👩‍👧", "\u{202E}", "\u{0}", "\u{1B}", "e\u{301}\u{302}\u{303}", "\u{200B}", "\u{E0041}", "\u{7F}",
  ]

  private mutating func mouse() -> MouseEvent {
    let kinds: [MouseEvent.Kind] = [
      .press(button: 1), .drag(button: 1), .release(button: 1), .press(button: 1), .drag(button: 1),
      .release(button: 1), .press(button: 3), .wheelUp, .wheelDown, .press(button: 99), .release(button: 0),
    ]
    let far = generator.integer(in: 0...19) == 0
    func place(_ most: Int, _ generator: inout SeededGenerator) -> Int {
      far
        ? [Int.max / 4, -Int.max / 4, 65_535, -1][generator.integer(in: 0...3)]
        : generator.integer(in: 0...max(1, most + 2)) - 1
    }
    return MouseEvent(
      kinds[generator.integer(in: 0...kinds.count - 1)], column: place(state.size.columns, &generator),
      row: place(state.size.rows, &generator))
  }

  private mutating func size() -> Size {
    let sizes = [(80, 24), (120, 36), (200, 60), (0, 0), (1, 1), (40, 10), (39, 9), (500, 500), (65_535, 1)]
    if generator.uniform() < 0.5 {
      let (columns, rows) = sizes[generator.integer(in: 0...sizes.count - 1)]
      return Size(columns: columns, rows: rows)
    }
    return Size(columns: generator.integer(in: 0...220), rows: generator.integer(in: 0...70))
  }

  private mutating func text() -> String {
    let pieces = [
      "w=1 b=2", "1 2; 3 4", "\u{1B}[2J", "\u{1B}]52;c;aGk=\u{7}", "loss<20", "\n", "\u{202E}", "字字字", "-1e308", "nan",
      "{\"w\": 1.5, \"b\": -0.5}", String(repeating: "a", count: 300), "\u{200B}", "a\u{301}", "\t", "\u{9B}31m", ":",
      "",
    ]
    return (0...generator.integer(in: 0...3)).map { _ in pieces[generator.integer(in: 0...pieces.count - 1)] }
      .joined(separator: " ")
  }

  private mutating func argument() -> String {
    let arguments = [
      "", "0.4", "#1", "1 2", "all", "hidden", "best-last", "words", "loss>3", "7", "7.2", "newest", "-5",
      "foresight", "loss",
    ]
    return arguments[generator.integer(in: 0...arguments.count - 1)]
  }

  /// What a model might tell, and what none should.
  private mutating func distribution() -> ProposalDistribution? {
    if generator.integer(in: 0...9) == 0 { return nil }
    let extremes = [0, 1e-300, 1e300, -1e9, .nan, .infinity, 1]
    func number(_ range: ClosedRange<Double>, _ generator: inout SeededGenerator) -> Double {
      generator.integer(in: 0...24) == 0
        ? extremes[generator.integer(in: 0...extremes.count - 1)] : generator.uniform(in: range)
    }
    let components = (0...generator.integer(in: 0...5)).map { _ in
      ProposalDistribution.Component(
        weight: number(0...1, &generator), mean: [number(-3...3, &generator), number(-3...3, &generator)],
        spread: [number(0.01...1, &generator), number(-1...1, &generator), number(0.01...1, &generator)])
    }
    return ProposalDistribution(
      parameters: generator.integer(in: 0...9) == 0 ? ["a", "b"] : ["w", "b"],
      center: [number(-20...20, &generator), number(-20...20, &generator)],
      frame: [
        [number(0.1...9, &generator), number(-9...9, &generator)],
        [number(0...0, &generator), number(0.1...9, &generator)],
      ], components: components, temperature: number(0...2, &generator))
  }

  private mutating func command() -> Command {
    let commands: [Command] = [
      .pause, .resume, .step, .setTemperature(nil), .setTemperature(1.5), .inject(text()), .cancelStep, .setSteps(12),
      .mask(ids: [0, 1, 2, 3, 4]), .pin(ids: [2]), .setGuidance(text()), .undo, .setScoresShown(false), .setHistory(3),
      .predict("1 2"),
    ]
    return commands[generator.integer(in: 0...commands.count - 1)]
  }

  // MARK: The run

  private mutating func emit(_ event: RunEvent) {
    time += generator.uniform()
    let logged = LoggedEvent(n: n, time: time, event: event)
    n += 1
    send(.events([(logged, LogLocation(offset: n * 100, length: 99))]))
  }

  private mutating func event() {
    switch generator.integer(in: 0...29) {
    case 0..<6:
      step += 1
      let shown = (0..<min(nextID, 5)).map { _ in generator.integer(in: 0...max(0, nextID - 1)) }
      emit(
        .stepStarted(
          StepStarted(
            step: step, messages: [Message(.user, text())], sections: [], shown: shown, temperature: 0.7, model: "m")))
    case 6..<12:
      emit(
        .reply(
          ReplyEvent(
            step: step, index: generator.integer(in: 0...3), attempt: 1, role: "optimizer", text: text(), seconds: 1)))
    case 12..<22: candidate(max(1, step))
    case 22..<25:
      let codes: [Refusal.Code] = [.none, .malformed, .duplicate, .outOfRange, .cancelled]
      let refusal = Refusal(
        codes[generator.integer(in: 0...codes.count - 1)], text(),
        span: generator.uniform() < 0.5 ? 0..<generator.integer(in: 0...900) : nil, of: generator.integer(in: -1...9))
      emit(.rejected(Rejected(step: step, index: generator.integer(in: 0...3), refusal: refusal)))
    case 25: emit(.retry(Retry(step: step, index: 0, attempt: 1, cause: text(), wait: 2)))
    case 26: emit(.state(StateChange([.running, .paused, .waiting][generator.integer(in: 0...2)], reason: text())))
    case 27: emit(.notice(Notice(code: "trap-repeats", text: text())))
    case 28: emit(.steered(Steered(step: step, command: command(), source: .plain)))
    default:
      if generator.uniform() < 0.3 {
        emit(.runEnded(RunEnded(reason: .person, best: nil, cause: text())))
      } else if generator.uniform() < 0.2 {
        newRun()
      } else {
        emit(.unknown(kind: "later"))
      }
    }
    if generator.integer(in: 0...20) == 0 { earlier = Array((earlier + [state.run]).suffix(4)) }
  }

  private mutating func candidate(_ step: Int) {
    let extremes = [0.0, -0.0, 1e308, -1e308, 1e-308, 5, -20, 0.1]
    func number(_ generator: inout SeededGenerator) -> Double {
      generator.integer(in: 0...9) == 0
        ? extremes[generator.integer(in: 0...extremes.count - 1)] : generator.uniform(in: -20...20)
    }
    let w = number(&generator), b = number(&generator)
    let loss: Double? =
      generator.integer(in: 0...9) == 0 ? nil : generator.integer(in: 0...9) == 0 ? 0 : abs(w * b) + 0.01
    let origin = Origin.allCases[generator.integer(in: 0...Origin.allCases.count - 1)]
    emit(
      .candidate(
        CandidateEvent(
          id: nextID, step: step, index: origin == .model ? generator.integer(in: 0...3) : nil, origin: origin,
          solution: ["w": .number(w), "b": .number(b)], text: "w=\(w) b=\(b)", loss: loss, temperature: 0.7)))
    nextID += 1
  }

  private mutating func newRun() {
    step = 0
    nextID = 0
    earlier = []
    send(.newRunStarted(problem: problem, logPath: "/tmp/other.jsonl", modelNotice: text()))
    emit(started)
  }

  /// As a replay goes back and on.
  private mutating func rewind() {
    guard !earlier.isEmpty else { return }
    let now = state.run
    send(.replaced(earlier[generator.integer(in: 0...earlier.count - 1)]))
    if generator.uniform() < 0.8 { send(.replaced(now)) }
    nextID = state.run.trajectory.count
    step = state.run.head.step
    if state.replay != nil {
      send(
        .replayMoved(
          ReplayState(
            position: generator.integer(in: 0...1000), count: 1000, time: time, duration: max(1, time),
            pace: ReplayPace.all[generator.integer(in: 0...ReplayPace.all.count - 1)],
            isPlaying: generator.uniform() < 0.5, isReading: generator.uniform() < 0.1,
            isLive: generator.uniform() < 0.3, watched: time)))
      send(.timeline(timeline()))
      send(
        .timelineGrew(
          [TimelineMark(.happened(.error), position: 1000)], count: 1001 + generator.integer(in: 0...3)))
    }
  }

  private mutating func timeline() -> Timeline {
    var timeline = Timeline()
    var step = 0
    let marks = (0..<1000).compactMap { position -> TimelineMark? in
      switch generator.integer(in: 0...19) {
      case 0:
        step += 1
        return TimelineMark(.stepStarted(step: step), position: position)
      case 1: return TimelineMark(.happened(.best), position: position)
      case 2: return TimelineMark(.happened(.steering), position: position)
      case 3: return TimelineMark(.happened(.error), position: position)
      default: return nil
      }
    }
    timeline.append(marks, count: 1000)
    return timeline
  }

  private mutating func progress() -> Progress {
    Progress(
      step: step,
      replies: (0..<generator.integer(in: 0...4)).map { index in
        var reply = ReplyUnderWay(index: index, text: text(), asked: time)
        switch generator.integer(in: 0...3) {
        case 0: reply.phase = .streaming
        case 1: reply.phase = .waiting(until: time + 3, cause: text(), nextAttempt: 2, of: 5)
        case 2: reply.phase = .stopped(cause: text())
        default: break
        }
        return reply
      })
  }

  private mutating func reading(of part: LogPart) -> Result<RunEvent, InputError> {
    if generator.uniform() < 0.1 { return .failure(InputError(text())) }
    switch part {
    case .prompt(let step):
      let rows = (0..<generator.integer(in: 0...30)).map { "row \($0): \(text())" }
      var message = "Below are points.\n"
      var sections: [PromptSection] = []
      for (place, row) in rows.enumerated() {
        let from = message.utf8.count
        message += row
        sections.append(
          PromptSection(message: 0, from: from, to: message.utf8.count, kind: .row, candidate: place))
        message += "\n"
      }
      return .success(
        .stepStarted(
          StepStarted(
            step: step, messages: [Message(.system, text()), Message(.user, message)], sections: sections,
            shown: Array(0..<rows.count), temperature: 1, model: nil)))
    case .reply(let name):
      return .success(
        .reply(
          ReplyEvent(
            step: name.step, index: name.index, attempt: 2, role: "optimizer", text: text() + text(),
            reasoning: text(), model: text(), usage: TokenUsage(input: 4, output: 5), seconds: 2, first: 0.5)))
    }
  }
}
