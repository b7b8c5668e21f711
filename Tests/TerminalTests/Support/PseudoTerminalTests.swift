import Foundation
import TestSupport
import Testing

/// The tool that other tests stand on, shown with programs that every system has.
@Suite("A pseudo-terminal", .timeLimit(.minutes(1)))
struct PseudoTerminalTests {
  private func shell(_ script: String, columns: Int = 80, rows: Int = 24) throws -> PseudoTerminal {
    try PseudoTerminal(
      "/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"], columns: columns, rows: rows)
  }

  @Test("shows what a program writes, and how it ended")
  func output() async throws {
    let terminal = try shell("printf 'one\\r\\n\\033[1mtwo\\033[m'; exit 3")
    #expect(try await terminal.waitForExit() == .exited(3))
    let screen = await terminal.screen
    #expect(screen.text[0].hasPrefix("one ") && screen.text[1].hasPrefix("two "))
    #expect(screen[column: 0, row: 1].style.attributes == .bold)
    #expect(try #require(screen.position(of: "wo")) == (1, 1))
  }

  @Test("is the program's controlling terminal, of this size")
  func controlling() async throws {
    let terminal = try shell("stty size < /dev/tty; ps -o tty= -p $$ > /dev/null 2>&1; tty", columns: 133, rows: 41)
    try await terminal.waitForText("41 133")
    try await terminal.waitForText("/dev/")
    #expect(try await terminal.waitForExit() == .exited(0))
  }

  @Test("types, and sends the signals of keys")
  func keys() async throws {
    let terminal = try shell("trap 'echo interrupted; exit 5' INT; echo ready; read line; echo got $line; read line")
    try await terminal.waitForText("ready")
    #expect(await terminal.isCooked)
    try await terminal.send("hello\r")
    try await terminal.waitForText("got hello")
    try await terminal.send("\u{3}")
    try await terminal.waitForText("interrupted")
    #expect(try await terminal.waitForExit() == .exited(5))
  }

  @Test("a resize is a signal to the program")
  func resize() async throws {
    let terminal = try shell("trap 'stty size' WINCH; echo ready; while :; do read line; done")
    try await terminal.waitForText("ready")
    await terminal.resize(columns: 99, rows: 31)
    try await terminal.send("\r")
    try await terminal.waitForText("31 99")
    terminal.terminate()
    #expect(try await terminal.waitForExit() == .signalled(SIGTERM))
  }

  @Test("closing hangs up")
  func hangup() async throws {
    let terminal = try shell("echo ready; while :; do read line || exit 9; done")
    try await terminal.waitForText("ready")
    await terminal.close()
    #expect(try await terminal.waitForExit() == .signalled(SIGHUP))
  }

  @Test("sees settings that a program left behind")
  func raw() async throws {
    let terminal = try shell("stty raw -echo; echo done; read line")
    try await terminal.waitForText("done")
    #expect(await !terminal.isCooked)
    terminal.terminate(SIGKILL)
    #expect(try await terminal.waitForExit() == .signalled(SIGKILL))
  }

  @Test("says what the screen was when something did not come")
  func failure() async throws {
    let terminal = try shell("echo something else; read line")
    try await terminal.waitForText("something else")
    let error = await #expect(throws: PseudoTerminal.Failure.self) {
      try await terminal.waitForText("this", timeout: .milliseconds(20))
    }
    #expect(try #require(error).description.contains("something else"))
  }

  @Test("a program that is not there is a failure")
  func missing() throws {
    #expect(throws: PseudoTerminal.Failure.self) { try PseudoTerminal("/nonexistent/program") }
  }
}
