import Charts
import Dashboard
import Optimization
import Text

/// The screens that are held by goldens.
enum SampleScreen: String, CaseIterable, Sendable {
  case start, running, selected, waiting, ended, help, inject, complaint, replay, many, person
  case words, plane, presentation, foresight, following

  static let atOneSize: [SampleScreen] = [.words, .plane, .presentation, .following]
  static var atEverySize: [SampleScreen] { allCases.filter { !atOneSize.contains($0) } }

  func state(_ size: Size) -> DashboardState {
    switch self {
    case .start: return Self.start(size).state
    case .running: return Self.running(size).state
    case .selected:
      var run = Self.running(size)
      run.steer(.pause)
      run.emit(.state(StateChange(.paused, reason: "Paused by a person.")))
      run.send(.progress(Progress(step: run.step, replies: [])))
      run.press(KeyPress(.down), KeyPress(.down), KeyPress(.down))
      return run.state
    case .waiting: return Self.waiting(size).state
    case .ended:
      var run = Self.ended(size)
      run.press(.character("R"))
      return run.state
    case .help:
      var run = Self.running(size)
      run.press(.character("?"))
      return run.state
    case .inject:
      var run = Self.running(size)
      run.press(.character("i"))
      run.type("14.5 13; 16 1")
      return run.state
    case .complaint:
      var run = Self.running(size)
      run.press(.character("t"), .control("u"))
      run.type("hot")
      run.press(KeyPress(.enter))
      return run.state
    case .words: return (try? Self.words(size)) ?? Self.running(size).state
    case .plane:
      var run = Self.ended(size)
      run.press(.character("v"), .character("d"), .character("R"))
      return run.state
    case .foresight: return Self.foresight(size)
    case .presentation:
      var run = Self.running(size)
      run.press(.character("P"))
      return run.state
    case .replay:
      return Self.replay(size).state
    case .following: return Self.following(size).state
    case .many:
      var run = SampleRun(size: size, candidates: 8, steps: 400, simulated: false)
      run.initial(20)
      for _ in 0..<130 { run.performStep() }
      run.press(.character("o"))
      return run.state
    case .person:
      var run = Self.running(size)
      run.steer(.setTemperature(0.4))
      run.steer(.inject("14 13.5"))
      run.candidate(SampleLine.Solution(w: 14, b: 13.5), step: run.step, origin: .person)
      run.send(.commandOutcome(.setTemperature(0.4), .accepted))
      return run.state
    }
  }

  /// A run under way, between two steps.
  static func openRun() -> SampleRun {
    var run = SampleRun()
    run.initial()
    for _ in 0..<6 { run.performStep() }
    return run
  }

  static var endedEvents: [LoggedEvent] { ended(Size(columns: 80, rows: 24)).events }

  private static func ended(_ size: Size) -> SampleRun {
    var run = SampleRun(size: size)
    run.initial()
    for _ in 0..<50 { run.performStep() }
    run.emit(.runEnded(RunEnded(reason: .steps, best: run.state.run.head.best?.id)))
    return run
  }

  private static func start(_ size: Size) -> SampleRun {
    var run = SampleRun(size: size)
    run.initial()
    run.startStep()
    run.send(.progress(Progress(step: 1, replies: [ReplyUnderWay(index: 0, asked: run.time)])))
    run.send(.tick(now: run.time + 0.8))
    return run
  }

  private static func running(_ size: Size) -> SampleRun {
    var run = SampleRun(size: size)
    run.initial()
    for _ in 0..<17 { run.performStep() }
    run.startStep()
    var reply = ReplyUnderWay(
      index: 0, phase: .streaming,
      text:
        "Looking at the pairs, the loss falls as w grows towards 15, and b near 14 does best. I propose {\"w\": 14.9",
      asked: run.time)
    reply.first = run.time + 0.3
    run.send(.progress(Progress(step: run.step, replies: [reply])))
    run.send(.tick(now: run.time + 1.4))
    return run
  }

  /// In the middle of a replay whose line has every kind of mark.
  private static func replay(_ size: Size) -> SampleRun {
    let whole = marked(size, steps: 50)
    var run = marked(size, steps: 18)
    run.send(.timeline(whole.events.reduce(into: Timeline()) { $0.take($1.event) }))
    run.send(
      .replayMoved(
        ReplayState(
          position: run.events.count, count: whole.events.count, time: run.time, duration: whole.time,
          pace: .times(4), isPlaying: true, watched: 30)))
    return run
  }

