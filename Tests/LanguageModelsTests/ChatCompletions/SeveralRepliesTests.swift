import LanguageModels
import Synchronization
import TestSupport
import Testing
import Text

/// Several replies from one request.
@Suite(.timeLimit(.minutes(1))) struct SeveralRepliesTests {
  private static let request = ModelRequest(messages: [Message(.user, "hello")], seed: 100)

  private static func chunk(_ index: Int, _ delta: String, finish: String = "null") -> String {
    "{\"choices\":[{\"index\":\(index),\"delta\":\(delta),\"finish_reason\":\(finish)}],\"model\":\"served\"}"
  }

  private static func text(_ index: Int, _ text: String) -> String { chunk(index, "{\"content\":\"\(text)\"}") }
  private static func end(_ index: Int, _ finish: String = "stop") -> String {
    chunk(index, "{}", finish: "\"\(finish)\"")
  }

  private static let usage =
    #"{"choices":[],"usage":{"prompt_tokens":50,"completion_tokens":2,"total_tokens":52}}"#

  /// A reply of each index in the order in which a server gets to them.
  private static func all(_ count: Int, seed: Int) -> [ServerStep] {
    let order = (0..<count).map { ($0 * 5 + 1) % count }.reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
    let missing = (0..<count).filter { !order.contains($0) }
    let indices = order + missing
    return .events(
      indices.map { chunk($0, #"{"role":"assistant","content":null}"#) } + indices.map { text($0, "reply ") }
        + indices.reversed().map { text($0, "\(seed + $0)") } + indices.map { end($0) } + [usage])
  }

  private func serve(
    _ service: Service = .openai, answer: @escaping @Sendable (JSONValue) -> [ServerStep],
    refusal: @escaping @Sendable (JSONValue) -> (Int, String)? = { _ in nil }
  ) throws -> (StrictServer, ChatCompletionsModel) {
    let strict = try StrictServer(answer: answer, refusal: refusal)
    return (
      strict, try ChatCompletionsModel(name: "m", address: ServerAddress(strict.server.baseURL), service: service)
    )
  }

  private static func answerAll(_ body: JSONValue) -> [ServerStep] {
    all(Int(body["n"]?.number ?? 1), seed: Int(body["seed"]?.number ?? 0))
  }

  @Test(arguments: [2, 3, 8])
  func piecesInAnyOrderBecomeTheirReplies(_ count: Int) async throws {
    let (strict, model) = try serve(answer: Self.answerAll)
    defer { strict.server.stop(); model.close() }
    let told = Mutex<[Int: [String]]>([:])
    let replies = try await model.replies(count, to: Self.request) { index, progress in
      told.withLock { $0[index, default: []].append(progress.text) }
    }
    #expect(replies?.map { $0?.text } == (0..<count).map { "reply \(100 + $0)" })
    #expect(replies?.allSatisfy { $0?.finish == .stop && $0?.model == "served" } == true)
    // The server counts the tokens of one: nobody else's are made up.
    #expect(replies?.map { $0?.usage } == [TokenUsage(input: 50, output: 2)] + Array(repeating: nil, count: count - 1))
    #expect(strict.bodies.count == 1)
    #expect(strict.bodies[0]["n"] == .number(Double(count)) && strict.bodies[0]["seed"] == 100)
    told.withLock { told in
      for index in 0..<count { #expect(told[index]?.last == "reply \(100 + index)") }
    }
  }

  @Test func oneObjectForAllIsReadToo() async throws {
    let whole = #"""
      {"model":"m","choices":[{"index":1,"message":{"content":"b"},"finish_reason":"length"},
      {"index":0,"message":{"content":"a","reasoning":"hm"},"finish_reason":"stop"}],
      "usage":{"prompt_tokens":5,"completion_tokens":7}}
      """#
    let (strict, model) = try serve(answer: { _ in .answer(200, whole) })
    defer { strict.server.stop(); model.close() }
    let replies = try await model.replies(2, to: Self.request) { _, _ in }
    #expect(replies?.map { $0?.text } == ["a", "b"] && replies?.map { $0?.finish } == [.stop, .length])
    #expect(replies?.map { $0?.reasoning } == ["hm", nil])
  }

  @Test func aLimitOfTheServersSlotsMakesSmallerRequests() async throws {
    let (strict, model) = try serve(answer: Self.answerAll) { body in
      guard let n = body["n"]?.number, n > 8 else { return nil }
      return (
        400,
        "{\"error\":{\"code\":400,\"message\":\"Field 'n': Value must be between 1 <= value <= 8, but got \(Int(n))\",\"type\":\"invalid_request_error\"}}"
      )
    }
    defer { strict.server.stop(); model.close() }
    let replies = try await model.replies(20, to: Self.request) { _, _ in }
    #expect(replies?.map { $0?.text } == (0..<20).map { "reply \(100 + $0)" }, "and no seed twice")
    #expect(strict.bodies.map { $0["n"]?.number } == [20, 8, 8, 4])
    #expect(strict.bodies.map { $0["seed"]?.number } == [100, 100, 108, 116])
    // Known by now; the last one of nine is left to be asked for alone.
    let nine = try await model.replies(9, to: Self.request) { _, _ in }
    #expect(nine?.count == 9 && nine?.dropLast().allSatisfy { $0 != nil } == true && nine?.last == .some(nil))
    #expect(strict.bodies.count == 5)
  }

  @Test func aServerThatRefusesThemIsAskedOneByOneFromThenOn() async throws {
    let (strict, model) = try serve(answer: { _ in .chat(["ok"]) }) { body in
      body["n"] == nil ? nil : StrictServer.unsupported("n", "property 'n' is unsupported")
    }
    defer { strict.server.stop(); model.close() }
    for _ in 0..<2 { #expect(try await model.replies(4, to: Self.request) { _, _ in } == nil) }
    #expect(strict.bodies.count == 1)
    let reply = try await model.reply(to: Self.request) { _ in }
    #expect(reply.notices.map(\.code) == ["choices-refused"])
    #expect(try await model.reply(to: Self.request) { _ in }.notices.isEmpty)
  }

  @Test func aServerThatOverlooksTheNumberIsNotAskedAgain() async throws {
    let (strict, model) = try serve(answer: { _ in .chat(["ok"]) })
    defer { strict.server.stop(); model.close() }
    let replies = try await model.replies(3, to: Self.request) { _, _ in }
    #expect(replies?.map { $0?.text } == ["ok", nil, nil])
    #expect(replies?[0]?.notices.map(\.code) == ["choices-refused"])
    #expect(try await model.replies(3, to: Self.request) { _, _ in } == nil)
    #expect(strict.bodies.count == 1)
  }

  @Test(arguments: [Service.groq, .ollama, .lmstudio])
  func whereTheDocumentationKnowsOfNoneNothingIsTried(_ service: Service) async throws {
    let (strict, model) = try serve(service, answer: { _ in .chat(["ok"]) })
    defer { strict.server.stop(); model.close() }
    #expect(try await model.replies(2, to: Self.request) { _, _ in } == nil)
    #expect(strict.bodies.isEmpty)
  }

  @Test func fewerThanWereAskedForLeaveTheOthersOpen() async throws {
    let steps = [ServerStep].events([Self.text(2, "c"), Self.end(2), Self.text(0, "a"), Self.end(0)])
    let (strict, model) = try serve(answer: { _ in steps })
    defer { strict.server.stop(); model.close() }
    let replies = try await model.replies(4, to: Self.request) { _, _ in }
    #expect(replies?.map { $0?.text } == ["a", nil, "c", nil])
    // It does have several.
    #expect(try await model.replies(4, to: Self.request) { _, _ in } != nil)
    #expect(strict.bodies.count == 2)
  }

  @Test(arguments: [
    [ServerStep.chunk("data: {\"error\":{\"code\":500,\"message\":\"out of memory\"}}\n\n")], [.close], [.reset],
    [.chunk("data: {nonsense\n\n")], [.lastChunk],
  ])
  func whatWasCompleteBeforeAFailureCounts(_ failure: [ServerStep]) async throws {
    let before = [Self.text(0, "a"), Self.text(1, "b"), Self.end(1)].map { ServerStep.chunk("data: \($0)\n\n") }
    let (strict, model) = try serve(answer: { _ in .streamHead + before + failure })
    defer { strict.server.stop(); model.close() }
    let replies = try await model.replies(3, to: Self.request) { _, _ in }
    #expect(replies?.map { $0?.text } == [nil, "b", nil])
  }

  @Test func aFailureBeforeAnythingWasCompleteIsOneOfAll() async throws {
    let before = [Self.text(0, "a"), Self.text(1, "b")].map { ServerStep.chunk("data: \($0)\n\n") }
    let (strict, model) = try serve(answer: { _ in .streamHead + before + [.close] })
    defer { strict.server.stop(); model.close() }
    let error = await #expect(throws: ModelError.self) { try await model.replies(3, to: Self.request) { _, _ in } }
    #expect(error?.code == .connection && error?.isRetryable == true)
  }

  @Test func aFailureOfALaterRequestKeepsTheEarlierOnes() async throws {
    let (strict, model) = try serve(
      .dashscope,
      answer: { body in
        body["seed"] == 100 ? Self.answerAll(body) : .answer(429, #"{"error":{"message":"slow down"}}"#)
      })
    defer { strict.server.stop(); model.close() }
    let replies = try await model.replies(8, to: Self.request) { _, _ in }
    #expect(replies?.map { $0 != nil } == [true, true, true, true, false, false, false, false])
  }

  @Test func oneThatRunsAwayIsCutAndTheOthersAreNot() async throws {
    let long = String(repeating: "x", count: 600)
    let steps = [ServerStep].events(
      [Self.text(1, long), Self.text(0, "a"), Self.text(1, long), Self.text(1, long), Self.text(0, "b"), Self.end(0)])
    let strict = try StrictServer(answer: { _ in steps }) { _ in nil }
    defer { strict.server.stop() }
    let model = try ChatCompletionsModel(
      name: "m", address: ServerAddress(strict.server.baseURL), limits: ReplyLimits(textBytes: 1000))
    defer { model.close() }
    let replies = try await model.replies(2, to: Self.request) { _, _ in }
    #expect(replies?[0]?.text == "ab" && replies?[1]?.finish == .length && replies?[1]?.text.count == 1200)
  }

  @Test func cancellingEndsTheOneRequestOfAll() async throws {
    let server = try LoopbackServer { _ in
      .streamHead + [.chunk("data: \(Self.text(1, "x"))\n\n"), .waitForDisconnect]
    }
    defer { server.stop() }
    let model = try ChatCompletionsModel(name: "m", address: ServerAddress(server.baseURL))
    defer { model.close() }
    let told = Gate()
    let task = Task { try await model.replies(8, to: Self.request) { _, _ in told.open() } }
    try await told.opened()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    _ = try await server.disconnects.first(1)
    #expect(server.requests.count == 1)
  }
}
