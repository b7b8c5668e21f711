import Foundation
import TestSupport
import Testing

/// The ways in which the program leaves a terminal that come from outside: keys, signals, the terminal itself. What ends
/// it from inside is tried in TerminalTests, where a process can be made to fail.
enum Departure: String, CaseIterable, CustomTestStringConvertible, Sendable {
  case quit = "q"
  case controlC = "^C"
  case interrupt = "INT"
  case terminate = "TERM"
  case hangUp = "HUP"
  case quitSignal = "QUIT"
  case segmentation = "SEGV"
  case abort = "ABRT"
  case illegal = "ILL"
  case trap = "TRAP"
  case bus = "BUS"
  case arithmetic = "FPE"
  case user = "USR1"
  case endOfTerminal = "the terminal ends"
  case stopKey = "^Z and fg, then q"
  case stopSignal = "TSTP and fg, then q"
  case stopped = "STOP and CONT, then q"

  var testDescription: String { rawValue }

  /// The signal that is sent.
  var signal: Int32? {
    switch self {
    case .interrupt: SIGINT
    case .terminate: SIGTERM
    case .hangUp: SIGHUP
    case .quitSignal: SIGQUIT
    case .segmentation: SIGSEGV
    case .abort: SIGABRT
    case .illegal: SIGILL
    case .trap: SIGTRAP
    case .bus: SIGBUS
    case .arithmetic: SIGFPE
    case .user: SIGUSR1
    case .quit, .controlC, .endOfTerminal, .stopKey, .stopSignal, .stopped: nil
    }
  }

  var status: PseudoTerminal.ExitStatus {
    switch self {
    case .quit, .stopKey, .stopSignal, .stopped: .exited(0)
    case .controlC, .interrupt: .exited(130)
    case .terminate: .exited(143)
    case .hangUp, .endOfTerminal: .exited(129)
    case .quitSignal: .exited(131)
    case .segmentation, .abort, .illegal, .trap, .bus, .arithmetic, .user: .signalled(signal ?? 0)
    }
  }

  /// Whether a report is left.
  var isCrash: Bool {
    switch self {
    case .segmentation, .abort, .illegal, .trap, .bus, .arithmetic: true
    default: false
    }
  }

  /// Whether a shell is needed, which stops and goes on.
  var needsShell: Bool { self == .stopKey || self == .stopSignal }
}

extension EndToEnd {
  @Suite("restoration")
  struct RestorationTests {
    /// Starts the program on a terminal that it has for itself, or in a shell with jobs.
    private func start(_ departure: Departure, in place: Workplace) async throws -> PseudoTerminal {
      let arguments = ["run", "--model", "none", "--paused"]
      let script = "\"$0\" \"$@\"; echo \"stopped: $?\"; read go; fg"
      let terminal =
        departure.needsShell
        ? try PseudoTerminal(
          "/bin/sh", ["-mc", script, Program.path] + arguments, environment: place.environment(), columns: 80, rows: 24)
        : try Program.onTerminal(arguments, in: place, columns: 80, rows: 24)
      try await terminal.see("the program's screen") {
        $0.isAlternate && $0.contains("paused") && $0.text[23].contains("quit")
      }
      #expect(await !terminal.isCooked)
      return terminal
    }

    private func perform(_ departure: Departure, on terminal: PseudoTerminal) async throws {
      switch departure {
      case .quit: try await terminal.send("q")
      case .controlC: try await terminal.send("\u{3}")
      case .endOfTerminal: await terminal.close()
      case .stopKey, .stopSignal:
        if departure == .stopKey {
          try await terminal.send("\u{1A}")
        } else {
          try await terminal.terminateForeground(SIGTSTP)
        }
        try await terminal.see("stopped: \(128 + SIGTSTP)")
        await expectRestored(terminal)
        try await terminal.send("\n")
        try await quitAgain(terminal)
      case .stopped:
        terminal.terminate(SIGSTOP)
        try await terminal.waitForStop()
        // As the shell or another program would leave it.
        await terminal.makeCooked()
        terminal.terminate(SIGCONT)
        try await quitAgain(terminal)
      default: terminal.terminate(departure.signal ?? SIGTERM)
      }
    }

    /// Waits for the whole screen, drawn anew, and leaves it by its key.
    private func quitAgain(_ terminal: PseudoTerminal) async throws {
      let before = await terminal.screen.clearings
      try await terminal.see("the screen again") { screen in
        screen.isAlternate && screen.clearings > before && screen.contains("paused") && screen.text[23].contains("quit")
      }
      #expect(await !terminal.isCooked)
      try await terminal.send("q")
    }

    @Test("every way to leave gives the terminal back", arguments: Departure.allCases)
    func leaves(departure: Departure) async throws {
      let place = try Workplace()
      let terminal = try await start(departure, in: place)
      try await perform(departure, on: terminal)
      #expect(try await terminal.waitForExit() == departure.status)
      let folder = place.path + "/state/tiller/crashes"
      let reports = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      #expect(reports.count == (departure.isCrash ? 1 : 0))
      if departure == .endOfTerminal { return }
      await expectRestored(terminal)
      for report in reports {
        let text = String(decoding: try place.bytes(of: folder + "/" + report), as: UTF8.self)
        #expect(text.contains("The program crashed (SIG\(departure.rawValue)"))
        // It may be broken into lines.
        let written = await terminal.screen.text.joined()
        #expect(written.contains(folder + "/" + report))
      }
    }

    @Test("hundreds of sizes in a row, from the driver: the program lives, and fills the last one")
    func sizes() async throws {
      let place = try Workplace()
      let terminal = try await start(.quit, in: place)
      var random = SplitMix(state: 2)
      for step in 0..<300 {
        let isOdd = step % 10 == 0
        let columns = isOdd ? [0, 1, 500][step / 10 % 3] : Int.random(in: 0...200, using: &random)
        let rows = isOdd ? [500, 0, 1][step / 10 % 3] : Int.random(in: 0...60, using: &random)
        await terminal.resize(columns: columns, rows: rows)
      }
      await terminal.resize(columns: 120, rows: 36)
      try await terminal.see("the last size") { screen in
        screen.text[35].contains("quit") && screen.contains("paused")
          && screen.text.contains { !$0.dropFirst(110).allSatisfy { $0 == " " } }
      }
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)
    }
  }
}
