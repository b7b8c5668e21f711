import CNcurses
import CTerminal
import Charts

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// ncurses, drawing into a file in memory: it decides which bytes change the screen, and never sees the terminal.
///
/// Only one may exist at a time, as the library has one current screen.
@TerminalActor
final class Curses {
  let depth: ColorDepth
  private(set) var size: Size
  /// What puts the terminal into and out of the state that ncurses draws for.
  let enterBytes: [UInt8]
  let leaveBytes: [UInt8]

  private let screen: OpaquePointer
  private let file: UnsafeMutablePointer<FILE>
  /// How many rows the library believes in below those that there are. Where it cannot switch wrapping off, it would
  /// write the last cell of its screen one place before and push it over, which cuts a wide character there. Terminals
  /// that wrap only before the next character (xenl) need no such care, so their last row is kept from being its last.
  private let rowsBelow: Int
  private var painter: CellPainter
  private var front: CellBuffer?

  init(_ options: TerminalOptions, size: Size) throws(TerminalError) {
    guard cn_use_utf8_locale() else {
      throw TerminalError(.incapableTerminal, "this machine has no UTF-8 locale; install C.UTF-8")
    }
    let opened = try Self.open(options.terminalName)
    screen = opened.screen
    file = opened.file

    let hasDefaults: Bool
    (depth, hasDefaults) = Self.startColors(options)
    painter = CellPainter(depth: depth, hasStandardColors: hasDefaults, pairs: cn_color_pairs())
    self.size = size
    rowsBelow = cn_flag("xenl") && (cn_capability("smam") == nil || cn_capability("rmam") == nil) ? 1 : 0
    enterBytes = Self.bytes(of: ["smcup", "civis"])
    // Where there is no other screen to go back from, ours is cleared.
    let ending =
      cn_capability("rmcup") == nil ? ["sgr0", "cnorm", "smam", "clear"] : ["sgr0", "cnorm", "smam", "rmcup"]
    leaveBytes = Self.bytes(of: ending)

    // Pending input would make an update stop halfway; a memory file always has some.
    typeahead(-1)
    nonl()
    leaveok(cn_standard_screen(), true)
    curs_set(0)
    resize(to: size)
    // What the library wrote to begin with is ours to write.
    discardOutput()
  }

  private static func open(
    _ name: String?
  ) throws(TerminalError) -> (screen: OpaquePointer, file: UnsafeMutablePointer<FILE>) {
    guard let name, !name.isEmpty else {
      throw TerminalError(.unknownTerminal, "TERM is not set; set it to your terminal's kind, such as xterm-256color")
    }
    let descriptor = terminal_memory_file()
    guard descriptor >= 0, let file = fdopen(descriptor, "w+") else {
      if descriptor >= 0 { terminal_close(descriptor) }
      throw TerminalError(
        .system, "no file for the screen: \(TerminalError.reason(descriptor < 0 ? -descriptor : errno))")
    }
    // The library would take signals over that are ours, or nobody's.
    terminal_signals_hold()
    // LINES and COLUMNS are left out of account; but some kinds of terminal have no size of their own, and then fail.
    let screen = [false, true].lazy.compactMap { asksEnvironment in
      use_env(asksEnvironment)
      return name.withCString { newterm(UnsafeMutablePointer(mutating: $0), file, file) }
    }.first
    terminal_signals_release()
    guard let screen else {
      fclose(file)
      throw TerminalError(
        .unknownTerminal,
        "the terminal database has no \"\(name)\", which TERM names; try TERM=xterm-256color")
    }
    guard name != "dumb", cn_capability("cup") != nil else {
      delscreen(screen)
      fclose(file)
      throw TerminalError(.incapableTerminal, "a terminal of the kind \"\(name)\" (TERM) cannot show a screen")
    }
    return (screen, file)
  }

  private static func startColors(_ options: TerminalOptions) -> (ColorDepth, hasDefaults: Bool) {
    guard has_colors(), start_color() == OK else { return (.none, true) }
    let hasDefaults = use_default_colors() == OK
    let colors = cn_colors()
    let most: ColorDepth =
      switch colors {
      case (1 << 24)... where cn_flag("RGB"): .direct
      case 256...: .indexed
      case 16...: .sixteen
      case 8...: .eight
      default: .none
      }
    if let wanted = options.colorDepth { return (wanted, hasDefaults) }
    return (options.isColorRefused ? .none : most, hasDefaults)
  }

  private static func bytes(of capabilities: [String]) -> [UInt8] {
    capabilities.flatMap { name in
      cn_capability(name).map { withoutPadding(String(cString: $0).utf8) } ?? []
    }
  }

  /// A capability without its delays, `$<5/>`, that old terminals needed (terminfo(5)).
  static func withoutPadding(_ capability: some Sequence<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var delayStart: Int?
    for byte in capability {
      if let start = delayStart, byte == UInt8(ascii: ">") {
        bytes.removeSubrange(start...)
        delayStart = nil
        continue
      }
      if byte == UInt8(ascii: "<"), bytes.last == UInt8(ascii: "$") { delayStart = bytes.count - 1 }
      bytes.append(byte)
    }
    return bytes
  }

  /// Frees everything; nothing may be called afterwards.
  func close() {
    discardOutput()
    delscreen(screen)
    fclose(file)
  }

  // MARK: - Drawing

  /// Takes on another size. Everything is drawn anew.
  func resize(to size: Size) {
    self.size = size
    resizeterm(Int32(size.rows + rowsBelow), Int32(size.columns))
    painter.reserve(columns: size.columns)
    invalidate()
  }

  /// Forgets what the terminal shows: the next frame draws every cell.
  func invalidate() {
    front = nil
    clearok(cn_current_screen(), true)
  }

  /// The last buffer that was drawn, for drawing it again.
  private(set) var last: CellBuffer?

  /// Appends the bytes that make the terminal show the buffer; none where it does already. Cells beyond the screen are
  /// left out, and where the buffer is smaller the rest is blank.
  func paint(_ buffer: CellBuffer, into output: inout [UInt8]) {
    if painter.paint(buffer, over: front, size: size) == .outOfPairs {
      // The colours are given out anew, with all cells; what still does not fit shows the terminal's own colours.
      clearok(cn_current_screen(), true)
      painter.forgetPairs()
      _ = painter.paint(buffer, over: nil, size: size)
    }
    front = buffer
    last = buffer
    wnoutrefresh(cn_standard_screen())
    doupdate()
    takeOutput(into: &output)
  }

  private func takeOutput(into output: inout [UInt8]) {
    let descriptor = fileno(file)
    let count = terminal_memory_file_take(descriptor, nil, 0)
    guard count > 0 else { return }
    let taken = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, terminal_memory_file_take(descriptor, buffer.baseAddress, count))
    }
    output.append(contentsOf: taken)
  }

  private func discardOutput() {
    fflush(file)
    var output: [UInt8] = []
    takeOutput(into: &output)
  }
}
