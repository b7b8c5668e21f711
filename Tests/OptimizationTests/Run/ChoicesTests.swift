import LanguageModels
import Optimization
import Synchronization
import TestSupport
import Testing

@Suite struct ChoicesTests {
  private static func reply(_ number: Int) -> ModelReply { ModelReply(text: "\(number) \(number)") }

  @Test func allRepliesOfAStepComeInOneRequestWhereTheModelHasThat() async {
    let model = ScriptedModel(
      several: { count, _, progress in
        for index in (0..<count).reversed() { progress(index, ReplyProgress(text: "\(index)")) }
        return (0..<count).map { Self.reply($0 + 10) }
      }, script: { _, _, _ in Self.reply(99) })
    let bench = RunBench(model, steps: 1, candidates: 4)
    _ = await bench.run.run()
    #expect(model.requestsForSeveral.all.map(\.count) == [4] && model.requests.count == 0)
    #expect(
      bench.candidates.filter { $0.origin == .model }.map(\.text) == [
        "w=10.0, b=10.0", "w=11.0, b=11.0", "w=12.0, b=12.0", "w=13.0, b=13.0",
      ])
    let seeds = bench.events.compactMap { if case .asked(let asked) = $0 { asked.seed } else { nil } }
    let first = model.requestsForSeveral.all[0].request.seed ?? -1
    #expect(seeds == [first, first + 1, first + 2, first + 3])
  }

  @Test func whatDidNotComeIsAskedForByItself() async {
    let model = ScriptedModel(
      several: { count, _, _ in (0..<count).map { $0 == 1 ? nil : Self.reply($0 + 10) } },
      script: { _, _, _ in Self.reply(77) })
    let bench = RunBench(model, steps: 1, candidates: 3)
    _ = await bench.run.run()
    #expect(model.requests.count == 1 && model.requests.all[0].place?.index == 1)
    #expect(model.requests.all[0].place?.attempt == 2)
    #expect(
      bench.candidates.filter { $0.origin == .model }.map(\.text) == [
        "w=10.0, b=10.0", "w=77.0, b=77.0", "w=12.0, b=12.0",
      ])
  }

  @Test func aModelWithoutItIsAskedForEachAndNotAskedAgainForSeveral() async {
    let asked = Collected<Int>()
    let model = ScriptedModel(
      several: { count, _, _ in
        asked.append(count)
        return nil
      }, script: { _, call, _ in Self.reply(call + 20) })
    let bench = RunBench(model, steps: 3, candidates: 2)
    _ = await bench.run.run()
    #expect(asked.all == [2] && model.requests.count == 6)
    #expect(Set(model.requests.all.compactMap(\.seed)).count == 6)
  }

  @Test func aFailureIsTriedAgainForAll() async {
    let calls = Mutex(0)
    let model = ScriptedModel(
      several: { count, _, _ in
        let call = calls.withLock { calls in
          calls += 1
          return calls
        }
        if call == 1 { throw ModelError(.server, cause: "503", sentence: "Busy.", isRetryable: true) }
        return (0..<count).map { Self.reply($0 + 10) }
      }, script: { _, _, _ in Self.reply(1) })
    let bench = RunBench(model, steps: 1, candidates: 3)
    _ = await bench.run.run()
    #expect(bench.candidates.count == 4)
    let attempts = bench.events.compactMap { if case .reply(let reply) = $0 { reply.attempt } else { nil } }
    #expect(attempts == [2, 2, 2] && bench.folded.head.counts.retries == 1)
  }

  @Test func thePromptOfSeveralIsPaidOnceAndTheTextOfAllIsCounted() async {
    let text = String(repeating: "several words here ", count: 40)
    // As llama.cpp tells it: the count of one reply.
    let replies = (0..<3).map { index in
      ModelReply(text: text, usage: index == 0 ? TokenUsage(input: 500, output: 120) : nil)
    }
    let model = ScriptedModel(several: { _, _, _ in replies }, script: { _, _, _ in Self.reply(1) })
    let bench = RunBench(model, steps: 1, candidates: 3, initial: 0)
    _ = await bench.run.run()
    let usages = bench.events.compactMap { if case .reply(let reply) = $0 { reply.usage } else { nil } }
    #expect(usages.map(\.input) == [500, 0, 0])
    #expect(usages.reduce(0) { $0 + $1.output } > 300 && usages.allSatisfy(\.isEstimated))
  }
}
