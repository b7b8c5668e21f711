import Optimization
import Testing

@Suite struct ReachTests {
  @Test func aShareIsMeasuredAgainstTheOptimumItself() throws {
    let reach = try #require(Reach(optimum: 20, start: 1000))
    #expect(reach.bound(.tenth) == 22)
    #expect(abs(reach.bound(.hundredth) - 20.2) < 1e-12)
    #expect(reach.isReached(.tenth, by: 22) && !reach.isReached(.tenth, by: 22.001))
    #expect(reach.isReached(.hundredth, by: 19.9))
  }

  @Test func anOptimumBelowZeroHasItsSharesAboveIt() throws {
    let reach = try #require(Reach(optimum: -50, start: 30))
    #expect(reach.bound(.tenth) == -45)
  }

  @Test(arguments: [0, 1e-9, -1e-9]) func whereTheOptimumIsNothingTheWayIsTheMeasure(_ optimum: Double) throws {
    let reach = try #require(Reach(optimum: optimum, start: 200))
    #expect(abs(reach.bound(.tenth) - 20) < 1e-6)
    #expect(abs(reach.bound(.hundredth) - 2) < 1e-6)
  }

  @Test func aRunThatBeginsAtItsOptimumIsThere() throws {
    let reach = try #require(Reach(optimum: 0, start: 0))
    #expect(reach.isReached(.hundredth, by: 0) && !reach.isReached(.tenth, by: 1e-9))
  }

  @Test func numbersThatAreNoneGiveNoMeasure() {
    #expect(Reach(optimum: .nan, start: 1) == nil)
    #expect(Reach(optimum: 1, start: .infinity) == nil)
  }

  // MARK: Of a run

  private func run(_ losses: [Double?], kind: Reference.Kind = .optimum, initial: Int = 1) -> RunState {
    let started = RunStarted(
      id: "x", started: "2026-01-01T00:00:00Z",
      problem: RunStarted.ProblemRecord(
        name: "bowl", settings: [:], parameters: ["w"], objective: Objective(name: "loss", label: "loss"),
        references: [Reference(kind: kind, label: "known", solution: nil, text: nil, loss: 10)], data: nil),
      settings: RunSettings(steps: 5), models: RunStarted.Models(optimizer: nil))
    var state = RunState()
    state.apply(LoggedEvent(n: 0, time: 0, event: .runStarted(started)))
    for (id, loss) in losses.enumerated() {
      if id == initial {
        state.apply(
          LoggedEvent(
            n: 0, time: 0,
            event: .stepStarted(
              StepStarted(step: 1, messages: [], sections: [], shown: [], temperature: nil, model: nil))))
      }
      state.apply(
        LoggedEvent(
          n: 0, time: 0,
          event: .candidate(
            CandidateEvent(
              id: id, step: id < initial ? 0 : 1, origin: id < initial ? .initial : .random,
              solution: ["w": .number(Double(id))], text: "\(id)", loss: loss))))
    }
    return state
  }

  @Test func theFirstCandidateWithinAShareIsFound() {
    let state = run([500, nil, 12, 11, 10.05, 30])
    #expect(state.firstRow(within: .tenth) == 3)
    #expect(state.firstRow(within: .hundredth) == 4)
    #expect(state.reach?.start == 500)
  }

  @Test func whatWasNotReachedHasNoRow() {
    #expect(run([500, 12]).firstRow(within: .tenth) == nil)
    #expect(run([]).firstRow(within: .tenth) == nil)
    #expect(run([nil, nil]).firstRow(within: .tenth) == nil)
  }

  @Test func whatGeneratedTheDataIsNoOptimum() {
    #expect(run([500, 10], kind: .truth).optimum == nil)
    #expect(run([500, 10], kind: .truth).firstRow(within: .tenth) == nil)
  }
}
