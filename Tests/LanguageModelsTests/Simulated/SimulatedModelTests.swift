import Foundation
import Synchronization
import TestSupport
import Testing
import Text

@testable import LanguageModels

@Suite(.timeLimit(.minutes(1))) struct SimulatedModelTests {
  /// A bowl over w and b: 1 at its bottom, with data points around it that point elsewhere.
  private struct Bowl {
    var w: Double
    var b: Double
    func loss(_ values: [Double]) -> Double {
      1 + 8 * (values[0] - w) * (values[0] - w) + (values[1] - b) * (values[1] - b)
    }
  }

  private func prompt(_ rows: [(values: [Double], loss: Double?)], step: Int = 0, data: String = "") -> [Message] {
    let lines = rows.map { row in
      "(w=\(String(format: "%.2f", row.values[0])), b=\(String(format: "%.2f", row.values[1])))"
        + (row.loss.map { ": loss=\(String(format: "%.2f", $0))" } ?? "")
    }
    return [
      Message(.system, "You help to discover the relationship y=w*x+b."),
      Message(
        .user,
        data + lines.joined(separator: "\n")
          + "\niteration \(step) of 50\nReturn only a JSON object {\"w\": number, \"b\": number} without any other text."
      ),
    ]
  }

  private func answer(_ messages: [Message], temperature: Double? = nil, seed: Int? = nil) async throws -> String {
    try await SimulatedModel(pace: .immediate)
      .reply(to: ModelRequest(messages: messages, temperature: temperature, seed: seed)) { _ in }.text
  }

  private func values(_ text: String) throws -> [Double] {
    let start = try #require(text.firstIndex(of: "{"))
    let end = try #require(text.lastIndex(of: "}"))
    let object = try JSONValue(parsing: String(text[start...end]))
    return [try #require(object["w"]?.number), try #require(object["b"]?.number)]
  }

  /// A run of 50 steps as the loop makes it; the proposals in order.
  private func run(
    _ bowl: Bowl, seed: Int, temperature: Double? = nil, scores: Bool = true, history: Bool = true
  ) async throws -> [[Double]] {
    var rows: [(values: [Double], loss: Double?)] = [([4, -4], scores ? bowl.loss([4, -4]) : nil)]
    var proposals: [[Double]] = []
    for step in 0..<50 {
      let messages = prompt(history ? rows : [], step: step)
      let proposal = try values(try await answer(messages, temperature: temperature, seed: seed * 100 + step))
      proposals.append(proposal)
      if !rows.contains(where: { $0.values == proposal }) {
        rows.append((proposal, scores ? bowl.loss(proposal) : nil))
      }
    }
    return proposals
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  // MARK: - What it is

  @Test func itIsLabelledAsWhatItIs() {
    let identity = SimulatedModel().identity
    #expect(identity.name == "simulated")
    #expect(identity.kind == .simulated)
    #expect(identity.notice == "simulated model: no language model is running")
  }

  @Test func theSameRequestGivesTheSameReply() async throws {
    let messages = prompt([([1, 2], 30), ([2, 2], 20), ([2, 1], 10)])
    #expect(try await answer(messages, temperature: 1, seed: 7) == answer(messages, temperature: 1, seed: 7))
    var different: Set<String> = []
    for seed in 0..<20 { different.insert(try await answer(messages, temperature: 1, seed: seed)) }
    #expect(different.count > 10)
  }

  @Test func aGoldenReplyHoldsTheSequenceStill() async throws {
    // Logs of demos are repeated by their seed: a change here changes every one of them.
    let messages = prompt([([1, 2], 30), ([2, 2], 20), ([2, 1], 10)])
    let texts = [try await answer(messages, temperature: 1, seed: 7), try await answer(messages, temperature: 0)]
    #expect(texts == [#"{"w": 2.03, "b": 0.25}"#, #"{"w": 2.00, "b": 0.50}"#])
  }

  @Test func theDataPointsMakeNoDifferenceToItsValues() async throws {
    let rows: [(values: [Double], loss: Double?)] = [([1, 2], 30), ([2, 2], 20), ([2, 1], 10)]
    let one = PromptReading(prompt(rows, data: "(1.00,5.00)\n(2.00,8.00)\n"))
    let other = PromptReading(prompt(rows, data: "(-3.00,5.25)\n(7.00,-8.00)\n(x=1, y=3)\n"))
    #expect(one == other)
    #expect(
      try await answer(prompt(rows, data: "(1.00,5.00)\n"), temperature: 0)
        == answer(prompt(rows, data: "(9.00,-5.00)\n"), temperature: 0))
  }

  // MARK: - How it searches

  @Test func itComesNearTheBottomInFiftyStepsAndNotAtOnce() async throws {
    var at5: [Double] = []
    var at50: [Double] = []
    for seed in 0..<20 {
      let bowl = Bowl(w: -3 + Double(seed % 5), b: 3 - Double(seed % 4))
      let losses = try await run(bowl, seed: seed).map(bowl.loss)
      at5.append(losses.prefix(5).min() ?? .infinity)
      at50.append(losses.min() ?? .infinity)
    }
    #expect(median(at5) > 5, "\(median(at5))")
    #expect(median(at50) < 3, "\(median(at50))")
  }

  @Test func withoutTheHistoryItLosesItsWay() async throws {
    var seen: [Double] = []
    var hiddenScores: [Double] = []
    var hiddenRows: [Double] = []
    for seed in 0..<12 {
      let bowl = Bowl(w: -2, b: 2)
      func late(_ proposals: [[Double]]) -> Double { median(proposals.suffix(15).map(bowl.loss)) }
      seen.append(late(try await run(bowl, seed: seed)))
      hiddenScores.append(late(try await run(bowl, seed: seed, scores: false)))
      hiddenRows.append(late(try await run(bowl, seed: seed, history: false)))
    }
    #expect(median(seen) < 5, "\(median(seen))")
    #expect(median(hiddenScores) > 5 * median(seen), "\(median(hiddenScores))")
    #expect(median(hiddenRows) > 5 * median(seen), "\(median(hiddenRows))")
  }

  @Test func atTemperature0ItRepeatsItself() async throws {
    let rows: [(values: [Double], loss: Double?)] = [([1, 2], 30), ([2, 2], 20)]
    let first = try await answer(prompt(rows, step: 1), temperature: 0, seed: 1)
    #expect(try await answer(prompt(rows, step: 2), temperature: 0, seed: 99) == first)
    let proposals = try await run(Bowl(w: -2, b: 2), seed: 1, temperature: 0)
    #expect(Set(proposals).count < 20)
    #expect(Set(proposals.suffix(20)).count == 1, "stuck at one answer")
  }

  @Test func theHigherTheTemperatureTheWiderItScatters() async throws {
    let rows: [(values: [Double], loss: Double?)] = (0..<20).map { ([2 + Double($0) / 50, 1], 3 + Double($0)) }
    func spread(_ temperature: Double) async throws -> Double {
      var distances: [Double] = []
      for seed in 0..<40 {
        let values = try values(try await answer(prompt(rows), temperature: temperature, seed: seed))
        distances.append(abs(values[0] - 2) + abs(values[1] - 1))
      }
      return distances.reduce(0, +) / 40
    }
    let (cool, usual, hot) = (try await spread(0.2), try await spread(1), try await spread(2))
    #expect(cool < usual && 3 * usual < hot, "\(cool) \(usual) \(hot)")
  }

  @Test func noTemperatureIsThatOf1() async throws {
    let messages = prompt([([1, 2], 30), ([2, 2], 20)])
    #expect(try await answer(messages, seed: 5) == answer(messages, temperature: 1, seed: 5))
  }

  @Test func theIntegerTaskIsMostlySolvedInTensOfSteps() async throws {
    var steps: [Int] = []
    for seed in 0..<10 { steps.append(try await stepsOfIntegerTask(seed: seed)) }
    #expect(steps.sorted()[5] <= 30, "\(steps)")
    #expect(steps.contains { $0 > 1 })
  }

  /// Eight proposals a step, the best twenty shown, integers; 100 where (15, 14) was not found.
  private func stepsOfIntegerTask(seed: Int) async throws -> Int {
    func loss(_ pair: [Double]) -> Double {
      (1...50).reduce(0.0) { sum, x in
        let error = (pair[0] - 15) * Double(x) + pair[1] - 14
        return sum + error * error
      }
    }
    var random = SplitMix64(seed: UInt64(seed))
    var rows: [[Double]] = (0..<5).map { _ in
      [(10 + 10 * random.uniform()).rounded(), (10 + 10 * random.uniform()).rounded()]
    }
    for step in 1..<100 {
      let shown = rows.sorted { loss($0) > loss($1) }.suffix(20).map { pair in
        "input:\nw=\(Int(pair[0])), b=\(Int(pair[1]))\nvalue:\n\(Int(loss(pair)))\n"
      }
      let text = shown.joined(separator: "\n") + "\nGive a new pair, below all of these. It must end with [w, b]."
      for index in 0..<8 {
        let reply = try await answer([Message(.user, text)], temperature: 1, seed: seed * 1000 + step * 8 + index)
        let bracket = try #require(reply.split(separator: "[").last).dropLast()
        let pair = bracket.split(separator: ",").compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
        #expect(pair.count == 2 && pair.allSatisfy { $0 == $0.rounded() }, "\(reply)")
        if pair == [15, 14] { return step }
        if !rows.contains(pair) { rows.append(pair) }
      }
    }
    return 100
  }

  // MARK: - How it answers

  @Test func toldToSayNothingElseItMostlyObeys() async throws {
    let messages = prompt([([1, 2], 30), ([2, 2], 20), ([2, 1], 10)])
    var bare = 0
    for seed in 0..<200 {
      let text = try await answer(messages, temperature: 1, seed: seed)
      _ = try values(text)
      if text.hasPrefix("{") && text.hasSuffix("}") { bare += 1 }
    }
    #expect((160..<200).contains(bare), "\(bare)")
  }

  @Test func numbersHaveTheDigitsOfThoseSeen() async throws {
    for (row, digits) in [("w=3, b=14", 0), ("w=3.5, b=14.0", 1), ("w=3.125, b=1.5", 3)] {
      let text = try await answer([Message(.user, "\(row): loss=5\nEnd with [w, b].")], temperature: 1, seed: 3)
      let last = try #require(text.split(separator: " ").last).dropLast()
      #expect((last.split(separator: ".").dropFirst().first?.count ?? 0) == digits, "\(text)")
    }
  }

  @Test func aSentenceBeforeTheAnswerHoldsNoNumber() async throws {
    for seed in 0..<100 {
      let text = try await answer(
        [Message(.user, "w=3.5, b=1.0: loss=5\nw=3.0, b=1.0: loss=4\nEnd with [w, b].")],
        temperature: Double(seed % 5) / 2,
        seed: seed)
      let bracket = try #require(text.firstIndex(of: "["))
      #expect(text[..<bracket].count > 20)
      #expect(!text[..<bracket].contains { $0.isNumber })
    }
  }

  @Test func withoutAnyParametersItSaysSo() async throws {
    #expect(try await answer([Message(.user, "hello")]).contains("which ones"))
  }

  @Test func valuesBeyondAllBoundsCrashNothing() async throws {
    for text in [
      "w=1e308, b=-1e308: loss=1\nw=-1e308, b=1e308: loss=2", "w=1e300: loss=1e300", "w=0.000000000001: loss=0",
    ] {
      for temperature in [0, 0.5, 1, 2, 50] {
        let reply = try await answer([Message(.user, text)], temperature: temperature, seed: 1)
        #expect(!reply.contains("nan") && !reply.contains("inf"), "\(reply)")
      }
    }
  }

  // MARK: - How fast it talks

  @Test func itTalksAtThePaceOfAModel() async throws {
    let sleeps = Collected<Duration>()
    let told = Collected<String>()
    let model = SimulatedModel(pace: Pace(firstToken: .milliseconds(300), tokensPerSecond: 40)) { sleeps.append($0) }
    let request = ModelRequest(messages: prompt([([1, 2], 30)]), seed: 1)
    let reply = try await model.reply(to: request) { told.append($0.text) }
    let tokens = try #require(reply.usage).output
    #expect(tokens > 4)
    #expect(sleeps.all == [.milliseconds(300)] + Array(repeating: .milliseconds(25), count: tokens - 1))
    #expect(told.count == tokens)
    #expect(told.all.last == reply.text)
    for (one, next) in zip(told.all, told.all.dropFirst()) { #expect(next.hasPrefix(one) && next.count > one.count) }
  }

  @Test func itStopsAtOnceWhenCancelled() async throws {
    let asleep = Gate()
    let model = SimulatedModel(pace: .model) { _ in
      asleep.open()
      try await Gate().opened()
    }
    let messages = prompt([([1, 2], 30)])
    let task = Task { try await model.reply(to: ModelRequest(messages: messages)) { _ in } }
    try await asleep.opened()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func aLimitOfTokensCutsTheReply() async throws {
    let messages = prompt([([1, 2], 30)])
    let model = SimulatedModel(pace: .immediate)
    let whole = try await model.reply(to: ModelRequest(messages: messages, seed: 1)) { _ in }
    let cut = try await model.reply(to: ModelRequest(messages: messages, seed: 1, replyTokens: 3)) { _ in }
    #expect(whole.finish == .stop)
    #expect(cut.finish == .length && cut.usage?.output == 3)
    #expect(whole.text.hasPrefix(cut.text) && cut.text.count < whole.text.count)
  }
}
