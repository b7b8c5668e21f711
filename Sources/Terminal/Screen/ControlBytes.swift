/// The sequences that are not in the terminal database (xterm's control sequences, DEC private modes), and the few of
/// ECMA-48 that stand alone.
enum ControlBytes {
  /// Drags and buttons (1002), with coordinates as decimal numbers (1006).
  static let mouseOn = Array("\u{1B}[?1002;1006h".utf8)
  static let mouseOff = Array("\u{1B}[?1006;1002l".utf8)
  static let pasteOn = Array("\u{1B}[?2004h".utf8)
  static let pasteOff = Array("\u{1B}[?2004l".utf8)
  /// Synchronized output: the terminal shows what stands between at once.
  static let frameBegins = Array("\u{1B}[?2026h".utf8)
  static let frameEnds = Array("\u{1B}[?2026l".utf8)
  /// Frames up to this long come in one piece anyway, and would be longer by a tenth.
  static let shortFrame = 256

  /// The standard rendition, the cursor at the top left, and nothing on the screen. Unlike ED 2, this erasure puts
  /// nothing into the terminal's history.
  static let clear = Array("\u{1B}[m\u{1B}[H\u{1B}[J".utf8)
  /// Cancels a sequence that was cut off.
  static let cancel: [UInt8] = [0x18]
  /// Ends an operating system command: ST, which unlike BEL no multiplexer takes for a bell.
  static let commandEnds = Array("\u{1B}\\".utf8)
  static let bell: [UInt8] = [0x07]
}
