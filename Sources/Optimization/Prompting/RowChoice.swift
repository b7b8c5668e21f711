/// What the choice of rows needs to know of them, so that the rows of a trajectory need not be made to be chosen from.
protocol PromptRowSource {
  func loss(at place: Int) -> Double
  func id(at place: Int) -> Int
  /// Whether two places hold the same solution.
  func isSame(_ place: Int, _ other: Int) -> Bool
}

/// Which rows of a trajectory a prompt shows, and in which order.
///
/// As made: all, or the newest `history`. By loss: equal rows once, then the best `history`; ties as made. Pinned rows
/// are always shown and count towards the history.
enum RowChoice {
  static func rows(of context: PromptingContext) -> [PromptRow] {
    // Places are sorted, not rows: a row is some hundred bytes.
    let rows = context.rows
    let isAll = context.settings.order == .asMade && context.settings.history ?? .max >= rows.count
    return isAll
      ? rows
      : places(of: RowList(rows: rows), among: Array(rows.indices), context.settings) {
        context.pinned.contains(rows[$0].id)
      }.map { rows[$0] }
  }

  private struct RowList: PromptRowSource {
    let rows: [PromptRow]
    func loss(at place: Int) -> Double { rows[place].loss }
    func id(at place: Int) -> Int { rows[place].id }
    func isSame(_ place: Int, _ other: Int) -> Bool {
      rows[place].numbers == rows[other].numbers && rows[place].text == rows[other].text
    }
  }

  /// The chosen places in the order shown.
  ///
  /// - Parameter candidates: the places to choose from, as made.
  static func places(
    of rows: some PromptRowSource, among candidates: [Int], _ settings: PromptSettings, isPinned: (Int) -> Bool
  ) -> [Int] {
    let pinned = candidates.filter(isPinned)
    let others = pinned.isEmpty ? candidates : candidates.filter { !isPinned($0) }
    let room = max(0, (settings.history ?? .max) - pinned.count)
    if settings.order == .asMade {
      let newest = others.suffix(room)
      return pinned.isEmpty ? Array(newest) : (pinned + newest).sorted()
    }
    var best =
      room > 0 && room < others.count / 4
      ? best(room, of: others, pinned, rows) : Array(sorted(distinct(others, pinned, rows), rows).prefix(room))
    if !pinned.isEmpty { best = sorted(best + pinned, rows) }
    return settings.order == .bestFirst ? best : best.reversed()
  }

  /// Better first. The one made first is the better of two equals, so that the newest of equals stands first where the
  /// best is last.
  private static func precedes(_ place: Int, _ other: Int, _ rows: some PromptRowSource) -> Bool {
    let loss = rows.loss(at: place), otherLoss = rows.loss(at: other)
    return loss != otherLoss ? loss < otherLoss : rows.id(at: place) < rows.id(at: other)
  }

  private static func sorted(_ places: [Int], _ rows: some PromptRowSource) -> [Int] {
    places.sorted { precedes($0, $1, rows) }
  }

  /// The places less those that repeat the solution and loss of a pinned or an earlier one.
  private static func distinct(_ places: [Int], _ pinned: [Int], _ rows: some PromptRowSource) -> [Int] {
    var seen = Dictionary(grouping: pinned) { rows.loss(at: $0) }
    seen.reserveCapacity(places.count)
    return places.filter { place in
      let same = seen[rows.loss(at: place)] ?? []
      if same.contains(where: { rows.isSame($0, place) }) { return false }
      seen[rows.loss(at: place)] = same + [place]
      return true
    }
  }

  /// The best in order, equal ones once, by keeping a short sorted list while passing over the rows once.
  private static func best(_ limit: Int, of places: [Int], _ pinned: [Int], _ rows: some PromptRowSource) -> [Int] {
    let pinned = Dictionary(grouping: pinned) { rows.loss(at: $0) }
    var best: [Int] = []
    best.reserveCapacity(limit + 1)
    for place in places {
      if best.count == limit, let last = best.last, !precedes(place, last, rows) { continue }
      var low = 0, high = best.count
      while low < high {
        let middle = (low + high) / 2
        if precedes(best[middle], place, rows) { low = middle + 1 } else { high = middle }
      }
      let loss = rows.loss(at: place)
      if pinned[loss]?.contains(where: { rows.isSame($0, place) }) == true { continue }
      // Equal rows have equal losses and so lie together. One that was pushed out was no better than the last.
      let equals = best[..<low].reversed().prefix { rows.loss(at: $0) == loss }
      let behind = best[low...].prefix { rows.loss(at: $0) == loss }
      if equals.contains(where: { rows.isSame($0, place) }) || behind.contains(where: { rows.isSame($0, place) }) {
        continue
      }
      best.insert(place, at: low)
      if best.count > limit { best.removeLast() }
    }
    return best
  }
}
