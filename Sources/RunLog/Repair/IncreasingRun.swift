/// The longest part of a sequence that is in order.
enum IncreasingRun {
  /// The places of a longest subsequence that increases, in O(n log n) (patience sorting); of several as long, the one
  /// with the smallest ends.
  ///
  /// - Parameter isStrict: whether equal values are out of order as well.
  static func places<Value: Comparable>(in values: [Value], isStrict: Bool) -> [Int] {
    // By length, the place of the smallest value that ends a run of it; and what came before each place.
    var ends: [Int] = []
    var before = [Int](repeating: -1, count: values.count)
    for place in values.indices {
      let value = values[place]
      var low = 0, high = ends.count
      while low < high {
        let middle = (low + high) / 2
        let end = values[ends[middle]]
        if isStrict ? end < value : end <= value { low = middle + 1 } else { high = middle }
      }
      // Of equal values the first one stays.
      if isStrict, low < ends.count, values[ends[low]] == value { continue }
      if low > 0 { before[place] = ends[low - 1] }
      if low == ends.count { ends.append(place) } else { ends[low] = place }
    }
    var places: [Int] = []
    var place = ends.last ?? -1
    while place >= 0 {
      places.append(place)
      place = before[place]
    }
    return places.reversed()
  }
}
