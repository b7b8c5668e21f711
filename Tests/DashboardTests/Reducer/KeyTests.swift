import Charts
import Dashboard
import Optimization
import Testing
import Text

/// What every key does in every state that matters to it, the impossible with their reasons.
@Suite struct KeyTests {
  enum Situation: String, CaseIterable, Sendable {
    case idle, empty, running, paused, ended, replay, replayStart, replayEnd

    var state: DashboardState {
      let size = Size(columns: 120, rows: 36)
      switch self {
      case .idle: return DashboardState(size: size, problem: AnyProblem(SampleLine()))
      case .empty: return SampleRun().state
      case .running: return SampleScreen.running.state(size)
      case .paused: return SampleScreen.selected.state(size)
      case .ended: return SampleScreen.ended.state(size)
      case .replay: return SampleScreen.replay.state(size)
      case .replayStart:
        return DashboardState(
          size: size, problem: nil, mode: .replay(ReplayState(count: 9, duration: 4, pace: .times(0.25))))
      case .replayEnd:
        var state = SampleScreen.replay.state(size)
        _ = reduce(
          &state,
          .replayMoved(ReplayState(position: 214, count: 214, time: 83, duration: 83, pace: .stepEachSecond)))
        return state
      }
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var key: KeyPress
    var situation: Situation
    var effects: [Effect] = []
    /// A part of what the message says.
    var reason: String?
    var testDescription: String { "\(key.name) \(situation.rawValue)" }

    init(_ key: KeyPress, _ situation: Situation, _ effects: Effect..., reason: String? = nil) {
      self.key = key
      self.situation = situation
      self.effects = effects
      self.reason = reason
    }
  }

  static let steering: [KeyPress] = [" ", "s", "t", "[", "]", "i", "c", "+", "-", "S"].map { .character($0) }

  static let rows: [Row] =
    [
      Row(.character(" "), .running, .command(.pause)), Row(.character(" "), .paused, .command(.resume)),
      Row(.character("s"), .running, .command(.step)), Row(.character("s"), .paused, .command(.step)),
      Row(.character("["), .running, .command(.setTemperature(0.6))),
      Row(.character("]"), .running, .command(.setTemperature(0.8))),
      Row(.character("c"), .running, .command(.cancelStep)),
      Row(.character("c"), .paused, reason: "No step is under way."),
      Row(.character("+"), .running, .command(.setSteps(60))),
      Row(.character("-"), .running, .command(.setSteps(40))),
      Row(.character("n"), .running, .newRun), Row(.character("n"), .ended, .newRun),
      Row(.character("t"), .running), Row(.character("i"), .running), Row(.character("S"), .running),
      Row(.character("R"), .idle, reason: "no known answer"), Row(.character("R"), .running),
      Row(.character("o"), .empty, reason: "no candidate yet"), Row(.character("j"), .empty, reason: "no candidate"),
      Row(KeyPress(.end), .empty, reason: "no candidate"), Row(KeyPress(.escape), .empty),
      Row(.character("q"), .running, .quit), Row(.control("c"), .running, .quit),
      Row(.control("z"), .running, .suspend), Row(.control("l"), .running, .redraw),
      Row(.character("q"), .idle, .quit), Row(.character("q"), .ended, .quit), Row(.character("q"), .replay, .quit),
      Row(.character(" "), .replay, .replay(.pause)), Row(.character(" "), .replayStart, .replay(.play)),
      Row(.character(" "), .replayEnd, .replay(.play)),
      Row(KeyPress(.left), .replay, .replay(.stepBack)), Row(KeyPress(.right), .replay, .replay(.stepForward)),
      Row(.character(","), .replay, .replay(.eventBack)), Row(.character("."), .replay, .replay(.eventForward)),
      Row(.character("<"), .replay, .replay(.pace(.times(2)))),
      Row(.character(">"), .replay, .replay(.pace(.times(8)))),
      Row(KeyPress(.home), .replay, .replay(.toStart)), Row(KeyPress(.end), .replay, .replay(.toEnd)),
      Row(KeyPress(.left), .replayStart, reason: "start of the log"),
      Row(.character(","), .replayStart, reason: "start of the log"),
      Row(.character("<"), .replayStart, reason: "slowest"),
      Row(KeyPress(.right), .replayEnd, reason: "end of the log"),
      Row(.character("."), .replayEnd, reason: "end of the log"),
      Row(.character(">"), .replayEnd, reason: "last of the speeds"),
      Row(.character("J"), .replay), Row(KeyPress(.left), .running),
      Row(.character("J"), .running, reason: "this is a live run"),
      Row(.character("n"), .replay, reason: "this is a replay"),
      Row(.character("f"), .idle, reason: "no run to fork yet"),
    ]
    + steering.map { Row($0, .idle, reason: "not started yet") }
    + steering.map { Row($0, .ended, reason: "n starts a new one") }
    + steering.filter { ![.character(" "), .character("["), .character("]")].contains($0) }
    .map { Row($0, .replay, reason: "this is a replay") }
    + ["[", "]"].map { Row(.character($0), .replayStart, reason: "There is no mark") }

