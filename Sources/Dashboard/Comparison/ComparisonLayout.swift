import Charts

/// Which part of a comparison stands where. A function of the state's size, its lanes and what has the screen alone.
struct ComparisonLayout: Hashable, Sendable {
  let header: Area
  /// With their headings; empty where they have no room.
  private(set) var courses: Area
  /// By lane, with its heading; one of them where there is no room for all.
  private(set) var pictures: [Picture]
  private(set) var table: Area
  private(set) var words: Area
  private(set) var notes: Area
  let footer: Area
  let isTooSmall: Bool
  /// Whether panes have a border around them, or a rule above.
  let hasBorders: Bool
  private let lanes: Int

  struct Picture: Hashable, Sendable {
    var lane: Int
    var area: Area
  }

  static let smallest = Size(columns: 40, rows: 10)
  /// Below this a picture says nothing.
  private static let smallestPicture = Size(columns: 22, rows: 8)

  init(_ state: ComparisonState) {
    let size = state.size, count = state.lanes.count
    lanes = count
    isTooSmall = size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
    hasBorders = size.columns >= 100 && size.rows >= 30
    let screen = Area(size)
    var rest: Area
    (header, rest) = screen.splitTop(1)
    (rest, footer) = rest.splitBottom(1)
    (courses, table, words, notes) = (
      Area(columns: 0, rows: 0), Area(columns: 0, rows: 0), Area(columns: 0, rows: 0), Area(columns: 0, rows: 0)
    )
    pictures = []
    guard !isTooSmall else { return }
    let noteLines = state.notes
      .reduce(0) { $0 + $1.wrapped(toColumns: max(1, size.columns - 2)).count }
    (rest, notes) = rest.splitBottom(min(noteLines, size.rows / 8))
    switch state.zoomed {
    case .courses: courses = rest
    case .pictures: pictures = Self.grid(in: rest, count, front: state.frontLane)
    case .words: words = rest
    case nil: arrange(state, in: rest)
    }
  }

  /// The table comes first, then the losses and the pictures, then what the models say.
  private mutating func arrange(_ state: ComparisonState, in area: Area) {
    var rest = area
    let rows = state.size.rows, frame = hasBorders ? 2 : 1
    (rest, table) = rest.splitBottom(min(frame + 1 + lanes, max(0, rest.rows - 4)))
    let wanted = frame + lanes * (rows >= 50 ? 3 : rows >= 34 ? 2 : 1)
    if rest.rows - wanted >= (state.isRace ? 7 : 14) { (rest, words) = rest.splitBottom(wanted) }
    let front = state.frontLane
    if rest.columns >= 62 {
      let share = lanes > 2 ? 2 * rest.columns / 5 : rest.columns / (lanes + 1)
      let (left, right) = rest.splitLeft(max(34, share))
      courses = left
      pictures = Self.grid(in: right, lanes, front: front)
    } else if rest.rows >= 20 {
      let (top, bottom) = rest.splitTop(rest.rows / 2)
      courses = top
      pictures = Self.grid(in: bottom, lanes, front: front)
    } else {
      courses = rest
    }
  }

  /// The pictures of all lanes, as large and as square as they can be; that of one lane where all would be too small.
  private static func grid(in area: Area, _ count: Int, front: Int) -> [Picture] {
    guard count > 0, !area.isEmpty else { return [] }
    let best = (1...count).map { across in (across: across, down: (count + across - 1) / across) }
      .filter {
        area.columns / $0.across >= smallestPicture.columns && area.rows / $0.down >= smallestPicture.rows
      }
      // Empty places count against it.
      .max {
        size($0, area) - Double($0.across * $0.down - count) < size($1, area) - Double($1.across * $1.down - count)
      }
    guard let best else { return [Picture(lane: front, area: area)] }
    return (0..<count).map { lane in
      let (line, place) = lane.quotientAndRemainder(dividingBy: best.across)
      // Bounds of the whole, so that no column or row is left over.
      let left = area.columns * place / best.across, right = area.columns * (place + 1) / best.across
      let top = area.rows * line / best.down, bottom = area.rows * (line + 1) / best.down
      return Picture(
        lane: lane,
        area: Area(column: area.column + left, row: area.row + top, columns: right - left, rows: bottom - top))
    }
  }

  /// The shorter side of a picture in rows; a cell is twice as high as wide.
  private static func size(_ grid: (across: Int, down: Int), _ area: Area) -> Double {
    min(Double(area.columns) / Double(grid.across) / 2, Double(area.rows) / Double(grid.down))
  }

  /// Inside the border or below the rule.
  func content(of area: Area) -> Area {
    hasBorders ? Panel.inner(of: area) : area.splitTop(1).rest
  }

  /// The lane whose picture, row or words lie at a cell.
  func lane(column: Int, row: Int) -> Int? {
    if let picture = pictures.first(where: { $0.area.contains(column: column, row: row) }) { return picture.lane }
    let rows = content(of: table).splitTop(1).rest
    if rows.contains(column: column, row: row), row - rows.row < lanes { return row - rows.row }
    let lines = content(of: words)
    guard lines.contains(column: column, row: row), lanes > 0, lines.rows >= lanes else { return nil }
    return min(lanes - 1, (row - lines.row) / (lines.rows / lanes))
  }
}
