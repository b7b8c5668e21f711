/// The sequences that are not in the terminal database (xterm's control sequences, DEC private modes).
enum ControlBytes {
  /// Drags and buttons (1002), with coordinates as decimal numbers (1006).
  static let mouseOn = Array("\u{1B}[?1002;1006h".utf8)
  static let mouseOff = Array("\u{1B}[?1006;1002l".utf8)
  static let pasteOn = Array("\u{1B}[?2004h".utf8)
  static let pasteOff = Array("\u{1B}[?2004l".utf8)
  /// Synchronized output: the terminal shows what stands between at once. Those that do not know it ignore it.
  static let frameBegins = Array("\u{1B}[?2026h".utf8)
  static let frameEnds = Array("\u{1B}[?2026l".utf8)
  /// Cancels a sequence that was cut off.
  static let cancel: [UInt8] = [0x18]

  /// Frames shorter than this come in one piece anyway.
  static let shortFrame = 64
}
