import Text

/// Text in lines that fit.
public struct Paragraph: Hashable, Sendable {
  /// Which lines are seen where there are more than fit.
  public enum Anchor: Hashable, Sendable {
    /// From this line on, counted from 0.
    case line(Int)
    /// The last ones, as text that still grows.
    case end
  }

  public var text: String
  public var style: Style
  public var anchor: Anchor

  public init(_ text: String, style: Style = .plain, anchor: Anchor = .line(0)) {
    self.text = text
    self.style = style
    self.anchor = anchor
  }

  /// Draws the text and returns how many lines it has at this width. Cells behind the text are left alone.
  @discardableResult
  public func draw(into buffer: inout CellBuffer, area: Area) -> Int {
    let lines = text.wrapped(toColumns: area.columns)
    let last = max(0, lines.count - area.rows)
    let first =
      switch anchor {
      case .line(let line): min(max(0, line), last)
      case .end: last
      }
    for (offset, line) in lines.dropFirst(first).prefix(area.rows).enumerated() {
      buffer.write(line, column: area.column, row: area.row + offset, in: area, style: style)
    }
    return lines.count
  }
}
