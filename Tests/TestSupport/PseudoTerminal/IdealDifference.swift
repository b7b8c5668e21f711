/// The fewest bytes that turn what one screen shows into what another does: the bound that frames are held to.
///
/// Found by dynamic programming over the changed cells in row order, among all ways to
///
/// - move the cursor: CUP, CHA, VPA, CUU, CUD, CUF, CUB, carriage return, line feed, backspace, or writing the cells
///   between once more;
/// - change the rendition: SGR with only what differs, or with everything after a reset;
/// - write: characters, EL and ECH for blanks, REP for one character many times (ECMA-48).
///
/// The cursor and the rendition begin as the first screen has them and may end anyhow. Scrolling, inserting and
/// deleting are left out, so a program may do better where lines move as a whole. Cells that look the same count as
/// the same: the foreground of a blank is not seen.
public struct IdealDifference: Hashable, Sendable {
  /// What the terminal understands beyond cursor, characters, SGR and EL.
  public struct Vocabulary: Hashable, Sendable {
    /// ECH.
    public var erasesCells = true
    /// REP, which many terminals do not have that call themselves xterm.
    public var repeats = false
    /// Whether erasing leaves the present background (`bce`), or always the standard one.
    public var erasesInBackground = true

    public init() {}
  }

  /// The fewest bytes; 0 where the screens look the same.
  public let bytes: Int
  /// How many cells look different.
  public let changedCells: Int

  /// - Precondition: Both screens have the same size.
  public init(from old: ScreenModel, to new: ScreenModel, vocabulary: Vocabulary = Vocabulary()) {
    precondition(old.columns == new.columns && old.rows == new.rows, "only screens of one size can be compared")
    let search = IdealSearch(old: old, new: new, vocabulary: vocabulary)
    changedCells = search.changed.count
    bytes = search.fewestBytes()
  }
}

private struct IdealSearch {
  private struct Place: Hashable {
    var row: Int
    /// `columns` behind the last one, where terminals differ about the column.
    var column: Int
  }

  private struct State: Hashable {
    var place: Place
    var pen: ScreenCell.Style
  }

  private struct Look: Hashable {
    var text: String
    var style: ScreenCell.Style
    /// A blank without a line or a reversal: nothing is seen of it but its background.
    var isBlank: Bool
    var columns: Int

    init(_ cell: ScreenCell, isWide: Bool) {
      text = cell.text
      style = cell.style
      isBlank = text == " " && style.attributes.isDisjoint(with: [.reverse, .underline])
      columns = isWide ? 2 : 1
      if isBlank {
        style = ScreenCell.Style()
        style.background = cell.style.background
      }
    }
  }

  private let columns: Int
  private let start: State
  private let vocabulary: IdealDifference.Vocabulary
  /// What is to be seen; nil in the second cell of a wide character.
  private let looks: [Look?]
  /// Where each run of equal cells that begins here ends, as an index.
  private var runEnds: [Int]
  let changed: [Int]
  /// For each changed cell the rendition of the first one from there on that is no blank.
  private let following: [ScreenCell.Style?]

  init(old: ScreenModel, new: ScreenModel, vocabulary: IdealDifference.Vocabulary) {
    let columns = new.columns
    func looks(_ screen: ScreenModel) -> [Look?] {
      (0..<screen.rows * columns).map { index in
        let (row, column) = index.quotientAndRemainder(dividingBy: columns)
        let cell = screen[column: column, row: row]
        if cell.text.isEmpty { return nil }
        return Look(cell, isWide: column + 1 < columns && screen[column: column + 1, row: row].text.isEmpty)
      }
    }
    self.columns = columns
    self.vocabulary = vocabulary
    let column = old.isWrapping ? columns : old.cursorColumn
    start = State(place: Place(row: old.cursorRow, column: column), pen: old.style)
    let (before, after) = (looks(old), looks(new))
    self.looks = after
    changed = after.indices.filter { after[$0] != nil && after[$0] != before[$0] }
    var following: [ScreenCell.Style?] = []
    for index in changed.reversed() {
      let look = after[index]
      following.append(look.map { $0.isBlank ? following.last ?? nil : $0.style } ?? nil)
    }
    self.following = following.reversed()
    runEnds = Array(after.indices.map { $0 + 1 })
    for index in after.indices.reversed() where index % columns < columns - 1 && after[index]?.columns == 1 {
      if after[index] == after[index + 1] { runEnds[index] = runEnds[index + 1] }
    }
  }

