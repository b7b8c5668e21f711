import Charts
import Optimization
import Testing

@testable import Dashboard

@Suite struct ComparisonDrawingTests {
  private func buffer(
    _ state: ComparisonState, _ size: Size, markers: Marker = .braille, cache: inout ComparisonCache
  ) -> CellBuffer {
    var buffer = CellBuffer(size: size)
    draw(state, markers: markers, into: &buffer, cache: &cache)
    return buffer
  }

  private func text(_ state: ComparisonState, _ size: Size = Size(columns: 120, rows: 36)) -> String {
    var cache = ComparisonCache()
    return buffer(state, size, cache: &cache).text.joined(separator: "\n")
  }

  @Test func everySizeIsDrawn() {
    for state in [SampleComparison.logs(), SampleComparison.race(), ComparisonState([], mode: .logs)] {
      for columns in [0, 1, 39, 40, 61, 62, 110] {
        for rows in [0, 1, 9, 10, 14, 24, 52] {
          for zoomed in [nil, .courses, .pictures, .words] as [ComparisonState.Pane?] {
            var state = state
            state.size = Size(columns: columns, rows: rows)
            state.zoomed = zoomed
            state.helpTop = zoomed == .words ? 3 : nil
            #expect(
              text(state, state.size).split(separator: "\n", omittingEmptySubsequences: false).count == max(1, rows))
          }
        }
      }
    }
  }

  @Test func aFrameWithACacheEqualsOneWithout() {
    var state = SampleComparison.logs()
    var kept = ComparisonCache()
    let size = Size(columns: 120, rows: 36)
    _ = buffer(state, size, cache: &kept)
    func check(_ what: Comment) {
      var fresh = ComparisonCache()
      #expect(buffer(state, size, cache: &kept) == buffer(state, size, cache: &fresh), what)
    }
    for step in [3, 2, 9] {
      _ = state.move(to: step)
      _ = reduce(&state, .placed(step: step, SampleComparison.placed(state, step: step)))
      check("at step \(step)")
    }
    _ = state.move(to: nil)
    check("at the end")
    state.axis = .tokens
    check("against tokens")
    state.isRevealed = true
    check("revealed")
    state.selected = 1
    check("with a lane selected")
    let departure = Departure(parent: "A", file: "", step: 1, candidates: 2, changes: [])
    _ = reduce(&state, .departed(lane: 2, departure))
    check("with a departure")
  }

  @Test func nothingDependsOnColourAlone() {
    let text = text(SampleComparison.logs())
    for letter in ["A", "B", "C"] { #expect(text.contains("\(letter) simulated")) }
    #expect(text.contains("B forked from A after step 4: temperature 0.4"))
  }

  @Test func theHeaderSaysWhoseKeysTheyAre() {
    var state = SampleComparison.race()
    #expect(text(state).contains("keys act on all lanes"))
    state.selected = 1
    #expect(text(state).contains("keys act on lane B"))
    #expect(text(state).contains("Paused by a person.") && text(state).contains("The slope looks"))
  }

  @Test func theFooterNamesWhatIsPossible() {
    var state = SampleComparison.race()
    #expect(text(state).contains("s one step"))
    for lane in state.lanes.indices {
      let ended = LoggedEvent(n: 0, time: 60, event: .runEnded(RunEnded(reason: .steps, best: nil)))
      _ = reduce(&state, .events(lane: lane, [(ended, nil)]))
    }
    #expect(!text(state).contains("s one step") && text(state).contains("left right step"))
    #expect(text(state).contains(" the lowest MSE: "))
  }

  @Test func thatItIsNoModelIsSaidWhereverThereIsARow() {
    #expect(text(SampleComparison.race(), Size(columns: 60, rows: 20)).contains("simulated: no model runs"))
  }

  @Test func whereThereIsRoomForOnePictureTheOthersAreTabs() {
    var state = SampleComparison.logs()
    #expect(text(state, Size(columns: 70, rows: 20)).contains("[A] B  C"))
    state.selected = 2
    #expect(text(state, Size(columns: 70, rows: 20)).contains("A  B [C]"))
  }

  @Test func plainCharactersAreEnough() {
    for state in [SampleComparison.logs(), SampleComparison.race()] {
      var cache = ComparisonCache()
      let buffer = buffer(state, Size(columns: 100, rows: 30), markers: .ascii, cache: &cache)
      #expect(buffer.text.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
    }
  }

  @Test func aNameFromOutsideCannotHarmTheScreen() {
    var run = SampleComparison.run(seed: 1, steps: 2)
    run.emit(.notice(Notice(code: "x", text: "\u{1B}[2J")))
    let lane = Lane(
      letter: "A", logPath: "/tmp/\u{1B}]0;x\u{7}.jsonl", problem: nil, name: "\u{202E}evil")
    let state = ComparisonState([lane, SampleComparison.lane(1, run)], mode: .race)
    #expect(text(state).unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x202E) })
  }
}

/// Comparisons as people see them, in files that were looked at before they were committed.
///
/// `TILLER_WRITE_GOLDENS=1 swift test --filter GoldenComparisonTests` writes them anew.
@Suite struct GoldenComparisonTests {
  @Test(arguments: [(80, 24), (120, 36), (200, 60)]) func aComparisonEqualsItsGolden(_ columns: Int, _ rows: Int) throws
  {
    let size = Size(columns: columns, rows: rows)
    var logs = SampleComparison.logs(size: size)
    _ = logs.move(to: 6)
    _ = reduce(&logs, .placed(step: 6, SampleComparison.placed(logs, step: 6)))
    try hold(logs, name: "compare-\(columns)x\(rows)")
    try hold(SampleComparison.race(size: size), name: "race-\(columns)x\(rows)")
  }

  private func hold(_ state: ComparisonState, name: String) throws {
    var buffer = CellBuffer(size: state.size)
    var cache = ComparisonCache()
    draw(state, into: &buffer, cache: &cache)
    try holdToGolden(buffer, name: name)
  }
}
