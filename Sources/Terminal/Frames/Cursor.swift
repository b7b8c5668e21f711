/// Where the terminal's cursor stands, and the shortest way to where it should.
struct Cursor: Hashable, Sendable {
  /// From 0; nil where it is not known.
  var row: Int?
  /// From 0; nil where it is not known: behind the last column, or after a character whose width terminals differ about.
  var column: Int?

  /// Known nowhere.
  static let lost = Cursor(row: nil, column: nil)

  init(row: Int?, column: Int?) {
    self.row = row
    self.column = column
  }

  /// How many bytes the way to a place costs.
  func cost(toRow row: Int, column: Int, on kind: TerminalKind) -> Int {
    let absolute = Self.absoluteCost(row: row, column: column)
    guard let vertical = vertical(to: row, kind), let horizontal = horizontal(to: column, kind) else { return absolute }
    return min(absolute, vertical.cost + horizontal.cost)
  }

  /// Appends the way to a place, and stands there.
  mutating func move(toRow row: Int, column: Int, on kind: TerminalKind, into bytes: inout [UInt8]) {
    if self.row == row, self.column == column { return }
    if let vertical = vertical(to: row, kind), let horizontal = horizontal(to: column, kind),
      vertical.cost + horizontal.cost < Self.absoluteCost(row: row, column: column)
    {
      vertical.append(to: &bytes)
      horizontal.append(to: &bytes)
    } else {
      bytes.append(0x1B)
      bytes.append(UInt8(ascii: "["))
      if row > 0 { bytes.appendDecimal(row + 1) }
      if column > 0 {
        bytes.append(UInt8(ascii: ";"))
        bytes.appendDecimal(column + 1)
      }
      bytes.append(UInt8(ascii: "H"))
    }
    self.row = row
    self.column = column
  }

  // MARK: - Steps

  /// One way to move in one direction.
  private struct Step {
    var cost: Int
    /// A control character so many times; or, where it is 0, a sequence with this number and final byte.
    var control: UInt8 = 0
    var count = 0
    var final: UInt8 = 0
    /// Whether a carriage return comes first.
    var returns = false

    static let none = Step(cost: 0)

    static func controls(_ byte: UInt8, _ count: Int) -> Step { Step(cost: count, control: byte, count: count) }

    static func sequence(_ final: Character, _ number: Int) -> Step {
      Step(cost: Cursor.cost(ofNumber: number), count: number, final: final.asciiValue ?? 0)
    }

    func append(to bytes: inout [UInt8]) {
      if returns { bytes.append(0x0D) }
      if control != 0 {
        for _ in 0..<count { bytes.append(control) }
      } else if final != 0 {
        bytes.append(0x1B)
        bytes.append(UInt8(ascii: "["))
        if count != 1 { bytes.appendDecimal(count) }
        bytes.append(final)
      }
    }
  }

  private func vertical(to target: Int, _ kind: TerminalKind) -> Step? {
    guard let row else { return nil }
    if row == target { return Step.none }
    var best: Step?
    func consider(_ step: Step) { if step.cost < best?.cost ?? .max { best = step } }
    if target > row {
      if kind.feedsLines { consider(.controls(0x0A, target - row)) }
      if kind.movesDown { consider(.sequence("B", target - row)) }
    } else if kind.movesUp {
      consider(.sequence("A", row - target))
    }
    if kind.movesToRow { consider(.sequence("d", target + 1)) }
    return best
  }

  private func horizontal(to target: Int, _ kind: TerminalKind) -> Step? {
    if target == 0 { return column == 0 ? Step.none : .controls(0x0D, 1) }
    var best: Step?
    func consider(_ step: Step) { if step.cost < best?.cost ?? .max { best = step } }
    if let column {
      if column == target { return Step.none }
      if target > column {
        if kind.movesRight { consider(.sequence("C", target - column)) }
      } else {
        if kind.steps { consider(.controls(0x08, column - target)) }
        if kind.movesLeft { consider(.sequence("D", column - target)) }
      }
    }
    if kind.movesToColumn { consider(.sequence("G", target + 1)) }
    if kind.movesRight {
      var step = Step.sequence("C", target)
      step.returns = true
      step.cost += 1
      consider(step)
    }
    return best
  }

  private static func absoluteCost(row: Int, column: Int) -> Int {
    3 + (row > 0 ? digits(row + 1) : 0) + (column > 0 ? 1 + digits(column + 1) : 0)
  }

  /// ESC [, a number that is left out where it is 1, and the final byte.
  static func cost(ofNumber number: Int) -> Int { number == 1 ? 3 : 3 + digits(number) }

  static func digits(_ number: Int) -> Int {
    number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : number < 10_000 ? 4 : 5
  }
}
