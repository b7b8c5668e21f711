import Optimization

/// A line of a damaged log that can be read.
struct ReadableLine {
  /// From 1, in the file.
  var line: Int
  var offset: Int
  var length: Int
  var n: Int
  var time: Double
}

/// The order in which the lines of a log were written, as far as their numbers tell it.
struct LineOrder {
  var lines: [ReadableLine] = []
  /// What is not in its place, by the number of the line.
  var changes: [LogRepair.Change] = []

  /// - Parameters:
  ///   - all: the start of the run first, then the rest as in the file.
  ///   - count: of the file's lines.
  ///   - unreadable: the numbers of the lines that were dropped, ascending.
  ///   - isSame: whether two lines are the same, byte for byte.
  init(
    _ all: [ReadableLine], count: Int, unreadable: [Int], isSame: (ReadableLine, ReadableLine) throws(LogError) -> Bool
  ) throws(LogError) {
    guard let start = all.first else { return }
    let numbers = [Int.min] + all.dropFirst().map(\.n)
    let inOrder = IncreasingRun.places(in: numbers, isStrict: true)
    let isInOrder = Set(inOrder)
    var anchors = inOrder.map { all[$0] }
    var taken = Set(anchors.dropFirst().map(\.n))
    // By the line behind which they stay.
    var floating: [Int: [ReadableLine]] = [:]
    var anchor = start.line
    for place in all.indices {
      let line = all[place]
      if isInOrder.contains(place) {
        anchor = line.line
      } else if taken.contains(line.n) {
        if let first = Self.line(numbered: line.n, in: anchors[..<inOrder.count]), try isSame(first, line) {
          changes.append(.init(.dropped(.repeated), line.line, "it is line \(first.line) a second time"))
        } else {
          floating[anchor, default: []].append(line)
        }
      } else if line.n > 0, line.n < count {
        taken.insert(line.n)
        anchors.append(line)
        changes.append(.init(.moved, line.line, "it is moved to where its number \(line.n) belongs"))
      } else {
        floating[anchor, default: []].append(line)
      }
    }
    if anchors.count > inOrder.count { anchors[1...].sort { $0.n < $1.n } }
    if start.line > 1 { changes.append(.init(.moved, start.line, "the start of the run is moved to the top")) }
    lines.reserveCapacity(all.count)
    for line in anchors {
      lines.append(line)
      lines += floating[line.line] ?? []
    }
    changes += Self.gaps(in: lines, unreadable: unreadable)
  }

  private static func line(numbered n: Int, in lines: ArraySlice<ReadableLine>) -> ReadableLine? {
    var low = lines.startIndex + 1, high = lines.endIndex
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].n < n { low = middle + 1 } else { high = middle }
    }
    return low < lines.endIndex && lines[low].n == n ? lines[low] : nil
  }

  /// Numbers that no line has, and that no line between could have had.
  private static func gaps(in lines: [ReadableLine], unreadable: [Int]) -> [LogRepair.Change] {
    var changes: [LogRepair.Change] = []
    var last = 0
    // Lines between that were dropped, or have numbers of their own.
    var others = 0
    var dropped = 0
    for line in lines.dropFirst() {
      while dropped < unreadable.count, unreadable[dropped] < line.line {
        dropped += 1
        others += 1
      }
      guard line.n > last, line.n - last <= lines.count + unreadable.count + mostMissing else {
        others += 1
        continue
      }
      let missing = line.n - last - 1 - others
      if missing > 0 {
        let words = missing == 1 ? "1 line is" : "\(missing) lines are"
        changes.append(.init(.missing, line.line, "\(words) missing before it"))
      }
      last = line.n
      others = 0
    }
    return changes
  }

  /// A number further on than this is none of a line that was lost.
  private static let mostMissing = 1_000_000
}
