import LanguageModels
import Synchronization
import TestSupport
import Testing
import Text

@testable import EmbeddedModel

@Suite struct EmbeddedModelTests {
  private let model = EmbeddedModel(pace: .atOnce)

  private static let rows = [
    "(w=2.02, b=3.15): loss=275.42", "(w=-1.5, b=0.4): loss=98.31", "(w=-3.9, b=1.2): loss=27.9",
    "(w=-2.75, b=6.1): loss=61.77", "(w=-5.5, b=-2.3): loss=64.2",
  ]

  /// As the classroom's prompt, without points.
  private static func prompt(_ rows: [String] = rows, order: ([String]) -> [String] = { $0 }) -> [Message] {
    [
      Message(.system, "You are a patient helper."),
      Message(
        .user,
        order(rows).joined(separator: "\n") + "\nReply with nothing but a JSON object of the form "
          + "{\"w\": number, \"b\": number}, without any text around it."),
    ]
  }

  private func reply(_ messages: [Message], temperature: Double? = 1, seed: Int = 1) async throws -> String {
    try await model.reply(to: ModelRequest(messages: messages, temperature: temperature, seed: seed)) { _ in }.text
  }

  @Test func itSaysWhatItIs() {
    #expect(model.identity.name == "embedded" && model.identity.kind == .embedded)
    #expect(model.identity.notice?.contains("not a language model") == true)
  }

  @Test func theAnswerHasTheAskedForm() async throws {
    let object = try JSONValue(parsing: try await reply(Self.prompt()))
    #expect(object.object?.keys.sorted() == ["b", "w"])
    let bracket = try await reply([
      Message(.user, "input:\nw=18, b=15\nvalue:\n393751\n\nEnd your answer with [w, b], numbers in their place.")
    ])
    #expect(bracket.wholeMatch(of: #/\[-?\d+, -?\d+\]/#) != nil, "\(bracket)")
    let words = try await reply([Message(.user, "w=1.50, b=2.25 gave 17. Another?")])
    #expect(words.wholeMatch(of: #/w=-?\d+\.\d\d, b=-?\d+\.\d\d/#) != nil, "\(words)")
    let one = try await reply([Message(.user, "rate=0.001: loss=4\nrate=0.003: loss=3\nReturn {\"rate\": number}")])
    #expect(one.wholeMatch(of: #/\{"rate": -?\d+\.\d{3}\}/#) != nil, "\(one)")
  }

  @Test func theSamePromptAndSeedGiveTheSameReply() async throws {
    let first = try await reply(Self.prompt(), seed: 7)
    #expect(try await reply(Self.prompt(), seed: 7) == first)
    var replies: Set<String> = []
    for seed in 0..<8 { replies.insert(try await reply(Self.prompt(), seed: seed)) }
    #expect(replies.count > 4)
  }

  @Test func severalRepliesAreThoseOfTheSeedsThatFollow() async throws {
    let request = ModelRequest(messages: Self.prompt(), temperature: 1, seed: 40)
    let told = Mutex<[Int: String]>([:])
    let replies = try await model.replies(4, to: request) { index, progress in
      told.withLock { $0[index] = progress.text }
    }
    let texts = try #require(replies).compactMap { $0?.text }
    var alone: [String] = []
    for seed in 40..<44 { alone.append(try await reply(Self.prompt(), seed: seed)) }
    #expect(texts == alone)
    #expect(told.withLock { $0 } == Dictionary(uniqueKeysWithValues: alone.enumerated().map { ($0, $1) }))
  }

  @Test func withoutTemperatureRepliesAskedForOneByOneRepeatAndThoseAskedForTogetherDoNot() async throws {
    let first = try await reply(Self.prompt(), temperature: 0, seed: 1)
    #expect(try await reply(Self.prompt(), temperature: 0, seed: 99) == first)
    let request = ModelRequest(messages: Self.prompt(), temperature: 0, seed: 3)
    let texts = try #require(try await model.replies(8, to: request) { _, _ in }).compactMap { $0?.text }
    #expect(texts.first == first)
    #expect(Set(texts).count == 8)
    // What was tried is passed over: the next one comes.
    let object = try JSONValue(parsing: first)
    let w = NumberFormat.fixed(object["w"]?.number ?? 0, decimals: 2)
    let b = NumberFormat.fixed(object["b"]?.number ?? 0, decimals: 2)
    let distribution = EmbeddedModel.distribution(for: Self.prompt(Self.rows + ["(w=\(w), b=\(b))"]), temperature: 0)
    #expect(distribution == EmbeddedModel.distribution(for: Self.prompt(), temperature: 0))
    #expect(try await reply(Self.prompt(Self.rows + ["(w=\(w), b=\(b))"]), temperature: 0) == texts[1])
  }

