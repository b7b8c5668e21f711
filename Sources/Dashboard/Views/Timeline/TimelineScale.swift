/// Which column of a line stands for which places of a log.
///
/// Every event has the same room: an hour's pause takes none, a busy step its share, and a column is an exact place to
/// go back to. What it took is told by the clock beside the line.
struct TimelineScale: Hashable {
  let columns: Int
  /// The last place: events in all.
  let count: Int

  /// The column nearest to a place, 0 to `count`.
  func column(of place: Int) -> Int {
    guard columns > 1, count > 0 else { return 0 }
    return (2 * min(max(0, place), count) * (columns - 1) + count) / (2 * count)
  }

  /// The place that a column stands for best.
  func place(of column: Int) -> Int {
    guard columns > 1 else { return 0 }
    return (2 * column * count + columns - 1) / (2 * (columns - 1))
  }

  /// All places whose nearest column it is.
  func places(of column: Int) -> Range<Int> {
    guard columns > 1 else { return 0..<count + 1 }
    func first(_ column: Int) -> Int {
      let least = 2 * count * column - count, unit = 2 * (columns - 1)
      return min(max(0, (least + unit - 1) / unit), count + 1)
    }
    return first(column)..<max(first(column), column == columns - 1 ? count + 1 : first(column + 1))
  }
}
