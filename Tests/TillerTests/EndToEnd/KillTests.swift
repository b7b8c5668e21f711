import Foundation
import RunLogSupport
import TestSupport
import Testing

extension EndToEnd {
  @Suite("a program that is killed")
  struct KillTests {
    /// Both at once in each: what takes a moment is the start of the programs.
    @Test("whatever was shown as done is in the log once, and the run goes on to its end", arguments: 0..<5)
    func killed(group: Int) async throws {
      try await withThrowingTaskGroup(of: String?.self) { tasks in
        for number in 0..<4 {
          tasks.addTask {
            let place = try Workplace()
            let run = KillRun(
              Program.path, environment: place.environment(), folder: place.path, seed: UInt64(group * 4 + number),
              isOnScreen: number == 3)
            return try await run.complaint()
          }
        }
        for try await complaint in tasks { #expect(complaint == nil) }
      }
    }
  }
}
