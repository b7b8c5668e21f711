import Charts
import Dashboard
import Optimization
import Testing
import Text

@Suite struct SelectionTests {
  private func filled(_ steps: Int = 30) -> SampleRun {
    var run = SampleRun()
    run.initial()
    for _ in 0..<steps { run.performStep() }
    return run
  }

  @Test func theNewestIsFollowedUntilARowIsChosen() {
    var run = filled()
    let count = run.state.run.trajectory.count
    #expect(run.state.selectedRow == count - 1 && run.state.chosenRow == nil)
    run.press(.character("j"))
    #expect(run.state.chosenRow == count - 2)
    run.press(.character("k"))
    #expect(run.state.chosenRow == count - 1)
    run.press(KeyPress(.up))
    #expect(run.state.selection == .newest)
    run.press(KeyPress(.end))
    #expect(run.state.chosenRow == 0)
    run.press(KeyPress(.pageUp))
    #expect(run.state.chosenRow == max(1, run.state.visibleTableRows - 1))
    run.press(KeyPress(.home))
    #expect(run.state.chosenRow == count - 1)
    run.press(KeyPress(.pageDown), KeyPress(.escape))
    #expect(run.state.selection == .newest && run.state.tableTop == 0)
  }

  @Test func aChosenRowStandsStillWhileOthersCome() {
    for isByLoss in [false, true] {
      var run = filled()
      if isByLoss { run.press(.character("o")) }
      for _ in 0..<15 { run.press(.character("j")) }
      let chosen = run.state.chosenRow
      let before = (run.state.position(ofRow: chosen ?? 0) ?? -99) - run.state.tableTop
      for _ in 0..<5 { run.performStep() }
      #expect(run.state.chosenRow == chosen)
      #expect((run.state.position(ofRow: chosen ?? 0) ?? -99) - run.state.tableTop == before)
    }
  }

  @Test func sortingKeepsTheChosenRowInView() {
    var run = filled(60)
    for _ in 0..<20 { run.press(.character("j")) }
    let chosen = run.state.chosenRow ?? 0
    run.press(.character("o"))
    #expect(run.state.chosenRow == chosen)
    let offset = (run.state.position(ofRow: chosen) ?? -99) - run.state.tableTop
    #expect((0..<run.state.visibleTableRows).contains(offset))
    #expect(run.state.table.row(at: 0) == run.state.run.head.best?.row)
  }

  @Test func aClickSelectsTheRowUnderItAndTheWheelScrolls() {
    var run = filled()
    let rows = run.state.layout.tableRows
    let count = run.state.run.trajectory.count
    run.send(.input(.mouse(MouseEvent(.press(button: 1), column: rows.column + 3, row: rows.row + 4))))
    #expect(run.state.chosenRow == count - 5)
    run.send(.input(.mouse(MouseEvent(.wheelDown, column: rows.column, row: rows.row))))
    #expect(run.state.tableTop == 3)
    for _ in 0..<50 { run.send(.input(.mouse(MouseEvent(.wheelDown, column: rows.column, row: rows.row)))) }
    #expect(run.state.tableTop == count - rows.rows)
    for _ in 0..<50 { run.send(.input(.mouse(MouseEvent(.wheelUp, column: rows.column, row: rows.row)))) }
    #expect(run.state.tableTop == 0)
    run.send(.input(.mouse(MouseEvent(.press(button: 1), column: 0, row: 0))))
    run.send(.input(.mouse(MouseEvent(.press(button: 1), column: 9_999, row: -4))))
    #expect(run.state.chosenRow == count - 5)
  }

  @Test func resizingKeepsTheSelectionInView() {
    var run = filled(60)
    for _ in 0..<30 { run.press(.character("j")) }
    for size in [
      Size(columns: 80, rows: 24), Size(columns: 40, rows: 10), Size(columns: 0, rows: 0), Size(columns: 300, rows: 90),
    ] {
      run.send(.resized(size))
      guard run.state.visibleTableRows > 0, let row = run.state.chosenRow else { continue }
      let offset = (run.state.position(ofRow: row) ?? -99) - run.state.tableTop
      #expect((0..<run.state.visibleTableRows).contains(offset))
    }
  }

  @Test func theOrderByLossIsThatOfASort() {
    var generator = SeededGenerator(seed: 3)
    var run = SampleRun()
    var id = 0
    for batch in [1, 3, 200, 2, 40, 1, 17] {
      var events: [(event: LoggedEvent, location: LogLocation?)] = []
      for _ in 0..<batch {
        let loss: Double? = generator.uniform() < 0.1 ? nil : Double(generator.integer(in: 0...40))
        events.append(
          (
            LoggedEvent(
              n: id, time: 0,
              event: .candidate(
                CandidateEvent(
                  id: id, step: 1, origin: .model, solution: ["w": 1, "b": 2], text: "w=1 b=2", loss: loss))), nil
          ))
        id += 1
      }
      run.send(.events(events))
      if run.state.table.sort != .bestFirst { run.press(.character("o")) }
      let losses = run.state.run.trajectory.losses
      let sorted = losses.indices.sorted { losses[$0] == losses[$1] ? $0 < $1 : losses[$0] < losses[$1] }
      #expect((0..<run.state.table.count).map { run.state.table.row(at: $0) } == sorted)
      #expect(sorted.indices.allSatisfy { run.state.position(ofRow: run.state.table.row(at: $0)) == $0 })
    }
  }

  @Test func goingBackInAReplayTakesRowsAway() {
    var run = SampleRun(mode: .replay(ReplayState(count: 99, duration: 9)))
    run.initial()
    for _ in 0..<10 { run.performStep() }
    let earlier = run.state.run
    let order = run.state.table, count = run.state.run.trajectory.count, generation = run.state.generation
    for _ in 0..<20 { run.performStep() }
    run.press(.character("j"))
    run.send(.replaced(earlier))
    #expect(run.state.run.trajectory.count == count && run.state.table == order)
    #expect(run.state.generation != generation && run.state.chosenRow == nil)
  }

  @Test func aNewRunStartsWithNothingOfTheOld() {
    var run = filled()
    run.press(.character("j"), .character("R"), .character("t"))
    run.send(.newRunStarted(problem: nil, logPath: "b.jsonl", modelNotice: nil))
    let state = run.state
    #expect(state.run == RunState() && state.selection == .newest && !state.isRevealed && state.field == nil)
    #expect(state.table.count == 0 && state.logPath == "b.jsonl" && state.problem == nil && state.now == 0)
  }

  @Test func aMessageGoesWithTheNextKeyOrWithTime() {
    var run = filled()
    run.send(.commandOutcome(.setTemperature(9), .refused("No.")))
    #expect(run.state.message?.text == "No.")
    run.send(.tick(now: run.time + 5))
    #expect(run.state.message != nil)
    run.send(.tick(now: run.time + 7))
    #expect(run.state.message == nil)
    run.send(.notice("The new run cannot start."))
    run.press(.character("j"))
    #expect(run.state.message == nil)
  }

  @Test func aPausedScreenNeedsNoClock() {
    var run = filled()
    #expect(run.state.nextChange != nil)
    run.emit(.state(StateChange(.paused, reason: "Paused by a person.")))
    #expect(run.state.nextChange == nil)
    run.send(.progress(Progress(step: 31, replies: [ReplyUnderWay(index: 0, asked: run.time)])))
    #expect(run.state.nextChange.map { $0 > run.state.now } == true)
  }
}
