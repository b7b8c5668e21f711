import Text

/// A screen, or a part of one, as cells in memory. Everything in this room draws into one.
///
/// Nothing outside the buffer, or outside the area given to a drawing function, is ever touched, whatever the
/// coordinates. A wide character owns two cells, of which the second holds `Glyph.continuation`; overwriting one of
/// them blanks the other, which is the one case in which a cell beside an area changes.
public struct CellBuffer: Hashable, Sendable {
  public let size: Size
  /// Row by row from the top left.
  public private(set) var cells: ContiguousArray<Cell>

  /// The longest side; terminals report sizes as 16 bits.
  public static let maximumSide = 65_535

  public init(size: Size, filledWith cell: Cell = Cell()) {
    self.size = Size(columns: min(size.columns, Self.maximumSide), rows: min(size.rows, Self.maximumSide))
    let cell = cell.glyph.isWide || cell.glyph == .continuation ? Cell(.blank, cell.style) : cell
    cells = ContiguousArray(repeating: cell, count: self.size.columns * self.size.rows)
  }

  /// - Parameter cells: row by row from the top left; what is missing is blank.
  public init(size: Size, cells: ContiguousArray<Cell>) {
    self.init(size: size)
    for (index, cell) in cells.prefix(self.cells.count).enumerated() { self.cells[index] = cell }
  }

  /// All of the buffer.
  public var area: Area { Area(size) }

  /// A cell; outside the buffer reading gives a blank and writing does nothing. A wide glyph takes the next cell too;
  /// where there is none, and for a continuation, a blank is stored.
  public subscript(column column: Int, row row: Int) -> Cell {
    get { area.contains(column: column, row: row) ? cells[row * size.columns + column] : Cell() }
    set {
      guard area.contains(column: column, row: row) else { return }
      withRows { rows in rows.put(newValue, column: column, row: row, end: rows.columns) }
    }
  }

  /// Writes text on one row and returns how many columns of the area it took, the clipped ones before the area's left
  /// edge included.
  ///
  /// Whatever does not fit is left out; half of a wide character at an edge becomes a blank. Marks combine with the
  /// character before them, two at most. Text should be `DisplayText`; a control character in it becomes "�".
  @discardableResult
  public mutating func write(
    _ text: some StringProtocol, column: Int, row: Int, in area: Area, style: Style = .plain
  ) -> Int {
    let clip = area.intersection(self.area)
    guard clip.contains(column: clip.column, row: row), column < clip.endColumn, column > Int.min / 2 else { return 0 }
    return withRows { rows in
      rows.write(text.unicodeScalars, column: column, row: row, from: clip.column, to: clip.endColumn, style: style)
    }
  }

  @discardableResult
  public mutating func write(
    _ text: DisplayText, column: Int, row: Int, in area: Area, style: Style = .plain
  ) -> Int {
    write(text.string, column: column, row: row, in: area, style: style)
  }

  /// Sets every cell of an area. A wide glyph cannot fill, and counts as a blank.
  public mutating func fill(_ area: Area, with cell: Cell = Cell()) {
    let clip = area.intersection(self.area)
    guard !clip.isEmpty else { return }
    let cell = cell.glyph.isWide || cell.glyph == .continuation ? Cell(.blank, cell.style) : cell
    withRows { rows in
      for row in clip.row..<clip.endRow {
        rows.detach(row: row, from: clip.column, to: clip.endColumn)
        let start = rows.cells.baseAddress.map { $0 + row * rows.columns + clip.column }
        start?.update(repeating: cell, count: clip.columns)
      }
    }
  }

  /// Changes the style of every cell of an area and leaves the glyphs.
  public mutating func restyle(_ area: Area, _ change: (inout Style) -> Void) {
    let clip = area.intersection(self.area)
    withRows { rows in
      for row in clip.row..<clip.endRow {
        for index in row * rows.columns + clip.column..<row * rows.columns + clip.endColumn {
          change(&rows.cells[index].style)
        }
      }
    }
  }

  /// Puts colours in the place of the terminal's own wherever these are the foreground or the background.
  public mutating func replaceStandardColors(foreground: Color, background: Color) {
    let front = Style(foreground).bits, back = Style(on: background).bits
    let frontMask = Style.colorMask, backMask = Style.colorMask << 26
    cells.withUnsafeMutableBufferPointer { cells in
      for index in cells.indices {
        let bits = cells[index].style.bits
        // The terminal's own are zero.
        let added = (bits & frontMask == 0 ? front : 0) | (bits & backMask == 0 ? back : 0)
        cells[index].style.bits = bits | added
      }
    }
  }

