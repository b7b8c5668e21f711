import Charts
import Optimization
import TestSupport
import Testing
import Text

@testable import Dashboard

@Suite struct ComparisonFuzzTests {
  private static let keys: [Key] =
    " sitcPhljJ0123456azR?q.,k-x\u{1F600}".map { .character($0) } + [
      .left, .right, .up, .down, .home, .end, .pageUp, .pageDown, .tab, .escape, .enter, .backspace, .delete,
    ]

  @Test(arguments: [UInt64(1), 2, 3, 4]) func nothingThatAPersonDoesBreaksAComparison(_ seed: UInt64) {
    var random = SplitMix(state: seed)
    var state = seed % 2 == 0 ? SampleComparison.logs() : SampleComparison.race()
    var cache = ComparisonCache()
    var now = 0.0
    for _ in 0..<400 {
      var action: ComparisonAction
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<11:
        let modifiers: KeyModifiers = Int.random(in: 0..<9, using: &random) == 0 ? .control : []
        action = .input(.key(KeyPress(Self.keys.randomElement(using: &random) ?? .enter, modifiers)))
      case 11..<14:
        let kinds: [MouseEvent.Kind] = [.press(button: 1), .drag(button: 1), .wheelUp, .wheelDown, .release(button: 1)]
        action = .input(
          .mouse(
            MouseEvent(
              kinds.randomElement(using: &random) ?? .wheelUp, column: Int.random(in: -2...130, using: &random),
              row: Int.random(in: -2...40, using: &random))))
      case 14: action = .input(.paste("0.5\n\u{1B}[2J"))
      case 15:
        action = .resized(
          Size(columns: Int.random(in: 0...130, using: &random), rows: Int.random(in: 0...40, using: &random)))
      case 16:
        now += Double.random(in: 0...2, using: &random)
        action = .tick(now: now)
      case 17: action = .commandOutcome(lane: Int.random(in: -1...7, using: &random), .pause, .refused("No."))
      case 18:
        let event = LoggedEvent(
          n: 0, time: now, event: .runEnded(RunEnded(reason: .failed, best: nil, cause: "\u{202E}gone")))
        action = .events(lane: Int.random(in: -1...3, using: &random), [(event, nil)])
      default: action = .replaced(lane: Int.random(in: -1...3, using: &random), RunState())
      }
      for effect in reduce(&state, action) {
        guard case .place(let step) = effect else { continue }
        _ = reduce(&state, .placed(step: step, state.lanes.map(\.run)))
      }
      var buffer = CellBuffer(size: state.size)
      draw(state, into: &buffer, cache: &cache)
    }
    #expect(state.lanes.count == (seed % 2 == 0 ? 3 : 2))
    #expect(state.place.map { $0 >= 0 && $0 <= state.lanes.lastStep } ?? true)
    #expect(state.selected.map(state.lanes.indices.contains) ?? true)
  }

  @Test func aLogWithAbsurdNumbersIsShown() {
    var run = SampleRun(steps: .max)
    run.emit(
      .stepStarted(
        StepStarted(step: .max, messages: [], sections: [], shown: [], temperature: nil, model: nil)))
    for (id, loss) in [1e308, -1e308, Double.leastNonzeroMagnitude, 0].enumerated() {
      run.emit(
        .candidate(
          CandidateEvent(
            id: id, step: .max, origin: .person, solution: ["w": 1, "b": 2], text: "", loss: loss)))
    }
    var state = ComparisonState(
      [SampleComparison.lane(0, run), SampleComparison.lane(1, run)], mode: .race, size: Size(columns: 100, rows: 30))
    for key in [Key.left, .pageUp, .right, .pageDown, .home, .pageDown, .end, .character("a"), .character("a")] {
      for effect in reduce(&state, .input(.key(KeyPress(key)))) {
        if case .place(let step) = effect { _ = reduce(&state, .placed(step: step, state.lanes.map(\.run))) }
      }
      var buffer = CellBuffer(size: state.size)
      var cache = ComparisonCache()
      draw(state, into: &buffer, cache: &cache)
    }
    #expect(LaneFigures.all(of: state.lanes).count == 2)
  }
}
