import LanguageModels
import Optimization
import Testing

/// What is a trap and what is none, told from states alone.
@Suite struct TrapWatchTests {
  /// A run of the bowl around an optimum, its candidates all of one step each.
  private func state(
    _ pairs: [(Double, Double)], optimum: (w: Double, b: Double)? = (0, 0), origin: Origin = .model,
    shown: [Int]? = nil, failing: Double? = nil, model: Bool = true, change: (inout RunSettings) -> Void = { _ in }
  ) -> RunState {
    var settings = RunSettings(steps: 50)
    change(&settings)
    let (w, b) = optimum ?? (0, 0)
    let references = [
      Reference(kind: .optimum, label: "optimum", solution: ["w": .number(w), "b": .number(b)], text: nil, loss: 0)
    ]
    var state = RunState()
    func apply(_ event: RunEvent) { state.apply(LoggedEvent(n: state.head.events, time: 0, event: event)) }
    apply(
      .runStarted(
        RunStarted(
          id: "x", started: "",
          problem: RunStarted.ProblemRecord(
            name: "bowl", settings: [:], parameters: ["w", "b"], objective: Objective(name: "loss", label: "loss"),
            references: optimum == nil ? [] : references, data: nil),
          settings: settings,
          models: RunStarted.Models(optimizer: model ? ModelIdentity(name: "m", kind: .simulated) : nil))))
    for (id, pair) in pairs.enumerated() {
      apply(
        .stepStarted(
          StepStarted(
            step: id + 1, messages: [], sections: [], shown: [], temperature: nil, model: model ? "m" : nil)))
      apply(.reply(ReplyEvent(step: id + 1, index: 0, attempt: 1, role: "optimizer", text: "", seconds: 0)))
      let loss = (pair.0 - w) * (pair.0 - w) + (pair.1 - b) * (pair.1 - b)
      apply(
        .candidate(
          CandidateEvent(
            id: id, step: id + 1, index: 0, origin: origin, solution: ["w": .number(pair.0), "b": .number(pair.1)],
            text: "w=\(pair.0), b=\(pair.1)", loss: pair.0 == failing ? nil : loss)))
    }
    if let shown {
      apply(
        .stepStarted(
          StepStarted(
            step: pairs.count + 1, messages: [], sections: [], shown: shown, temperature: nil, model: "m")))
    }
    return state
  }

  // MARK: The valley

  private static let valley = [(-5.0, 5.0), (-5, 5.2), (-5.2, 5), (-5.1, 5), (-5, 5.1)]

