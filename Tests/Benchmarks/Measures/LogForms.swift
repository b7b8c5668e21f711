import Foundation
import RunLog
import RunLogSupport
import Synchronization
import TestSupport

/// Logs that are cut at every byte, programs that are killed: the long forms of what the suite does a little of.
enum LogForms {
  static let kills = 300
  static let atOnce = 4

  static func run() throws {
    for run in CutRun.all { try cut(run) }
    try kill()
  }

  /// Every byte of the last two steps is cut at, and each time the run is taken further.
  private static func cut(_ run: CutRun) throws {
    try folder { folder in
      let start = ContinuousClock.now
      let (count, complaints) = try FaultForms.waiting { try await cuts(run, folder) }
      guard complaints.isEmpty else {
        throw BenchmarkError("\(run.name): \(complaints.count) of \(count) cuts, as \(complaints[0])")
      }
      let seconds = (ContinuousClock.now - start).seconds
      print(
        "\(run.name): cut at each of \(count) bytes and taken further, as if it had not been, in \(fixed(seconds, 1)) s"
      )
      fflush(nil)
    }
  }

  private static func cuts(_ run: CutRun, _ folder: String) async throws -> (cuts: Int, complaints: [String]) {
    let log = try await run.whole(in: folder)
    let path = folder + "/whole.jsonl"
    let first = try CutRun.start(ofLast: 2, in: log, at: path)
    let reader = try RunLogReader(path)
    let expected = RunCourse(try reader.events(in: 0..<reader.count).map(\.event))
    let complaints = try await withThrowingTaskGroup(of: [String].self) { group in
      for worker in 0..<atOnce {
        group.addTask {
          var found: [String] = []
          for bytes in stride(from: first + worker, to: log.count, by: atOnce) {
            let complaint = try await run.complaint(
              cutAt: bytes, of: log, expected: expected, path: folder + "/\(bytes).jsonl")
            if let complaint { found.append(complaint) }
          }
          return found
        }
      }
      return try await group.reduce(into: [String]()) { $0 += $1 }
    }
    return (log.count - first, complaints)
  }

  /// The program is killed at moments that seeds draw, every fourth time on a pseudo-terminal.
  private static func kill() throws {
    let start = ContinuousClock.now
    let tiller = try Program.tiller
    let environment = ProcessInfo.processInfo.environment.merging([
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "TILLER_LOCAL_SERVERS": "", "TILLER_CONFIG": "",
    ]) { $1 }
    try folder { folder in
      let complaints = try FaultForms.waiting {
        try await withThrowingTaskGroup(of: String?.self) { group in
          var found: [String] = []
          for seed in 0..<kills {
            if seed >= atOnce, let complaint = try await group.next(), let complaint { found.append(complaint) }
            group.addTask {
              let place = folder + "/\(seed)"
              try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
              return try await KillRun(
                tiller, environment: environment, folder: place, seed: UInt64(seed), isOnScreen: seed % 4 == 3
              ).complaint()
            }
          }
          for try await complaint in group { if let complaint { found.append(complaint) } }
          return found
        }
      }
      guard complaints.isEmpty else { throw BenchmarkError(complaints.joined(separator: "\n")) }
    }
    let seconds = (ContinuousClock.now - start).seconds
    print("\(kills) programs killed at random and taken further, nothing lost, in \(fixed(seconds, 1)) s")
  }

  /// In memory where there is such a place: no disk is measured here.
  private static func folder(_ body: (String) throws -> Void) throws {
    let memory = "/dev/shm"
    let isThere = FileManager.default.isWritableFile(atPath: memory)
    let folder = (isThere ? memory : NSTemporaryDirectory()) + "/tiller-long-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }
}
