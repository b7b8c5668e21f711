import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

/// A person's line, from when it is typed until a newer step is settled.
@Suite struct PredictionPictureTests {
  private let size = Size(columns: 120, rows: 36)

  private func picture(_ state: DashboardState) -> [String] {
    var buffer = CellBuffer(size: size)
    var cache = ViewCache()
    draw(state, into: &buffer, cache: &cache)
    let area = state.layout[.picture]
    return buffer.text[area.row..<area.endRow].map { String(Array($0)[area.column..<area.endColumn]) }
  }

  private func judge(_ run: inout SampleRun, _ w: Double, _ b: Double) {
    let solution = SampleLine.Solution(w: w, b: b)
    run.emit(
      .prediction(
        PredictionEvent(
          step: run.step, solution: run.line.json(of: solution), text: run.line.text(of: solution, decimals: nil),
          loss: run.line.loss(solution))))
  }

  private func started() -> SampleRun {
    var run = SampleRun(size: size)
    run.initial()
    for _ in 0..<3 { run.performStep() }
    return run
  }

  @Test func aPredictionIsDrawnAtOnceAndItsLossIsHidden() {
    var run = started()
    run.steer(.predict("-8 25"))
    #expect(run.state.shownPrediction == ShownPrediction(solution: ["w": -8, "b": 25]))
    let text = picture(run.state).joined(separator: "\n")
    #expect(text.contains("▸ you ") && text.contains("▸ by you"))
    #expect(!text.contains("you 2") && !text.contains("people"))
  }

  @Test func itIsKeptWhileTheStepIsUnderWay() {
    var run = started()
    run.steer(.predict("-8 25"))
    run.startStep()
    #expect(picture(run.state).contains { $0.contains("▸ you ") })
  }

  @Test func onceJudgedItShowsItsLossAndTheScoreUntilTheNextStep() {
    var run = started()
    run.steer(.predict("-8 25"))
    run.performStep()
    judge(&run, -8, 25)
    let loss = Words.loss(run.line.loss(SampleLine.Solution(w: -8, b: 25)))
    #expect(picture(run.state).contains { $0.contains("▸ you \(loss)") })
    #expect(picture(run.state).contains { $0.contains("people 0 : model 1") })
    run.startStep()
    #expect(run.state.shownPrediction != nil)
    run.emit(
      .rejected(Rejected(step: run.step, index: 0, refusal: Refusal(.malformed, "No."))))
    #expect(run.state.shownPrediction == nil)
    #expect(!picture(run.state).contains { $0.contains("▸ you") })
    #expect(picture(run.state).contains { $0.contains("people 0 : model 1") })
  }

  @Test func aPresentationSaysPeopleAndLeavesTheScoreToTheCaption() {
    var run = started()
    run.press(.character("P"))
    run.steer(.predict("-8 25"))
    #expect(picture(run.state).contains { $0.contains("▸ people ") })
    run.performStep()
    judge(&run, -8, 25)
    #expect(!picture(run.state).contains { $0.contains(" : model") })
  }

  @Test func whatCannotBeReadOrDrawnIsLeftOut() {
    var run = started()
    run.emit(.steered(Steered(step: 3, command: .predict("nonsense"), source: .program)))
    #expect(run.state.shownPrediction == nil)
    _ = picture(run.state)
    var unknown = started()
    unknown.steer(.predict("1 2"))
    unknown.send(.newRunStarted(problem: nil, logPath: nil, modelNotice: nil))
    #expect(unknown.state.shownPrediction == nil)
  }
}
