import Charts
import LanguageModels
import Optimization

@testable import Dashboard

/// Runs side by side whose events were written by hand.
enum SampleComparison {
  static func run(seed: UInt64, steps: Int, planned: Int = 12, candidates: Int = 1, ends: Bool = true) -> SampleRun {
    var run = SampleRun(candidates: candidates, steps: planned, seed: seed)
    run.initial(1)
    for _ in 0..<steps { run.performStep() }
    if ends { run.emit(.runEnded(RunEnded(reason: .steps, best: run.state.run.head.best?.id)), after: 0.1) }
    return run
  }

  static func lane(_ place: Int, _ run: SampleRun, departure: Departure? = nil) -> Lane {
    Lane(
      letter: Lane.letters[place], logPath: "/home/ada/runs/race-\(Lane.letters[place].lowercased()).jsonl",
      problem: AnyProblem(run.line), run: run.state.run, departure: departure)
  }

  /// Three logs; the second was forked from the first.
  static func logs(size: Size = Size(columns: 120, rows: 36)) -> ComparisonState {
    let departure = Departure(
      parent: "A", file: "race-a.jsonl", step: 4, candidates: 5, changes: [.setTemperature(0.4)])
    let lanes = [
      lane(0, run(seed: 1, steps: 12)), lane(1, run(seed: 2, steps: 12), departure: departure),
      lane(2, run(seed: 3, steps: 8)),
    ]
    return ComparisonState(lanes, mode: .logs, size: size)
  }

  /// Two runs that go on, the second paused.
  static func race(size: Size = Size(columns: 120, rows: 36)) -> ComparisonState {
    var second = run(seed: 6, steps: 4, ends: false)
    second.emit(.state(StateChange(.paused, reason: "Paused by a person.")))
    var state = ComparisonState(
      [lane(0, run(seed: 5, steps: 7, ends: false)), lane(1, second)], mode: .race, size: size)
    _ = reduce(
      &state,
      .progress(
        lane: 0,
        Progress(
          step: 8, replies: [ReplyUnderWay(index: 0, phase: .streaming, text: "The slope looks", asked: 9)])))
    return state
  }

  /// The logs as they were at a step, as whoever reads them would answer.
  static func placed(_ state: ComparisonState, step: Int) -> [RunState] {
    zip(state.lanes.indices, [UInt64(1), 2, 3]).map { lane, seed in
      let steps = min(step, state.lanes[lane].run.head.step)
      return run(seed: seed, steps: steps, ends: false).state.run
    }
  }
}
