import Processes
import Text

/// A llama.cpp server that is ready: ours, which ends with its process, or one that was there.
struct ReadyServer: Sendable {
  var address: ServerAddress
  /// Nil for one that was there.
  var process: SupervisedProcess?
}

/// Starts llama.cpp's server and waits until it is ready.
struct LlamaServerStart: Sendable {
  let settings: LlamaServerSettings
  /// Called with each new sentence about the wait.
  let progress: @Sendable (String) async -> Void

  /// Ports that are tried: between the choice of a free one and its use by the server somebody else may take it.
  private static let portTries = 3

  /// - Throws: `ModelError`, or `CancellationError`; then nothing is left running.
  func run() async throws -> ReadyServer {
    let start = ContinuousClock.now
    var tries = 0
    var settings = settings
    while true {
      tries += 1
      let port = try freePort()
      let process: SupervisedProcess
      do {
        let plan = ProcessPlan(
          settings.executable, settings.arguments(port: port), environment: settings.environment, output: .lastLines)
        process = try await SupervisedProcess.start(plan, supervisor: settings.supervisor)
      } catch {
        throw failure("llama-server did not start", "\(error.sentence): check --llama-server.")
      }
      switch try await outcome(of: process, port, since: start) {
      case .ready(let address): return ReadyServer(address: address, process: process)
      case .portTaken where tries < Self.portTries: continue
      case .portTaken:
        throw failure(
          "no free port", "llama-server found each of \(tries) ports taken that were free a moment before: try again.")
      case .ended where settings.isThinkingOff && Self.isAboutThinking(process.lastLines):
        // An older one, which takes the wish with each request only.
        settings.isThinkingOff = false
      case .ended(let exit):
        throw failure(
          "llama-server ended",
          "llama-server ended \(exit) before it was ready to serve \(shown).\(ServerLines.gist(process.lastLines))")
      case .late:
        process.stop()
        throw failure(
          "llama-server not ready",
          "llama-server was not ready to serve \(shown) within \(settings.patience.components.seconds) s: take a "
            + "smaller model, or start it yourself and name it with --base-url."
            + ServerLines.gist(process.lastLines))
      }
    }
  }

  private enum Outcome {
    case ready(ServerAddress)
    case portTaken
    case ended(ProcessExit)
    case late
  }

  private var shown: String { DisplayText(cleaning: ServerComplaint.gist(settings.fileName)).string }

  private func outcome(
    of process: SupervisedProcess, _ port: Int, since start: ContinuousClock.Instant
  ) async throws -> Outcome {
    let health = LoopbackQuestion(host: "127.0.0.1", port: port, target: "/health")
    var told: Int64 = -1
    while true {
      let elapsed = ContinuousClock.now - start
      if elapsed > settings.patience { return .late }
      if elapsed.components.seconds != told {
        told = elapsed.components.seconds
        await progress("llama-server is loading \(shown)" + (told > 0 ? " (\(told) s)" : ""))
      }
      let isReady = await health.answer(within: .seconds(1))?.status == 200
      // Looked at after the answer, which may be that of somebody else at the port that ours could not have.
      guard process.isRunning else {
        let exit = try await process.waitForExit()
        return isReady || Self.isAboutPort(process.lastLines) ? .portTaken : .ended(exit)
      }
      if isReady {
        guard await isOurs(port) else {
          process.stop()
          return .portTaken
        }
        return .ready(try ServerAddress("http://127.0.0.1:\(port)/v1"))
      }
      try await Task.sleep(for: settings.pause)
    }
  }

  /// False where the server at the port names another file than ours.
  private func isOurs(_ port: Int) async -> Bool {
    let question = LoopbackQuestion(host: "127.0.0.1", port: port, target: "/props")
    guard let served = await question.answer(within: .seconds(2))?.json?["model_path"]?.string else { return true }
    return served == settings.file || RunningLlamaServer.isSame(served, settings.file)
  }

  private static func isAboutPort(_ lines: [String]) -> Bool {
    lines.contains { line in
      let words = line.lowercased()
      return words.contains("bind") || words.contains("address already in use")
    }
  }

  /// Whether a server ended because it does not know the argument that turns thinking off.
  private static func isAboutThinking(_ lines: [String]) -> Bool {
    lines.contains { $0.contains(LlamaServerSettings.thinkingArgument) }
  }

  private func freePort() throws -> Int {
    guard let port = LoopbackPort.free() else {
      throw failure("no free port", "There is no free port on this machine for llama-server: close what holds them.")
    }
    return port
  }

  private func failure(_ cause: String, _ sentence: String) -> ModelError {
    ModelError(.server, cause: cause, sentence: sentence, isRetryable: false)
  }
}