  func fewestBytes() -> Int {
    guard !changed.isEmpty else { return 0 }
    var open: [Int: [State: Int]] = [0: [start: 0]]
    for index in changed.indices {
      for (state, cost) in open.removeValue(forKey: index) ?? [:] {
        expand(state, cost, at: index) { next, state, cost in
          let known = open[next]?[state] ?? .max
          if cost < known { open[next, default: [:]][state] = cost }
        }
      }
    }
    return open[changed.count]?.values.min() ?? 0
  }

  /// All ways on from a state whose next changed cell is the one at `index`.
  private func expand(_ state: State, _ cost: Int, at index: Int, _ visit: (Int, State, Int) -> Void) {
    let cell = changed[index]
    guard let look = looks[cell] else { return }
    let place = Place(row: cell / columns, column: cell % columns)
    var arrivals = [(pen: state.pen, cost: cost + moveCost(from: state.place, to: place))]
    if let rewritten = rewrite(from: state, to: place) { arrivals.append((rewritten.pen, cost + rewritten.cost)) }
    for arrival in arrivals {
      for pen in pens(for: look, at: index, from: arrival.pen) {
        let cost = arrival.cost + Self.renditionCost(from: arrival.pen, to: pen)
        let end = runEnds[cell]
        let next = changed[index...].firstIndex { $0 >= end } ?? changed.count
        let afterOne = Place(row: place.row, column: place.column + look.columns)
        visit(index + 1, State(place: afterOne, pen: pen), cost + look.text.utf8.count)
        guard next > index else { continue }
        // To the last of the run that changed.
        let count = changed[next - 1] - cell + 1
        if count > 1, vocabulary.repeats {
          let afterAll = Place(row: place.row, column: place.column + count)
          let bytes = look.text.utf8.count + 2 + (count == 2 ? 0 : digits(count - 1)) + 1
          visit(next, State(place: afterAll, pen: pen), cost + bytes)
        }
        guard look.isBlank, vocabulary.erasesInBackground || look.style.background == .standard else { continue }
        if end % columns == 0 { visit(next, State(place: place, pen: pen), cost + 3) }
        if vocabulary.erasesCells {
          let bytes = count == 1 ? 3 : 3 + digits(count)
          visit(next, State(place: place, pen: pen), cost + bytes)
        }
      }
    }
  }

  /// The renditions worth writing a cell in: its own; for a blank, as little change as its background needs, or at
  /// once what the next character needs.
  private func pens(for look: Look, at index: Int, from pen: ScreenCell.Style) -> [ScreenCell.Style] {
    guard look.isBlank else { return [look.style] }
    var least = pen
    least.background = look.style.background
    least.attributes.subtract([.reverse, .underline])
    var pens = [least]
    var plain = ScreenCell.Style()
    plain.background = look.style.background
    if plain != least { pens.append(plain) }
    if var next = following[index] {
      next.background = look.style.background
      next.attributes.subtract([.reverse, .underline])
      if next != least { pens.append(next) }
    }
    return pens
  }

