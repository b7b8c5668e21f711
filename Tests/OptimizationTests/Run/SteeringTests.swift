import LanguageModels
import Optimization
import TestSupport
import Testing

@Suite struct SteeringTests {
  /// A model whose every reply waits for a gate of its own.
  private final class HeldModel: Sendable {
    let gates = (0..<20).map { _ in Gate() }
    var model: ScriptedModel {
      ScriptedModel { _, call, _ in
        try await self.gates[call].opened()
        return ModelReply(text: "\(call + 1) 1", usage: TokenUsage(input: 1, output: 1))
      }
    }
  }

  @Test func aPauseLetsTheReplyUnderWayFinishAndKeepsIt() async throws {
    let held = HeldModel(), model = held.model
    let bench = RunBench(model)
    async let ended = bench.run.run()
    _ = try await model.requests.first(1)
    #expect(await bench.run.perform(.pause, source: .keyboard) == .accepted)
    held.gates[0].open()
    _ = try await bench.sink.events { if case .candidate(let c) = $0 { c.origin == .model } else { false } }
    #expect(model.requests.count == 1)
    held.gates.forEach { $0.open() }
    #expect(await bench.run.perform(.resume, source: .keyboard) == .accepted)
    #expect(await ended.reason == .steps)
  }

  @Test func aRunStartsPausedWhereItIsAskedTo() async throws {
    let model = ScriptedModel(replies: ["1 1"])
    let bench = RunBench(model, steps: 1) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    #expect(model.requests.count == 0)
    #expect(bench.candidates.count == 1)
    #expect(await bench.run.perform(.resume, source: .keyboard) == .accepted)
    _ = await ended
  }

  @Test func aStepFromAPauseTakesExactlyOne() async throws {
    let bench = RunBench(ScriptedModel(replies: ["1 1", "2 2", "3 3"])) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    #expect(await bench.run.perform(.step, source: .keyboard) == .accepted)
    _ = try await bench.sink.events {
      if case .state(let change) = $0 { change.reason == "The step that was asked for is done." } else { false }
    }
    #expect(bench.stepStarts.count == 1)
    #expect(await bench.run.perform(.resume, source: .keyboard) == .accepted)
    _ = await ended
    #expect(bench.stepStarts.count == 3)
  }

