import Charts
import Text

/// Facts in one row: those at the left from the left, those at the right from the right, the least important left out
/// where room is short.
struct Segments {
  struct Segment {
    var pieces: [Piece]
    /// The lowest goes first.
    var priority: Int
    let columns: Int

    init(pieces: [Piece], priority: Int) {
      self.pieces = pieces
      self.priority = priority
      columns = pieces.reduce(0) { $0 + $1.columns }
    }
  }

  private var left: [Segment] = []
  private var right: [Segment] = []

  mutating func addLeft(_ pieces: [Piece], priority: Int) { left.append(Segment(pieces: pieces, priority: priority)) }
  mutating func addRight(_ pieces: [Piece], priority: Int) { right.append(Segment(pieces: pieces, priority: priority)) }

  private static let gap = 2

  func draw(into buffer: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    var left = left, right = right
    while needed(left, right) > area.columns, left.count + right.count > 1 {
      let lowest = min(left.lazy.map(\.priority).min() ?? .max, right.lazy.map(\.priority).min() ?? .max)
      if let index = left.lastIndex(where: { $0.priority == lowest }) {
        left.remove(at: index)
      } else if let index = right.firstIndex(where: { $0.priority == lowest }) {
        right.remove(at: index)
      }
    }
    var column = area.column
    for segment in left { column = buffer.write(segment.pieces, column: column, row: area.row, in: area) + Self.gap }
    let width = right.reduce(Self.gap * max(0, right.count - 1)) { $0 + $1.columns }
    column = max(left.isEmpty ? area.column : column, area.endColumn - width)
    for segment in right { column = buffer.write(segment.pieces, column: column, row: area.row, in: area) + Self.gap }
  }

  private func needed(_ left: [Segment], _ right: [Segment]) -> Int {
    let gaps = Self.gap * max(0, left.count + right.count - 1)
    return right.reduce(left.reduce(gaps) { $0 + $1.columns }) { $0 + $1.columns }
  }
}