  /// Copies another buffer with its top left corner at a place of this one.
  public mutating func blit(_ other: CellBuffer, column: Int, row: Int) {
    let target = Area(column: column, row: row, columns: other.size.columns, rows: other.size.rows)
    let clip = target.intersection(area)
    guard !clip.isEmpty else { return }
    other.cells.withUnsafeBufferPointer { source in
      withRows { rows in
        for line in clip.row..<clip.endRow {
          rows.detach(row: line, from: clip.column, to: clip.endColumn)
          let from = (line - row) * other.size.columns + clip.column - column
          let to = line * rows.columns + clip.column
          for offset in 0..<clip.columns { rows.cells[to + offset] = source[from + offset] }
          // What the copy cuts in half.
          if source[from].glyph == .continuation { rows.cells[to].glyph = .blank }
          let last = clip.columns - 1
          if clip.endColumn < target.endColumn, source[from + last + 1].glyph == .continuation {
            rows.cells[to + last].glyph = .blank
          }
        }
      }
    }
  }

  /// Reads the cells without a copy or a check; the pointer must not leave the body.
  public func withUnsafeCells<Result>(_ body: (UnsafeBufferPointer<Cell>) throws -> Result) rethrows -> Result {
    try cells.withUnsafeBufferPointer(body)
  }

  mutating func withRows<Result>(_ body: (CellRows) -> Result) -> Result {
    let columns = size.columns
    return cells.withUnsafeMutableBufferPointer { buffer in
      body(CellRows(cells: buffer, columns: columns))
    }
  }
}

extension Glyph {
  /// Whether it takes two cells.
  public var isWide: Bool {
    let base = UInt32(truncatingIfNeeded: rawValue & 0x1F_FFFF)
    return base >= 0x1100 && Unicode.Scalar(base).map { TextWidth.columns(of: $0) == 2 } ?? false
  }

  /// The glyph with a mark more; itself where it holds two already.
  func adding(_ mark: Unicode.Scalar) -> Glyph {
    let held = scalars
    switch held.count {
    case 1: return Glyph(held[0], mark)
    case 2: return Glyph(held[0], held[1], mark)
    default: return self
    }
  }
}

/// Writable cells of a buffer, whose coordinates the callers have checked.
struct CellRows {
  let cells: UnsafeMutableBufferPointer<Cell>
  let columns: Int

  /// Blanks the halves, outside the range, of wide characters that the range cuts.
  func detach(row: Int, from start: Int, to end: Int) {
    guard start < end else { return }
    let first = row * columns
    if start > 0, cells[first + start].glyph == .continuation { cells[first + start - 1].glyph = .blank }
    if end < columns, cells[first + end].glyph == .continuation { cells[first + end].glyph = .blank }
  }

  /// Stores one cell; `end` is the column that a wide glyph must not reach.
  func put(_ cell: Cell, column: Int, row: Int, end: Int) {
    let index = row * columns + column
    if cell.glyph.isWide, column + 1 < end {
      detach(row: row, from: column, to: column + 2)
      cells[index] = cell
      cells[index + 1] = Cell(.continuation, cell.style)
    } else {
      detach(row: row, from: column, to: column + 1)
      let isWhole = !cell.glyph.isWide && cell.glyph != .continuation
      cells[index] = isWhole ? cell : Cell(.blank, cell.style)
    }
  }

  /// Stores a narrow glyph over a cell; a style without a background keeps that of the cell.
  func overlay(_ glyph: Glyph, _ style: Style, column: Int, row: Int) {
    detach(row: row, from: column, to: column + 1)
    let index = row * columns + column
    var style = style
    if style.background == .standard { style.background = cells[index].style.background }
    cells[index] = Cell(glyph, style)
  }

  func write(
    _ scalars: some Sequence<Unicode.Scalar>, column: Int, row: Int, from left: Int, to end: Int, style: Style
  ) -> Int {
    var next = column
    // Where the last character stands, for its marks.
    var last: Int?
    for scalar in scalars {
      if next >= end, !TextWidth.isMark(scalar) { break }
      switch TextWidth.columns(of: scalar) {
      case 0:
        if let last { cells[last].glyph = cells[last].glyph.adding(scalar) }
        continue
      case 1:
        if next >= left {
          let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
          last = row * columns + next
          put(Cell(Glyph(isControl ? "\u{FFFD}" : scalar), style), column: next, row: row, end: end)
        }
        next += 1
      default:
        if next >= left {
          // At the last column this stores a blank.
          last = next + 1 < end ? row * columns + next : nil
          put(Cell(Glyph(scalar), style), column: next, row: row, end: end)
        } else if next + 1 == left {
          last = nil
          put(Cell(.blank, style), column: left, row: row, end: end)
        }
        next += 2
      }
    }
    return min(next, end) - column
  }
}
