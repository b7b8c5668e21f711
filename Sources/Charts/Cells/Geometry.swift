/// A size in cells; never negative.
public struct Size: Hashable, Sendable {
  public var columns: Int
  public var rows: Int
  public init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }
}

/// A rectangle of cells, half-open, from the top left; its size is never negative.
public struct Area: Hashable, Sendable {
  public var column: Int
  public var row: Int
  public var columns: Int
  public var rows: Int

  public init(column: Int = 0, row: Int = 0, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  public init(_ size: Size) { self.init(columns: size.columns, rows: size.rows) }

  public var endColumn: Int { column + columns }
  public var endRow: Int { row + rows }
  public var size: Size { Size(columns: columns, rows: rows) }
  public var isEmpty: Bool { columns == 0 || rows == 0 }

  public func contains(column: Int, row: Int) -> Bool {
    column >= self.column && column < endColumn && row >= self.row && row < endRow
  }

  /// The part that both have; empty where they do not meet.
  public func intersection(_ other: Area) -> Area {
    let left = max(column, other.column), top = max(row, other.row)
    return Area(
      column: left, row: top,
      columns: min(endColumn, other.endColumn) - left, rows: min(endRow, other.endRow) - top)
  }

  /// The area less a margin on every side; empty where nothing is left.
  public func inset(columns: Int = 0, rows: Int = 0) -> Area {
    Area(
      column: column + columns, row: row + rows,
      columns: self.columns - 2 * columns, rows: self.rows - 2 * rows)
  }

  /// Cuts off `rows` at the top: the piece and the rest. Never more than there is.
  public func splitTop(_ rows: Int) -> (top: Area, rest: Area) {
    let taken = min(max(0, rows), self.rows)
    return (
      Area(column: column, row: row, columns: columns, rows: taken),
      Area(column: column, row: row + taken, columns: columns, rows: self.rows - taken)
    )
  }

  /// Cuts off `rows` at the bottom.
  public func splitBottom(_ rows: Int) -> (rest: Area, bottom: Area) {
    let pieces = splitTop(self.rows - min(max(0, rows), self.rows))
    return (pieces.top, pieces.rest)
  }

  /// Cuts off `columns` at the left.
  public func splitLeft(_ columns: Int) -> (left: Area, rest: Area) {
    let taken = min(max(0, columns), self.columns)
    return (
      Area(column: column, row: row, columns: taken, rows: rows),
      Area(column: column + taken, row: row, columns: self.columns - taken, rows: rows)
    )
  }

  /// Cuts off `columns` at the right.
  public func splitRight(_ columns: Int) -> (rest: Area, right: Area) {
    let pieces = splitLeft(self.columns - min(max(0, columns), self.columns))
    return (pieces.left, pieces.rest)
  }
}
