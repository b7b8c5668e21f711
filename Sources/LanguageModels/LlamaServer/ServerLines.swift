import Text

/// What a server that ended says about it in its last lines, as part of a sentence.
enum ServerLines {
  /// Words by which llama.cpp's complaints are known among its many lines.
  private static let telling = [
    "error", "fail", "unable", "couldn't", "invalid", "exception", "not found", "terminate",
  ]

  /// At most two lines, cleaned, with " It says: " before them; empty where there are none.
  static func gist(_ lines: [String]) -> String {
    let cleaned = lines.map { DisplayText(cleaning: withoutColours($0)).string.trimmed }.filter { !$0.isEmpty }
    let complaints = cleaned.filter { line in
      let words = line.lowercased()
      return telling.contains { words.contains($0) }
    }
    // The first complaint of the last ones is the cause; what follows are its consequences.
    let told = complaints.isEmpty ? cleaned.suffix(1) : complaints.suffix(3).prefix(2)
    return told.isEmpty ? "" : " It says: " + ServerComplaint.gist(told.joined(separator: " | "))
  }

  /// Without escape sequences of colours and movement, which a server may write to its log.
  static func withoutColours(_ line: String) -> String {
    var text = ""
    var rest = line.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\u{1B}", rest.first == "[" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      rest = rest.dropFirst().drop { (0x20...0x3F).contains($0.value) }.dropFirst()
    }
    return text
  }
}
