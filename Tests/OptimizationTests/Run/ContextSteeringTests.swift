import LanguageModels
import Optimization
import TestSupport
import Testing

/// What a person changes of what the model sees.
@Suite struct ContextSteeringTests {
  /// Paused before its first step, with three initial candidates.
  private func pausedBench(
    replies: [String] = ["11 1", "12 1", "13 1", "14 1"], prompting: any Prompting = ListingPrompting()
  ) async throws -> (RunBench, ScriptedModel, Task<RunEnded, Never>) {
    let model = ScriptedModel(replies: replies)
    let bench = RunBench(model, steps: replies.count, initial: 3, prompting: prompting) { $0.paused = true }
    let ended = Task { await bench.run.run() }
    try await bench.reaches(.paused)
    return (bench, model, ended)
  }

  private func finish(_ bench: RunBench, _ ended: Task<RunEnded, Never>) async {
    _ = await bench.run.perform(.end(immediately: true), source: .keyboard)
    _ = await ended.value
  }

  @Test func theModelNoLongerSeesAMaskedCandidate() async throws {
    let (bench, model, ended) = try await pausedBench()
    await bench.accepts(.mask(ids: [1, 1]))
    try await bench.step()
    await bench.accepts(.unmask(ids: [1]))
    try await bench.step()
    #expect(bench.stepStarts.map(\.shown) == [[0, 2], [0, 1, 2, 3]])
    #expect(!model.requests.all[0].messages[0].text.contains(bench.candidates[1].text))
    #expect(bench.folded.head.masked == [])
    await finish(bench, ended)
  }

  @Test func aRepeatOfAMaskedCandidateIsStillADuplicate() async throws {
    let (bench, _, ended) = try await pausedBench(replies: ["11 1", "11 1"])
    try await bench.step()
    await bench.accepts(.mask(ids: [3]))
    try await bench.step()
    #expect(bench.rejections.map(\.code) == [.duplicate])
    #expect(bench.rejections.map(\.of) == [3])
    await finish(bench, ended)
  }

  @Test func pinsOrderAndNumberOfRowsHoldFromTheNextPromptOn() async throws {
    let (bench, _, ended) = try await pausedBench()
    await bench.accepts(.setHistory(2))
    await bench.accepts(.pin(ids: [0]))
    try await bench.step()
    await bench.accepts(.setHistory(nil))
    await bench.accepts(.unpin(ids: [0]))
    try await bench.step()
    await bench.accepts(.setHistory(0))
    try await bench.step()
    #expect(bench.stepStarts.map(\.shown) == [[0, 2], [0, 1, 2, 3], []])
    await finish(bench, ended)
  }

  @Test func orderAndScoresChangeWhatATemplateWrites() async throws {
    let template = "[user]\n{history}\n\n{order}\n[row]\n{id}: {loss}"
    let prompting = try TemplatePrompting(name: "m", templateText: template, parameters: ["w", "b"])
    let (bench, model, ended) = try await pausedBench(prompting: prompting)
    await bench.accepts(.setOrder(.bestLast))
    try await bench.step()
    await bench.accepts(.setScoresShown(false))
    try await bench.step()
    let texts = model.requests.all.map { $0.messages[0].text }
    #expect(texts[0].hasSuffix("in descending order, best last"))
    #expect(texts[0].contains(": "))
    #expect(!texts[1].contains(": "))
    let losses = bench.stepStarts[0].shown.map { id in bench.candidates[id].loss ?? 0 }
    #expect(losses == losses.sorted(by: >))
    await finish(bench, ended)
  }

  @Test func guidanceIsInEveryPromptUntilItIsRemoved() async throws {
    let (bench, model, ended) = try await pausedBench()
    try await bench.step()
    await bench.accepts(.setGuidance(" Nearer to zero. "))
    try await bench.step()
    try await bench.step()
    await bench.accepts(.setGuidance("\n"))
    try await bench.step()
    #expect(model.requests.all.map { $0.messages[0].text.contains("Nearer") } == [false, true, true, false])
    let guided = bench.events.compactMap { event in
      if case .steered(let act) = event, case .setGuidance(let text) = act.command { text ?? "none" } else { nil }
    }
    #expect(guided == ["Nearer to zero.", "none"])
    await finish(bench, ended)
  }

