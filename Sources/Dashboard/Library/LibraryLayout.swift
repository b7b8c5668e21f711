import Charts

/// Where the parts of the library's screen stand at a size.
struct LibraryLayout: Hashable {
  let header: Area
  /// With its heading, inside a frame where there is one.
  let table: Area
  let tableFrame: Area
  let details: Area
  let detailsFrame: Area
  let footer: Area
  let isTooSmall: Bool
  let hasBorders: Bool
  /// Whether the details stand beside the table, one fact a line.
  let isBeside: Bool

  static let smallest = Size(columns: 24, rows: 4)

  init(_ size: Size) {
    let whole = Area(size)
    isTooSmall = size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
    let (header, below) = whole.splitTop(isTooSmall || size.rows < 6 ? 0 : 1)
    let (body, footer) = below.splitBottom(isTooSmall ? 0 : 1)
    self.header = header
    self.footer = footer
    isBeside = size.columns >= 110 && body.rows >= 8
    hasBorders = isBeside
    if isBeside {
      let (left, right) = body.splitRight(min(max(36, size.columns * 3 / 10), 72))
      tableFrame = left
      detailsFrame = right
      table = Panel.inner(of: left)
      details = Panel.inner(of: right).inset(columns: 1)
    } else {
      let (upper, lower) = body.splitBottom(body.rows >= 14 ? 7 : 0)
      tableFrame = upper
      detailsFrame = lower
      table = upper.inset(columns: 1)
      details = lower.splitTop(1).rest.inset(columns: 1)
    }
  }

  /// Rows of the table that are seen.
  var visibleRows: Int { max(0, table.rows - (table.rows >= 2 ? 1 : 0)) }
}

extension LibraryState {
  var layout: LibraryLayout { LibraryLayout(size) }
}
