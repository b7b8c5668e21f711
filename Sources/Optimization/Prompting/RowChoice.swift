/// Which rows of a trajectory a prompt shows, and in which order.
enum RowChoice {
  /// As made: all, or the newest `history`. By loss: equal rows once, then the best `history`; ties as made.
  static func rows(of context: PromptingContext) -> [PromptRow] {
    let settings = context.settings
    let limit = max(0, settings.history ?? .max)
    if settings.order == .asMade { return limit >= context.rows.count ? context.rows : context.rows.suffix(limit) }
    // Places are sorted, not rows: a row is some hundred bytes.
    let rows = context.rows
    var places = distinct(rows)
    if limit > 0 && limit < places.count / 4 {
      places = best(limit, of: places, rows: rows)
    } else {
      places.sort { precedes(rows[$0], rows[$1]) }
    }
    let best = places.prefix(limit)
    return settings.order == .bestFirst ? best.map { rows[$0] } : best.reversed().map { rows[$0] }
  }

  /// Better first. The one made first is the better of two equals, so that the newest of equals stands first where the
  /// best is last.
  private static func precedes(_ left: PromptRow, _ right: PromptRow) -> Bool {
    left.loss != right.loss ? left.loss < right.loss : left.id < right.id
  }

  /// The places of the rows less those that repeat the solution and loss of an earlier one.
  private static func distinct(_ rows: [PromptRow]) -> [Int] {
    var seen: [Double: [Int]] = [:]
    seen.reserveCapacity(rows.count)
    var places: [Int] = []
    places.reserveCapacity(rows.count)
    for (place, row) in rows.enumerated() {
      let same = seen[row.loss] ?? []
      if same.contains(where: { rows[$0].numbers == row.numbers && rows[$0].text == row.text }) { continue }
      seen[row.loss] = same + [place]
      places.append(place)
    }
    return places
  }

  /// The best in order, by keeping a short sorted list while passing over the rows once.
  private static func best(_ limit: Int, of places: [Int], rows: [PromptRow]) -> [Int] {
    var best: [Int] = []
    best.reserveCapacity(limit + 1)
    for place in places {
      if best.count == limit, let last = best.last, !precedes(rows[place], rows[last]) { continue }
      var low = 0, high = best.count
      while low < high {
        let middle = (low + high) / 2
        if precedes(rows[best[middle]], rows[place]) { low = middle + 1 } else { high = middle }
      }
      best.insert(place, at: low)
      if best.count > limit { best.removeLast() }
    }
    return best
  }
}
