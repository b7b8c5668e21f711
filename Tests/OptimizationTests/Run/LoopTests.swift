import LanguageModels
import Optimization
import TestSupport
import Testing

@Suite struct LoopTests {
  @Test func aRunJudgesItsInitialSolutionsAndThenOneReplyAStep() async {
    let bench = RunBench(ScriptedModel(replies: ["3 4", "1 2", "1 1"]))
    let ended = await bench.run.run()
    #expect(ended == RunEnded(reason: .steps, best: 3))
    #expect(bench.candidates.map(\.id) == [0, 1, 2, 3])
    #expect(bench.candidates.map(\.origin) == [.initial, .model, .model, .model])
    #expect(bench.candidates.map(\.step) == [0, 1, 2, 3])
    #expect(bench.candidates.dropFirst().map(\.loss) == [25, 5, 2])
    let step = ["step-started", "asked", "reply", "evaluation-started", "candidate"]
    let expected: [String] = ["run-started", "evaluation-started", "candidate"] + step + step + step + ["run-ended"]
    #expect(bench.kinds == expected)
  }

  @Test func eventsAreNumberedWithoutAGap() async {
    let bench = RunBench(ScriptedModel(replies: ["3 4", "x", "1 1"]))
    _ = await bench.run.run()
    #expect(bench.sink.events.all.map(\.n) == Array(0..<bench.sink.events.count))
  }

  @Test func whatWasJudgedIsInTheNextPrompt() async throws {
    let model = ScriptedModel(replies: ["3 4", "1 2"])
    let bench = RunBench(model, steps: 2)
    _ = await bench.run.run()
    let prompts = model.requests.all.map { $0.messages[0].text }
    #expect(!prompts[0].contains("w=3.0, b=4.0"))
    #expect(prompts[1].contains("w=3.0, b=4.0 loss=25.0"))
    #expect(bench.stepStarts.map(\.shown) == [[0], [0, 1]])
  }

  @Test func candidatesGetTheirIdsInTheOrderOfTheIndexWhateverOrderTheRepliesComeIn() async throws {
    let gates = [Gate(), Gate(), Gate()]
    let model = ScriptedModel { request, call, _ in
      try await gates[call].opened()
      return ModelReply(text: "\(call + 1) 0")
    }
    let bench = RunBench(model, steps: 1, candidates: 3)
    async let ended = bench.run.run()
    _ = try await model.requests.first(3)
    // Calls may be numbered in any order of the tasks; the last one answers first.
    gates[2].open()
    gates[1].open()
    gates[0].open()
    _ = await ended
    let proposed = bench.candidates.filter { $0.origin == .model }
    #expect(proposed.map(\.index) == [0, 1, 2])
    #expect(proposed.map(\.id) == [1, 2, 3])
  }

  @Test func aLateFirstReplyHoldsBackTheCandidatesBehindIt() async throws {
    let first = Gate()
    let model = ScriptedModel { request, _, _ in
      // The seed tells the replies apart, since calls come in any order.
      if request.seed == seed(step: 1, index: 0) { try await first.opened() }
      return ModelReply(text: request.seed == seed(step: 1, index: 0) ? "1 0" : "2 0")
    }
    let bench = RunBench(model, steps: 1, candidates: 2)
    async let ended = bench.run.run()
    _ = try await bench.sink.events { if case .reply = $0 { true } else { false } }
    #expect(bench.candidates.count == 1)
    first.open()
    _ = await ended
    #expect(bench.candidates.map(\.text) == [bench.candidates[0].text, "w=1.0, b=0.0", "w=2.0, b=0.0"])
  }

  @Test func aRepeatIsRejectedAsADuplicateOfItsFirst() async {
    let bench = RunBench(ScriptedModel(replies: ["3 4", "3 4", "1 1"]))
    _ = await bench.run.run()
    #expect(bench.rejections.map(\.code) == [.duplicate])
    #expect(bench.rejections.map(\.of) == [1])
    #expect(bench.candidates.count == 3)
  }

