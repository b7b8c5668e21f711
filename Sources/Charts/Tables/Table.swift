import Text

/// One cell of a table.
public struct TableCell: Hashable, Sendable {
  public var text: String
  /// Nil takes the row's style.
  public var style: Style?
  public init(_ text: String, style: Style? = nil) {
    self.text = text
    self.style = style
  }
}

/// How a column of a table is laid out.
public struct TableColumn: Hashable, Sendable {
  public enum Alignment: Hashable, Sendable {
    case left, right, center
  }

  public var title: String
  /// Columns of the screen that it needs.
  public var width: Int
  /// Its share of what is left over; 0 keeps it at its width.
  public var weight: Int
  public var alignment: Alignment
  /// Where room is short the column of the lowest priority goes first, of equal ones the last.
  public var priority: Int

  public init(_ title: String, width: Int, weight: Int = 0, alignment: Alignment = .left, priority: Int = 0) {
    self.title = title
    self.width = max(1, width)
    self.weight = max(0, weight)
    self.alignment = alignment
    self.priority = priority
  }

  /// The text cut to a width, and how many blanks come before it there.
  func fit(_ text: String, into columns: Int) -> (text: String, blanks: Int) {
    let text = text.truncated(toColumns: columns)
    guard alignment != .left else { return (text, 0) }
    let spare = max(0, columns - TextWidth.columns(of: text))
    return (text, alignment == .right ? spare : spare / 2)
  }
}

/// A table of which only the visible rows are ever asked for.
public struct Table: Hashable, Sendable {
  public struct Styles: Hashable, Sendable {
    public var header: Style
    public var row: Style
    /// Laid over the whole selected row; the cells keep their foreground where this has none of its own.
    public var selected: Style
    public var scrollbar: Style
    public init(
      header: Style = Style(.standard, .bold), row: Style = .plain, selected: Style = Style(.standard, .reverse),
      scrollbar: Style = .plain
    ) {
      self.header = header
      self.row = row
      self.selected = selected
      self.scrollbar = scrollbar
    }
  }

  public var columns: [TableColumn]
  public var rowCount: Int
  public var selectedRow: Int?
  /// The row at the top; brought into range when drawn.
  public var firstVisibleRow: Int
  public var showsHeader: Bool
  public var styles: Styles
  public var lines: LineSet

  public init(
    columns: [TableColumn], rowCount: Int, selectedRow: Int? = nil, firstVisibleRow: Int = 0, showsHeader: Bool = true,
    styles: Styles = Styles(), lines: LineSet = .plain
  ) {
    self.columns = columns
    self.rowCount = max(0, rowCount)
    self.selectedRow = selectedRow
    self.firstVisibleRow = firstVisibleRow
    self.showsHeader = showsHeader
    self.styles = styles
    self.lines = lines
  }

  /// The first visible row that keeps the selection in view and moves no more than it must.
  ///
  /// - Parameters:
  ///   - height: how many rows are seen.
  ///   - current: the first visible row until now.
  public static func firstVisible(selected: Int?, count: Int, height: Int, current: Int) -> Int {
    guard height > 0, count > 0 else { return 0 }
    var first = current
    if let selected {
      let selected = min(max(0, selected), count - 1)
      if selected < first { first = selected }
      if selected - height >= first { first = selected - height + 1 }
    }
    return min(max(0, first), max(0, count - height))
  }

  /// How many rows are seen in an area of this height.
  public func visibleRows(inHeight rows: Int) -> Int { max(0, rows - (hasHeader(inHeight: rows) ? 1 : 0)) }

  private func hasHeader(inHeight rows: Int) -> Bool { showsHeader && rows >= 2 }

  /// The row under a cell of the screen, as for the mouse, in the area that the table was drawn in.
  public func row(atScreenRow row: Int, in area: Area) -> Int? {
    let body = area.splitTop(hasHeader(inHeight: area.rows) ? 1 : 0).rest
    guard row >= body.row, row < body.endRow else { return nil }
    let index = firstRow(height: body.rows) + row - body.row
    return index < rowCount ? index : nil
  }

