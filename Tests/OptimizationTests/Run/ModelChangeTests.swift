import LanguageModels
import Optimization
import TestSupport
import Testing

@Suite struct ModelChangeTests {
  private static func model(_ name: String, first: Int) -> ScriptedModel {
    ScriptedModel(identity: ModelIdentity(name: name, kind: .server)) { _, call, _ in
      ModelReply(text: "\(first + call) 1", model: name)
    }
  }

  @Test func anotherModelIsAskedFromTheNextStepAndAnUndoBringsTheFirstBack() async throws {
    let first = Self.model("a", first: 100), second = Self.model("b", first: 200)
    let bench = RunBench(first, steps: 9, models: ["b": second]) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    try await bench.step()
    await bench.accepts(.setModel("b", nil))
    try await bench.step()
    await bench.refuses(.setModel("c", nil), "There is no model c.")
    await bench.refuses(.setModel("b", nil), "That model is asked already.")
    await bench.accepts(.undo)
    try await bench.step()
    await bench.accepts(.end(immediately: true))
    _ = await ended
    #expect(bench.candidates.compactMap(\.model) == ["a", "b", "a"])
    #expect(bench.stepStarts.map(\.model) == ["a", "b", "a"])
    let steered = bench.events.compactMap { if case .steered(let steered) = $0 { steered.command } else { nil } }
    #expect(steered.contains(.setModel("b", second.identity)))
    #expect(bench.folded.head.model == first.identity)
    // Nobody is surprised by what was asked for.
    #expect(
      !bench.events.contains { if case .notice(let notice) = $0 { notice.code == "model-changed" } else { false } })
  }

  @Test func aModelThatIsLeftIsLetGoOfWhenNothingUsesItAnyMore() async throws {
    let gate = Gate()
    let first = ScriptedModel(identity: ModelIdentity(name: "a", kind: .server)) { _, call, _ in
      if call == 1 { try await gate.opened() }
      return ModelReply(text: "\(call + 1) 1", model: "a")
    }
    let second = Self.model("b", first: 200)
    let bench = RunBench(first, steps: 9, models: ["a": first, "b": second]) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    try await bench.step()
    await bench.accepts(.setModel("b", nil))
    _ = try await first.releases.first(1)
    await bench.accepts(.setModel("a", nil))
    _ = try await second.releases.first(1)
    #expect(first.releases.count == 1)
    // Left in the middle of a step, it answers that first.
    let under = Task { try await bench.step() }
    _ = try await first.requests.first(2)
    await bench.accepts(.setModel("b", nil))
    #expect(first.releases.count == 1)
    gate.open()
    try await under.value
    #expect(try await first.releases.first(2)[1] == 2)
    #expect(bench.candidates.compactMap(\.model) == ["a", "a"])
    await bench.accepts(.end(immediately: true))
    _ = await ended
    #expect(second.releases.count == 1, "the one in force is kept")
  }

  @Test func aRunWithoutAChoiceOfModelsSaysSo() async throws {
    let bench = RunBench(Self.model("a", first: 1)) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    await bench.refuses(.setModel("b", nil), "The model of this run cannot be changed.")
    await bench.accepts(.end(immediately: true))
    _ = await ended
  }

  @Test func aServerThatAnswersWithAnotherModelIsAnEvent() async throws {
    let model = ScriptedModel { _, call, _ in
      ModelReply(text: "\(call + 1) 1", model: call < 2 ? "big" : "small")
    }
    let bench = RunBench(model, steps: 4)
    _ = await bench.run.run()
    let notices = bench.events.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
      .filter { $0.code == "model-changed" }
    #expect(notices.map(\.text) == ["The server now answers with small; before it was big. Nobody here asked."])
    #expect(bench.candidates.compactMap(\.model) == ["big", "big", "small", "small"])
  }

  @Test func whatAModelTellsAboutItsServiceIsAnEvent() async {
    let model = ScriptedModel { _, call, _ in
      ModelReply(text: "\(call + 1) 1", notices: call == 0 ? [ModelNotice("thinking-stays-on", "It thinks.")] : [])
    }
    let bench = RunBench(model, steps: 2)
    _ = await bench.run.run()
    #expect(bench.events.filter { $0 == .notice(Notice(code: "thinking-stays-on", text: "It thinks.")) }.count == 1)
  }

  @Test func whatARunIsToSendIsSent() async {
    let model = ScriptedModel { _, call, _ in ModelReply(text: "\(call + 1) 1") }
    let bench = RunBench(model, steps: 3) {
      $0.request = RequestSettings(
        replyTokens: 77, topP: 0.5, thinking: .low, fields: ["top_k": 3], structured: true, showReasoning: false)
      $0.schedule = TemperatureSchedule(from: 1, to: 0)
    }
    _ = await bench.run.run()
    let requests = model.requests.all
    #expect(requests.map(\.temperature) == [1, 0.5, 0])
    let request = requests[0]
    #expect(request.replyTokens == 77 && request.topP == 0.5 && request.thinking == .low)
    #expect(request.fields == ["top_k": 3] && request.answerForm?.schema["type"] == "object")
    #expect(bench.folded.head.started?.settings.request.fields == ["top_k": 3])
  }

  @Test func aTemperatureOfAPersonEndsTheScheduleAndAnUndoBringsItBack() async throws {
    let model = ScriptedModel { _, call, _ in ModelReply(text: "\(call + 1) 1") }
    let bench = RunBench(model, steps: 5) {
      $0.schedule = TemperatureSchedule(from: 1, to: 0)
      $0.paused = true
    }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    try await bench.step()
    await bench.accepts(.setTemperature(0.3))
    try await bench.step()
    await bench.accepts(.undo)
    try await bench.step()
    await bench.accepts(.end(immediately: true))
    _ = await ended
    #expect(model.requests.all.map(\.temperature) == [1, 0.3, 0.5])
  }
}
