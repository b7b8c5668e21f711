import CTerminal
import Foundation
import TestSupport

/// A program on a pseudo-terminal of its own, whose output is kept piece by piece with the time that it came.
///
/// What it drew is worked out afterwards: a model of the screen takes its time, which is not the program's.
final class RecordedProgram {
  struct Piece {
    /// Since the start, in seconds; taken when the read that brought it was over.
    var time: Double
    var bytes: [UInt8]
  }

  let process: Int32
  private(set) var pieces: [Piece] = []
  /// Whether the program has left its terminal.
  private(set) var isOver = false
  private let columns: Int
  private let rows: Int
  private let control: Int32
  private let ended: Int32
  /// Before the fork.
  private let start: ContinuousClock.Instant
  /// The screen after the first `lastShown` pieces, so that a second look begins there.
  private var lastScreen: ScreenModel
  private var lastShown = 0
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  /// - Parameter environment: what differs from this program's.
  init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], columns: Int, rows: Int
  ) throws {
    let usual = ["TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"]
    let all = ProcessInfo.processInfo.environment.merging(usual) { $1 }.merging(environment) { $1 }
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for copy in words + variables { free(copy) } }
    var child = terminal_child()
    start = .now
    let result = terminal_child_start(program, words, variables, Int32(columns), Int32(rows), &child)
    guard result == 0 else {
      throw BenchmarkError("\(program) cannot be started: \(String(cString: strerror(result)))")
    }
    (process, control, ended) = (child.process, child.control, child.ended)
    (self.columns, self.rows) = (columns, rows)
    lastScreen = ScreenModel(columns: columns, rows: rows)
  }

  deinit {
    end(SIGKILL)
    terminal_close(control)
    terminal_close(ended)
  }

  /// Seconds since the start.
  var now: Double { (ContinuousClock.now - start).seconds }

  var byteCount: Int { pieces.reduce(0) { $0 + $1.bytes.count } }

  /// Types, and returns when: just before the write.
  @discardableResult
  func press(_ keys: String) throws -> Double {
    let time = now
    let bytes = Array(keys.utf8)
    guard write(control, bytes, bytes.count) == bytes.count else {
      throw BenchmarkError("A key could not be typed: \(String(cString: strerror(errno)))")
    }
    return time
  }

  /// Takes in what comes until a time since the start, in seconds, or until the program is over.
  func read(until time: Double) {
    while !isOver, wait(seconds: time - now) { take() }
  }

  /// Takes in what comes until nothing has come for so long.
  func readUntilQuiet(seconds: Double, atMost limit: Double = 60) throws {
    let end = now + limit
    while !isOver, wait(seconds: seconds) {
      take()
      guard now < end else { throw BenchmarkError("The screen was never quiet for \(seconds) s.") }
    }
  }

  private func wait(seconds: Double) -> Bool {
    guard seconds > 0 else { return false }
    var waiting = pollfd(fd: control, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, Int32(seconds * 1000)) > 0
  }

  private func take() {
    let count = Foundation.read(control, &buffer, buffer.count)
    if count > 0 {
      pieces.append(Piece(time: now, bytes: Array(buffer[..<count])))
    } else if count == 0 || errno != EAGAIN && errno != EINTR {
      isOver = true
    }
  }

  /// Ends the program with a signal and waits for that; what it still writes is taken in.
  func end(_ signal: Int32 = SIGTERM) {
    kill(process, signal)
    while true {
      var waiting = [
        pollfd(fd: ended, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isOver ? -1 : control, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&waiting, 2, 10_000) > 0 else {
        kill(process, SIGKILL)
        return
      }
      if waiting[1].revents != 0 { take() }
      // Its status stays in the pipe, so that a second call returns at once.
      if waiting[0].revents != 0 { return }
    }
  }

  /// Gives the terminal another size, of which the program is told.
  func resize(columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(control, UInt(TIOCSWINSZ), &size)
  }

  /// The modes that the terminal is in, whatever its size was meanwhile.
  var lastModes: Set<Int> {
    var screen = ScreenModel(columns: columns, rows: rows)
    for piece in pieces { screen.feed(piece.bytes) }
    return screen.modes
  }

  // MARK: - What was seen

  /// Goes through the states of the screen that a person sees, one after each piece that ends no frame halfway, until
  /// told to stop.
  ///
  /// - Parameter body: gets the time, the screen, and the bytes since the state before; returns whether to go on.
  func forEachScreen(_ body: (_ time: Double, _ screen: ScreenModel, _ bytes: Int) -> Bool) {
    var screen = ScreenModel(columns: columns, rows: rows)
    var bytes = 0
    for piece in pieces {
      screen.feed(piece.bytes)
      bytes += piece.bytes.count
      // Synchronized output: the terminal shows nothing before the end of the frame.
      if screen.modes.contains(2026) { continue }
      if !body(piece.time, screen, bytes) { return }
      bytes = 0
    }
  }

  /// What is on the screen now.
  var screen: ScreenModel {
    for piece in pieces[lastShown...] { lastScreen.feed(piece.bytes) }
    lastShown = pieces.count
    return lastScreen
  }
}
