import Charts
import LanguageModels
import Optimization
import Testing
import Text

@testable import Dashboard

/// The sentences of a presentation, each for one situation, to the letter.
@Suite struct CaptionTests {
  /// A run whose losses are chosen, so that sentences can be written down.
  struct Scene {
    var run: SampleRun

    init(candidates: Int = 1) { run = SampleRun(candidates: candidates) }

    mutating func tries(
      _ w: Double, _ b: Double, loss: Double?, step: Int? = nil, index: Int? = 0, origin: Origin = .model,
      after seconds: Double = 0.3
    ) {
      let solution = SampleLine.Solution(w: w, b: b)
      let failure = loss == nil ? EvaluationFailure(code: "not-finite", reason: "Too large.") : nil
      run.emit(
        .candidate(
          CandidateEvent(
            id: run.state.run.trajectory.count, step: step ?? run.step, index: index, origin: origin,
            solution: run.line.json(of: solution), text: run.line.text(of: solution, decimals: nil), loss: loss,
            failure: failure)), after: seconds)
    }

    /// Two initial solutions, the better with a loss of 14.2.
    mutating func start() {
      tries(2, 3, loss: 20, step: 0, index: nil, origin: .initial)
      tries(5, 3, loss: 14.2, step: 0, index: nil, origin: .initial)
    }

    mutating func reject(_ code: Refusal.Code, index: Int = 0, of: Int? = nil) {
      run.emit(
        .rejected(Rejected(step: run.step, index: index, refusal: Refusal(code, "A reason.", of: of))), after: 0.3)
    }

    mutating func predicted(_ loss: Double?) {
      let solution = SampleLine.Solution(w: 1, b: 1)
      run.emit(
        .prediction(
          PredictionEvent(
            step: run.step, solution: run.line.json(of: solution), text: "w=1 b=1", loss: loss,
            failure: loss == nil ? EvaluationFailure(code: "not-finite", reason: "Too large.") : nil)))
    }

    mutating func ask(_ phases: ReplyUnderWay.Phase..., text: String = "") {
      let replies = phases.enumerated().map { ReplyUnderWay(index: $0.offset, phase: $0.element, text: text, asked: 0) }
      run.send(.progress(Progress(step: run.step, replies: replies)))
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var candidates = 1
    var happens: @Sendable (inout Scene) -> Void
    var headline: String
    var detail: String?
    var status: String?

    init(
      _ name: String, candidates: Int = 1, _ headline: String, detail: String? = nil, status: String? = nil,
      _ happens: @escaping @Sendable (inout Scene) -> Void
    ) {
      testDescription = name
      self.candidates = candidates
      self.happens = happens
      self.headline = headline
      self.detail = detail
      self.status = status
    }
  }

  /// A whole step with one try.
  @Sendable private static func step(_ scene: inout Scene, _ w: Double, _ b: Double, loss: Double?) {
    scene.run.startStep()
    scene.tries(w, b, loss: loss)
  }