  @Test func undoTakesBackTheLastChangeAndTheLogSaysWhich() async throws {
    let (bench, _, ended) = try await pausedBench()
    await bench.accepts(.setTemperature(0.5))
    await bench.accepts(.mask(ids: [1]))
    await bench.accepts(.inject("7 7"))
    await bench.accepts(.undo)
    await bench.accepts(.undo)
    await bench.refuses(
      .undo,
      "Nothing to undo: nothing of the prompt, the temperature or the steps has been changed, or all of it was taken back."
    )
    let undone = bench.events.compactMap { event in
      if case .steered(let act) = event, act.command == .undo { act.of } else { nil }
    }
    #expect(undone == [.mask(ids: [1]), .setTemperature(0.5)])
    let head = bench.folded.head
    #expect(head.masked.isEmpty)
    #expect(head.temperature == nil)
    #expect(head.happenings.compactMap(\.undone) == undone)
    // What was injected cannot be taken back.
    #expect(bench.candidates.count == 4)
    await finish(bench, ended)
  }

  @Test func whatCannotBeDoneIsRefusedWithASentence() async throws {
    let (bench, _, ended) = try await pausedBench()
    await bench.refuses(.mask(ids: [0, 9]), "There is no candidate #9.")
    await bench.refuses(.pin(ids: [-1]), "There is no candidate #-1.")
    await bench.refuses(.mask(ids: []), "No candidate is named: mask takes the numbers of some.")
    await bench.refuses(.unmask(ids: [0]), "#0 is not masked.")
    await bench.refuses(.unpin(ids: [0, 1]), "All 2 of them are not pinned.")
    await bench.accepts(.mask(ids: [0]))
    await bench.refuses(.mask(ids: [0]), "#0 is masked already.")
    await bench.refuses(.setHistory(-1), "-1 rows are not possible: allowed are 0 to 1000000, or all.")
    await bench.refuses(.setHistory(nil), "The prompt already shows all rows.")
    await bench.refuses(.setOrder(.asMade), "The rows are already in the order as-made.")
    await bench.refuses(.setScoresShown(true), "The scores are already shown.")
    await bench.refuses(.setGuidance(" "), "There is no guidance to remove.")
    await bench.refuses(
      .setGuidance(String(repeating: "x", count: 4001)),
      "The guidance has 4001 characters: allowed are at most 4000.")
    await bench.accepts(.setGuidance(String(repeating: "x", count: 4000)))
    await finish(bench, ended)
    await bench.refuses(.undo, "The run has ended.")
  }

  @Test func aCandidateWithoutALossCannotBePinned() async throws {
    let problem = BowlProblem(beforeEvaluation: { solution in
      if solution.w == 7 { throw EvaluationFailure(code: "no", reason: "Not seven.") }
    })
    let bench = RunBench(ScriptedModel(replies: ["1 1"]), steps: 1, problem: problem) { $0.paused = true }
    let ended = Task { await bench.run.run() }
    try await bench.reaches(.paused)
    await bench.accepts(.inject("7 7"))
    await bench.refuses(.pin(ids: [1]), "#1 could not be judged, and a prompt shows only candidates with a loss.")
    await bench.accepts(.mask(ids: [1]))
    await finish(bench, ended)
  }

  @Test func withoutAModelThereIsNoPromptToChange() async throws {
    let bench = RunBench(nil, steps: 1) { $0.paused = true }
    let ended = Task { await bench.run.run() }
    try await bench.reaches(.paused)
    for command in [Command.mask(ids: [0]), .pin(ids: [0]), .setGuidance("x"), .setHistory(1), .setScoresShown(false)] {
      await bench.refuses(command, "No model is asked in this run, so there is no prompt to change.")
    }
    await finish(bench, ended)
  }
}
