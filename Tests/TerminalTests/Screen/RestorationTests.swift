import CTerminal
import Charts
import Foundation
import TestSupport
import Testing

@testable import Terminal

extension OnTerminal {
  /// Processes that end in every way with a screen up, on a pseudo-terminal that is their controlling terminal; each is
  /// this test's own program, started anew.
  @Suite("restoration", .timeLimit(.minutes(1)))
  struct RestorationTests {
    /// A path of a report in a folder that is not there yet.
    private final class Report: Sendable {
      let folder = FileManager.default.temporaryDirectory.path + "/crashes-\(UUID().uuidString)"
      var path: String { folder + "/new/crash.txt" }
      var text: String? { try? String(contentsOfFile: path, encoding: .utf8) }
      deinit { try? FileManager.default.removeItem(atPath: folder) }
    }

    @Test("after every end the terminal is as before, and what was said meanwhile is read", arguments: Ending.allCases)
    func ends(ending: Ending) async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      let report = Report()
      let file = report.path
      await #expect(processExitsWith: ending.condition) {
        [path = path as String, file = file as String, ending = ending as Ending] in
        guard let screen = await ChildScreen.open(path, report: file) else { exit(3) }
        ChildScreen.say("a warning from below deck\n")
        await ending.perform(screen)
      }
      let after = try restored(terminal)
      #expect(after.contains("a warning from below deck"))
      if let words = ending.words { #expect(after.contains(words)) }
      let text = report.text
      #expect((text != nil) == ending.isCrash)
      #expect(after.contains(report.path) == ending.isCrash)
      if let text {
        #expect(text.contains("a warning from below deck") && text.contains("The program crashed (SIG"))
        if let words = ending.words { #expect(text.contains(words)) }
        // A line for each frame.
        #expect(text.split(separator: "\n").count > 5, "\(text)")
        #expect(after.split(separator: "\n").count < 5, "\(after)")
      }
    }

    /// Crashes, where this test's program is started by the next one with Swift's backtracer on; it has to be told when
    /// the process begins.
    @Test("crashes", .enabled(if: Self.crashReport != nil))
    func crashes() async throws {
      guard let screen = await ChildScreen.show(report: Self.crashReport) else { exit(3) }
      await Ending.fatalErrorInTask.perform(screen)
    }

    private static var crashReport: String? { ProcessInfo.processInfo.environment["TERMINAL_CRASH_REPORT"] }

    #if os(Linux)
      @Test("with Swift's backtracer on, its backtrace is in the report, without colours, and nobody is asked anything")
      func backtracer() async throws {
        let report = Report()
        let terminal = try PseudoTerminal(
          "/proc/self/exe", ["--testing-library", "swift-testing", "--filter", "RestorationTests/crashes"],
          environment: ProcessInfo.processInfo.environment.merging([
            "SWIFT_BACKTRACE": "enable=yes", "TERMINAL_CRASH_REPORT": report.path,
          ]) { $1 })
        #expect(try await terminal.waitForExit() == .signalled(Ending.failure))
        let after = try restored(await terminal.output, await terminal.screen, isCooked: await terminal.isCooked)
        #expect(after.contains("Fatal error: lost the rudder") && after.contains(report.path))
        #expect(after.split(separator: "\n").count < 5, "\(after)")
        let text = try #require(report.text)
        #expect(text.contains("Fatal error: lost the rudder") && text.contains("Ending.fail()"))
        #expect(!text.utf8.contains(0x1B))
      }
    #endif
  }
}
