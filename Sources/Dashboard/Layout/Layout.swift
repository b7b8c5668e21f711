import Charts

/// Which pane lies where: a function of the screen's size and of what a person chose to see, so that the reducer knows
/// what a click meant.
public struct Layout: Hashable, Sendable {
  /// The whole screen.
  public let screen: Area
  /// Below this size there is only a message.
  public static let smallest = Size(columns: 40, rows: 10)
  public let isTooSmall: Bool
  /// Whether panes have a border all around, or only a line with their title above.
  public let hasBorders: Bool

  // With their frames; empty where there is no room for them.
  public private(set) var header = Self.nowhere
  public private(set) var replay = Self.nowhere
  /// The words of the presentation.
  public private(set) var caption = Self.nowhere
  public private(set) var footer = Self.nowhere
  /// The first column of the right side, where a divider can be moved.
  public private(set) var divider: Int?

  private var areas = [Area](repeating: Self.nowhere, count: Pane.allCases.count)
  private static let nowhere = Area(columns: 0, rows: 0)

  public init(size: Size, arrangement: Arrangement = Arrangement(), isReplay: Bool = false) {
    screen = Area(size)
    isTooSmall = size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
    hasBorders = size.columns >= 100 && size.rows >= 30
    if isTooSmall { return }
    let isPresentation = arrangement.isPresentation
    var rest: Area
    (header, rest) = screen.splitTop(size.rows >= 16 && !isPresentation ? 2 : 1)
    (rest, footer) = rest.splitBottom(1)
    if isReplay { (rest, replay) = rest.splitBottom(size.rows >= 30 ? 2 : 1) }
    if isPresentation { (rest, caption) = rest.splitBottom(size.rows >= 30 ? 4 : size.rows >= 14 ? 3 : 1) }
    if arrangement.isZoomed {
      self[arrangement.focus] = rest
    } else if isPresentation {
      arrangePresentation(rest, arrangement)
    } else {
      switch (arrangement.kind, size.columns >= 72) {
      case (.picture, true): arrangePicture(rest, arrangement)
      case (.picture, false):
        arrangeStacked(
          rest,
          [(arrangement.large, 4, 5), (.table, 3, 3), (.events, 1, 0), (arrangement.beside, 6, 3), (.replies, 3, 2)],
          order: [arrangement.large, arrangement.beside, .table, .replies, .events])
      case (.words, true): arrangeWords(rest, arrangement)
      case (.words, false):
        arrangeStacked(
          rest, [(.prompt, 4, 4), (.reply, 4, 4), (.table, 3, 2), (.events, 1, 0)],
          order: [.prompt, .reply, .table, .events])
      case (.wide, true): arrangeWide(rest, arrangement)
      case (.wide, false):
        arrangeStacked(
          rest, [(arrangement.large, 4, 6), (.table, 3, 2), (.events, 1, 0)],
          order: [arrangement.large, .table, .events])
      }
    }
  }

  /// The area of a pane with its frame; empty where it is not shown.
  public private(set) subscript(pane: Pane) -> Area {
    get { areas[pane.rawValue] }
    set { areas[pane.rawValue] = newValue }
  }

  public func shows(_ pane: Pane) -> Bool { !self[pane].isEmpty }

  /// The panes that are shown, in the order in which the focus goes round.
  public var shown: [Pane] { Pane.allCases.filter { !self[$0].isEmpty } }

  /// The pane under a cell of the screen.
  public func pane(atColumn column: Int, row: Int) -> Pane? {
    Pane.allCases.first { self[$0].contains(column: column, row: row) }
  }

  // MARK: Arrangements

  /// The picture at the left, loss and table at the right, words below.
  private mutating func arrangePicture(_ area: Area, _ arrangement: Arrangement) {
    var body = area
    if hasBorders {
      let (rest, bottom) = body.splitBottom(min(18, body.rows * 27 / 100))
      body = rest
      (self[.replies], self[.events]) = bottom.splitLeft(bottom.columns * 62 / 100)
    } else {
      if body.rows >= 12 { (body, self[.events]) = body.splitBottom(body.rows >= 24 ? 2 : 1) }
      if body.rows >= 11 { (body, self[.replies]) = body.splitBottom(max(3, body.rows * 22 / 100)) }
    }
    let left = leftColumns(
      of: body, arrangement, otherwise: body.columns - min(86, max(39, body.columns * 52 / 100)))
    let right: Area
    (self[arrangement.large], right) = body.splitLeft(left)
    divider = right.column
    // A reply is read, the loss is seen at a glance.
    let share = arrangement.beside == .loss ? 48 : 58
    if right.rows >= 10 {
      (self[arrangement.beside], self[.table]) = right.splitTop(right.rows * share / 100)
    } else {
      self[.table] = right
    }
  }