  @Test func aHiddenRowChangesWhatItExpects() throws {
    let whole = try #require(EmbeddedModel.distribution(for: Self.prompt(), temperature: 1))
    for index in Self.rows.indices {
      var rows = Self.rows
      rows.remove(at: index)
      #expect(EmbeddedModel.distribution(for: Self.prompt(rows), temperature: 1) != whole)
    }
    // The order of the rows and the words around them say nothing.
    #expect(EmbeddedModel.distribution(for: Self.prompt(order: { $0.reversed() }), temperature: 1) == whole)
  }

  @Test func withoutScoresItLosesItsWay() throws {
    // A bowl around (3, -2), and twelve places about it.
    var random = SplitMix(state: 2)
    let places = (0..<12).map { _ in
      (w: Double.random(in: -3...9, using: &random), b: Double.random(in: -8...4, using: &random))
    }
    func rows(_ isScored: Bool) -> [String] {
      places.map { place in
        let loss = (place.w - 3) * (place.w - 3) + (place.b + 2) * (place.b + 2)
        let pair = "(w=\(NumberFormat.fixed(place.w, decimals: 2)), b=\(NumberFormat.fixed(place.b, decimals: 2)))"
        return isScored ? pair + ": loss=\(NumberFormat.fixed(loss, decimals: 2))" : pair
      }
    }
    let seeing = try #require(EmbeddedModel.distribution(for: Self.prompt(rows(true)), temperature: 1))
    let blind = try #require(EmbeddedModel.distribution(for: Self.prompt(rows(false)), temperature: 1))
    #expect(seeing.logDensity(at: [3, -2]) > blind.logDensity(at: [3, -2]) + 2)
    // All it has is the middle of the places.
    #expect(abs(blind.mode[0] - places.reduce(0) { $0 + $1.w / 12 }) < 0.01)
    #expect(blind.components.count == 1)
  }

  @Test func coldIsNarrowAndHotIsWide() throws {
    var random = SplitMix64(seed: 8)
    var last = 0.0
    for temperature in [0.25, 0.5, 1, 1.5, 2] {
      let foresight = try Foresight(
        PromptNumbers(Self.prompt()), temperature: temperature, weights: EmbeddedWeights.shared.get())
      let proposals = Proposals(foresight)
      let mode = foresight.distribution.mode
      let away = (0..<2000).map { _ in
        let place = proposals.draw(&random, temperature: temperature)
        return abs(place[0] - mode[0]) + abs(place[1] - mode[1])
      }.sorted()
      #expect(away[1000] > last, "\(temperature)")
      last = away[1000]
    }
  }

