import Charts

/// Which pane lies where: a function of the screen's size alone, so that the reducer knows what a click meant.
public struct Layout: Hashable, Sendable {
  /// The whole screen.
  public let screen: Area
  /// Below this size there is only a message.
  public static let smallest = Size(columns: 40, rows: 10)
  public let isTooSmall: Bool
  /// Whether panes have a border all around, or only a line with their title above.
  public let hasBorders: Bool

  // Panes with their frames; empty where there is no room for them.
  public private(set) var header = Area(columns: 0, rows: 0)
  public private(set) var picture = Area(columns: 0, rows: 0)
  public private(set) var loss = Area(columns: 0, rows: 0)
  public private(set) var table = Area(columns: 0, rows: 0)
  public private(set) var replies = Area(columns: 0, rows: 0)
  public private(set) var events = Area(columns: 0, rows: 0)
  public private(set) var replay = Area(columns: 0, rows: 0)
  public private(set) var footer = Area(columns: 0, rows: 0)

  public init(size: Size, isReplay: Bool = false) {
    screen = Area(size)
    isTooSmall = size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
    hasBorders = size.columns >= 100 && size.rows >= 30
    if isTooSmall { return }
    var rest: Area
    (header, rest) = screen.splitTop(size.rows >= 16 ? 2 : 1)
    (rest, footer) = rest.splitBottom(1)
    if isReplay { (rest, replay) = rest.splitBottom(1) }
    if size.columns >= 72 { arrangeBeside(rest) } else { arrangeStacked(rest) }
  }

  /// The picture at the left, loss and table at the right, words below.
  private mutating func arrangeBeside(_ area: Area) {
    var body = area
    if hasBorders {
      let (rest, bottom) = body.splitBottom(min(18, body.rows * 27 / 100))
      body = rest
      (replies, events) = bottom.splitLeft(bottom.columns * 62 / 100)
    } else {
      if body.rows >= 12 { (body, events) = body.splitBottom(body.rows >= 24 ? 2 : 1) }
      if body.rows >= 11 { (body, replies) = body.splitBottom(max(3, body.rows * 22 / 100)) }
    }
    let right: Area
    (picture, right) = body.splitLeft(body.columns - min(86, max(39, body.columns * 52 / 100)))
    if right.rows >= 10 { (loss, table) = right.splitTop(right.rows * 48 / 100) } else { table = right }
  }

  /// One above the other, the less important left out where rows are few.
  private mutating func arrangeStacked(_ area: Area) {
    // Smallest height and share of what is left over, in the order of importance.
    let panes: [(path: WritableKeyPath<Layout, Area>, least: Int, share: Int)] = [
      (\.picture, 4, 5), (\.table, 3, 3), (\.events, 1, 0), (\.loss, 6, 3), (\.replies, 3, 2),
    ]
    var heights: [WritableKeyPath<Layout, Area>: Int] = [:]
    var left = area.rows
    for pane in panes where pane.least <= left {
      heights[pane.path] = pane.least
      left -= pane.least
    }
    var shares = panes.reduce(0) { $0 + (heights[$1.path] == nil ? 0 : $1.share) }
    for pane in panes where shares > 0 && pane.share > 0 {
      guard let height = heights[pane.path] else { continue }
      let extra = left * pane.share / shares
      heights[pane.path] = height + extra
      left -= extra
      shares -= pane.share
    }
    var rest = area
    let order: [WritableKeyPath<Layout, Area>] = [\.picture, \.loss, \.table, \.replies, \.events]
    for path in order {
      guard let height = heights[path] else { continue }
      (self[keyPath: path], rest) = rest.splitTop(height)
    }
  }

  /// What a frame leaves of a pane.
  public func content(of pane: Area) -> Area {
    if hasBorders { return pane.inset(columns: 1, rows: 1) }
    return pane == events ? pane : gapped(pane).splitTop(1).rest
  }

  /// A pane without borders, less the gap to its neighbour at the right.
  func gapped(_ pane: Area) -> Area {
    pane.endColumn < screen.endColumn ? pane.splitRight(1).rest : pane
  }

  /// The rows of the table below its heading.
  public var tableRows: Area { content(of: table).splitTop(content(of: table).rows >= 2 ? 1 : 0).rest }

  /// Every pane, for those that treat them alike.
  public var panes: [Area] { [header, picture, loss, table, replies, events, replay, footer] }
}
