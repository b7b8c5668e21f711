import Charts
import LanguageModels
import Optimization
import Testing

@testable import Dashboard

/// What became of a step, each sentence for one situation.
@Suite struct StepCaptionTests {
  static let steps: [CaptionCase] = [
    CaptionCase("nothing yet", "The run begins.") { _ in },
    CaptionCase("the first tries", "The run starts with 2 first tries; the best has loss 14.2.") { $0.start() },
    CaptionCase("one first try", "The run starts with a first try; its loss is 20.") {
      $0.tries(2, 3, loss: 20, step: 0, index: nil, origin: .initial)
    },
    CaptionCase("first tries that all fail", "The run starts with a first try.") {
      $0.tries(2, 3, loss: nil, step: 0, index: nil, origin: .initial)
    },
    CaptionCase("an improvement", "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8.") {
      $0.start()
      $0.step(7, 3, loss: 9.8)
    },
    CaptionCase("no improvement", "Step 2: the model tried a flatter line; loss 12.3, no better than 9.8.") {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.step(6, 3, loss: 12.3)
    },
    CaptionCase("the same loss", "Step 1: the model tried a lower line; loss 14.2, no better than 14.2.") {
      $0.start()
      $0.step(5, 2, loss: 14.2)
    },
    CaptionCase("a try that cannot be judged", "Step 1: the model tried a steeper line; it could not be judged.") {
      $0.start()
      $0.step(1e300, 3, loss: nil)
    },
    CaptionCase("the first that can be judged", "Step 1: the model tried w=7.5 b=3.5; its loss is 9.8.") {
      $0.tries(2, 3, loss: nil, step: 0, index: nil, origin: .initial)
      $0.step(7.5, 3.5, loss: 9.8)
    },
    CaptionCase("chance", "Step 1: chance tried a steeper line; loss fell from 14.2 to 9.8.") {
      $0.start()
      $0.run.startStep()
      $0.tries(7, 3, loss: 9.8, origin: .random)
    },
    CaptionCase(
      "a step under way tells the one before", "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.run.startStep()
    },
    CaptionCase(
      "several", candidates: 4,
      "Step 1: the model made 4 tries; the best (a steeper line) brought loss from 14.2 down to 9.8."
    ) {
      $0.start()
      $0.run.startStep()
      for (index, loss) in [30, 12, 9.8, 11].enumerated() { $0.tries(7 + Double(index), 3, loss: loss, index: index) }
    },
    CaptionCase(
      "several, none better", candidates: 2,
      "Step 1: the model made 2 tries; the best (a flatter line) has loss 15, no better than 14.2."
    ) {
      $0.start()
      $0.run.startStep()
      $0.tries(1, 3, loss: 15, index: 0)
      $0.tries(9, 3, loss: 16, index: 1)
    },
    CaptionCase(
      "several, some of no use", candidates: 4,
      "Step 1: of 4 replies 2 were tried; the best (a steeper line) brought loss from 14.2 down to 9.8."
    ) {
      $0.start()
      $0.run.startStep()
      $0.tries(7, 3, loss: 9.8, index: 0)
      $0.reject(.malformed, index: 1)
      $0.reject(.duplicate, index: 2, of: 1)
      $0.tries(8, 3, loss: 10, index: 3)
    },
    CaptionCase(
      "several, one of use", candidates: 3,
      "Step 1: of 3 replies 1 was tried, a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      $0.run.startStep()
      $0.reject(.refused, index: 0)
      $0.tries(7, 3, loss: 9.8, index: 1)
      $0.reject(.truncated, index: 2)
    },
    CaptionCase("several, none judged", candidates: 2, "Step 1: the model made 2 tries; none of them could be judged.")
    {
      $0.start()
      $0.run.startStep()
      $0.tries(7, 3, loss: nil, index: 0)
      $0.tries(8, 3, loss: nil, index: 1)
    },
    CaptionCase(
      "all of no use", candidates: 4,
      "Step 1 brought nothing new: of 4 replies 2 repeated earlier tries, 1 could not be read and 1 declined to answer."
    ) {
      $0.start()
      $0.run.startStep()
      $0.reject(.duplicate, index: 0, of: 1)
      $0.reject(.malformed, index: 1)
      $0.reject(.refused, index: 2)
      $0.reject(.duplicate, index: 3, of: 0)
    },
    CaptionCase(
      "better than what people injected meanwhile",
      "Step 1: the model tried a steeper line; loss fell from 10 to 9.8.",
      detail: "People tried a steeper line; loss fell from 14.2 to 10."
    ) {
      $0.start()
      $0.run.startStep()
      $0.tries(6, 3, loss: 10, index: nil, origin: .person)
      $0.tries(7, 3, loss: 9.8)
    },
  ]

  static let refusals: [CaptionCase] = [
    (.none, "the reply held no answer"), (.malformed, "the answer could not be read"),
    (.ambiguous, "the reply held more than one answer"),
    (.notFinite, "the answer held something that is no proper number"),
    (.outOfRange, "the answer lay outside of what is allowed"),
    (.invalid, "the answer was not one that can be tried"), (.duplicate, "the model repeated #1"),
    (.truncated, "the reply was cut off before its answer"), (.refused, "the model declined to answer"),
    (.cancelled, "no reply came"),
  ].map { (code: Refusal.Code, why: String) in
    CaptionCase("rejected, \(code.rawValue)", "Step 1 brought nothing new: \(why).") {
      $0.start()
      $0.run.startStep()
      $0.reject(code, of: code == .duplicate ? 1 : nil)
    }
  }

  @Test(arguments: steps + refusals) func aSituationIsToldInPlainWords(_ test: CaptionCase) { test.check() }

  @Test func aRunOfAnUnknownProblemIsToldByItsNumbers() {
    var scene = CaptionScene()
    scene.start()
    scene.step(7.5, 3.5, loss: 9.8)
    let events = scene.run.events
    scene.run.state = DashboardState(
      size: Size(columns: 80, rows: 24), problem: nil, mode: .replay(ReplayState(count: 9, duration: 9)))
    scene.run.send(.events(events.map { ($0, nil) }))
    #expect(
      Caption(scene.run.state).headline.text == "Step 1: the model tried w=7.5 b=3.5; loss fell from 14.2 to 9.8.")
    #expect(Caption(scene.run.state).status == nil)
  }

  @Test func everyMomentOfARunHasACaption() {
    for candidates in [1, 3] {
      var run = SampleRun(candidates: candidates)
      var seen: Set<String> = []
      run.initial()
      for _ in 0..<40 {
        run.performStep()
        let caption = Caption(run.state)
        #expect(caption.headline.text.hasPrefix("Step \(run.step)"))
        seen.insert(caption.headline.text)
      }
      #expect(seen.count == 40)
    }
  }
}