  /// What the model sees and says at the left, what comes of it at the right.
  private mutating func arrangeWords(_ area: Area, _ arrangement: Arrangement) {
    var body = area
    if body.rows >= 12 { (body, self[.events]) = body.splitBottom(hasBorders ? 5 : 1) }
    let figures: Area
    if body.columns >= 150 {
      let words: Area
      (words, figures) = body.splitLeft(leftColumns(of: body, arrangement, otherwise: body.columns * 64 / 100))
      let beside: Area
      (self[.prompt], beside) = words.splitLeft(words.columns * 52 / 100)
      (self[.reply], self[.replies]) = beside.splitTop(max(8, beside.rows * 62 / 100))
    } else {
      let words: Area
      (words, figures) = body.splitLeft(leftColumns(of: body, arrangement, otherwise: body.columns * 54 / 100))
      (self[.prompt], self[.reply]) = words.splitTop(max(4, words.rows * 58 / 100))
    }
    divider = figures.column
    if figures.rows >= 10 {
      (self[arrangement.picture], self[.table]) = figures.splitTop(figures.rows * 55 / 100)
    } else {
      self[.table] = figures
    }
  }

  /// The picture over the whole width, all else in a row below it.
  private mutating func arrangeWide(_ area: Area, _ arrangement: Arrangement) {
    var body = area
    if body.rows >= 12 { (body, self[.events]) = body.splitBottom(hasBorders ? 5 : 1) }
    let below: Area
    (self[arrangement.large], below) = body.splitTop(max(5, body.rows * 58 / 100))
    if below.rows < 4 {
      self[.table] = below
    } else if below.columns >= 150 {
      let rest: Area
      (self[arrangement.beside], rest) = below.splitLeft(below.columns * 34 / 100)
      (self[.table], self[.replies]) = rest.splitLeft(rest.columns * 52 / 100)
    } else {
      let left = leftColumns(of: below, arrangement, otherwise: below.columns * 46 / 100)
      (self[arrangement.beside], self[.table]) = below.splitLeft(left)
      divider = self[.table].column
    }
  }

  /// The picture large and the loss, for the back of a room.
  private mutating func arrangePresentation(_ area: Area, _ arrangement: Arrangement) {
    guard area.columns >= 72 else {
      self[arrangement.large] = area
      return
    }
    let right: Area
    (self[arrangement.large], right) = area.splitLeft(
      leftColumns(of: area, arrangement, otherwise: area.columns * 62 / 100))
    self[arrangement.beside] = right
    divider = right.column
  }

  private func leftColumns(of area: Area, _ arrangement: Arrangement, otherwise columns: Int) -> Int {
    guard let split = arrangement.split else { return columns }
    // Both sides keep what a pane needs to say anything.
    return min(max(24, area.columns * split / 100), area.columns - 24)
  }

  /// One above the other, the less important left out where rows are few.
  ///
  /// - Parameters:
  ///   - panes: smallest height and share of what is left over, in the order of importance.
  ///   - order: from the top.
  private mutating func arrangeStacked(
    _ area: Area, _ panes: [(pane: Pane, least: Int, share: Int)], order: [Pane]
  ) {
    var heights: [Pane: Int] = [:]
    var left = area.rows
    for pane in panes where pane.least <= left {
      heights[pane.pane] = pane.least
      left -= pane.least
    }
    var shares = panes.reduce(0) { $0 + (heights[$1.pane] == nil ? 0 : $1.share) }
    for pane in panes where shares > 0 && pane.share > 0 {
      guard let height = heights[pane.pane] else { continue }
      let extra = left * pane.share / shares
      heights[pane.pane] = height + extra
      left -= extra
      shares -= pane.share
    }
    var rest = area
    for pane in order {
      guard let height = heights[pane] else { continue }
      (self[pane], rest) = rest.splitTop(height)
    }
  }

  // MARK: Inside a pane

  /// What a frame leaves of a pane.
  public func content(of pane: Pane) -> Area {
    let area = self[pane]
    if hasBorders { return area.inset(columns: 1, rows: 1) }
    // A row or two of events need no title.
    return pane == .events && area.rows <= 2 ? area : gapped(area).splitTop(1).rest
  }

  /// A pane without borders, less the gap to its neighbour at the right.
  func gapped(_ area: Area) -> Area {
    area.endColumn < screen.endColumn ? area.splitRight(1).rest : area
  }

  /// The rows of the table below its heading.
  public var tableRows: Area { tableParts.rows }
  /// The heading of the table; empty where there is no room for it.
  public var tableHeading: Area { tableParts.heading }

  private var tableParts: (heading: Area, rows: Area) {
    let content = content(of: .table)
    let (heading, rows) = content.splitTop(content.rows >= 2 ? 1 : 0)
    return (heading, rows)
  }
}
