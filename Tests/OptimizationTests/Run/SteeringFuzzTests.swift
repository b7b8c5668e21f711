import LanguageModels
import Optimization
import TestSupport
import Testing

/// Hundreds of commands, possible and impossible, in an order that a seed draws.
@Suite struct SteeringFuzzTests {
  private static func command(_ generator: inout SeededGenerator, candidates: Int) -> Command {
    func ids() -> [Int] {
      (0..<generator.integer(in: 0...3)).map { _ in generator.integer(in: -1...candidates) }
    }
    func pair() -> String { "\(generator.integer(in: -30...30)) \(generator.integer(in: -30...30))" }
    return switch generator.integer(in: 0...14) {
    case 0: .mask(ids: ids())
    case 1: .unmask(ids: ids())
    case 2: .pin(ids: ids())
    case 3: .unpin(ids: ids())
    case 4: .setGuidance(generator.integer(in: 0...2) == 0 ? nil : pair())
    case 5: .setOrder(PromptSettings.Order.allCases[generator.integer(in: 0...2)])
    case 6: .setHistory(generator.integer(in: 0...2) == 0 ? nil : generator.integer(in: -2...9))
    case 7: .setScoresShown(generator.integer(in: 0...1) == 0)
    case 8, 9: .undo
    case 10: .predict(pair())
    case 11: .inject(pair())
    case 12: .setTemperature(Double(generator.integer(in: -1...5)) / 2)
    case 13: .setSteps(generator.integer(in: -1...90))
    default: .pause
    }
  }

  @Test(arguments: UInt64(1)...6) func noOrderOfCommandsBreaksARun(_ seed: UInt64) async throws {
    let model = ScriptedModel { request, call, _ in
      ModelReply(text: call % 4 == 3 ? "none" : "\((request.seed ?? 0) % 40) \(call % 7)")
    }
    let bench = RunBench(model, steps: 100, candidates: 2, initial: 3) { $0.paused = true }
    let ended = Task { await bench.run.run() }
    try await bench.reaches(.paused)
    let start = bench.folded.head
    var generator = SeededGenerator(seed: seed)
    var accepted = 0
    for round in 0..<300 {
      let command = Self.command(&generator, candidates: bench.candidates.count)
      let head = await bench.run.currentState.head
      if await bench.run.perform(command, source: .program) == .accepted { accepted += 1 }
      let after = await bench.run.currentState.head
      #expect(after.masked.isDisjoint(with: after.pinned))
      if command == .undo { #expect(after.undoable.count < max(1, head.undoable.count)) }
      if round % 25 == 24, after.step + 2 < after.steps { try await bench.step() }
    }
    #expect(accepted > 100)
    for prompt in bench.stepStarts {
      #expect(Set(prompt.shown).count == prompt.shown.count)
    }
    while await bench.run.perform(.undo, source: .program) == .accepted {}
    let state = await bench.run.currentState
    #expect(state.head.masked.isEmpty && state.head.pinned.isEmpty)
    #expect(state.head.guidance == nil)
    #expect(state.head.prompt == start.prompt)
    #expect(state.head.temperature == start.temperature)
    await bench.accepts(.end(immediately: true))
    _ = await ended.value
    var own = await bench.run.currentState
    var folded = RunState()
    var offset = 0
    for (event, line) in zip(bench.sink.events.all, bench.sink.lines) {
      folded.apply(event, at: LogLocation(offset: offset, length: line.utf8.count))
      offset += line.utf8.count + 1
    }
    #expect(own == folded)
    own.apply(bench.sink.events.all[0])
    #expect(own != folded)
  }
}