  @Test func aStepDuringARunPausesAfterThisOne() async throws {
    let held = HeldModel(), model = held.model
    let bench = RunBench(model)
    async let ended = bench.run.run()
    _ = try await model.requests.first(1)
    #expect(await bench.run.perform(.step, source: .keyboard) == .accepted)
    #expect(
      await bench.run.perform(.step, source: .keyboard) == .refused("The run already pauses after this step."))
    held.gates.forEach { $0.open() }
    try await bench.reaches(.paused)
    #expect(bench.stepStarts.count == 1)
    #expect(await bench.run.perform(.end(immediately: true), source: .keyboard) == .accepted)
    _ = await ended
  }

  @Test func theTemperatureHoldsFromTheNextRequestAndEachCandidateKeepsItsOwn() async throws {
    let held = HeldModel(), model = held.model
    let bench = RunBench(model, steps: 2)
    async let ended = bench.run.run()
    _ = try await model.requests.first(1)
    #expect(await bench.run.perform(.setTemperature(0.4), source: .keyboard) == .accepted)
    held.gates.forEach { $0.open() }
    _ = await ended
    #expect(model.requests.all.map(\.temperature) == [nil, 0.4])
    #expect(bench.candidates.map(\.temperature) == [nil, nil, 0.4])
  }

  @Test func aTemperatureOutOfRangeIsRefusedAndNotLogged() async throws {
    let bench = RunBench(ScriptedModel(replies: ["1 1"]), steps: 1) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    let outcome = await bench.run.perform(.setTemperature(2.1), source: .keyboard)
    #expect(outcome == .refused("The temperature 2.1 is out of range: allowed are 0 to 2."))
    #expect(!bench.kinds.contains("steered"))
    _ = await bench.run.perform(.resume, source: .keyboard)
    _ = await ended
  }

  @Test func injectedSolutionsAreJudgedWhilePausedAndShownInTheNextPrompt() async throws {
    let model = ScriptedModel(replies: ["9 9"])
    let bench = RunBench(model, steps: 1) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    #expect(await bench.run.perform(.inject("1 2; 3 4"), source: .keyboard) == .accepted)
    #expect(bench.candidates.map(\.origin) == [.initial, .person, .person])
    _ = await bench.run.perform(.resume, source: .keyboard)
    _ = await ended
    #expect(model.requests.all[0].messages[0].text.contains("w=1.0, b=2.0 loss=5.0"))
    #expect(bench.stepStarts[0].shown == [0, 1, 2])
  }

  @Test func whatCannotBeInjectedIsRefusedWithTheReason() async throws {
    let bench = RunBench(ScriptedModel(replies: ["9 9"]), steps: 1) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    #expect(
      await bench.run.perform(.inject("one"), source: .keyboard) == .refused("\"one\" is no pair: type two numbers."))
    #expect(await bench.run.perform(.inject("1 2"), source: .keyboard) == .accepted)
    #expect(
      await bench.run.perform(.inject("1 2"), source: .keyboard)
        == .refused("w=1.0, b=2.0 is already in the trajectory as #1."))
    _ = await bench.run.perform(.resume, source: .keyboard)
    _ = await ended
  }

  @Test func cancellingAStepKeepsTheRepliesThatHaveCome() async throws {
    let model = ScriptedModel { request, _, _ in
      if request.seed == seed(step: 1, index: 1) { return ModelReply(text: "1 1") }
      if request.seed == seed(step: 1, index: 0) { try await Gate().opened() }
      return ModelReply(text: "2 2")
    }
    let bench = RunBench(model, steps: 2, candidates: 2)
    async let ended = bench.run.run()
    _ = try await bench.sink.events { if case .reply = $0 { true } else { false } }
    #expect(await bench.run.perform(.cancelStep, source: .keyboard) == .accepted)
    _ = await ended
    #expect(bench.rejections.first?.code == .cancelled)
    #expect(bench.rejections.first?.index == 0)
    #expect(bench.candidates.contains { $0.text == "w=1.0, b=1.0" })
    #expect(bench.stepStarts.count == 2)
  }

  @Test func cancellingWithNoStepUnderWayIsRefused() async throws {
    let bench = RunBench(ScriptedModel(replies: ["9 9"]), steps: 1) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    #expect(await bench.run.perform(.cancelStep, source: .keyboard) == .refused("No step is under way."))
    #expect(await bench.run.perform(.pause, source: .keyboard) == .refused("The run is already paused."))
    _ = await bench.run.perform(.resume, source: .keyboard)
    _ = await ended
    #expect(await bench.run.perform(.pause, source: .keyboard) == .refused("The run has ended."))
  }

  @Test func moreAndFewerStepsMoveTheEnd() async throws {
    let held = HeldModel(), model = held.model
    let bench = RunBench(model, steps: 2)
    async let ended = bench.run.run()
    _ = try await model.requests.first(1)
    #expect(await bench.run.perform(.setSteps(4), source: .keyboard) == .accepted)
    held.gates[0].open()
    held.gates[1].open()
    _ = try await model.requests.first(3)
    #expect(
      await bench.run.perform(.setSteps(2), source: .keyboard)
        == .refused("2 steps are not possible: allowed are 3 to 1000000."))
    #expect(await bench.run.perform(.setSteps(3), source: .keyboard) == .accepted)
    held.gates.forEach { $0.open() }
    _ = await ended
    #expect(bench.stepStarts.count == 3)
  }

  @Test func anEndAfterTheRepliesUnderWayKeepsThem() async throws {
    let held = HeldModel(), model = held.model
    let bench = RunBench(model)
    async let ended = bench.run.run()
    _ = try await model.requests.first(1)
    #expect(await bench.run.perform(.end(immediately: false), source: .signal) == .accepted)
    held.gates[0].open()
    #expect(await ended.reason == .interrupted)
    #expect(bench.candidates.count == 2)
    #expect(bench.stepStarts.count == 1)
  }

  @Test func everyAcceptedActIsLoggedWithItsSource() async throws {
    let bench = RunBench(ScriptedModel(replies: ["9 9"]), steps: 1) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    for command in [Command.setTemperature(0.5), .inject("1 1"), .setSteps(1), .resume] {
      #expect(await bench.run.perform(command, source: .plain) == .accepted)
    }
    _ = await ended
    let acts = bench.events.compactMap { event in if case .steered(let act) = event { act } else { nil } }
    #expect(acts.map(\.command) == [.setTemperature(0.5), .inject("1 1"), .setSteps(1), .resume])
    #expect(acts.allSatisfy { $0.source == .plain })
  }

  @Test func aLogThatCannotBeWrittenPausesTheRunUntilItCan() async throws {
    let model = ScriptedModel(replies: ["1 1", "2 2"])
    let bench = RunBench(model, steps: 2) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    bench.sink.fail("The disk is full.")
    _ = await bench.run.perform(.setTemperature(1), source: .keyboard)
    #expect(await bench.run.perform(.resume, source: .keyboard) == .refused("The disk is full."))
    bench.sink.mend()
    #expect(await bench.run.perform(.resume, source: .keyboard) == .accepted)
    #expect(await ended.reason == .steps)
    #expect(bench.candidates.count == 3)
  }
}
