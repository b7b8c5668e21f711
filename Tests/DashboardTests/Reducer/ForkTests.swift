import Optimization
import Testing

@testable import Dashboard

/// Where `f` forks.
@Suite struct ForkTests {
  /// Two replies a step: one of them a candidate, the other a repeat.
  private static func scene(steps: Int) -> CaptionScene {
    var scene = CaptionScene(candidates: 2)
    scene.run.state.logPath = "a.jsonl"
    scene.start()
    for step in 1...steps {
      scene.run.startStep()
      scene.tries(Double(step), 1, loss: 5, index: 0)
      scene.reject(.duplicate, index: 1, of: 0)
    }
    return scene
  }

  private static func forked(_ scene: inout CaptionScene) -> [Effect] { scene.run.press(.character("f")) }

  @Test func withNothingSelectedItIsTheLastStepThatIsDone() {
    var scene = Self.scene(steps: 3)
    #expect(Self.forked(&scene) == [.fork(afterStep: 3)])
  }

  @Test func aStepUnderWayIsNotForked() {
    var scene = Self.scene(steps: 3)
    scene.run.startStep()
    #expect(Self.forked(&scene) == [.fork(afterStep: 3)])
    scene.tries(9, 9, loss: 5, index: 0)
    // One of its two replies is still to come.
    #expect(Self.forked(&scene) == [.fork(afterStep: 3)])
    scene.reject(.malformed, index: 1)
    #expect(Self.forked(&scene) == [.fork(afterStep: 4)])
  }

  @Test func theSelectedCandidatesStepIsForked() {
    var scene = Self.scene(steps: 3)
    scene.run.state.selection = .candidate(id: 3)
    #expect(Self.forked(&scene) == [.fork(afterStep: 2)])
    scene.run.state.selection = .candidate(id: 0)
    #expect(Self.forked(&scene) == [.fork(afterStep: 0)])
  }

  @Test func aWrongStepIsRefusedInASentence() {
    var scene = Self.scene(steps: 3)
    for text in ["-1", "two", "1.5"] {
      #expect(reduce(&scene.run.state, .line("fork \(text)")).isEmpty)
      #expect(scene.run.state.message?.text == "\"\(text)\" is no step: allowed are 0 to 3.")
    }
  }

  @Test func aForkOfAReplayIsALiveRun() {
    var state = SampleScreen.replay.state(.init(columns: 120, rows: 36))
    _ = reduce(&state, .newRunStarted(problem: nil, logPath: "b.jsonl", modelNotice: nil))
    #expect(state.replay == nil)
    #expect(state.logPath == "b.jsonl")
    #expect(state.run.head.started == nil)
  }
}