  @Test(arguments: rows) func aKeyDoesWhatItSaysOrSaysWhyNot(_ row: Row) {
    var state = row.situation.state
    #expect(reduce(&state, .input(.key(row.key))) == row.effects)
    if let reason = row.reason {
      #expect(state.message?.kind == .refused)
      #expect(state.message?.text.contains(reason) == true, "\(state.message?.text ?? "no message")")
    } else {
      #expect(state.message == nil)
    }
  }

  @Test func everyActHasAKeyAndNoKeyHasTwoMeaningsInOneMode() {
    #expect(Set(KeyBinding.all.map(\.act)) == Set(Act.allCases))
    for mode in [KeyBinding.ScreenMode.live, .replay] {
      let keys = KeyBinding.all.filter { $0.modes.contains(mode) }.flatMap(\.keys)
      #expect(Set(keys).count == keys.count)
    }
    #expect(KeyBinding.all.allSatisfy { $0.help.hasSuffix(".") })
    // The jump and the keys for marks of any kind do as much.
    let named: Set<Act> = [
      .speed, .previousBest, .nextBest, .previousSteering, .nextSteering, .previousError, .nextError,
    ]
    #expect(Set(KeyBinding.all.filter(\.keys.isEmpty).map(\.act)) == named)
  }

  @Test func whatTheFooterOffersIsPossible() {
    for situation in Situation.allCases {
      let state = situation.state
      for binding in KeyBinding.all where binding.availability(in: state) == .available {
        var copy = state
        for key in binding.keys {
          _ = reduce(&copy, .input(.key(key)))
          #expect(copy.message?.kind != .refused, "\(binding.act) in \(situation)")
        }
      }
    }
  }

  @Test func withoutAModelThereIsNoTemperature() {
    var run = SampleRun()
    var started = run.state.run.head.started
    started?.models = RunStarted.Models(optimizer: nil)
    if let started { run.emit(.runStarted(started)) }
    run.press(.character("t"))
    #expect(run.state.message?.text == "No model is asked here, so there is no temperature.")
    #expect(run.state.field == nil)
  }

  @Test func tenthsStopAtTheEndsAndNeedAValue() {
    var run = SampleRun()
    run.steer(.setTemperature(2))
    #expect(run.press(.character("]")).isEmpty)
    #expect(run.state.message?.text == "The temperature is already 2, the highest.")
    run.steer(.setTemperature(0))
    #expect(run.press(.character("[")).isEmpty)
    run.steer(.setTemperature(nil))
    #expect(run.press(.character("]")).isEmpty)
    #expect(run.state.message?.text == "The temperature is left to the server; t sets one.")
    run.steer(.setTemperature(0.75))
    #expect(run.press(.character("]")) == [.command(.setTemperature(0.9))])
  }

  @Test func fewerStepsNeverCutsWhatIsDone() {
    var run = SampleRun(steps: 20)
    run.initial()
    for _ in 0..<15 { run.performStep() }
    #expect(run.press(.character("-")) == [.command(.setSteps(15))])
    run.steer(.setSteps(15))
    #expect(run.press(.character("-")).isEmpty)
    #expect(run.state.message?.text == "The run ends at step 15, and it has come that far.")
  }

  @Test func helpScrollsClosesAndLetsSteeringThrough() {
    var run = SampleRun(size: Size(columns: 80, rows: 24))
    run.press(.character("?"), .character("j"), KeyPress(.down))
    #expect(run.state.overlay == .help(top: 2))
    run.press(KeyPress(.home), .character("k"))
    #expect(run.state.overlay == .help(top: 0))
    run.press(KeyPress(.end))
    let last = run.state.overlay
    run.press(KeyPress(.pageDown))
    #expect(last != .help(top: 0) && run.state.overlay == last)
    #expect(run.press(.character(" ")) == [.command(.pause)])
    #expect(run.press(.character("q")).isEmpty && run.state.overlay == nil)
    run.press(.character("?"), KeyPress(.escape))
    #expect(run.state.overlay == nil)
    run.press(.character("?"))
    #expect(run.press(.control("c")) == [.quit])
  }

  @Test func whereNothingCanBeShownKeysOnlyLeadOut() {
    var run = SampleScreen.openRun()
    run.send(.resized(Size(columns: 20, rows: 5)))
    let before = (run.state.arrangement, run.state.selection)
    for character in " sxnpvzgi:?T" { #expect(run.press(KeyPress(.character(character))).isEmpty) }
    #expect(run.send(.input(.paste("1 2"))).isEmpty)
    #expect(run.send(.input(.mouse(MouseEvent(.press(button: 1), column: 3, row: 2)))).isEmpty)
    #expect(run.state.overlay == nil && run.state.field == nil && run.state.message == nil)
    #expect(run.state.arrangement == before.0 && run.state.selection == before.1)
    #expect(run.press(.character("q")) == [.quit])
    #expect(run.press(.control("c")) == [.quit])
    #expect(run.press(.control("z")) == [.suspend])
    // A field that was open hears nothing either, and is there again with the room.
    run.send(.resized(Size(columns: 120, rows: 36)))
    run.press(.character("g"))
    run.send(.resized(Size(columns: 20, rows: 5)))
    run.type("words")
    #expect(run.state.field?.field.string == "")
    #expect(run.press(.character("q")) == [.quit])
  }
}