  /// Writing what stands between once more, on the same row.
  private func rewrite(from state: State, to place: Place) -> (pen: ScreenCell.Style, cost: Int)? {
    let gap = place.column - state.place.column
    guard state.place.row == place.row, gap > 0, gap <= 24 else { return nil }
    var pen = state.pen
    var cost = 0
    var column = state.place.column
    while column < place.column {
      guard let look = looks[place.row * columns + column] else { return nil }
      var next = look.style
      if look.isBlank {
        next = pen
        next.background = look.style.background
        next.attributes.subtract([.reverse, .underline])
      }
      cost += Self.renditionCost(from: pen, to: next) + look.text.utf8.count
      pen = next
      column += look.columns
    }
    return (pen, cost)
  }

  // MARK: - What single steps cost

  private func digits(_ number: Int) -> Int { number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4 }

  /// ESC [ n and a letter; 1 needs no digit.
  private func counted(_ number: Int) -> Int { number == 1 ? 3 : 3 + digits(number) }

  private func moveCost(from: Place, to: Place) -> Int {
    if from == to { return 0 }
    let absolute =
      to.column == 0 ? counted(to.row + 1) : 4 + (to.row == 0 ? 0 : digits(to.row + 1)) + digits(to.column + 1)
    let down = to.row - from.row
    var vertical = 0
    if down > 0 { vertical = min(down, counted(down), counted(to.row + 1)) }
    if down < 0 { vertical = min(counted(-down), counted(to.row + 1)) }
    var horizontal = counted(to.column + 1)
    if to.column == 0 { horizontal = 1 }
    if from.column < columns {
      let right = to.column - from.column
      if right == 0 { horizontal = 0 }
      if right > 0 { horizontal = min(horizontal, counted(right)) }
      if right < 0 { horizontal = min(horizontal, -right, counted(-right)) }
    }
    // From the left edge to the right.
    if to.column > 0 { horizontal = min(horizontal, 1 + counted(to.column)) }
    return min(absolute, vertical + horizontal)
  }

  /// The bytes of the shortest SGR sequence from one rendition to another.
  static func renditionCost(from: ScreenCell.Style, to: ScreenCell.Style) -> Int {
    if from == to { return 0 }
    let changes = parameters(from: from, to: to)
    let anew = parameters(from: ScreenCell.Style(), to: to)
    // Each has a separator or the final letter behind it; a reset with nothing more is ESC [ m.
    func length(_ parameters: [Int]) -> Int { 2 + parameters.reduce(0) { $0 + $1 + 1 } }
    return min(length(changes), anew.isEmpty ? 3 : length([1] + anew))
  }

  /// The lengths of the parameters that lead from one rendition to another without a reset.
  private static func parameters(from: ScreenCell.Style, to: ScreenCell.Style) -> [Int] {
    var lengths: [Int] = []
    var set = to.attributes.subtracting(from.attributes)
    let gone = from.attributes.subtracting(to.attributes)
    if !gone.isDisjoint(with: [.bold, .dim]) {
      lengths.append(2)
      set.formUnion(to.attributes.intersection([.bold, .dim]))
    }
    for attribute in [ScreenCell.Attributes.italic, .underline, .blink, .reverse, .hidden] {
      if gone.contains(attribute) { lengths.append(2) }
    }
    for attribute in [ScreenCell.Attributes.bold, .dim, .italic, .underline, .blink, .reverse, .hidden] {
      if set.contains(attribute) { lengths.append(1) }
    }
    if from.foreground != to.foreground { lengths.append(length(of: to.foreground, bright: 2)) }
    if from.background != to.background { lengths.append(length(of: to.background, bright: 3)) }
    return lengths
  }

  private static func length(of color: ScreenCell.Color, bright: Int) -> Int {
    func digits(_ number: UInt8) -> Int { number < 10 ? 1 : number < 100 ? 2 : 3 }
    switch color {
    case .standard: return 2
    case .indexed(let index): return index < 8 ? 2 : index < 16 ? bright : 5 + digits(index)
    case .direct(let red, let green, let blue): return 7 + digits(red) + digits(green) + digits(blue)
    }
  }
}
