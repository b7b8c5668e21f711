extension String {
  /// The text, or its beginning and "…" where it is wider than `columns`. Never wider than asked for.
  public func truncated(toColumns columns: Int, ellipsis: Unicode.Scalar = "…") -> String {
    // A text of fewer bytes than columns fits, whatever it holds.
    if utf8.count <= columns || TextWidth.columns(of: self) <= columns { return self }
    guard columns > 0 else { return "" }
    var kept = String.UnicodeScalarView()
    var used = 0
    for scalar in unicodeScalars {
      let width = TextWidth.columns(of: scalar)
      if used + width > columns - 1 { break }
      kept.append(scalar)
      used += width
    }
    kept.append(ellipsis)
    return String(kept)
  }

  /// The text with blanks behind it up to `columns`; a wider one is cut.
  public func padded(toColumns columns: Int) -> String {
    let text = truncated(toColumns: columns)
    return text + String(repeating: " ", count: Swift.max(0, columns - TextWidth.columns(of: text)))
  }

  /// The text with blanks before it up to `columns`; a wider one is cut.
  public func leftPadded(toColumns columns: Int) -> String {
    let text = truncated(toColumns: columns)
    return String(repeating: " ", count: Swift.max(0, columns - TextWidth.columns(of: text))) + text
  }

  /// The text with blanks on both sides up to `columns`; a wider one is cut.
  public func centered(toColumns columns: Int) -> String {
    let text = truncated(toColumns: columns)
    let blanks = Swift.max(0, columns - TextWidth.columns(of: text))
    return String(repeating: " ", count: blanks / 2) + text + String(repeating: " ", count: blanks - blanks / 2)
  }

  /// The lines of the text, none wider than `columns`.
  ///
  /// Lines end at newlines, else at blanks, which are left out where a line is broken; a word wider than a line is
  /// broken between characters. Blanks at the beginning of a line of the text stay: they indent. An empty text is
  /// one empty line; a character of two columns is left out where there is one column only.
  public func wrapped(toColumns columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    var lines: [String] = []
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      var wrapper = LineWrapper(columns: columns)
      wrapper.append(line)
      lines += wrapper.finished()
    }
    return lines
  }
}

/// Breaks one line of text.
private struct LineWrapper {
  let columns: Int
  private var lines: [String] = []
  private var line = String.UnicodeScalarView()
  private var lineColumns = 0
  /// Blanks behind the line, which count only if a word follows on it.
  private var blanks = 0
  private var word = String.UnicodeScalarView()
  private var wordColumns = 0

  init(columns: Int) { self.columns = columns }

  mutating func append(_ text: Substring) {
    for scalar in text.unicodeScalars {
      if scalar == " " || scalar == "\t" {
        endWord()
        blanks += 1
      } else {
        appendToWord(scalar)
      }
    }
    endWord()
  }

  func finished() -> [String] { lines + [String(line)] }

  private mutating func appendToWord(_ scalar: Unicode.Scalar) {
    let width = TextWidth.columns(of: scalar)
    guard width <= columns else { return }
    if width > 0, wordColumns + width > columns {
      // Longer than any line: its first piece goes out now.
      endWord()
    }
    word.append(scalar)
    wordColumns += width
  }

  private mutating func endWord() {
    guard !word.isEmpty else { return }
    if lineColumns + blanks + wordColumns > columns {
      if lineColumns > 0 { endLine() } else { blanks = Swift.max(0, columns - wordColumns) }
    }
    for _ in 0..<blanks { line.append(" ") }
    line.append(contentsOf: word)
    lineColumns += blanks + wordColumns
    blanks = 0
    word = String.UnicodeScalarView()
    wordColumns = 0
  }

  private mutating func endLine() {
    lines.append(String(line))
    line = String.UnicodeScalarView()
    lineColumns = 0
    blanks = 0
  }
}
