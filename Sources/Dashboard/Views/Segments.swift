import Charts
import Text

/// Facts in one row: those at the left from the left, those at the right from the right. Where room is short they are told
/// in fewer words where they can be, and then the least important left out.
struct Segments {
  struct Segment {
    /// From the most words to the fewest; never empty.
    private var forms: ArraySlice<[Piece]>
    /// The lowest goes first.
    let priority: Int
    private(set) var columns: Int

    init(forms: [[Piece]], priority: Int) {
      self.forms = forms[...]
      self.priority = priority
      columns = 0
      measure()
    }

    var pieces: [Piece] { forms.first ?? [] }
    var canBeShorter: Bool { forms.count > 1 }

    mutating func shorten() {
      forms.removeFirst()
      measure()
    }

    private mutating func measure() { columns = pieces.reduce(0) { $0 + $1.columns } }
  }

  private var left: [Segment] = []
  private var right: [Segment] = []

  mutating func addLeft(_ pieces: [Piece], priority: Int) { addLeft(forms: [pieces], priority: priority) }

  /// - Parameter forms: the same in words, from the most to the fewest; one at least.
  mutating func addLeft(forms: [[Piece]], priority: Int) { left.append(Segment(forms: forms, priority: priority)) }

  mutating func addRight(_ pieces: [Piece], priority: Int) {
    right.append(Segment(forms: [pieces], priority: priority))
  }

  private static let gap = 2

  func draw(into buffer: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    var left = left, right = right
    while needed(left, right) > area.columns, let index = left.lastIndex(where: \.canBeShorter) {
      left[index].shorten()
    }
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
