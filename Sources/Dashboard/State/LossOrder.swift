/// The rows of a trajectory from the lowest loss to the highest, kept as candidates come, so that a frame never sorts.
///
/// Equal losses stand in the order they were made; rows without a loss stand last.
public struct LossOrder: Hashable, Sendable {
  /// Rows, best first.
  public private(set) var rows: ContiguousArray<Int32> = []

  public init() {}

  public var count: Int { rows.count }

  /// Takes up the rows that the losses have and this does not, or drops those that they no longer have.
  mutating func update(to losses: ContiguousArray<Double>) {
    if losses.count < count { rows.removeAll { $0 >= losses.count } }
    let added = losses.count - count
    if added == 0 { return }
    if added <= 16 {
      for row in count..<losses.count { rows.insert(Int32(row), at: position(of: row, in: losses)) }
      return
    }
    // Many at once, as when a log is opened: sort the new ones and merge, instead of moving the list for each.
    let new = (count..<losses.count).map(Int32.init).sorted { Self.precedes($0, $1, losses) }
    var merged = ContiguousArray<Int32>()
    merged.reserveCapacity(losses.count)
    var next = new.startIndex
    for row in rows {
      while next < new.endIndex, Self.precedes(new[next], row, losses) {
        merged.append(new[next])
        next += 1
      }
      merged.append(row)
    }
    merged.append(contentsOf: new[next...])
    rows = merged
  }

  /// Where a row stands, or where it would be put.
  func position(of row: Int, in losses: ContiguousArray<Double>) -> Int {
    var low = 0, high = count
    while low < high {
      let middle = (low + high) / 2
      if Self.precedes(rows[middle], Int32(row), losses) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func precedes(_ left: Int32, _ right: Int32, _ losses: ContiguousArray<Double>) -> Bool {
    let first = losses[Int(left)], second = losses[Int(right)]
    return first == second ? left < right : first < second
  }
}
