/// A key of a service, which must be seen by that service only.
///
/// Printing, interpolating, dumping and reflecting it show a placeholder. It is neither Codable nor Hashable, so that it
/// cannot wander into a log.
struct SecretKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The key itself, for the header that carries it.
  let exposed: String

  /// Nil where there is no key: nothing, or only white space.
  ///
  /// - Parameter source: where it comes from, for the error: `OPENAI_API_KEY`.
  /// - Throws: a sentence without the key when it holds what no header may.
  init?(_ text: String, source: String) throws(SettingError) {
    let bytes = text.utf8
    guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 }) else {
      return nil
    }
    let trimmed = bytes[first...last]
    guard trimmed.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw SettingError("\(source) holds a blank or a character that no key has: set it to the key alone.")
    }
    exposed = String(decoding: trimmed, as: UTF8.self)
  }

  var description: String { "[key]" }
  var debugDescription: String { "[key]" }
  var customMirror: Mirror { Mirror(self, children: []) }

  /// The text with the key cut out of it, for words of a server that repeats what it was sent.
  ///
  /// A key of a few letters is a word that stands for one, as `none`.
  func redacted(_ text: String) -> String {
    guard exposed.utf8.count >= 4, isIn(text) else { return text }
    return text.replacing(exposed, with: "[key]")
  }

  /// Looked for byte by byte: a reply under way is looked through with each piece of it.
  private func isIn(_ text: String) -> Bool {
    var (text, key) = (text, exposed)
    return text.withUTF8 { text in
      key.withUTF8 { key in
        guard text.count >= key.count, let first = key.first else { return false }
        for start in 0...(text.count - key.count) where text[start] == first {
          var length = 1
          while length < key.count, text[start + length] == key[length] { length += 1 }
          if length == key.count { return true }
        }
        return false
      }
    }
  }

  /// Whether a reply is looked through for it: a shorter one is a word in place of a key, as servers on this machine are
  /// given, and may well be in a reply.
  var isLong: Bool { exposed.utf8.count >= 16 }

  /// As `redacted`, for words that were cut to their length.
  func redactedWhereCut(_ text: String) -> String {
    let whole = redacted(text)
    // Where words were cut to their length, the beginning of the key may be left at the end.
    let isCut = whole.last == "…"
    let kept = isCut ? whole.dropLast() : whole[...]
    var count = min(exposed.utf8.count - 1, kept.utf8.count)
    while count >= 4, !exposed.utf8.starts(with: kept.utf8.suffix(count)) { count -= 1 }
    guard count >= 4 else { return whole }
    return String(decoding: kept.utf8.dropLast(count), as: UTF8.self) + "[key]" + (isCut ? "…" : "")
  }
}
