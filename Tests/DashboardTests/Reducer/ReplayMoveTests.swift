import Charts
import LanguageModels
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct ReplayMoveTests {
  /// At the end of step 18 of 50, with steering at the steps 9 and 26 and errors at 13 and 37.
  private func sample(_ size: Size = Size(columns: 120, rows: 36)) -> DashboardState {
    SampleScreen.replay.state(size)
  }

  private func type(_ text: String, _ state: inout DashboardState) -> [Effect] {
    _ = reduce(&state, .input(.key(.character("J"))))
    for character in text { _ = reduce(&state, .input(.key(.character(character)))) }
    return reduce(&state, .input(.key(KeyPress(.enter))))
  }

  @Test(
    arguments: [
      ("12", .jump(toStep: 12)), ("0", .jump(toStep: 0)), ("50", .jump(toStep: 50)), ("0:30", .jumpToTime(30)),
      ("1:01.5", .jumpToTime(61.5)), ("9s", .jumpToTime(9)), ("0:00:05", .jumpToTime(5)), ("start", .toStart),
      ("END", .toEnd),
    ] as [(String, ReplayCommand)])
  func aPlaceIsTypedInEveryForm(_ text: String, _ command: ReplayCommand) {
    var state = sample()
    #expect(type(text, &state) == [.replay(command)])
    #expect(state.field == nil)
    #expect(reduce(&state, .line("jump \(text)")) == [.replay(command)])
  }

  @Test(arguments: [
    ("51", "There is no step 51 in the log: the last is 50."), ("-3", "\"-3\" is no place"), ("x", "\"x\" is no place"),
    ("", "\"\" is no place"), ("9:99", "\"9:99\" is no place"), ("-1s", "\"-1s\" is no place"),
    ("infs", "\"infs\" is no place"), ("59:00", "\"59:00\" is behind the end: the log reaches to 1:"),
  ])
  func aPlaceThatIsNotThereKeepsTheFieldOpenAndSaysWhatIs(_ text: String, _ sentence: String) {
    var state = sample()
    #expect(type(text, &state).isEmpty)
    #expect(state.field?.complaint?.hasPrefix(sentence) == true, "\(state.field?.complaint ?? "nothing")")
  }

  @Test(arguments: TimelineMark.Kind.allCases) func marksAreGoneToByTheirKind(_ kind: TimelineMark.Kind) {
    var state = sample()
    let here = state.replay?.position ?? 0
    let next = state.timeline.next(kind, after: here), previous = state.timeline.previous(kind, before: here)
    func effects(_ place: Int?) -> [Effect] { place.map { [.replay(.jumpToEvent($0))] } ?? [] }
    #expect(previous != nil)
    #expect(type("-\(kind.rawValue)", &state) == effects(previous))
    #expect(reduce(&state, .line("previous-\(kind.rawValue)")) == effects(previous))
    #expect(reduce(&state, .line("next-\(kind.rawValue)")) == effects(next))
    #expect((state.message?.text.contains("There is no \(kind.words) after this place.") == true) == (next == nil))
  }

  @Test func keysGoToTheNextMarkOfAnyKindButNotToSteps() {
    var state = sample()
    let here = state.replay?.position ?? 0
    let marks = TimelineMark.Kind.allCases.flatMap { state.timeline.places(of: $0) }.map(Int.init)
    let next = marks.filter { $0 > here }.min() ?? -1, previous = marks.filter { $0 < here }.max() ?? -1
    #expect(reduce(&state, .input(.key(.character("]")))) == [.replay(.jumpToEvent(next))])
    #expect(reduce(&state, .input(.key(.character("[")))) == [.replay(.jumpToEvent(previous))])
    _ = reduce(&state, .replayMoved(ReplayState(position: 0, count: 214, duration: 83)))
    #expect(reduce(&state, .input(.key(.character("[")))).isEmpty)
    #expect(state.message?.text == "There is no mark before this place.")
    _ = reduce(&state, .replayMoved(ReplayState(position: 200, count: 214, duration: 83, isReading: true)))
    #expect(reduce(&state, .line("next-best")).isEmpty)
    #expect(state.message?.text == "The rest of the log is still being read.")
  }

  @Test func speedsAreGoneThroughAndNamed() {
    var pace = ReplayPace.times(1), names = [pace.words]
    while let next = pace.next(1) {
      pace = next
      names.append(pace.words)
    }
    #expect(names == ["1x", "2x", "4x", "8x", "16x", "32x", "64x", "1 step/s"])
    #expect(ReplayPace.times(0.25).next(-1) == nil && ReplayPace.stepEachSecond.next(-1) == .times(64))
    // A recording may be made at any.
    #expect(ReplayPace.times(3.7).next(1) == .times(1))
    var state = sample()
    #expect(reduce(&state, .line("speed 8")) == [.replay(.pace(.times(8)))])
    #expect(reduce(&state, .line("speed 0.5x")) == [.replay(.pace(.times(0.5)))])
    #expect(reduce(&state, .line("speed step")) == [.replay(.pace(.stepEachSecond))])
    #expect(reduce(&state, .line("speed 3")).isEmpty)
    #expect(state.message?.text.hasPrefix("\"3\" is no speed: allowed are 0.25") == true)
  }

  @Test func theLineIsTakenHoldOfByTheMouse() throws {
    var state = sample()
    let track = TimelineView.track(state, state.layout), count = try #require(state.replay?.count)
    func mouse(_ kind: MouseEvent.Kind, _ column: Int, _ row: Int) -> [Effect] {
      reduce(&state, .input(.mouse(MouseEvent(kind, column: column, row: row))))
    }
    #expect(mouse(.press(button: 1), track.column, track.row) == [.replay(.scrub(toEvent: 0))])
    #expect(mouse(.drag(button: 1), track.endColumn - 1, track.row) == [.replay(.scrub(toEvent: count))])
    // The hand need not stay on the line.
    #expect(mouse(.drag(button: 1), 500, 3) == [.replay(.scrub(toEvent: count))])
    #expect(mouse(.drag(button: 1), -50, 0) == [.replay(.scrub(toEvent: 0))])
    #expect(mouse(.release(button: 1), 4, 4).isEmpty && state.gesture == nil)
    #expect(mouse(.drag(button: 1), track.column + 9, track.row).isEmpty)
    // On a mark, to it.
    let best = try #require(state.timeline.places(of: .steering).first.map(Int.init))
    let scale = TimelineScale(columns: track.columns, count: count)
    let column = track.column + scale.column(of: best)
    #expect(mouse(.press(button: 1), column, track.row) == [.replay(.scrub(toEvent: best))])
    #expect(mouse(.release(button: 1), column, track.row).isEmpty)
    // The figures below are no line; the wheel goes by steps on both.
    #expect(mouse(.press(button: 1), column, track.row + 1).isEmpty && state.gesture == nil)
    #expect(mouse(.wheelUp, column, track.row) == [.replay(.stepBack)])
    #expect(mouse(.wheelDown, column, track.row + 1) == [.replay(.stepForward)])
  }

  @Test func atTheEndOfALogThatIsWrittenThereIsNothingToGoOnTo() {
    var state = SampleScreen.following.state(Size(columns: 120, rows: 36))
    for key in [KeyPress(.end), KeyPress(.right), .character(".")] {
      #expect(reduce(&state, .input(.key(key))).isEmpty)
      #expect(state.message?.text == "This is the newest event: the others are shown as they come.")
    }
    #expect(reduce(&state, .input(.key(KeyPress(.left)))) == [.replay(.stepBack)])
  }

  @Test func aMessageIsTimedByWhoReadsItAndNotByTheRun() {
    var state = sample()
    _ = reduce(&state, .notice("Read this."))
    var replay = ReplayState(position: 90, count: 214, time: 900, duration: 4000, isPlaying: true, watched: 35)
    _ = reduce(&state, .replayMoved(replay))
    #expect(state.message?.text == "Read this.")
    replay.watched = 36
    _ = reduce(&state, .replayMoved(replay))
    #expect(state.message == nil)
    #expect(state.now == 900)
  }

  @Test func aStepThatBeganAgainIsShownWithThePromptOfItsTime() {
    func step(_ words: String) -> StepStarted {
      StepStarted(
        step: 1, messages: [Message(.user, words)], sections: [], shown: [], temperature: nil, model: nil)
    }
    let prompts = [step("The long prompt."), step("The short prompt.")]
    let places = [LogLocation(offset: 100, length: 9), LogLocation(offset: 200, length: 9)]
    var state = sample()
    var runs: [RunState] = [], run = state.run
    for (prompt, place) in zip(prompts, places) {
      var prompt = prompt
      prompt.step = 51
      run.apply(LoggedEvent(n: 0, time: 90, event: .stepStarted(prompt)), at: place)
      runs.append(run)
    }
    _ = reduce(&state, .replaced(runs[1]))
    _ = reduce(&state, .input(.key(.character("p"))))
    for place in [1, 0, 1] {
      let reads = reduce(&state, .replaced(runs[place])).filter { $0 == .read(.prompt(step: 51), places[place]) }
      // The first was asked for when the pane was opened.
      #expect(state.words.awaited.contains(.prompt(step: 51)) || !reads.isEmpty)
      var prompt = prompts[place]
      prompt.step = 51
      _ = reduce(&state, .read(.prompt(step: 51), .success(.stepStarted(prompt))))
      #expect(state.words.prompt(ofStep: 51)?.messages == prompts[place].messages)
      #expect(reduce(&state, .replaced(runs[place])).isEmpty)
    }
  }
}
