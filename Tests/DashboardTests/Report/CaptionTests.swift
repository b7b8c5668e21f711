import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

/// Which of the things that happened is told, and what the run is doing.
@Suite struct CaptionTests {
  static let people: [CaptionCase] = [
    CaptionCase(
      "an injection", "People tried a steeper line; loss fell from 9.8 to 4.",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.run.steer(.inject("9 3"))
      $0.tries(9, 3, loss: 4, index: nil, origin: .person)
    },
    CaptionCase(
      "several injected", "People made 2 tries; the best (a lower line) has loss 30, no better than 14.2.",
      detail: "The run starts with 2 first tries; the best has loss 14.2."
    ) {
      $0.start()
      $0.run.steer(.inject("9 3; 5 1"))
      $0.tries(9, 3, loss: 40, index: nil, origin: .person, after: 0)
      $0.tries(5, 1, loss: 30, index: nil, origin: .person, after: 0)
    },
    CaptionCase(
      "an injection that is being judged", "People try w=9.5 b=3.5.",
      detail: "The run starts with 2 first tries; the best has loss 14.2."
    ) {
      $0.start()
      $0.run.steer(.inject("9.5 3.5"))
    },
    CaptionCase(
      "a step after an injection", "Step 1: the model tried a higher line; loss 8, no better than 4.",
      detail: "People tried a steeper line; loss fell from 14.2 to 4."
    ) {
      $0.start()
      $0.run.steer(.inject("9 3"))
      $0.tries(9, 3, loss: 4, step: 0, index: nil, origin: .person)
      $0.step(9, 5, loss: 8)
    },
    CaptionCase(
      "what people typed is rejected", "What people typed was not taken, out of range: A reason.",
      detail: "The run starts with 2 first tries; the best has loss 14.2."
    ) {
      $0.start()
      $0.run.emit(
        .rejected(Rejected(step: 0, index: nil, refusal: Refusal(.outOfRange, "A reason."))), after: 0.1)
    },
    CaptionCase(
      "a prediction", "People say w=1.5 b=1.5; what will the model say?",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.run.steer(.predict("1.5 1.5"))
    },
    CaptionCase(
      "the model is nearer", "People 12.3, model 9.8: the model was nearer. Score: people 0, model 1.",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.predicted(12.3)
    },
    CaptionCase(
      "people are nearer", "People 8.1, model 9.8: people were nearer. Score: people 1, model 1.",
      detail: "Step 2: the model tried a steeper line; loss 9.8, no better than 9.8."
    ) {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.predicted(12.3)
      $0.step(8, 3, loss: 9.8)
      $0.predicted(8.1)
    },
    CaptionCase(
      "a tie", "People 9.8, model 9.8: a tie. Score: people 0, model 0, ties 1.",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.predicted(9.8)
    },
    CaptionCase(
      "the model has nothing",
      "People 12.3; the model had nothing to compare it with. Score: people 0, model 0.",
      detail: "Step 1 brought nothing new: the answer could not be read."
    ) {
      $0.start()
      $0.run.startStep()
      $0.reject(.malformed)
      $0.predicted(12.3)
    },
    CaptionCase(
      "a prediction that cannot be judged", "People failed, model 9.8: the model was nearer. Score: people 0, model 1.",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.predicted(nil)
    },
    CaptionCase(
      "a verdict gives way to the next step", "Step 2: the model tried a steeper line; loss fell from 9.8 to 9.",
      detail: "People 12.3, model 9.8: the model was nearer. Score: people 0, model 1."
    ) {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.predicted(12.3)
      $0.step(8, 3, loss: 9)
    },
    CaptionCase("a verdict is not told for ever", "Step 4: the model tried a lower line; loss 11, no better than 9.") {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.predicted(12.3)
      $0.step(8, 3, loss: 9)
      $0.step(8, 2, loss: 10)
      $0.step(8, 1, loss: 11)
    },
    CaptionCase(
      "a trap", "A trap: All rows have the same w.",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.run.emit(.notice(Notice(code: Trap.sharedParameter.code, text: "All rows have the same w.")))
    },
    CaptionCase(
      "a notice", "The budget is used up.", detail: "The run starts with 2 first tries; the best has loss 14.2."
    ) {
      $0.start()
      $0.run.emit(.notice(Notice(code: "budget", text: "The budget is used up.")))
    },
    CaptionCase(
      "resumed", "The run goes on from its log.", detail: "The run starts with 2 first tries; the best has loss 14.2."
    ) {
      $0.start()
      $0.run.emit(.resumed(Resumed(from: 3)), after: 1)
    },
  ]

