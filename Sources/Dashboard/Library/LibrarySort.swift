/// What the library is sorted by.
public struct LibrarySort: Hashable, Sendable {
  public enum Column: String, Hashable, Sendable, CaseIterable {
    case when, problem, model, best, steps, tokens, size, name

    /// The largest or the newest first, where nothing else is asked for.
    var isDescendingAtFirst: Bool { [.when, .steps, .tokens, .size].contains(self) }
  }
  public var column: Column
  public var isDescending: Bool

  public init(_ column: Column, descending: Bool? = nil) {
    self.column = column
    isDescending = descending ?? column.isDescendingAtFirst
  }

  public static let newestFirst = LibrarySort(.when)

  var reversed: LibrarySort { LibrarySort(column, descending: !isDescending) }

  /// That of the next column.
  var next: LibrarySort {
    let all = Column.allCases
    let place = all.firstIndex(of: column) ?? 0
    return LibrarySort(all[(place + 1) % all.count])
  }

  /// "newest first", "by model".
  var label: String {
    switch (column, isDescending) {
    case (.when, true): "newest first"
    case (.when, false): "oldest first"
    case (.best, false): "best first"
    case (.best, true): "worst first"
    default: "by \(column.rawValue)\(isDescending == column.isDescendingAtFirst ? "" : ", turned round")"
    }
  }

  private enum Key {
    case number(Double), text(String)
    /// Stands last, whatever the direction.
    case none
  }

  private func key(_ run: LibraryRun) -> Key {
    let figures = run.figures
    switch column {
    case .when: return .number(run.moment)
    case .problem: return figures.map { .text($0.problem.lowercased()) } ?? .none
    case .model: return figures.map { .text($0.model.lowercased()) } ?? .none
    case .best: return figures?.best.map { .number($0) } ?? .none
    case .steps: return figures.map { .number(Double($0.step)) } ?? .none
    case .tokens: return figures.map { .number(Double($0.tokens.total)) } ?? .none
    case .size: return .number(Double(run.size))
    case .name: return .text(run.name.lowercased())
    }
  }

  /// The places of runs in this order; those that compare equal, newest first.
  public func order(_ runs: [LibraryRun]) -> [Int] {
    let keys = runs.map(key)
    return runs.indices.sorted { left, right in
      switch (keys[left], keys[right]) {
      case (.number(let first), .number(let second)) where first != second:
        return (first < second) != isDescending
      case (.text(let first), .text(let second)) where first != second: return (first < second) != isDescending
      case (.none, .none): break
      case (.none, _): return false
      case (_, .none): return true
      default: break
      }
      let first = runs[left], second = runs[right]
      return first.moment == second.moment ? first.path < second.path : first.moment > second.moment
    }
  }
}
