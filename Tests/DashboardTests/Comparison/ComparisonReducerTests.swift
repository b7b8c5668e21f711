import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct ComparisonReducerTests {
  private func press(_ state: inout ComparisonState, _ keys: KeyPress...) -> [ComparisonEffect] {
    keys.flatMap { reduce(&state, .input(.key($0))) }
  }

  private func type(_ state: inout ComparisonState, _ text: String) {
    for character in text { _ = press(&state, .character(character)) }
  }

  // MARK: The place

  @Test func leftAndRightMoveAllLanesAStep() {
    var state = SampleComparison.logs()
    #expect(press(&state, KeyPress(.left)) == [.place(step: 11)])
    _ = reduce(&state, .placed(step: 11, SampleComparison.placed(state, step: 11)))
    #expect(state.lanes.map(\.shown.head.step) == [11, 11, 8])
    #expect(press(&state, KeyPress(.left)) == [.place(step: 10)])
    #expect(press(&state, KeyPress(.right)) == [.place(step: 11)])
    // The last step is the end, which is followed.
    #expect(press(&state, KeyPress(.right)) == [])
    #expect(state.place == nil && state.lanes.allSatisfy { $0.earlier == nil })
    #expect(press(&state, KeyPress(.right)) == [] && state.place == nil)
    #expect(press(&state, KeyPress(.home), KeyPress(.left)) == [.place(step: 0)])
    #expect(press(&state, KeyPress(.end)) == [] && state.place == nil)
  }

  @Test func anAnswerToAnOlderQuestionIsNotShown() {
    var state = SampleComparison.logs()
    _ = press(&state, KeyPress(.left), KeyPress(.left))
    _ = reduce(&state, .placed(step: 11, SampleComparison.placed(state, step: 11)))
    #expect(state.lanes.allSatisfy { $0.earlier == nil })
    _ = reduce(&state, .placed(step: 10, []))
    #expect(state.lanes.allSatisfy { $0.earlier == nil })
  }

  @Test func playingGoesThroughTheStepsAndStopsAtTheEnd() {
    var state = SampleComparison.logs()
    #expect(press(&state, .character(" ")) == [.place(step: 0)])
    #expect(state.isPlaying && state.nextChange == 0.4)
    #expect(reduce(&state, .tick(now: 0.3)) == [])
    #expect(reduce(&state, .tick(now: 0.5)) == [.place(step: 1)])
    var now = 1.0
    while state.isPlaying, now < 60 {
      _ = reduce(&state, .tick(now: now))
      now += 0.5
    }
    #expect(state.place == nil && !state.isPlaying && state.nextChange == nil)
  }

  @Test func aStepCanBeTyped() {
    var state = SampleComparison.logs()
    _ = press(&state, .character("J"))
    type(&state, "x")
    #expect(press(&state, KeyPress(.enter)) == [])
    #expect(state.field?.complaint?.contains("is no step") == true)
    _ = press(&state, KeyPress(.backspace))
    type(&state, "5")
    #expect(press(&state, KeyPress(.enter)) == [.place(step: 5)])
    #expect(state.field == nil)
  }

  // MARK: Lanes

  @Test func keysSelectALane() {
    var state = SampleComparison.logs()
    _ = press(&state, .character("2"))
    #expect(state.selected == 1)
    _ = press(&state, KeyPress(.tab))
    #expect(state.selected == 2)
    _ = press(&state, KeyPress(.tab))
    #expect(state.selected == nil)
    _ = press(&state, KeyPress(.tab, .shift))
    #expect(state.selected == 2)
    _ = press(&state, KeyPress(.escape))
    #expect(state.selected == nil)
    // There is no such lane.
    _ = press(&state, .character("5"))
    #expect(state.selected == nil)
  }

  @Test func theAxisAndTheZoomGoRound() {
    var state = SampleComparison.logs()
    _ = press(&state, .character("a"))
    #expect(state.axis == .tokens)
    let zooms = (0..<4).map { _ -> ComparisonState.Pane? in
      _ = press(&state, .character("z"))
      return state.zoomed
    }
    #expect(zooms == [.courses, .pictures, .words, nil])
  }

  // MARK: Steering

  @Test func pauseIsForThoseThatRunAndResumeForAllWhenNoneDoes() {
    var state = SampleComparison.race()
    #expect(press(&state, .character(" ")) == [.command(lanes: [0], .pause)])
    #expect(press(&state, .character("2"), .character(" ")) == [.command(lanes: [1], .resume)])
    #expect(press(&state, .character("0"), .character("s")) == [.command(lanes: [0, 1], .step)])
    #expect(press(&state, .character("1"), .character("c")) == [.command(lanes: [0], .cancelStep)])
  }

  @Test func aTemperatureAndASolutionAreTypedForTheSelectedLane() {
    var state = SampleComparison.race()
    _ = press(&state, .character("2"), .character("t"))
    type(&state, "3")
    #expect(press(&state, KeyPress(.enter)) == [] && state.field?.complaint?.contains("0 to 2") == true)
    _ = press(&state, KeyPress(.backspace))
    type(&state, "0.4")
    #expect(press(&state, KeyPress(.enter)) == [.command(lanes: [1], .setTemperature(0.4))])
    _ = press(&state, .character("0"), .character("i"))
    type(&state, "1")
    #expect(press(&state, KeyPress(.enter)) == [] && state.field?.complaint != nil)
    type(&state, " 2")
    #expect(press(&state, KeyPress(.enter)) == [.command(lanes: [0, 1], .inject("1 2"))])
  }

  @Test func aRunThatHasEndedIsNotSteered() {
    var state = ComparisonState(
      SampleComparison.logs().lanes, mode: .race, size: Size(columns: 120, rows: 36))
    #expect(press(&state, .character("s")) == [] && state.message?.text == "All runs have ended.")
    #expect(press(&state, .character("3"), .character("i")) == [] && state.field == nil)
    #expect(state.message?.text == "The run of lane C has ended.")
  }

  @Test func whatALaneRefusedStaysToBeRead() {
    var state = SampleComparison.race()
    _ = reduce(&state, .commandOutcome(lane: 0, .setTemperature(1), .refused("No.")))
    _ = reduce(&state, .commandOutcome(lane: 1, .setTemperature(1), .accepted))
    #expect(state.message?.text == "A: No.")
    #expect(state.nextChange == state.message?.until)
    _ = reduce(&state, .tick(now: 100))
    #expect(state.message == nil)
  }

  @Test func logsAreNotSteered() {
    var state = SampleComparison.logs()
    for key in "sitc" { #expect(press(&state, .character(key)) == []) }
    #expect(state.field == nil)
  }

  @Test func quitAndTheProgramsKeysAreForTheLoop() {
    var state = SampleComparison.logs()
    #expect(press(&state, .character("q")) == [.quit])
    #expect(press(&state, .control("z")) == [.suspend])
    #expect(press(&state, .control("l")) == [.redraw])
    // Over the help q closes it.
    #expect(press(&state, .character("?"), .character("q")) == [] && state.helpTop == nil)
  }

  @Test func noKeyStandsForTwoThings() {
    for state in [SampleComparison.logs(), SampleComparison.race()] {
      let keys = state.bindings.flatMap(\.keys)
      #expect(Set(keys).count == keys.count)
    }
  }

  // MARK: The mouse

  @Test func aClickOnTheLossesGoesToThatStep() throws {
    var state = SampleComparison.logs()
    let layout = ComparisonLayout(state)
    let area = layout.content(of: layout.courses)
    let effects = reduce(
      &state,
      .input(.mouse(MouseEvent(.press(button: 1), column: area.column + area.columns / 2, row: area.row + 5))))
    guard case .place(let step)? = effects.first else {
      Issue.record("no place in \(effects)")
      return
    }
    #expect((3...9).contains(step))
  }

  @Test func aClickOnAPictureSelectsItsLaneAndTheWheelGoesThroughTheSteps() throws {
    var state = SampleComparison.logs()
    let picture = try #require(ComparisonLayout(state).pictures.last)
    let click = MouseEvent(.press(button: 1), column: picture.area.column + 3, row: picture.area.row + 3)
    _ = reduce(&state, .input(.mouse(click)))
    #expect(state.selected == picture.lane)
    _ = reduce(&state, .input(.mouse(click)))
    #expect(state.selected == nil)
    #expect(reduce(&state, .input(.mouse(MouseEvent(.wheelUp, column: 1, row: 1)))) == [.place(step: 11)])
    let far = MouseEvent(.press(button: 1), column: .max, row: .min)
    #expect(reduce(&state, .input(.mouse(far))) == [])
  }
}
