import Foundation
import LanguageModels
import Optimization
import Synchronization

/// A run of one step with several replies at once, some requests of which meet faults, over a real server.
///
/// A person is there and lets the run go on whenever it waits: in the end every reply must have come, whatever happened
/// before, none twice, and none that no server sent.
public struct FaultRun: Sendable {
  public var faults: [Fault]
  /// The request that the first of the faults is done to, from 0; the others follow.
  public var first: Int
  public var replies: Int
  /// Plain sockets, else libcurl.
  public var usesSockets: Bool

  public init(_ faults: [Fault], at first: Int, of replies: Int = 8, usesSockets: Bool) {
    self.faults = faults
    self.first = first
    self.replies = replies
    self.usesSockets = usesSockets
  }

  private struct Hang: Error {}
  /// Seconds that the whole run may take.
  private static let patience = 60.0

  /// What is wrong with how the run went; nil where all is well.
  public func complaint() async throws -> String? {
    let server = try LoopbackServer { [faults, first] request in
      let place = request.number - first
      return faults.indices.contains(place) ? faults[place].steps : .chat(["\(request.number).5 1"])
    }
    defer { server.stop() }
    let limits = (faults.first { $0.isSilent } ?? faults[0]).limits
    // A service of which several replies are several requests.
    let model = try ChatCompletionsModel(
      name: "qwen", address: ServerAddress(server.baseURL), service: .ollama, key: nil, keySource: nil, limits: limits,
      usesSockets: usesSockets)
    defer { model.close() }
    let sink = MemorySink()
    let run = OptimizationRun(
      RunConfiguration(
        problem: AnyProblem(BowlProblem()), settings: RunSettings(steps: 1, candidates: replies, initial: 1),
        prompting: ListingPrompting(), model: model, clock: ManualClock(skipsSleeps: true), id: "faults",
        started: "2026-01-01T00:00:00Z"),
      sink: sink, monitor: RunMonitor())
    let name = faults.map(\.name).joined(separator: ", ") + " at \(first) " + (usesSockets ? "(sockets)" : "(libcurl)")
    do {
      let causes = try await finish(run, sink)
      return complaint(sink.events.all.map(\.event), causes, server.requests.count).map { "\(name): \($0)" }
    } catch is Hang {
      return "\(name): the run hangs"
    }
  }

  /// Lets the run come to its end, and gives the sentences that it waited with.
  private func finish(_ run: OptimizationRun, _ sink: MemorySink) async throws -> [String] {
    try await withThrowingTaskGroup(of: [String]?.self) { group in
      group.addTask {
        _ = await run.run()
        return nil
      }
      group.addTask {
        var causes: [String] = []
        var count = 0
        while true {
          let events = try await sink.events.first(count + 1)
          switch events[count].event {
          case .state(let change) where change.state == .waiting:
            causes.append(await run.currentState.head.phaseReason)
            _ = await run.perform(.resume, source: .keyboard)
          case .runEnded: return causes
          default: break
          }
          count += 1
        }
      }
      group.addTask {
        try await Task.sleep(for: .seconds(Self.patience))
        throw Hang()
      }
      defer { group.cancelAll() }
      while let causes = try await group.next() {
        if let causes { return causes }
      }
      return []
    }
  }

  private func complaint(_ events: [RunEvent], _ causes: [String], _ requests: Int) -> String? {
    var given = 0, made: [String] = [], refused = 0
    for event in events {
      switch event {
      case .reply: given += 1
      case .candidate(let candidate): made.append(candidate.text)
      case .rejected: refused += 1
      case .runEnded(let end) where end.reason != .steps: return "the run ended as \(end)"
      default: break
      }
    }
    // Where the prompt was too long for one, all are asked for anew, and what had come of the others stays.
    let mayBeMore = faults.contains { if case .error(.contextLength, _, _, _) = $0.outcome { true } else { false } }
    if given < replies || (given > replies && !mayBeMore) { return "\(given) replies of \(replies)" }
    // The first candidate is nobody's reply.
    if made.count - 1 + refused != given {
      return "\(made.count - 1) candidates and \(refused) refusals of \(given) replies"
    }
    if Set(made).count != made.count { return "a candidate is there twice: \(made)" }
    let known = Set((0..<requests).map { "w=\($0).5, b=1.0" } + ["w=1.0, b=2.0"])
    if let invented = made.dropFirst().first(where: { !known.contains($0) }) { return "\(invented) was sent by nobody" }
    if let silent = causes.first(where: { $0.count < 20 }) { return "it waited with \"\(silent)\"" }
    return nil
  }
}
