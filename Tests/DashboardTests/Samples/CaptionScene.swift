import Optimization
import Testing

@testable import Dashboard

/// A run whose losses are chosen, so that sentences can be written down.
struct CaptionScene {
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

  /// A whole step with one try.
  mutating func step(_ w: Double, _ b: Double, loss: Double?) {
    run.startStep()
    tries(w, b, loss: loss)
  }
}

/// A situation, and what a presentation says of it.
struct CaptionCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var candidates = 1
  var happens: @Sendable (inout CaptionScene) -> Void
  var headline: String
  var detail: String?
  var status: String?

  init(
    _ name: String, candidates: Int = 1, _ headline: String, detail: String? = nil, status: String? = nil,
    _ happens: @escaping @Sendable (inout CaptionScene) -> Void
  ) {
    testDescription = name
    self.candidates = candidates
    self.happens = happens
    self.headline = headline
    self.detail = detail
    self.status = status
  }

  /// Plays what happens and holds every sentence to the letter.
  func check() {
    var scene = CaptionScene(candidates: candidates)
    happens(&scene)
    let caption = Caption(scene.run.state)
    #expect(caption.headline.text == headline)
    #expect(caption.detail?.text == detail)
    #expect(caption.status?.text == status)
  }
}
