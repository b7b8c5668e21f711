/// A bar that tells which part of something longer is seen.
public struct Scrollbar: Hashable, Sendable {
  /// How many lines there are, and the first that is seen.
  public var count: Int
  public var first: Int
  public var lines: LineSet
  public var style: Style

  public init(count: Int, first: Int, lines: LineSet = .rounded, style: Style = .plain) {
    self.count = count
    self.first = first
    self.lines = lines
    self.style = style
  }

  /// Draws into the first column of an area whose rows show as many lines; nothing where all lines are seen.
  public func draw(into buffer: inout CellBuffer, area: Area) {
    guard count > area.rows, !area.isEmpty else { return }
    let length = max(1, area.rows * area.rows / count)
    let travel = area.rows - length
    let last = count - area.rows
    let first = min(max(0, first), last)
    // At an end only where nothing more is to be seen there.
    var start = Int((Double(first) / Double(last) * Double(travel)).rounded())
    if first > 0, travel > 1 { start = max(1, start) }
    if first < last, travel > 1 { start = min(travel - 1, start) }
    for row in 0..<area.rows {
      let isHandle = row >= start && row < start + length
      var style = style
      if !isHandle { style.attributes.insert(.dim) }
      let glyph = Glyph(isHandle ? lines.scrollHandle : lines.scrollTrack)
      buffer[column: area.column, row: area.row + row] = Cell(glyph, style)
    }
  }
}