  @Test func theSamePairTwiceInOneStepIsADuplicateOfTheFirst() async {
    let bench = RunBench(ScriptedModel { _, _, _ in ModelReply(text: "2 2") }, steps: 1, candidates: 3)
    _ = await bench.run.run()
    #expect(bench.rejections.map(\.index) == [1, 2])
    #expect(bench.rejections.allSatisfy { $0.code == .duplicate && $0.of == 1 })
  }

  @Test func repeatsAreEvaluatedAgainWhereTheSettingsSaySo() async {
    let bench = RunBench(ScriptedModel(replies: ["3 4", "3 4", "3 4"])) { $0.repeats = .evaluate }
    _ = await bench.run.run()
    #expect(bench.rejections.isEmpty)
    #expect(bench.candidates.count == 4)
  }

  @Test func aReplyWithoutAPairLeavesItsCodeAndNoCandidate() async {
    let bench = RunBench(ScriptedModel(replies: ["I do not know.", "1 1"]), steps: 2)
    _ = await bench.run.run()
    #expect(bench.rejections.map(\.code) == [.none])
    #expect(bench.candidates.count == 2)
  }

  @Test func noModelMeansRandomProposalsThatSayTheyAreRandom() async {
    let bench = RunBench(nil, steps: 4, candidates: 2) { $0.repeats = .evaluate }
    let ended = await bench.run.run()
    #expect(ended.reason == .steps)
    #expect(bench.candidates.dropFirst().allSatisfy { $0.origin == .random })
    #expect(bench.candidates.count == 9)
    #expect(!bench.kinds.contains("asked"))
  }

  @Test func equalSeedsGiveEqualLogsToTheByte() async {
    func lines(seed: UInt64) async -> [String] {
      let bench = RunBench(ScriptedModel(replies: ["3 4", "1 2", "1 1"])) { $0.seed = seed }
      _ = await bench.run.run()
      return bench.sink.lines
    }
    let first = await lines(seed: 7), second = await lines(seed: 7), other = await lines(seed: 8)
    #expect(first == second)
    #expect(first != other)
  }

  @Test func everyReplyHasASamplingSeedOfItsOwn() async {
    let model = ScriptedModel { _, call, _ in ModelReply(text: "\(call) 9") }
    let bench = RunBench(model, steps: 4, candidates: 4)
    _ = await bench.run.run()
    #expect(Set(model.requests.all.map(\.seed)).count == 16)
  }
}

/// The sampling seed of a reply in a run of seed 1.
func seed(step: Int, index: Int, attempt: Int = 1) -> Int {
  var generator = SeededGenerator(runSeed: 1, purpose: .replySeed, step: step, index: index, attempt: attempt)
  return generator.integer(in: 0...Int(Int32.max))
}

@Suite struct EndTests {
  @Test func aSolutionEndsTheRunAfterItsStep() async {
    let model = ScriptedModel { request, _, _ in
      ModelReply(text: request.seed == seed(step: 2, index: 0) ? "0 0" : "\((request.seed ?? 0) % 97 + 1) 5")
    }
    let bench = RunBench(model, steps: 9, candidates: 2)
    let ended = await bench.run.run()
    #expect(ended.reason == .solved)
    #expect(bench.stepStarts.count == 2)
    #expect(bench.candidates.count == 5)
  }

  @Test func aTargetLossEndsTheRun() async {
    let bench = RunBench(ScriptedModel(replies: ["3 4", "1 1", "1 0"])) { $0.until = 2 }
    let ended = await bench.run.run()
    #expect(ended.reason == .target)
    #expect(bench.stepStarts.count == 2)
  }

  @Test func noImprovementForThePatienceEndsTheRun() async {
    let bench = RunBench(ScriptedModel(replies: ["1 1", "5 5", "x", "7 7"]), steps: 9) { $0.patience = 2 }
    let ended = await bench.run.run()
    #expect(ended.reason == .stalled)
    #expect(bench.stepStarts.count == 3)
  }
}
