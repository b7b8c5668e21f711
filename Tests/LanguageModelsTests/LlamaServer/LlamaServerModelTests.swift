import Foundation
import LanguageModels
import Synchronization
import TestSupport
import Testing

@testable import LanguageModels

/// Against a server that behaves as its model file says, see `FakeLlamaServer`.
@Suite(.timeLimit(.minutes(1))) struct LlamaServerModelTests {
  private let request = ModelRequest(messages: [Message(.user, "a pair")])

  @Test func theFirstReplyStartsTheServerAndTheNextOneUsesIt() async throws {
    let file = try FakeModelFile("ready")
    let model = LlamaServerModel(try file.settings())
    #expect(model.identity.name == "llama:\(file.path)")
    let first = try await model.reply(to: request) { _ in }
    #expect(first.text.hasPrefix("served by "))
    #expect(first.model == "fake")
    #expect(try await model.reply(to: request) { _ in }.text == first.text)
    #expect(file.starts == 1)
    await model.close()
    try await file.ended(first.text)
  }

  @Test func repliesAtTheSameTimeShareOneServer() async throws {
    let file = try FakeModelFile("slow 2")
    let model = LlamaServerModel(try file.settings())
    let texts = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 { group.addTask { try await model.reply(to: request) { _ in }.text } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(texts.count == 1)
    #expect(file.starts == 1)
  }

  @Test func theWaitIsTold() async throws {
    let file = try FakeModelFile("slow 3")
    let model = LlamaServerModel(try file.settings())
    let sentences = Collected<String>()
    try await model.prepare { sentences.append($0) }
    // On a busy machine the first second may have passed.
    #expect(sentences.all.first?.hasPrefix("llama-server is loading \(file.name)") == true)
    let count = sentences.count
    try await model.prepare { sentences.append($0) }
    #expect(sentences.count == count)
    #expect(file.starts == 1)
  }

  @Test func theServerIsAskedForWhatTheRunNeeds() async throws {
    let file = try FakeModelFile("ready")
    let model = LlamaServerModel(try file.settings(slots: 3, isThinkingOff: true))
    try await model.prepare { _ in }
    let arguments = file.arguments
    func value(_ name: String) -> String? { arguments.firstIndex(of: name).map { arguments[$0 + 1] } }
    #expect(value("--host") == "127.0.0.1")
    #expect(value("--parallel") == "3")
    #expect(value("--ctx-size") == "12288")
    #expect(value("--alias") == "model")
    #expect(value("--reasoning-budget") == "0")
    #expect(value("--port").flatMap { Int($0) }.map { 1024...65535 ~= $0 } == true)
  }

  @Test func aServerThatKnowsNoSuchArgumentIsStartedWithoutIt() async throws {
    let file = try FakeModelFile("old")
    let model = LlamaServerModel(try file.settings(isThinkingOff: true))
    #expect(try await model.reply(to: request) { _ in }.text.hasPrefix("served by"))
    #expect(file.starts == 2 && !file.arguments.contains("--reasoning-budget"))
    await model.close()
  }

  @Test func releasedItEndsItsServerAndStartsAnotherWhenItIsAskedAgain() async throws {
    let file = try FakeModelFile("ready")
    let model = LlamaServerModel(try file.settings())
    let first = try await model.reply(to: request) { _ in }.text
    await model.release()
    try await file.ended(first)
    let second = try await model.reply(to: request) { _ in }.text
    #expect(second.hasPrefix("served by") && second != first && file.starts == 2)
    // The run that was released once and asked again is not released for ever.
    #expect(try await model.reply(to: request) { _ in }.text == second)
    await model.release()
    await model.release()
    try await file.ended(second)
  }

  @Test func releasedInMidReplyItEndsWithTheReply() async throws {
    let file = try FakeModelFile("waits")
    let model = LlamaServerModel(try file.settings())
    let began = Gate()
    async let reply = model.reply(to: request) { if !$0.text.isEmpty { began.open() } }
    try await began.opened()
    await model.release()
    // The server goes on with the reply once this file is there.
    try "".write(toFile: file.path + ".go", atomically: true, encoding: .utf8)
    let text = try await reply.text
    #expect(text.hasPrefix("served by"))
    try await file.ended(text)
  }

  @Test func releasedWhileItLoadsItIsGivenUpAndAskedAgainItLoadsAnew() async throws {
    let file = try FakeModelFile("stuck")
    let model = LlamaServerModel(try file.settings())
    let waiting = Gate()
    let preparation = Task { try await model.prepare { _ in waiting.open() } }
    try await waiting.opened()
    preparation.cancel()
    await #expect(throws: CancellationError.self) { try await preparation.value }
    await model.release()
    try file.write("ready")
    #expect(try await model.reply(to: request) { _ in }.text.hasPrefix("served by"))
    await model.close()
  }

  @Test func aServerThatFailsTellsWhyInItsLastWords() async throws {
    let file = try FakeModelFile("fails")
    let model = LlamaServerModel(try file.settings())
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: request) { _ in } }
    #expect(
      error?.sentence == "llama-server ended with status 1 before it was ready to serve \(file.name). It says: "
        + "llama_model_load: error loading model: not a model | main: exiting due to model loading error")
    #expect(error?.isRetryable == false)
    // Mended meanwhile, it is not held against the model.
    try file.write("ready")
    #expect(try await model.reply(to: request) { _ in }.text.hasPrefix("served"))
  }

  @Test func aServerThatEndsWhileItIsLoadingIsAnErrorToo() async throws {
    let file = try FakeModelFile("crashes")
    let model = LlamaServerModel(try file.settings())
    let error = await #expect(throws: ModelError.self) { try await model.prepare { _ in } }
    #expect(error?.cause == "llama-server ended")
  }

  @Test func aPortThatIsTakenMeanwhileIsNotTriedAgain() async throws {
    let file = try FakeModelFile("taken 2")
    let model = LlamaServerModel(try file.settings())
    #expect(try await model.reply(to: request) { _ in }.text.hasPrefix("served"))
    #expect(file.starts == 3)
    let other = try FakeModelFile("taken 99")
    let always = LlamaServerModel(try other.settings())
    let error = await #expect(throws: ModelError.self) { try await always.reply(to: request) { _ in } }
    #expect(error?.cause == "no free port")
    #expect(other.starts == 3)
  }

  @Test func aServerThatDiesIsStartedAgainForTheNextTry() async throws {
    let file = try FakeModelFile("dies 1")
    let model = LlamaServerModel(try file.settings())
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: request) { _ in } }
    #expect(error?.isRetryable == true)
    #expect(
      error?.sentence.hasPrefix("llama-server ended by signal 9 while it answered; it is started again.") == true)
    #expect(try await model.reply(to: request) { _ in }.text.hasPrefix("served"))
    #expect(file.starts == 2)
  }

  @Test func aServerThatDiesEachTimeIsGivenUp() async throws {
    let file = try FakeModelFile("dies")
    let model = LlamaServerModel(try file.settings())
    var retryable: [Bool?] = []
    for _ in 0..<LlamaServerModel.mostEnds {
      let error = await #expect(throws: ModelError.self) { try await model.reply(to: request) { _ in } }
      retryable.append(error?.isRetryable)
    }
    #expect(retryable == [true, true, false])
    #expect(file.starts == 3)
  }

  @Test func aServerThatIsNeverReadyIsEndedInTheEnd() async throws {
    let file = try FakeModelFile("stuck")
    let model = LlamaServerModel(try file.settings(patience: .milliseconds(300)))
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: request) { _ in } }
    #expect(error?.cause == "llama-server not ready")
  }

  @Test func waitingForItCanBeCancelled() async throws {
    let file = try FakeModelFile("stuck")
    let model = LlamaServerModel(try file.settings())
    let waiting = Gate()
    let reply = Task { try await model.prepare { _ in waiting.open() } }
    try await waiting.opened()
    reply.cancel()
    await #expect(throws: CancellationError.self) { try await reply.value }
    await model.close()
    await #expect(throws: ModelError.self) { try await model.reply(to: request) { _ in } }
  }

  @Test func aServerThatServesTheFileIsUsedAndLeftRunning() async throws {
    let file = try FakeModelFile("ready"), other = try FakeModelFile("ready")
    let server = try LoopbackServer { request in
      request.path == "/props"
        ? .answer(200, "{\"model_path\":\(ServerStep.jsonString(file.path))}") : .chat(["from the one that runs"])
    }
    defer { server.stop() }
    let places = [LocalServers.Place(address: try ServerAddress(server.baseURL), label: "llama.cpp")]
    let model = LlamaServerModel(try file.settings(), places: places)
    #expect(try await model.reply(to: request) { _ in }.text == "from the one that runs")
    #expect(file.starts == 0)
    await model.close()
    // It serves another file than this one: that one is started for.
    let mine = LlamaServerModel(try other.settings(), places: places)
    #expect(try await mine.reply(to: request) { _ in }.text.hasPrefix("served by"))
    #expect(other.starts == 1)
  }

  @Test func pathsOfServersAreComparedWithTheFile() throws {
    let file = try FakeModelFile("ready")
    #expect(RunningLlamaServer.isSame(file.path, file.path))
    #expect(RunningLlamaServer.isSame("./\(file.name)", file.path))
    #expect(!RunningLlamaServer.isSame("other/\(file.name)", file.path))
    #expect(!RunningLlamaServer.isSame("../\(file.name)", file.path))
    #expect(!RunningLlamaServer.isSame("/nowhere/\(file.name)", file.path))
    #expect(!RunningLlamaServer.isSame("", file.path))
  }
}
