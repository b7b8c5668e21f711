import Foundation
import Synchronization
import TestSupport

/// Every fault of a model's server at every one of eight replies that are asked for at once, and all of them in a row,
/// over either way to a server.
enum FaultForms {
  static let replies = 8
  /// Runs at once: most of their time is waiting.
  private static let atOnce = 8

  static func run() throws {
    let start = ContinuousClock.now
    var runs: [FaultRun] = []
    for usesSockets in [true, false] {
      for fault in Fault.all {
        for place in 0..<replies { runs.append(FaultRun([fault], at: place, of: replies, usesSockets: usesSockets)) }
      }
      let quick = Fault.all.filter { !$0.isSilent }
      for first in stride(from: 0, to: quick.count, by: 12) {
        let some = Array(quick[first..<min(first + 12, quick.count)])
        runs += [1, replies].map { FaultRun(some, at: 0, of: $0, usesSockets: usesSockets) }
      }
    }
    let faults = try waiting { [runs] in
      try await withThrowingTaskGroup(of: String?.self) { group in
        var found: [String] = []
        for (number, run) in runs.enumerated() {
          if number >= atOnce, let complaint = try await group.next(), let complaint { found.append(complaint) }
          group.addTask { try await run.complaint() }
        }
        for try await complaint in group { if let complaint { found.append(complaint) } }
        return found
      }
    }
    guard faults.isEmpty else { throw BenchmarkError(faults.joined(separator: "\n")) }
    let seconds = (ContinuousClock.now - start).seconds
    print(
      "\(runs.count) runs with \(Fault.all.count) faults of a server at each of \(replies) replies, "
        + "nothing lost, invented or hung, in \(fixed(seconds, 1)) s")
  }

  /// Waits for work of tasks on a thread that is none of theirs.
  static func waiting<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Result<Value, any Error>?>(nil)
    Task {
      let outcome: Result<Value, any Error>
      do { outcome = .success(try await work()) } catch { outcome = .failure(error) }
      result.withLock { $0 = outcome }
      done.signal()
    }
    done.wait()
    guard let outcome = result.withLock({ $0 }) else { throw BenchmarkError("There is no outcome.") }
    return try outcome.get()
  }
}
