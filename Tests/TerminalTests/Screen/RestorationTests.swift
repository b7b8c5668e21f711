import Charts
import Foundation
import TestSupport
import Testing
import Text

@testable import Terminal

extension OnTerminal {
  /// Processes that end in every way with a screen up; each is this test's own program, started anew.
  @Suite("restoration", .timeLimit(.minutes(1)))
  struct RestorationTests {
    /// Opens a screen as a program does, with standard error on the same terminal, and draws something.
    @TerminalActor
    private static func open(_ path: String) -> TerminalScreen? {
      let error = path.withCString { Foundation.open($0, O_WRONLY | O_NOCTTY) }
      dup2(error, 2)
      var options = TerminalOptions()
      options.terminalName = "xterm-256color"
      options.path = path
      guard let screen = try? TerminalScreen(options) else { return nil }
      var buffer = CellBuffer(size: screen.size)
      buffer.write("on the screen", column: 0, row: 0, in: buffer.area, style: Style(.indexed(1), .bold))
      screen.draw(buffer)
      return screen
    }

    /// Exits, as far as the compiler knows only perhaps.
    private static func end(_ status: Int32) { exit(status) }

    private static func abortHere() { abort() }
    private static func endAtOnce() { _exit(0) }

    private static func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    private func expectRestored(_ terminal: InProcessTerminal, saying text: String? = nil) {
      let output = String(decoding: terminal.read(), as: UTF8.self)
      let model = terminal.screen
      #expect(output.contains("on the screen"))
      #expect(terminal.isCooked)
      #expect(!model.isAlternate && model.isCursorVisible && !model.isMouseReported)
      #expect(model.modes.isDisjoint(with: [1006, 2004, 2026]))
      if let text {
        let after = output.range(of: "\u{1B}[?1049l").map { String(output[$0.upperBound...]) } ?? ""
        #expect(after.contains(text))
      }
    }

    @Test("a fatal error: restored, its message after that, and the signal as ever")
    func fatalError() async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      #if arch(x86_64) || arch(i386)
        let signal = SIGILL
      #else
        let signal = SIGTRAP
      #endif
      await #expect(processExitsWith: .signal(signal)) { [path = path as String] in
        await Self.crash(path)
      }
      expectRestored(terminal, saying: "lost the rudder")
    }

    @TerminalActor private static func crash(_ path: String) {
      let screen = open(path)
      Swift.fatalError("lost the rudder \(screen == nil)")
    }

    @Test("a crash on another thread than the terminal's")
    func crashElsewhere() async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .signal(SIGABRT)) { [path = path as String] in
        let screen = await Self.open(path)
        await Task.detached { Self.abortHere() }.value
        await screen?.close()
      }
      expectRestored(terminal)
    }

    @Test("signals of a crash that were sent", arguments: [SIGSEGV, SIGBUS, SIGFPE, SIGTRAP])
    func sent(signal: Int32) async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .signal(signal)) { [path = path as String, signal = signal as Int32] in
        let screen = await Self.open(path)
        raise(signal)
        await screen?.close()
      }
      expectRestored(terminal)
    }

    @Test("a stack that overflows on the terminal's thread")
    func stackOverflow() async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .signal(SIGSEGV)) { [path = path as String] in
        await Self.overflow(path)
      }
      expectRestored(terminal)
    }

    @TerminalActor private static func overflow(_ path: String) {
      let screen = open(path)
      print(dig(1, screen))
    }

    @TerminalActor private static func dig(_ depth: Int, _ screen: TerminalScreen?) -> Int {
      screen == nil ? depth : dig(depth + 1, screen) + dig(depth + 2, screen)
    }

    @Test("exit without close: restored, with the status that was given")
    func exits() async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .exitCode(7)) { [path = path as String] in
        let screen = await Self.open(path)
        Self.say("before the end")
        if screen != nil { Self.end(7) }
      }
      expectRestored(terminal, saying: "before the end")
    }

    @Test("what is written to standard error stays off the screen, and comes after it")
    func standardError() async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
        let screen = await Self.open(path)
        Self.say("a warning")
        await screen?.close()
        Self.say(" and more")
        Self.end(screen == nil ? 1 : 0)
      }
      let text = String(decoding: terminal.read(), as: UTF8.self)
      let restored = try #require(text.range(of: "\u{1B}[?1049l"))
      let warning = try #require(text.range(of: "a warning and more"))
      #expect(restored.upperBound <= warning.lowerBound)
    }

    @Test(
      "signals that end a program are reported; afterwards they have their old meaning",
      arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
    func signals(signal: Int32) async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .signal(signal)) { [path = path as String, signal = signal as Int32] in
        guard let screen = await Self.open(path) else { exit(1) }
        kill(getpid(), signal)
        let events = await screen.nextEvents()
        await screen.close()
        // Ends the process only if the number was right and the disposition is the old one again.
        guard let number = events.signals.endingNumber else { exit(2) }
        kill(getpid(), number)
        pause()
      }
      expectRestored(terminal)
    }

    @Test("going on after a stop from outside takes the terminal again and draws everything")
    func resumes() async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
        guard let screen = await Self.open(path) else { exit(1) }
        // Somebody else wrote on the screen meanwhile.
        let device = path.withCString { Foundation.open($0, O_WRONLY | O_NOCTTY) }
        _ = "\u{1B}[H\u{1B}[2Jrubbish".withCString { write(device, $0, 14) }
        kill(getpid(), SIGCONT)
        let events = await screen.nextEvents()
        if events.size != (await screen.size) { exit(2) }
        // Ends without restoring, so that the test sees the screen.
        Self.endAtOnce()
      }
      terminal.read()
      #expect(terminal.screen.text[0].hasPrefix("on the screen  "))
      #expect(!terminal.screen.contains("rubbish"))
      #expect(!terminal.isCooked)
    }

    @Test("signals that were ignored at the start stay ignored")
    func ignored() async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
        signal(SIGHUP, SIG_IGN)
        guard let screen = await Self.open(path) else { exit(1) }
        kill(getpid(), SIGHUP)
        TerminalActor.wake()
        let events = await screen.nextEvents()
        await screen.close()
        Self.end(events.signals.isEmpty ? 0 : 2)
      }
      expectRestored(terminal)
    }

    @Test("no descriptor is left to programs that are started, none stays open, and the shell's stay blocking")
    func descriptors() async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
        TerminalActor.wake()
        _ = await TerminalActor.nextWake()
        let before = Self.descriptors()
        let blocking = (0...2).map { fcntl($0, F_GETFL) & O_NONBLOCK }
        var options = TerminalOptions()
        options.terminalName = "xterm-256color"
        options.path = path
        guard let screen = try? await TerminalScreen(options) else { exit(1) }
        let opened = Self.descriptors().subtracting(before)
        let areClosedOnExec = opened.allSatisfy { fcntl($0, F_GETFD) & FD_CLOEXEC != 0 }
        let isUnchanged = (0...2).map { fcntl($0, F_GETFL) & O_NONBLOCK } == blocking
        await screen.close()
        let areClosed = Self.descriptors().subtracting(before).isEmpty
        Self.end((opened.isEmpty ? 1 : 0) + (areClosedOnExec ? 0 : 2) + (isUnchanged ? 0 : 4) + (areClosed ? 0 : 8))
      }
    }

    /// Those that stay open: what another thread has open for a moment is not seen every time.
    private static func descriptors() -> Set<Int32> {
      (0..<20).reduce(into: Set(0..<1024)) { found, _ in
        found = found.filter { fcntl($0, F_GETFD) >= 0 }
        sched_yield()
      }
    }
  }
}
