extension CellBuffer {
  /// The rows as text, as a person would see them; every row is as wide as the buffer.
  public var text: [String] {
    (0..<size.rows).map { row in
      var line = String.UnicodeScalarView()
      for column in 0..<size.columns { line.append(contentsOf: self[column: column, row: row].glyph.scalars) }
      return String(line)
    }
  }

  /// The styles of each row as runs, "12:- 3:#ff8800+b": so many cells, the foreground, the background behind "/"
  /// where it is not the terminal's own, and the attributes behind "+" (b bold, d dim, u underline, r reverse, i
  /// italic). "-" is the terminal's own colour, a plain number one of its 256.
  public var styleMap: [String] {
    (0..<size.rows).map { row in
      var runs: [(count: Int, style: Style)] = []
      for column in 0..<size.columns {
        let style = self[column: column, row: row].style
        if let last = runs.last, last.style == style {
          runs[runs.count - 1].count += 1
        } else {
          runs.append((1, style))
        }
      }
      return runs.map { "\($0.count):\(Self.name(of: $0.style))" }.joined(separator: " ")
    }
  }

  private static func name(of style: Style) -> String {
    var name = Self.name(of: style.foreground)
    if style.background != .standard { name += "/" + Self.name(of: style.background) }
    let letters: [(Attributes, String)] = [
      (.bold, "b"), (.dim, "d"), (.underline, "u"), (.reverse, "r"), (.italic, "i"),
    ]
    let attributes = letters.filter { style.attributes.contains($0.0) }.map(\.1).joined()
    return attributes.isEmpty ? name : name + "+" + attributes
  }

  private static func name(of color: Color) -> String {
    switch color.kind {
    case .standard: return "-"
    case .indexed(let index): return String(index)
    case .direct(let red, let green, let blue):
      return "#"
        + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}
