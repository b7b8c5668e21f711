import CTerminal
import Charts
import Foundation
import TestSupport
import Testing

@testable import Terminal

extension OnTerminal {
  /// Processes of their own, as signals are the whole process's.
  @Suite("signals", .timeLimit(.minutes(1)))
  struct SignalTests {
    @Test(
      "signals that end a program are reported; afterwards they have their old meaning",
      arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
    func signals(signal: Int32) async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .signal(signal)) { [path = path as String, signal = signal as Int32] in
        guard let screen = await ChildScreen.open(path) else { exit(1) }
        kill(getpid(), signal)
        let events = await screen.nextEvents()
        await screen.close()
        // Ends the process only if the number was right and the disposition is the old one again.
        guard let number = events.signals.endingNumber else { exit(2) }
        kill(getpid(), number)
        pause()
      }
      _ = try restored(terminal)
    }

    @Test("going on after a stop from outside takes the terminal again and draws everything")
    func resumes() async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
        guard let screen = await ChildScreen.open(path) else { exit(1) }
        // Somebody else wrote on the screen meanwhile.
        let device = path.withCString { Foundation.open($0, O_WRONLY | O_NOCTTY) }
        _ = "\u{1B}[H\u{1B}[2Jrubbish".withCString { write(device, $0, 14) }
        kill(getpid(), SIGCONT)
        let events = await screen.nextEvents()
        if events.size != (await screen.size) { exit(2) }
        // Ends without restoring, so that the test sees the screen.
        ChildScreen.endAtOnce()
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
        guard let screen = await ChildScreen.open(path) else { exit(1) }
        kill(getpid(), SIGHUP)
        TerminalActor.wake()
        let events = await screen.nextEvents()
        await screen.close()
        ChildScreen.end(events.signals.isEmpty ? 0 : 2)
      }
      _ = try restored(terminal)
    }

    @Test("no descriptor is left to programs that are started, none stays open, and the shell's stay blocking")
    func descriptors() async throws {
      let terminal = try InProcessTerminal()
      let path = terminal.path
      await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
        guard terminal_pseudo_adopt(path) == 0 else { exit(1) }
        TerminalActor.wake()
        _ = await TerminalActor.nextWake()
        let before = Self.descriptors()
        let blocking = (0...2).map { fcntl($0, F_GETFL) & O_NONBLOCK }
        var options = TerminalOptions()
        options.terminalName = "xterm-256color"
        guard let screen = try? await TerminalScreen(options) else { exit(1) }
        let opened = Self.descriptors().subtracting(before)
        let areClosedOnExec = opened.allSatisfy { fcntl($0, F_GETFD) & FD_CLOEXEC != 0 }
        let isUnchanged = (0...2).map { fcntl($0, F_GETFL) & O_NONBLOCK } == blocking
        await screen.close()
        let areClosed = Self.descriptors().subtracting(before).isEmpty
        ChildScreen.end(
          (opened.isEmpty ? 1 : 0) + (areClosedOnExec ? 0 : 2) + (isUnchanged ? 0 : 4) + (areClosed ? 0 : 8))
      }
    }

    /// Files, terminals and pipes. Those that belong to no file are libdispatch's, which opens them when it needs them.
    private static func descriptors() -> Set<Int32> {
      Set(
        (0..<1024).filter { descriptor in
          var status = stat()
          return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT != 0
        })
    }
  }
}
