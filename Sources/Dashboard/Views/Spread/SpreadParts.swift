import Charts

/// Where the parts of the pane lie: a function of the pane alone, so that a click means what is drawn there.
struct SpreadParts: Hashable {
  private static let nowhere = Area(columns: 0, rows: 0)
  /// What came of the replies.
  let sentence: Area
  /// A mark for each of them, and behind them how far they lie from each other.
  let marks: Area
  private(set) var cloud = Self.nowhere
  /// What is drawn in the cloud beside the proposals.
  private(set) var caption = Self.nowhere
  private(set) var chart = Self.nowhere

  init(_ area: Area) {
    var rest: Area
    (sentence, rest) = area.splitTop(1)
    (marks, rest) = rest.splitTop(area.rows >= 4 ? 1 : 0)
    // A row is as high as two columns are wide; in a pane higher than wide they stand one above the other.
    if rest.columns >= 56, rest.rows >= 6, rest.rows < 24 || rest.rows * 2 < rest.columns {
      let left: Area
      // Wider than that the cloud says no more.
      (left, chart) = rest.splitLeft(min(rest.columns * 42 / 100, rest.rows * 3 + 10))
      cloud = left.splitRight(2).rest
    } else if rest.rows >= 14 {
      (cloud, chart) = rest.splitTop(rest.rows * 48 / 100)
    } else if rest.rows >= 3 {
      chart = rest
    }
    if cloud.rows >= 12 { (cloud, caption) = cloud.splitBottom(1) }
  }
}