  @Test func aPlaceThatWasShownIsNotProposedAgain() async throws {
    // A grid of whole numbers of which the good ones are all taken.
    let rows = (-3...3).flatMap { w in (-3...3).map { "w=\(w), b=\($0)\nvalue:\n\(w * w + $0 * $0)" } }
    let messages = [Message(.user, rows.joined(separator: "\n\n") + "\nEnd your answer with [w, b].")]
    let request = ModelRequest(messages: messages, temperature: 0.5, seed: 5)
    let texts = try #require(try await model.replies(16, to: request) { _, _ in }).compactMap { $0?.text }
    let taken = Set((-3...3).flatMap { w in (-3...3).map { "[\(w), \($0)]" } })
    #expect(texts.filter(taken.contains).count <= 2, "\(texts)")
    let certain = try #require(
      try await model.replies(16, to: ModelRequest(messages: messages, temperature: 0, seed: 5)) { _, _ in })
    #expect(Set(certain.compactMap { $0?.text }).count == 16)
    #expect(certain.allSatisfy { $0.map { !taken.contains($0.text) } == true })
  }

  @Test(arguments: [
    ("", "no parameters"), ("hello", "no parameters"), ("Return {\"w\": number, \"b\": number}", "nothing to go by"),
    ("a=1, b=2, c=3, d=4, e=5, g=6, h=7, i=8, j=9, k=10, m=11: loss=4", "one to ten parameters"),
    ("w=1e300, b=1e300: loss=3", "nothing to go by"),
  ])
  func whatItCannotUseItSaysInWords(_ text: String, _ says: String) async throws {
    let reply = try await reply([Message(.user, text)])
    #expect(reply.contains(says), "\(reply)")
    #expect(!reply.contains { $0.isNumber })
    #expect(EmbeddedModel.distribution(for: [Message(.user, text)], temperature: 1) == nil)
  }

  @Test func lossesOfAnySizeGiveFiniteProposals() async throws {
    for loss in ["0", "-7", "1e25", "1e300", "-1e300", "1e-300", "7"] {
      for other in ["0", "1e25", "7", "1e-9"] {
        let rows = ["(w=1, b=2): loss=\(loss)", "(w=2, b=1): loss=\(other)", "(w=-1, b=1): loss=\(loss)"]
        let object = try JSONValue(parsing: try await reply(Self.prompt(rows)))
        #expect(object["w"]?.number?.isFinite == true && object["b"]?.number?.isFinite == true)
      }
    }
    let far = try await reply(Self.prompt(["(w=1e140, b=-1e140): loss=3", "(w=2e140, b=1): loss=2"]))
    #expect(try JSONValue(parsing: far)["w"]?.number?.isFinite == true)
  }

  @Test func aLimitOfTokensCutsTheReply() async throws {
    let request = ModelRequest(messages: Self.prompt(), temperature: 1, seed: 1, replyTokens: 3)
    let reply = try await model.reply(to: request) { _ in }
    #expect(reply.finish == .length && reply.text.count < 12)
  }

  @Test func aReaderIsGivenTimeAndTheFirstStepIsQuick() async throws {
    let slept = Collected<Duration>()
    let model = EmbeddedModel(pace: .reading, sleep: { slept.append($0) })
    var request = ModelRequest(messages: Self.prompt(), temperature: 1, seed: 1)
    request.place = RequestPlace(step: 2, index: 0, attempt: 1)
    let parts = Collected<String>()
    let reply = try await model.reply(to: request) { parts.append($0.text) }
    #expect(parts.count > 8 && parts.all.last == reply.text)
    #expect(zip(parts.all, parts.all.dropFirst()).allSatisfy { $1.hasPrefix($0) })
    let usual = slept.all.reduce(.zero, +)
    #expect((.milliseconds(800) ... .milliseconds(1600)).contains(usual), "\(usual)")
    request.place?.step = 1
    _ = try await model.reply(to: request) { _ in }
    let first = slept.all.reduce(.zero, +) - usual
    #expect(first < .milliseconds(450), "\(first)")
  }

  @Test func aCancelledReplyEndsAtOnce() async throws {
    let began = Gate()
    let model = EmbeddedModel(
      pace: .reading,
      sleep: { _ in
        began.open()
        try await Task.sleep(for: .seconds(60))
      })
    let request = ModelRequest(messages: Self.prompt(), temperature: 1, seed: 1)
    let task = Task { try await model.replies(4, to: request) { _, _ in } }
    try await began.opened()
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    await #expect(throws: CancellationError.self) {
      try await Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await self.model.reply(to: request) { _ in }
      }.value
    }
  }

  @Test func weightsThatCannotBeReadAreAnErrorOfTheReply() async throws {
    let model = EmbeddedModel(pace: .atOnce, weights: { .failure(WeightsError("they are torn")) })
    let error = await #expect(throws: ModelError.self) {
      _ = try await model.reply(to: ModelRequest(messages: Self.prompt())) { _ in }
    }
    #expect(error?.sentence == "The weights of the embedded model cannot be used: they are torn.")
    #expect(error?.isRetryable == false)
    await #expect(throws: ModelError.self) { try await model.prepare { _ in } }
  }
}
