import Text

/// Markdown (CommonMark with GitHub's tables) of which no part comes from outside unescaped.
enum Markdown {
  /// Text from outside in the midst of a line: one line, and nothing in it means anything.
  static func text(_ text: String) -> String {
    var escaped = ""
    var last: Unicode.Scalar = " "
    for character in DisplayText(cleaning: text).string.unicodeScalars {
      // A point makes an address of letters only ("www.x"), and numbers are read better without strokes.
      if marks.contains(character) || (character == "." && last.properties.isAlphabetic) {
        escaped.unicodeScalars.append("\\")
      }
      escaped.unicodeScalars.append(character)
      last = character
    }
    return escaped
  }

  private static let marks = Set("\\`*_{}[]<>#!|~:@&$^\"'".unicodeScalars)

  /// - Parameter cells: escaped already.
  static func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header, header.map { _ in "---" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}
