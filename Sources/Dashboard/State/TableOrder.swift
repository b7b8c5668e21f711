import Optimization

/// What the table is sorted by.
public struct TableSort: Hashable, Sendable {
  public enum Column: Hashable, Sendable {
    /// The order in which candidates were made.
    case made
    case step, origin, temperature, loss
    /// The change against the best before.
    case change
    /// A number of the solution, by its place.
    case parameter(Int)
  }
  public var column: Column
  /// The highest, or the newest, first.
  public var isDescending: Bool

  public init(_ column: Column, descending: Bool = false) {
    self.column = column
    isDescending = descending
  }

  public static let newestFirst = TableSort(.made, descending: true)
  public static let bestFirst = TableSort(.loss)

  /// "newest first", "by w".
  func label(parameters: [String]) -> String {
    switch (column, isDescending) {
    case (.made, true): "newest first"
    case (.made, false): "oldest first"
    case (.loss, false): "best first"
    case (.loss, true): "worst first"
    case (.step, let down): "by step" + Self.arrow(down)
    case (.origin, let down): "by origin" + Self.arrow(down)
    case (.temperature, let down): "by T" + Self.arrow(down)
    case (.change, let down): "by change" + Self.arrow(down)
    case (.parameter(let place), let down):
      "by " + (parameters.indices.contains(place) ? parameters[place] : "number") + Self.arrow(down)
    }
  }

  var label: String { label(parameters: []) }

  private static func arrow(_ isDescending: Bool) -> String { isDescending ? ", down" : ", up" }

  /// What rows are compared by; those without a value stand last.
  func value(ofRow row: Int, in trajectory: Trajectory) -> Double {
    let value: Double? =
      switch column {
      case .made: Double(row)
      case .step: Double(trajectory.step(at: row))
      case .origin: Double(Origin.allCases.firstIndex(of: trajectory.origins[row]) ?? 0)
      case .temperature: trajectory.temperature(at: row)
      case .loss: trajectory.loss(at: row)
      case .change:
        trajectory.loss(at: row).flatMap { loss in
          row > 0 && trajectory.bestSoFar[row - 1].isFinite ? loss - trajectory.bestSoFar[row - 1] : nil
        }
      case .parameter(let place):
        trajectory.parameters.indices.contains(place) ? trajectory.number(at: row, parameter: place) : nil
      }
    guard let value, !value.isNaN else { return .infinity }
    return isDescending ? -value : value
  }
}

/// The rows of a table in their order, kept as candidates come, so that a frame never sorts.
///
/// Rows that compare equal stand in the order they were made. All rows in the order they were made, either way, are not
/// kept but counted.
public struct TableOrder: Hashable, Sendable {
  public private(set) var sort = TableSort.newestFirst
  public private(set) var filter: TableFilter?
  /// Rows of the trajectory that have been looked at.
  private var seen = 0
  /// Nil where all rows stand as they were made.
  private var rows: ContiguousArray<Int32>?
  /// What the rows are compared by, in the same order.
  private var values: ContiguousArray<Double> = []

  public init() {}

  /// How many rows the table has.
  public var count: Int { rows?.count ?? seen }

  public func row(at position: Int) -> Int {
    rows.map { Int($0[position]) } ?? (sort.isDescending ? seen - 1 - position : position)
  }

  /// Where a row stands; nil where the filter leaves it out.
  public func position(of row: Int, in trajectory: Trajectory) -> Int? {
    guard row >= 0, row < seen else { return nil }
    guard let rows else { return sort.isDescending ? seen - 1 - row : row }
    let position = insertionPosition(of: row, value: sort.value(ofRow: row, in: trajectory))
    return position < rows.count && rows[position] == row ? position : nil
  }

  public mutating func change(_ sort: TableSort, _ filter: TableFilter?, for trajectory: Trajectory) {
    self.sort = sort
    self.filter = filter
    rows = sort.column == .made && filter == nil ? nil : []
    values = []
    seen = 0
    update(to: trajectory)
  }

  /// Takes up the rows that the trajectory has and this does not, or drops those that it no longer has.
  public mutating func update(to trajectory: Trajectory) {
    if trajectory.count < seen, let rows {
      let kept = rows.indices.filter { rows[$0] < trajectory.count }
      self.rows = ContiguousArray(kept.map { rows[$0] })
      values = ContiguousArray(kept.map { values[$0] })
    }
    let new = seen..<max(seen, trajectory.count)
    seen = trajectory.count
    guard rows != nil, !new.isEmpty else { return }
    let fitting = new.filter { filter?.fits($0, in: trajectory) ?? true }
    if fitting.count <= 16 {
      for row in fitting {
        let value = sort.value(ofRow: row, in: trajectory)
        let position = insertionPosition(of: row, value: value)
        rows?.insert(Int32(row), at: position)
        values.insert(value, at: position)
      }
    } else {
      merge(fitting.map { (Int32($0), sort.value(ofRow: $0, in: trajectory)) }.sorted { Self.precedes($0, $1) })
    }
  }

  /// Many at once, as when a log is opened: sorted apart and merged, instead of moving the list for each.
  private mutating func merge(_ new: [(row: Int32, value: Double)]) {
    guard let old = rows else { return }
    var merged: ContiguousArray<Int32> = [], mergedValues: ContiguousArray<Double> = []
    merged.reserveCapacity(old.count + new.count)
    mergedValues.reserveCapacity(old.count + new.count)
    var next = 0
    for index in old.indices {
      while next < new.count, Self.precedes(new[next], (old[index], values[index])) {
        merged.append(new[next].row)
        mergedValues.append(new[next].value)
        next += 1
      }
      merged.append(old[index])
      mergedValues.append(values[index])
    }
    for entry in new[next...] {
      merged.append(entry.row)
      mergedValues.append(entry.value)
    }
    rows = merged
    values = mergedValues
  }

  private func insertionPosition(of row: Int, value: Double) -> Int {
    guard let rows else { return 0 }
    var low = 0, high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if Self.precedes((rows[middle], values[middle]), (Int32(row), value)) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func precedes(_ left: (row: Int32, value: Double), _ right: (row: Int32, value: Double)) -> Bool {
    left.value == right.value ? left.row < right.row : left.value < right.value
  }
}