  static let states: [CaptionCase] = [
    CaptionCase(
      "thinking", "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Step 1: the model is thinking…"
    ) {
      $0.start()
      $0.run.startStep()
      $0.ask(.asking)
    },
    CaptionCase(
      "answering", "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Step 1: the model is answering…"
    ) {
      $0.start()
      $0.run.startStep()
      $0.ask(.streaming, text: "{")
    },
    CaptionCase(
      "several under way", candidates: 4, "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Step 1: the model is thinking… 2 of 4 replies have come."
    ) {
      $0.start()
      $0.run.startStep()
      $0.ask(.done, .streaming, .done, .asking)
    },
    CaptionCase(
      "trying again", "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Step 1: no answer yet (429); the next try is in 3 s."
    ) {
      $0.start()
      $0.run.startStep()
      $0.ask(.waiting(until: $0.run.time + 2.5, cause: "429", nextAttempt: 2, of: 5))
    },
    CaptionCase(
      "pausing", "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Pausing: what is under way is finished and kept."
    ) {
      $0.start()
      $0.run.startStep()
      $0.ask(.asking)
      $0.run.emit(.state(StateChange(.paused, reason: "Paused by a person.")))
    },
    CaptionCase(
      "paused", "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8.",
      status: "Paused; space goes on, s does one step."
    ) {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.run.steer(.pause)
      $0.run.emit(.state(StateChange(.paused, reason: "Paused by a person.")))
    },
    CaptionCase(
      "waiting", "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Waiting for you: The server refuses the key."
    ) {
      $0.start()
      $0.run.emit(.state(StateChange(.waiting, reason: "The server refuses the key.")))
    },
    CaptionCase(
      "ended", "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8.",
      status: "The run has ended, all steps done. The best is #2 with loss 9.8."
    ) {
      $0.start()
      $0.step(7, 3, loss: 9.8)
      $0.run.emit(.runEnded(RunEnded(reason: .steps, best: 2)))
    },
    CaptionCase(
      "ended in the middle of a step", candidates: 2,
      "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8.",
      status: "The run has ended, failed: No room. The best is #2 with loss 9.8."
    ) {
      $0.start()
      $0.run.startStep()
      $0.tries(7, 3, loss: 9.8)
      $0.run.emit(.runEnded(RunEnded(reason: .failed, best: 2, cause: "No room.")))
    },
  ]

  @Test(arguments: people + states) func aSituationIsToldInPlainWords(_ test: CaptionCase) { test.check() }

  @Test func keysAreNamedAsAPersonBoundThem() {
    var scene = CaptionScene()
    scene.run.state = DashboardState(
      size: Size(columns: 80, rows: 24), problem: nil,
      keyMap: KeyMap(changes: ["step": [], "pause-or-resume": [KeyPress(.function(5))]]))
    for event in scene.run.events { scene.run.send(.events([(event, nil)])) }
    scene.run.emit(.state(StateChange(.paused, reason: "")))
    #expect(Caption(scene.run.state).status?.text == "Paused; f5 goes on, step does one step.")
  }

  @Test func nothingOfAHostileTextReachesTheCaption() {
    var scene = CaptionScene()
    scene.start()
    let bad = "\u{1b}]52;c;AAAA\u{7}\u{202e}\u{e0041}\r\n"
    scene.run.steer(.setGuidance(bad))
    let guidance = Caption(scene.run.state)
    scene.run.emit(.state(StateChange(.waiting, reason: bad)))
    scene.run.emit(.notice(Notice(code: "x", text: bad)))
    for sentence in [guidance.headline, Caption(scene.run.state).headline, Caption(scene.run.state).status] {
      #expect(sentence.map { $0.text == DisplayText(cleaning: $0.text).string } == true)
      #expect(sentence?.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E } == false)
    }
  }
}
