import Foundation
import LanguageModels
import Optimization
import RunLog
import Synchronization
import TestSupport

/// The program itself, killed at a moment that a seed draws while a server answers it, and its log afterwards: what was
/// shown as done is there once, and the run can be taken to its end.
public struct KillRun: Sendable {
  public var program: String
  /// All of its environment.
  public var environment: [String: String]
  /// A folder for its log, in which nothing else is.
  public var folder: String
  public var seed: UInt64
  /// On a pseudo-terminal, else headless with its events on standard output.
  public var isOnScreen: Bool

  public init(_ program: String, environment: [String: String], folder: String, seed: UInt64, isOnScreen: Bool) {
    self.program = program
    self.environment = environment
    self.folder = folder
    self.seed = seed
    self.isOnScreen = isOnScreen
  }

  /// When the program is killed: at a request, at one of the pieces of its answer, and some time after that.
  private struct Moment {
    var request: Int
    var piece: Int
    var microseconds: UInt32

    init(seed: UInt64) {
      var random = SplitMix(state: seed &* 0x9E37)
      request = Int.random(in: 0...24, using: &random)
      piece = Int.random(in: 0...7, using: &random)
      microseconds = Bool.random(using: &random) ? 0 : UInt32.random(in: 0...6000, using: &random)
    }
  }

  /// The replies of a server have numbers: the nth says w = n.731.
  private static func numbers(in text: String) -> [Int] { text.matches(of: /(\d+)\.731/).compactMap { Int($0.1) } }

  /// - Returns: what is wrong; nil where all is well.
  public func complaint() async throws -> String? {
    let log = folder + "/run.jsonl"
    let moment = Moment(seed: seed)
    let process = Mutex<Int32?>(nil)
    let isStarted = Gate()
    let delivered = Mutex<Set<Int>>([])
    let server = try LoopbackServer { request in
      var steps = [ServerStep].chat(["{\"w\": \(request.number)", ".731, ", "\"b\": 0.25}"])
      if request.number == moment.request {
        let kill = ServerStep.act {
          isStarted.waitBlocking()
          if moment.microseconds > 0 { usleep(moment.microseconds) }
          if let process = process.withLock({ $0 }) { Foundation.kill(process, SIGKILL) }
        }
        steps.insert(kill, at: min(moment.piece, steps.count))
      }
      return steps + [.act { delivered.withLock { _ = $0.insert(request.number) } }]
    }
    defer { server.stop() }
    let arguments = [
      "run", "line", "--model", "openai:tested", "--base-url", server.baseURL, "--steps", "1000", "--candidates", "3",
      "--history", "4", "--log", log,
    ]
    let shown: String
    if isOnScreen {
      let terminal = try PseudoTerminal(program, arguments, environment: environment, columns: 120, rows: 36)
      process.withLock { $0 = terminal.process }
      isStarted.open()
      _ = try await terminal.waitForExit(timeout: .seconds(30))
      // The text of a reply under way is on the screen too, and is not done.
      shown = await terminal.screen.description.split(separator: "\n").filter { !$0.contains("streaming") }
        .joined(separator: "\n")
    } else {
      shown = try await Self.output(of: program, arguments + ["--json"], environment) { child in
        process.withLock { $0 = child }
        isStarted.open()
      }.text
    }
    let seen = Set(Self.numbers(in: shown))
    guard let events = try? Self.events(of: log) else {
      // Killed before its first line was whole.
      return seen.isEmpty ? nil : "seed \(seed): there is no log, and \(seen) were shown"
    }
    if let complaint = Self.complaint(events, shown: seen, sent: server.requests.count) {
      return "seed \(seed): \(complaint)"
    }

    // Whoever held its lock is gone, and the run goes on to its end.
    let steps =
      (events.compactMap { if case .stepStarted(let start) = $0.event { start.step } else { nil } }.last ?? 0) + 2
    let resumed = try await Self.output(
      of: program, ["resume", log, "--headless", "--steps", "\(steps)"], environment, started: { _ in })
    guard resumed.status == 0 else { return "seed \(seed): resume ends with \(resumed.status): \(resumed.errors)" }
    let all = try Self.events(of: log)
    guard case .runEnded(let ended)? = all.last?.event, ended.reason == .steps else {
      return "seed \(seed): the run did not end as it should: \(all.last?.event.kind ?? "no event")"
    }
    if let complaint = Self.complaint(all, shown: seen, sent: server.requests.count) {
      return "seed \(seed), resumed: \(complaint)"
    }
    return Self.unsettled(all, steps: steps).map { "seed \(seed), resumed: \($0)" }
  }

  /// The events of a log, each held to what a run can write.
  private static func events(of path: String) throws -> [LoggedEvent] {
    let reader = try RunLogReader(path)
    return try reader.events(in: 0..<reader.count).map(\.event)
  }

  private static func complaint(_ events: [LoggedEvent], shown: Set<Int>, sent: Int) -> String? {
    var counts: [Int: Int] = [:]
    for event in events {
      if case .reply(let reply) = event.event {
        for number in numbers(in: reply.text) { counts[number, default: 0] += 1 }
      }
    }
    if let twice = counts.first(where: { $0.value > 1 }) { return "reply \(twice.key) is there \(twice.value) times" }
    if let invented = counts.keys.first(where: { $0 >= sent }) { return "nobody sent reply \(invented)" }
    let lost = shown.subtracting(counts.keys)
    return lost.isEmpty ? nil : "replies \(lost.sorted()) were shown as done and are not there"
  }

  /// Every reply of every step has an outcome, and one only.
  private static func unsettled(_ events: [LoggedEvent], steps: Int) -> String? {
    var outcomes: [[Int]: Int] = [:]
    for event in events {
      switch event.event {
      case .candidate(let candidate):
        if let index = candidate.index { outcomes[[candidate.step, index], default: 0] += 1 }
      case .rejected(let rejected): if let index = rejected.index { outcomes[[rejected.step, index], default: 0] += 1 }
      default: break
      }
    }
    for step in 1...steps {
      for index in 0..<3 where outcomes[[step, index]] != 1 {
        return "reply \(index) of step \(step) has \(outcomes[[step, index]] ?? 0) outcomes"
      }
    }
    return nil
  }

  private static func output(
    of program: String, _ arguments: [String], _ environment: [String: String], started: (Int32) -> Void
  ) async throws -> (text: String, errors: String, status: Int32) {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: program)
    child.arguments = arguments
    child.environment = environment
    let output = Pipe(), errors = Pipe()
    child.standardInput = FileHandle.nullDevice
    child.standardOutput = output
    child.standardError = errors
    let status = Collected<Int32>()
    child.terminationHandler = { status.append($0.terminationStatus) }
    let texts = (Collected<String>(), Collected<String>())
    try child.run()
    started(child.processIdentifier)
    for (pipe, text) in [(output, texts.0), (errors, texts.1)] {
      let handle = pipe.fileHandleForReading
      Thread.detachNewThread { text.append(String(decoding: handle.readDataToEndOfFile(), as: UTF8.self)) }
    }
    return (try await texts.0.first(1)[0], try await texts.1.first(1)[0], try await status.first(1)[0])
  }
}
