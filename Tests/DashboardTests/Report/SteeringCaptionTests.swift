import Optimization
import Testing

@testable import Dashboard

/// What a person did to the run, each sentence for one command.
@Suite struct SteeringCaptionTests {
  static let steering: [CaptionCase] = [
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
    CaptionCase(
      "steered, \(Words.command(command))", sentence,
      detail: "The run starts with 2 first tries; the best has loss 14.2."
    ) {
      $0.start()
      $0.run.steer(command)
    }
  }

  @Test(arguments: steering) func aSituationIsToldInPlainWords(_ test: CaptionCase) { test.check() }

  @Test func whatIsTakenBackIsNamed() {
    var scene = CaptionScene()
    scene.start()
    scene.run.steer(.mask(ids: [1]))
    scene.run.steer(.undo)
    #expect(Caption(scene.run.state).headline.text == "Taken back: mask #1.")
  }
}
