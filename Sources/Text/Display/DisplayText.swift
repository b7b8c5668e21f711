/// Text from outside, made safe to show.
///
/// Replies, server errors, data and file names may hold characters that steer a terminal or hide and reorder what a
/// person reads. None survives here; each leaves one visible placeholder, one column wide:
///
/// - control characters of ASCII and DEL become their pictures: ESC is "␛", tab "␉", carriage return "␍";
/// - newline becomes "␊", or stays where `keepingNewlines` asks for it; then a carriage return before it is dropped;
/// - everything else becomes "�": controls U+0080 to U+009F, bidirectional overrides, isolates and marks,
///   zero-width, tag and other invisible characters, line and paragraph separators, private use, unassigned
///   characters, noncharacters, and bytes that are no UTF-8;
/// - marks that combine stay, two at most to a base; those beyond, or with no base, leave one "�" together.
///
/// Three things vanish without a trace, because a terminal cannot show them reliably and nothing can hide in them: one
/// presentation selector (U+FE0E, U+FE0F) behind an emoji, a skin tone behind a base that takes one, and the joiner
/// between two emoji, whose parts are then seen side by side.
///
/// Applying it twice changes nothing.
public struct DisplayText: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
  public let string: String

  public init(cleaning text: String, keepingNewlines: Bool = false) {
    if DisplayText.isPlain(text, keepingNewlines: keepingNewlines) {
      string = text
      return
    }
    var cleaner = TextCleaner(keepingNewlines: keepingNewlines)
    for scalar in text.unicodeScalars { cleaner.append(scalar) }
    cleaner.finish()
    string = cleaner.output
  }

  /// From bytes; what is no UTF-8 becomes U+FFFD, one for each maximal part of a sequence.
  public init<Bytes: Sequence>(cleaningUTF8 bytes: Bytes, keepingNewlines: Bool = false)
  where Bytes.Element == UInt8 {
    var stream = DisplayTextStream(keepingNewlines: keepingNewlines)
    stream.append(bytes)
    stream.finish()
    self = stream.text
  }

  /// The program's own words, which are cleaned as well.
  public init(stringLiteral value: String) { self.init(cleaning: value, keepingNewlines: true) }

  init(cleaned: String) { string = cleaned }

  public var description: String { string }

  /// Most text is printable ASCII and needs nothing.
  private static func isPlain(_ text: String, keepingNewlines: Bool) -> Bool {
    let plain = text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.allSatisfy { ($0 >= 0x20 && $0 < 0x7F) || (keepingNewlines && $0 == 0x0A) }
    }
    return plain ?? false
  }
}

/// Makes display text of bytes that come in pieces, cut anywhere, even inside a character.
///
/// After `finish`, the text equals that of all the bytes at once, however they were cut.
public struct DisplayTextStream: Hashable, Sendable {
  private var decoder = UTF8StreamDecoder()
  private var cleaner: TextCleaner

  public init(keepingNewlines: Bool = true) { cleaner = TextCleaner(keepingNewlines: keepingNewlines) }

  public mutating func append(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      decoder.decode(byte) { cleaner.append($0) }
    }
  }

  public mutating func append(_ text: String) { append(text.utf8) }

  /// Ends the stream: what was still open becomes a placeholder.
  public mutating func finish() {
    decoder.finish { cleaner.append($0) }
    cleaner.finish()
  }

  /// What has come whole so far.
  public var text: DisplayText { DisplayText(cleaned: cleaner.output) }
}
