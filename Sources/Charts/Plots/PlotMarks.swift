import Text

extension PlotFrame {
  /// Where a point is shown: in its cell, or at the edge that it lies beyond.
  public struct Place: Hashable, Sendable {
    public enum Side: Hashable, Sendable { case inside, above, below, left, right }
    public var column: Int
    public var row: Int
    public var side: Side
    public var isInside: Bool { side == .inside }
  }

  /// The cell of the buffer that stands for a point; nil where one of its numbers is none, or where there is no room.
  public func place(x: Double, y: Double) -> Place? {
    let across = self.x.position(of: x), up = self.y.position(of: y)
    guard !inner.isEmpty, !across.isNaN, !up.isNaN else { return nil }
    let side: Place.Side =
      if up > 1 { .above } else if up < 0 { .below } else if across < 0 { .left } else if across > 1 { .right } else {
        .inside
      }
    func cell(_ position: Double, _ count: Int) -> Int { Int(min(max(position, 0), 1) * (1 - 1e-9) * Double(count)) }
    return Place(
      column: inner.column + cell(across, inner.columns), row: inner.row + cell(1 - up, inner.rows), side: side)
  }

  /// The arrow towards what lies beyond a side; nil for what lies inside.
  public func arrow(towards side: Place.Side) -> Unicode.Scalar? {
    switch side {
    case .inside: nil
    case .above: lines.arrows.up
    case .below: lines.arrows.down
    case .left: lines.arrows.left
    case .right: lines.arrows.right
    }
  }
}

/// Marks and labels over a map: each on the shade of its cell and readable there, and no label over another or over a
/// mark that matters.
///
/// Draw them in order: later marks lie over earlier ones; labels come last, the most important first.
public struct PlotMarks: Sendable {
  public let frame: PlotFrame
  private var ink = ReadableInk()
  private var labelInk = ReadableInk(contrast: 4.5)
  /// Cells with a mark, those whose mark no label may cover, and those with a label, as places in the frame.
  private var marked: Set<Int> = []
  private var kept: Set<Int> = []
  private var labelled: Set<Int> = []

  public init(frame: PlotFrame) { self.frame = frame }

  /// Puts a mark into a cell inside the axes; at an edge an arrow takes the place of its glyph.
  ///
  /// - Parameter isOneOfMany: whether a label that finds no other room may cover it.
  public mutating func mark(
    _ glyph: Unicode.Scalar, at place: PlotFrame.Place, style: Style, isOneOfMany: Bool = false,
    into buffer: inout CellBuffer
  ) {
    guard frame.inner.contains(column: place.column, row: place.row) else { return }
    let background = buffer[column: place.column, row: place.row].style.background
    let shown = frame.arrow(towards: place.side) ?? glyph
    buffer[column: place.column, row: place.row] = Cell(Glyph(shown), ink.style(style, on: background))
    marked.insert(key(place.column, place.row))
    if !isOneOfMany { kept.insert(key(place.column, place.row)) }
  }

  /// Writes a label beside a cell, where it covers no mark and no other label: at the right, at the left, above or
  /// below.
  ///
  /// - Parameter coversMany: whether it may cover marks of many where there is no room otherwise.
  /// - Returns: where it stands; nil where there is no room for it.
  @discardableResult
  public mutating func label(
    _ text: String, beside place: PlotFrame.Place, style: Style, coversMany: Bool = false,
    into buffer: inout CellBuffer
  ) -> Area? {
    let width = TextWidth.columns(of: text)
    let middle = place.column - width / 2
    let places = [
      (place.column + 1, place.row), (place.column - width, place.row), (middle, place.row - 1),
      (middle, place.row + 1),
      (place.column + 1, place.row - 1), (place.column + 1, place.row + 1), (place.column - width, place.row - 1),
      (place.column - width, place.row + 1),
    ]
    return write(text, atFirstFreeOf: places, sparing: marked, style: style, into: &buffer)
      ?? (coversMany ? write(text, atFirstFreeOf: places, sparing: kept, style: style, into: &buffer) : nil)
  }

  /// Writes a label in the middle of the first of some cells where it covers no mark and no other label.
  @discardableResult
  public mutating func label(
    _ text: String, onOneOf cells: some Sequence<(column: Int, row: Int)>, style: Style, into buffer: inout CellBuffer
  ) -> Area? {
    let width = TextWidth.columns(of: text)
    return write(
      text, atFirstFreeOf: cells.lazy.map { ($0.column - width / 2, $0.row) }, sparing: marked, style: style,
      into: &buffer)
  }

  private mutating func write(
    _ text: String, atFirstFreeOf places: some Sequence<(Int, Int)>, sparing marks: Set<Int>, style: Style,
    into buffer: inout CellBuffer
  ) -> Area? {
    let width = TextWidth.columns(of: text)
    guard width > 0,
      let place = places.first(where: { isFree(column: $0.0, row: $0.1, columns: width, sparing: marks) })
    else { return nil }
    let area = Area(column: place.0, row: place.1, columns: width, rows: 1)
    var column = area.column
    // Character by character, for each stands on a shade of its own; but all in the colour of the middle one where that
    // can be read, so that a label at a border of shades does not fall apart.
    let middle = buffer[column: area.column + width / 2, row: area.row].style.background
    var common = style
    common.foreground = labelInk.foreground(style.foreground, on: middle)
    for character in text {
      let background = buffer[column: column, row: area.row].style.background
      let isRead = ink.foreground(common.foreground, on: background) == common.foreground
      column += buffer.write(
        String(character), column: column, row: area.row, in: area,
        style: isRead ? ink.style(common, on: background) : labelInk.style(style, on: background))
    }
    for column in area.column..<area.endColumn { labelled.insert(key(column, area.row)) }
    return area
  }

  /// Whether text can stand there, with a blank to the next label.
  private func isFree(column: Int, row: Int, columns: Int, sparing marks: Set<Int>) -> Bool {
    let inner = frame.inner
    guard row >= inner.row, row < inner.endRow, column >= inner.column, column + columns <= inner.endColumn else {
      return false
    }
    return !(column..<column + columns).contains { marks.contains(key($0, row)) }
      && !(column - 1...column + columns).contains { labelled.contains(key($0, row)) }
  }

  private func key(_ column: Int, _ row: Int) -> Int { (row - frame.inner.row) * (frame.inner.columns + 2) + column }
}