  @Test func theValleyIsNamedInBothDirections() {
    #expect(
      TrapWatch.text(of: .valley, in: state(Self.valley))
        == "w is too small while b is too large: in the last 5 proposals one error makes up for the other, so the loss "
        + "hardly changes.")
    let other = Self.valley.map { (-$0.0, -$0.1) }
    #expect(TrapWatch.text(of: .valley, in: state(other))?.hasPrefix("b is too small while w is too large") == true)
  }

  @Test func theValleyTellsNothingOfTheOptimum() {
    let moved = Self.valley.map { ($0.0 + 41, $0.1 - 73) }
    let text = TrapWatch.text(of: .valley, in: state(moved, optimum: (41, -73))) ?? ""
    #expect(text.contains("too small"))
    #expect(!text.contains("41") && !text.contains("73"))
  }

  @Test func whatIsNoValley() {
    func isValley(_ state: RunState) -> Bool { TrapWatch.text(of: .valley, in: state) != nil }
    #expect(!isValley(state(Array(Self.valley.dropLast()))), "four proposals")
    #expect(!isValley(state(Self.valley + [(-5, -5)])), "both too small")
    #expect(!isValley(state(Self.valley + [(5, -5.1)])), "the other side")
    #expect(!isValley(state([(-9, 9), (-7, 7), (-5, 5), (-3, 3), (-2, 2)])), "a loss that falls")
    #expect(!isValley(state(Self.valley, optimum: nil)), "no known optimum")
    #expect(!isValley(state(Self.valley, origin: .person)), "a person's own")
    #expect(!isValley(state(Self.valley, failing: -5.2)), "one that could not be judged")
    let near = [(900.0, 900.0)] + Self.valley.map { ($0.0 + 1000, $0.1 / 100 + 1000) }
    #expect(!isValley(state(near, optimum: (1000, 1000))), "b is right to a part of what was tried")
    let far = [(900.0, 900.0)] + Self.valley.map { ($0.0 + 1000, $0.1 + 1000) }
    #expect(isValley(state(far, optimum: (1000, 1000))))
  }

  @Test func whatAPersonInjectsIsPassedOver() {
    var state = state(Self.valley)
    state.apply(
      LoggedEvent(
        n: 99, time: 0,
        event: .candidate(
          CandidateEvent(id: 5, step: 5, origin: .person, solution: ["w": 1, "b": 1], text: "", loss: 2))))
    #expect(TrapWatch.text(of: .valley, in: state) != nil)
  }

  // MARK: The prompt

  @Test func aValueThatAllRowsShareIsNamed() {
    let pairs = [(1.0, 2.5), (3, 2.5), (4, 2.5), (4, 9)]
    #expect(
      TrapWatch.text(of: .sharedParameter, in: state(pairs, shown: [0, 1, 2]))
        == "All 3 rows of the prompt have b=2.5: the model cannot learn from them what b does.")
    #expect(TrapWatch.text(of: .sharedParameter, in: state(pairs, shown: [0, 1, 2, 3])) == nil)
    #expect(TrapWatch.text(of: .sharedParameter, in: state(pairs, shown: [0, 1])) == nil, "two rows")
    #expect(TrapWatch.text(of: .sharedParameter, in: state(pairs, shown: [])) == nil)
    let same = [(1.0, 2.0), (1, 2), (1, 2)]
    #expect(TrapWatch.text(of: .sharedParameter, in: state(same, shown: [0, 1, 2])) == nil, "one solution only")
  }

  @Test func valuesThatAreTheSameAsTheyAreShownAreShared() {
    let pairs = [(1.0, 2.51), (3, 2.49), (4, 2.5)]
    let rounded = state(pairs, shown: [0, 1, 2]) { $0.prompt.decimals = 1 }
    #expect(TrapWatch.text(of: .sharedParameter, in: rounded)?.contains("b=2.5:") == true)
    #expect(TrapWatch.text(of: .sharedParameter, in: state(pairs, shown: [0, 1, 2])) == nil)
  }

  // MARK: Repeats

  private func rejecting(_ codes: [Refusal.Code], candidates: Int = 1) -> RunState {
    var state = state([(1, 1)]) { $0.candidates = candidates }
    for (index, code) in codes.enumerated() {
      let step = 2 + index / candidates, place = index % candidates
      let started = StepStarted(step: step, messages: [], sections: [], shown: [], temperature: nil, model: "m")
      let events: [RunEvent] = [
        .stepStarted(started),
        .reply(ReplyEvent(step: step, index: place, attempt: 1, role: "optimizer", text: "", seconds: 0)),
        .rejected(Rejected(step: step, index: place, refusal: Refusal(code, "", of: 0))),
      ]
      for event in events { state.apply(LoggedEvent(n: 0, time: 0, event: event)) }
    }
    return state
  }

  @Test func threeRepliesThatRepeatAreATrap() {
    #expect(TrapWatch.text(of: .repeats, in: rejecting([.duplicate, .duplicate])) == nil)
    #expect(
      TrapWatch.text(of: .repeats, in: rejecting([.duplicate, .duplicate, .duplicate]))
        == "The last 3 replies of the model all repeat known solutions.")
    #expect(TrapWatch.text(of: .repeats, in: rejecting([.duplicate, .duplicate, .duplicate, .none])) == nil)
    #expect(TrapWatch.text(of: .repeats, in: rejecting([.none, .duplicate, .duplicate, .duplicate])) != nil)
  }

  @Test func withManyRepliesAStepAllOfOneStepMustRepeat() {
    let duplicates = [Refusal.Code](repeating: .duplicate, count: 5)
    #expect(TrapWatch.text(of: .repeats, in: rejecting(duplicates, candidates: 6)) == nil)
    #expect(TrapWatch.text(of: .repeats, in: rejecting(duplicates + [.duplicate], candidates: 6)) != nil)
  }

  @Test func repeatsThatAreJudgedAgainAreATrapAsWell() {
    let pairs = [(1.0, 1.0), (2, 1), (1, 1), (2, 1), (1, 1)]
    #expect(TrapWatch.text(of: .repeats, in: state(pairs) { $0.repeats = .evaluate }) != nil)
    #expect(TrapWatch.text(of: .repeats, in: state(pairs + [(3, 1)]) { $0.repeats = .evaluate }) == nil)
    #expect(TrapWatch.text(of: .repeats, in: state(Array(pairs.dropLast())) { $0.repeats = .evaluate }) == nil)
  }

  // MARK: No improvement

  @Test func fiveStepsWithoutABetterLossAreATrap() {
    let worse = [(1.0, 1.0), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)]
    #expect(TrapWatch.text(of: .noImprovement, in: state(Array(worse.dropLast()))) == nil)
    #expect(TrapWatch.text(of: .noImprovement, in: state(worse)) == "No better loss for 5 steps.")
    #expect(TrapWatch.text(of: .noImprovement, in: state(worse + [(0.5, 0.5)])) == nil)
    #expect(TrapWatch.text(of: .noImprovement, in: state(worse) { $0.patience = 6 }) == nil)
    #expect(TrapWatch.text(of: .noImprovement, in: state(worse) { $0.patience = 2 }) != nil)
  }

  // MARK: Notices

  @Test func withoutAModelThereAreNoTraps() {
    let worse = [(1.0, 1.0), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)]
    #expect(TrapWatch.notices(for: state(worse, origin: .random, model: false), at: .stepDone).isEmpty)
    #expect(TrapWatch.notices(for: state(worse), at: .stepDone).map(\.code) == ["trap-no-improvement"])
  }
}
