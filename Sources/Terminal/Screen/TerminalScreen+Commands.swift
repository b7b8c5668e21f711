import Text

/// Why the terminal was not asked for something; the description is a sentence for the person at the screen.
public struct TerminalRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
}

extension TerminalScreen {
  /// The longest text that `copy` takes, in bytes of UTF-8. Terminals set limits of their own, xterm's being near this.
  public static let copyLimit = 100_000

  /// How a person is told of something that happened while they looked elsewhere.
  public enum Notice: Hashable, Sendable {
    /// The bell, which terminals sound, flash or mark the window with.
    case bell
    /// A notification of the desktop with a text, where the terminal knows OSC 9; else the bell.
    case message(String)
  }

  /// Puts a text on the clipboard of the machine that the terminal is on (OSC 52, xterm's control sequences).
  ///
  /// The text is cleaned as `DisplayText`, for whoever pastes it may paste it into a shell; newlines and tabs stay.
  /// Whether the terminal obeys is not told: some must be allowed to first, tmux by `set -g set-clipboard on`. Inside
  /// tmux the sequence goes out plainly, as tmux understands it itself.
  ///
  /// - Throws: A sentence where the text is too long, the kind of terminal has no clipboard, or the terminal takes
  ///   nothing at the moment.
  public func copy(_ text: String) throws(TerminalRefusal) {
    guard kind.takesCommands else {
      throw TerminalRefusal(description: "A terminal of the kind \"\(kind.name)\" has no clipboard.")
    }
    let count = text.utf8.count
    guard count <= Self.copyLimit else {
      throw TerminalRefusal(
        description: "\(count) bytes are too much for the clipboard, which takes \(Self.copyLimit) at most.")
    }
    // Nobody's sequences may pile up behind one that the terminal does not take.
    guard isShowing, outlet.isEmpty else {
      throw TerminalRefusal(description: "The terminal takes nothing at the moment; copy again when it does.")
    }
    let lines = text.split(separator: "\t", omittingEmptySubsequences: false)
    let cleaned = lines.map { DisplayText(cleaning: String($0), keepingNewlines: true).string }.joined(separator: "\t")
    outlet.append { bytes in
      bytes += "\u{1B}]52;c;".utf8
      bytes.appendBase64(Array(cleaned.utf8))
      bytes += ControlBytes.commandEnds
    }
    send()
  }

  /// Tells a person who may look elsewhere. Does nothing while the terminal takes nothing.
  public func notify(_ notice: Notice) {
    guard isShowing, outlet.isEmpty else { return }
    outlet.append { bytes in
      switch notice {
      case .message(let text) where kind.showsMessages:
        bytes += "\u{1B}]9;".utf8
        bytes += Self.message(text).utf8
        bytes += ControlBytes.commandEnds
      case .bell, .message: bytes += ControlBytes.bell
      }
    }
    send()
  }

  /// The text of a notification: cleaned, one line of at most 200 columns. To some terminals a leading number is a
  /// command of another kind.
  static func message(_ text: String) -> String {
    let line = DisplayText(cleaning: text).string.truncated(toColumns: 200)
    return line.first?.isNumber == true ? " " + line : line
  }
}

extension [UInt8] {
  /// Appends bytes in base64 (RFC 4648, section 4).
  mutating func appendBase64(_ data: [UInt8]) {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    reserveCapacity(count + (data.count + 2) / 3 * 4)
    var index = 0
    while index < data.count {
      let left = Swift.min(3, data.count - index)
      var bits = 0
      for offset in 0..<3 { bits = bits << 8 | (offset < left ? Int(data[index + offset]) : 0) }
      for place in 0..<4 { append(place <= left ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "=")) }
      index += 3
    }
  }
}