  /// At the end of a log that another program is writing, with a reply under way.
  private static func following(_ size: Size) -> SampleRun {
    var run = marked(size, steps: 18)
    run.startStep()
    run.send(.timeline(run.events.reduce(into: Timeline()) { $0.take($1.event) }))
    run.send(
      .replayMoved(
        ReplayState(
          position: run.events.count, count: run.events.count, time: run.time, duration: run.time, isLive: true,
          watched: 30)))
    run.send(.progress(Progress(step: run.step, replies: [ReplyUnderWay(index: 0, asked: run.time)])))
    return run
  }

  private static func marked(_ size: Size, steps: Int) -> SampleRun {
    var run = SampleRun(size: size, mode: .replay(ReplayState(count: 0, duration: 0)))
    run.initial()
    for step in 1...steps {
      run.performStep()
      switch step {
      case 9: run.steer(.setTemperature(0.4))
      case 26: run.steer(.setGuidance("Try whole numbers."))
      case 13, 37:
        run.emit(.retry(Retry(step: step, index: 0, attempt: 1, cause: "429 too many requests", wait: 2)), after: 0.5)
      default: break
      }
    }
    return run
  }

  /// Prompt and reply in the layout that is made for them.
  private static func words(_ size: Size) throws -> DashboardState {
    var words = WordRun(size: size, initial: [(20, -4), (8, 20)])
    words.press(KeyPress(.character("L")))
    for (w, b) in [(15.0, 10.0), (13, 12.5), (14.5, 13)] {
      try words.startStep()
      words.reply("The loss falls as b grows. I propose {\"w\": \(w), \"b\": \(b)}.")
      let text = Array("The loss falls as b grows. I propose ".utf8).count
      let length = Array("{\"w\": \(w), \"b\": \(b)}".utf8).count
      words.candidate(w, b, index: 0, span: Span(text..<(text + length)))
    }
    return words.state
  }

  /// What another model would propose, with the temperature turned up since.
  private static func foresight(_ size: Size) -> DashboardState {
    var run = SampleRun(size: size, candidates: 4, foreseer: "embedded")
    run.initial()
    for _ in 0..<5 { run.performStep() }
    run.steer(.setTemperature(0.9))
    run.press(.character("v"))
    let distribution = ProposalDistribution(
      parameters: ["w", "b"], center: [14, 13], frame: [[6, -4], [0, 3]],
      components: [
        .init(weight: 0.6, mean: [0.1, 0.2], spread: [0.35, 0.1, 0.4]),
        .init(weight: 0.3, mean: [-0.7, 0.5], spread: [0.5, -0.2, 0.3]),
        .init(weight: 0.1, mean: [1.2, -1], spread: [0.3, 0, 0.3]),
      ], temperature: 0.5)
    for case .foresee(let question) in run.press(.character("v")) {
      run.send(.foreseen(question, .success(distribution)))
    }
    return run.state
  }

  private static func waiting(_ size: Size) -> SampleRun {
    var run = SampleRun(size: size, candidates: 4, simulated: false)
    run.initial()
    for _ in 0..<6 { run.performStep() }
    run.startStep()
    run.emit(.retry(Retry(step: run.step, index: 1, attempt: 1, cause: "429", wait: 3)), after: 0.6)
    let asked = run.time
    var streaming = ReplyUnderWay(index: 0, phase: .streaming, text: "```json\n{\"w\": 13", asked: asked)
    streaming.first = asked
    run.send(
      .progress(
        Progress(
          step: run.step,
          replies: [
            streaming,
            ReplyUnderWay(
              index: 1, phase: .waiting(until: asked + 3, cause: "429", nextAttempt: 2, of: 5), asked: asked),
            ReplyUnderWay(index: 2, asked: asked),
            ReplyUnderWay(index: 3, phase: .stopped(cause: "connection refused"), asked: asked),
          ])))
    run.emit(
      .state(
        StateChange(
          .waiting, reason: "The server at http://127.0.0.1:8080/v1 refused the connection 5 times; space tries again.")
      ),
      after: 0.4)
    return run
  }
}