  static let steps: [Case] = [
    Case("nothing yet", "The run begins.") { _ in },
    Case("the first tries", "The run starts with 2 first tries; the best has loss 14.2.") { $0.start() },
    Case("one first try", "The run starts with a first try; its loss is 20.") {
      $0.tries(2, 3, loss: 20, step: 0, index: nil, origin: .initial)
    },
    Case("first tries that all fail", "The run starts with a first try.") {
      $0.tries(2, 3, loss: nil, step: 0, index: nil, origin: .initial)
    },
    Case("an improvement", "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8.") {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
    },
    Case("no improvement", "Step 2: the model tried a flatter line; loss 12.3, no better than 9.8.") {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      step(&$0, 6, 3, loss: 12.3)
    },
    Case("the same loss", "Step 1: the model tried a lower line; loss 14.2, no better than 14.2.") {
      $0.start()
      step(&$0, 5, 2, loss: 14.2)
    },
    Case("a try that cannot be judged", "Step 1: the model tried a steeper line; it could not be judged.") {
      $0.start()
      step(&$0, 1e300, 3, loss: nil)
    },
    Case("the first that can be judged", "Step 1: the model tried w=7.5 b=3.5; its loss is 9.8.") {
      $0.tries(2, 3, loss: nil, step: 0, index: nil, origin: .initial)
      step(&$0, 7.5, 3.5, loss: 9.8)
    },
    Case("chance", "Step 1: chance tried a steeper line; loss fell from 14.2 to 9.8.") {
      $0.start()
      $0.run.startStep()
      $0.tries(7, 3, loss: 9.8, origin: .random)
    },
    Case("a step under way tells the one before", "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8.")
    {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.run.startStep()
    },
    Case(
      "several", candidates: 4,
      "Step 1: the model made 4 tries; the best, a steeper line, brought loss from 14.2 down to 9.8."
    ) {
      $0.start()
      $0.run.startStep()
      for (index, loss) in [30, 12, 9.8, 11].enumerated() { $0.tries(7 + Double(index), 3, loss: loss, index: index) }
    },
    Case(
      "several, none better", candidates: 2,
      "Step 1: the model made 2 tries; the best, a flatter line, has loss 15, no better than 14.2."
    ) {
      $0.start()
      $0.run.startStep()
      $0.tries(1, 3, loss: 15, index: 0)
      $0.tries(9, 3, loss: 16, index: 1)
    },
    Case(
      "several, some of no use", candidates: 4,
      "Step 1: of 4 replies 2 were tried; the best, a steeper line, brought loss from 14.2 down to 9.8."
    ) {
      $0.start()
      $0.run.startStep()
      $0.tries(7, 3, loss: 9.8, index: 0)
      $0.reject(.malformed, index: 1)
      $0.reject(.duplicate, index: 2, of: 1)
      $0.tries(8, 3, loss: 10, index: 3)
    },
    Case(
      "several, one of use", candidates: 3,
      "Step 1: of 3 replies 1 was tried, a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      $0.run.startStep()
      $0.reject(.refused, index: 0)
      $0.tries(7, 3, loss: 9.8, index: 1)
      $0.reject(.truncated, index: 2)
    },
    Case("several, none judged", candidates: 2, "Step 1: the model made 2 tries; none of them could be judged.") {
      $0.start()
      $0.run.startStep()
      $0.tries(7, 3, loss: nil, index: 0)
      $0.tries(8, 3, loss: nil, index: 1)
    },
    Case(
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
    Case(
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

  static let refusals: [Case] = [
    (.none, "the reply held no answer"), (.malformed, "the answer could not be read"),
    (.ambiguous, "the reply held more than one answer"),
    (.notFinite, "the answer held something that is no proper number"),
    (.outOfRange, "the answer lay outside of what is allowed"),
    (.invalid, "the answer was not one that can be tried"), (.duplicate, "the model repeated #1"),
    (.truncated, "the reply was cut off before its answer"), (.refused, "the model declined to answer"),
    (.cancelled, "no reply came"),
  ].map { (code: Refusal.Code, why: String) in
    Case("rejected, \(code.rawValue)", "Step 1 brought nothing new: \(why).") {
      $0.start()
      $0.run.startStep()
      $0.reject(code, of: code == .duplicate ? 1 : nil)
    }
  }

  static let people: [Case] = [
    Case(
      "an injection", "People tried a steeper line; loss fell from 9.8 to 4.",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.run.steer(.inject("9 3"))
      $0.tries(9, 3, loss: 4, index: nil, origin: .person)
    },
    Case(
      "several injected", "People made 2 tries; the best, a lower line, has loss 30, no better than 14.2.",
      detail: "The run starts with 2 first tries; the best has loss 14.2."
    ) {
      $0.start()
      $0.run.steer(.inject("9 3; 5 1"))
      $0.tries(9, 3, loss: 40, index: nil, origin: .person, after: 0)
      $0.tries(5, 1, loss: 30, index: nil, origin: .person, after: 0)
    },
    Case(
      "an injection that is being judged", "People try w=9.5 b=3.5.",
      detail: "The run starts with 2 first tries; the best has loss 14.2."
    ) {
      $0.start()
      $0.run.steer(.inject("9.5 3.5"))
    },
    Case(
      "a step after an injection", "Step 1: the model tried a higher line; loss 8, no better than 4.",
      detail: "People tried a steeper line; loss fell from 14.2 to 4."
    ) {
      $0.start()
      $0.run.steer(.inject("9 3"))
      $0.tries(9, 3, loss: 4, step: 0, index: nil, origin: .person)
      step(&$0, 9, 5, loss: 8)
    },
    Case(
      "what people typed is rejected", "What people typed was not taken, out of range: A reason.",
      detail: "The run starts with 2 first tries; the best has loss 14.2."
    ) {
      $0.start()
      $0.run.emit(
        .rejected(Rejected(step: 0, index: nil, refusal: Refusal(.outOfRange, "A reason."))), after: 0.1)
    },
    Case(
      "a prediction", "People say w=1.5 b=1.5; what will the model say?",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.run.steer(.predict("1.5 1.5"))
    },
    Case(
      "the model is nearer", "People 12.3, model 9.8: the model was nearer. Score: people 0, model 1.",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.predicted(12.3)
    },
    Case(
      "people are nearer", "People 8.1, model 9.8: people were nearer. Score: people 1, model 1.",
      detail: "Step 2: the model tried a steeper line; loss 9.8, no better than 9.8."
    ) {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.predicted(12.3)
      step(&$0, 8, 3, loss: 9.8)
      $0.predicted(8.1)
    },
    Case(
      "a tie", "People 9.8, model 9.8: a tie. Score: people 0, model 0, ties 1.",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.predicted(9.8)
    },
    Case(
      "the model has nothing",
      "People 12.3; the model had nothing to compare it with. Score: people 0, model 0.",
      detail: "Step 1 brought nothing new: the answer could not be read."
    ) {
      $0.start()
      $0.run.startStep()
      $0.reject(.malformed)
      $0.predicted(12.3)
    },
    Case(
      "a prediction that cannot be judged", "People failed, model 9.8: the model was nearer. Score: people 0, model 1.",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.predicted(nil)
    },
    Case(
      "a verdict gives way to the next step", "Step 2: the model tried a steeper line; loss fell from 9.8 to 9.",
      detail: "People 12.3, model 9.8: the model was nearer. Score: people 0, model 1."
    ) {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.predicted(12.3)
      step(&$0, 8, 3, loss: 9)
    },
    Case("a verdict is not told for ever", "Step 4: the model tried a lower line; loss 11, no better than 9.") {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.predicted(12.3)
      step(&$0, 8, 3, loss: 9)
      step(&$0, 8, 2, loss: 10)
      step(&$0, 8, 1, loss: 11)
    },
    Case(
      "a trap", "A trap: All rows have the same w.",
      detail: "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8."
    ) {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.run.emit(.notice(Notice(code: Trap.sharedParameter.code, text: "All rows have the same w.")))
    },
    Case("a notice", "The budget is used up.", detail: "The run starts with 2 first tries; the best has loss 14.2.") {
      $0.start()
      $0.run.emit(.notice(Notice(code: "budget", text: "The budget is used up.")))
    },
    Case(
      "resumed", "The run goes on from its log.", detail: "The run starts with 2 first tries; the best has loss 14.2."
    ) {
      $0.start()
      $0.run.emit(.resumed(Resumed(from: 3)), after: 1)
    },
  ]

  static let steering: [Case] = [
    (.setTemperature(0.4), "Temperature 0.4, down from 0.7: the replies will differ less."),
    (.setTemperature(1), "Temperature 1, up from 0.7: the replies will differ more."),
    (.setTemperature(0.7), "Temperature 0.7 from the next request on."),
    (.setTemperature(nil), "The temperature is left to the server from now on."),
    (.mask(ids: [1]), "The model no longer sees #1."),
    (.mask(ids: [0, 1]), "The model no longer sees #0 and #1."),
    (.unmask(ids: [0, 1, 2, 3]), "The model may see #0, #1 and 2 more again."),
    (.pin(ids: [1]), "The model will always see #1."), (.unpin(ids: [1]), "The model need not see #1 any more."),
    (.setGuidance("Try larger w."), "The model is told: \"Try larger w.\""),
    (.setGuidance(nil), "The model is no longer told anything by people."),
    (.setOrder(.bestFirst), "The model will read its tries with the best first."),
    (.setOrder(.bestLast), "The model will read its tries with the best last."),
    (.setOrder(.asMade), "The model will read its tries in the order in which they were made."),
    (.setHistory(nil), "The model will see all tries."), (.setHistory(0), "The model will see no earlier try."),
    (.setHistory(1), "The model will see at most 1 try."), (.setHistory(9), "The model will see at most 9 tries."),
    (.setScoresShown(false), "The model will no longer see the losses."),
    (.setScoresShown(true), "The model will see the losses again."),
    (.setSteps(60), "The run now ends at step 60."),
    (.cancelStep, "The step is cancelled; the replies that had come are kept."),
  ].map { (command: Command, sentence: String) in
    Case(
      "steered, \(Words.command(command))", sentence,
      detail: "The run starts with 2 first tries; the best has loss 14.2."
    ) {
      $0.start()
      $0.run.steer(command)
    }
  }

  static let states: [Case] = [
    Case(
      "thinking", "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Step 1: the model is thinking…"
    ) {
      $0.start()
      $0.run.startStep()
      $0.ask(.asking)
    },
    Case(
      "answering", "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Step 1: the model is answering…"
    ) {
      $0.start()
      $0.run.startStep()
      $0.ask(.streaming, text: "{")
    },
    Case(
      "several under way", candidates: 4, "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Step 1: the model is thinking… 2 of 4 replies have come."
    ) {
      $0.start()
      $0.run.startStep()
      $0.ask(.done, .streaming, .done, .asking)
    },
    Case(
      "trying again", "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Step 1: no answer yet (429); the next try is in 3 s."
    ) {
      $0.start()
      $0.run.startStep()
      $0.ask(.waiting(until: $0.run.time + 2.5, cause: "429", nextAttempt: 2, of: 5))
    },
    Case(
      "pausing", "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Pausing: what is under way is finished and kept."
    ) {
      $0.start()
      $0.run.startStep()
      $0.ask(.asking)
      $0.run.emit(.state(StateChange(.paused, reason: "Paused by a person.")))
    },
    Case(
      "paused", "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8.",
      status: "Paused; space goes on, s does one step."
    ) {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.run.steer(.pause)
      $0.run.emit(.state(StateChange(.paused, reason: "Paused by a person.")))
    },
    Case(
      "waiting", "The run starts with 2 first tries; the best has loss 14.2.",
      status: "Waiting for you: The server refuses the key."
    ) {
      $0.start()
      $0.run.emit(.state(StateChange(.waiting, reason: "The server refuses the key.")))
    },
    Case(
      "ended", "Step 1: the model tried a steeper line; loss fell from 14.2 to 9.8.",
      status: "The run has ended, all steps done. The best is #2 with loss 9.8."
    ) {
      $0.start()
      step(&$0, 7, 3, loss: 9.8)
      $0.run.emit(.runEnded(RunEnded(reason: .steps, best: 2)))
    },
    Case(
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

  @Test(arguments: steps + refusals + people + steering + states)
  func aSituationIsToldInPlainWords(_ test: Case) {
    var scene = Scene(candidates: test.candidates)
    test.happens(&scene)
    let caption = Caption(scene.run.state)
    #expect(caption.headline.text == test.headline)
    #expect(caption.detail?.text == test.detail)
    #expect(caption.status?.text == test.status)
  }

  @Test func whatIsTakenBackIsNamed() {
    var scene = Scene()
    scene.start()
    scene.run.steer(.mask(ids: [1]))
    scene.run.steer(.undo)
    #expect(Caption(scene.run.state).headline.text == "Taken back: mask #1.")
  }

  @Test func keysAreNamedAsAPersonBoundThem() {
    var scene = Scene()
    scene.run.state = DashboardState(
      size: Size(columns: 80, rows: 24), problem: nil,
      keyMap: KeyMap(changes: ["step": [], "pause-or-resume": [KeyPress(.function(5))]]))
    for event in scene.run.events { scene.run.send(.events([(event, nil)])) }
    scene.run.emit(.state(StateChange(.paused, reason: "")))
    #expect(Caption(scene.run.state).status?.text == "Paused; f5 goes on, step does one step.")
  }

  @Test func aRunOfAnUnknownProblemIsToldByItsNumbers() {
    var scene = Scene()
    scene.start()
    Self.step(&scene, 7.5, 3.5, loss: 9.8)
    let events = scene.run.events
    scene.run.state = DashboardState(
      size: Size(columns: 80, rows: 24), problem: nil, mode: .replay(ReplayState(count: 9, duration: 9)))
    scene.run.send(.events(events.map { ($0, nil) }))
    #expect(
      Caption(scene.run.state).headline.text == "Step 1: the model tried w=7.5 b=3.5; loss fell from 14.2 to 9.8.")
    #expect(Caption(scene.run.state).status == nil)
  }

  @Test func nothingOfAHostileTextReachesTheCaption() {
    var scene = Scene()
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