  /// The place of the column at a column of the screen, as for a click on its heading, in the area that the table was
  /// drawn in; the gap behind a column belongs to it.
  public func column(atScreenColumn column: Int, in area: Area) -> Int? {
    let body = area.splitTop(hasHeader(inHeight: area.rows) ? 1 : 0).rest
    let scrolls = rowCount > body.rows && area.columns >= 4
    let offset = column - area.column
    return Self.layout(columns, width: area.columns - (scrolls ? 1 : 0))
      .first { offset >= $0.offset && offset <= $0.offset + $0.width }?.index
  }

  private func firstRow(height: Int) -> Int {
    Self.firstVisible(selected: nil, count: rowCount, height: height, current: firstVisibleRow)
  }

  /// "12/300" of the selected row, or the number of rows where none is selected.
  public var positionText: String {
    guard let selectedRow, rowCount > 0 else { return NumberFormat.count(rowCount) }
    return "\(NumberFormat.count(min(max(0, selectedRow), rowCount - 1) + 1))/\(NumberFormat.count(rowCount))"
  }

  /// Draws the table; `content` is asked once for each visible row and answers its cells in the order of `columns`.
  public func draw(into buffer: inout CellBuffer, area: Area, content: (_ row: Int) -> [TableCell]) {
    guard !area.isEmpty else { return }
    let (header, body) = area.splitTop(hasHeader(inHeight: area.rows) ? 1 : 0)
    let scrolls = rowCount > body.rows && area.columns >= 4
    let (table, bar) = body.splitRight(scrolls ? 1 : 0)
    let layout = Self.layout(columns, width: table.columns)
    if header.rows > 0 {
      buffer.fill(header, with: Cell(.blank, styles.header))
      for place in layout {
        let title = columns[place.index].title
        write(title, style: styles.header, at: place, into: &buffer, line: header)
      }
    }
    buffer.fill(body, with: Cell(.blank, styles.row))
    let first = firstRow(height: body.rows)
    for row in first..<max(first, min(rowCount, first + body.rows)) {
      let line = Area(column: table.column, row: table.row + row - first, columns: table.columns, rows: 1)
      drawRow(content(row), layout: layout, isSelected: row == selectedRow, into: &buffer, line: line)
    }
    if scrolls {
      Scrollbar(count: rowCount, first: first, lines: lines, style: styles.scrollbar).draw(into: &buffer, area: bar)
    }
  }

  private func drawRow(
    _ cells: [TableCell], layout: [Place], isSelected: Bool, into buffer: inout CellBuffer, line: Area
  ) {
    for place in layout where place.index < cells.count {
      let cell = cells[place.index]
      write(cell.text, style: cell.style ?? styles.row, at: place, into: &buffer, line: line)
    }
    guard isSelected else { return }
    let selected = styles.selected
    buffer.restyle(line) { style in
      if selected.foreground != .standard { style.foreground = selected.foreground }
      if selected.background != .standard { style.background = selected.background }
      style.attributes.formUnion(selected.attributes)
    }
  }

  private func write(_ text: String, style: Style, at place: Place, into buffer: inout CellBuffer, line: Area) {
    let (text, blanks) = columns[place.index].fit(text, into: place.width)
    let column = line.column + place.offset
    if style.background != .standard {
      let field = Area(column: column, row: line.row, columns: place.width, rows: 1).intersection(line)
      buffer.fill(field, with: Cell(.blank, style))
    }
    buffer.write(text, column: column + blanks, row: line.row, in: line, style: style)
  }

  // MARK: Layout

  struct Place: Hashable {
    var index: Int
    var offset: Int
    var width: Int
  }

  /// Which columns are shown in so much width, where, and how wide: one blank between neighbours.
  static func layout(_ columns: [TableColumn], width: Int) -> [Place] {
    guard width > 0 else { return [] }
    var shown = Array(columns.indices)
    func needed() -> Int { shown.reduce(max(0, shown.count - 1)) { $0 + columns[$1].width } }
    while shown.count > 1, needed() > width {
      let lowest = shown.map { columns[$0].priority }.min() ?? 0
      if let drop = shown.lastIndex(where: { columns[$0].priority == lowest }) { shown.remove(at: drop) }
    }
    var spare = max(0, width - needed())
    var weights = shown.reduce(0) { $0 + columns[$1].weight }
    var offset = 0
    return shown.map { index in
      let column = columns[index]
      let extra = weights > 0 ? spare * column.weight / weights : 0
      spare -= extra
      weights -= column.weight
      let place = Place(index: index, offset: offset, width: min(column.width + extra, width))
      offset += place.width + 1
      return place
    }
  }
}
