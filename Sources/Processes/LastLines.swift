/// The last lines of what a program writes, however much that is.
struct LastLines: Sendable {
  /// How many lines are kept.
  static let most = 40
  /// Bytes that are kept of a line, from its start.
  static let longest = 1000

  private var lines: [[UInt8]] = []
  private var current: [UInt8] = []
  private var hasCurrent = false

  mutating func append(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"): endLine()
      // What follows is written over the line, as bars of progress do.
      case UInt8(ascii: "\r"): if hasCurrent { endLine() }
      default:
        hasCurrent = true
        if current.count < Self.longest { current.append(byte) }
      }
    }
  }

  private mutating func endLine() {
    lines.append(current)
    if lines.count >= 2 * Self.most { lines.removeFirst(lines.count - Self.most) }
    current = []
    hasCurrent = false
  }

  /// The oldest first, raw but for bytes that are no UTF-8; blank lines are left out.
  var all: [String] {
    (lines + (hasCurrent ? [current] : [])).suffix(Self.most).map { String(decoding: $0, as: UTF8.self) }
      .filter { $0.contains { !$0.isWhitespace } }
  }
}
