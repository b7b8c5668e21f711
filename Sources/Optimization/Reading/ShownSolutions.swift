import Text

/// The solutions that a prompt showed, by which an echo of one is known.
struct ShownSolutions {
  let entries: [(id: Int, values: [Double])]
  /// The decimals that their numbers were shown with; nil shows them in full.
  let decimals: Int?

  /// The first that is equal, else the first that was shown so.
  func first(like values: [Double]) -> (id: Int, isRounded: Bool)? {
    if let same = entries.first(where: { $0.values == values }) { return (same.id, false) }
    guard let decimals else { return nil }
    let rounded = entries.first { entry in
      entry.values.count == values.count
        && zip(entry.values, values).allSatisfy { Self.isShown($0, as: $1, decimals) }
    }
    return rounded.map { ($0.id, true) }
  }

  /// All of them, in full and as they were shown.
  var values: Set<[Double]> {
    var values = Set(entries.map(\.values))
    if let decimals {
      for entry in entries { values.insert(entry.values.map { Self.rounded($0, decimals) }) }
    }
    return values
  }

  private static func isShown(_ value: Double, as other: Double, _ decimals: Int) -> Bool {
    // Writing a number out is slow beside a look at how far apart the two are.
    abs(value - other) <= 1 && rounded(value, decimals) == other
  }

  private static func rounded(_ value: Double, _ decimals: Int) -> Double {
    Double(NumberFormat.fixed(value, decimals: decimals)) ?? value
  }
}
