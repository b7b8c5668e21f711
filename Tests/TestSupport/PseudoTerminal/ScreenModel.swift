import Text

/// A terminal in memory: what a person would see after these bytes.
///
/// Knows what ncurses and this program send to terminals of the kinds xterm-256color and tmux-256color (ECMA-48, and
/// DEC's private modes as in xterm's control sequences). What it does not know it notes in `unknown`, so that a test can
/// demand that there is none.
public struct ScreenModel: Sendable {
  public private(set) var columns: Int
  public private(set) var rows: Int
  public private(set) var cursorColumn = 0
  public private(set) var cursorRow = 0
  /// The private modes that are set: 25 is the cursor, 1049 the other screen, 1002 and 1006 the mouse, 2004 bracketed
  /// paste, 2026 synchronized output.
  public private(set) var modes: Set<Int> = [7, 25]
  public var isCursorVisible: Bool { modes.contains(25) }
  public var isAlternate: Bool { modes.contains(1049) }
  public var isMouseReported: Bool { !modes.isDisjoint(with: [1000, 1002, 1003]) }
  /// How many synchronized frames have ended.
  public private(set) var frames = 0
  /// How often everything has been erased.
  public private(set) var clearings = 0
  /// How often the terminal has been asked for its status (DSR 5).
  public private(set) var statusQuestions = 0
  /// Sequences without a meaning here.
  public private(set) var unknown: [String] = []

  private var cells: [ScreenCell]
  private var mainCells: [ScreenCell] = []
  /// How the next character will look.
  public private(set) var style = ScreenCell.Style()
  private var savedCursor = (column: 0, row: 0, style: ScreenCell.Style())
  private var mainCursor = (column: 0, row: 0, style: ScreenCell.Style())
  private var region: Range<Int>
  private var isInserting = false
  /// The last column is filled: the next character wraps.
  public private(set) var isWrapping = false
  private var lastScalar: Unicode.Scalar?
  private var decoder = SequenceDecoder()
  private let erasesInBackground: Bool

  /// - Parameter erasesInBackground: Whether erasing leaves the present background, as xterm does and tmux does not.
  public init(columns: Int, rows: Int, erasesInBackground: Bool = true) {
    self.erasesInBackground = erasesInBackground
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    cells = Array(repeating: ScreenCell(), count: self.columns * self.rows)
    region = 0..<self.rows
  }

  // MARK: - Looking

  /// A cell; blank outside the screen.
  public subscript(column column: Int, row row: Int) -> ScreenCell {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return ScreenCell() }
    return cells[row * columns + column]
  }

  /// The rows as text, blanks at their ends included.
  public var text: [String] {
    (0..<rows).map { row in cells[row * columns..<(row + 1) * columns].map(\.text).joined() }
  }

  /// All rows without the blanks at their ends, a line each.
  public var description: String {
    text.map { line in
      var line = Substring(line)
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }

  /// Whether a row holds this text.
  public func contains(_ part: String) -> Bool { text.contains { $0.contains(part) } }

  /// Where a row first holds this text: its first column and row.
  public func position(of part: String) -> (column: Int, row: Int)? {
    for row in 0..<rows {
      var line = ""
      var starts: [(length: Int, column: Int)] = []
      for column in 0..<columns where !self[column: column, row: row].text.isEmpty {
        starts.append((line.utf8.count, column))
        line += self[column: column, row: row].text
      }
      guard let range = line.firstRange(of: part) else { continue }
      let offset = line.utf8.distance(from: line.startIndex, to: range.lowerBound)
      if let start = starts.last(where: { $0.length <= offset }) { return (start.column, row) }
    }
    return nil
  }

  // MARK: - Changing

  /// Takes on another size and keeps what stands at the top left.
  public mutating func resize(columns newColumns: Int, rows newRows: Int) {
    let newColumns = max(1, newColumns), newRows = max(1, newRows)
    func resized(_ old: [ScreenCell]) -> [ScreenCell] {
      guard !old.isEmpty else { return old }
      var new = Array(repeating: ScreenCell(), count: newColumns * newRows)
      for row in 0..<min(rows, newRows) {
        for column in 0..<min(columns, newColumns) {
          new[row * newColumns + column] = old[row * columns + column]
        }
      }
      return new
    }
    cells = resized(cells)
    mainCells = resized(mainCells)
    columns = newColumns
    rows = newRows
    region = 0..<rows
    cursorColumn = min(cursorColumn, columns - 1)
    cursorRow = min(cursorRow, rows - 1)
    isWrapping = false
  }

  /// Shows what these bytes do; they may be cut anywhere.
  public mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      guard let action = decoder.next(byte) else { continue }
      switch action {
      case .print(let scalar): put(scalar)
      case .control(let code): control(code)
      case .escape(let intermediates, let final): escape(intermediates, final)
      case .sequence(let sequence): perform(sequence)
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = TextWidth.columns(of: scalar)
    guard width > 0 else {
      var column = isWrapping ? cursorColumn : cursorColumn - 1
      if column > 0, self[column: column, row: cursorRow].text.isEmpty { column -= 1 }
      if column >= 0 { cells[cursorRow * columns + column].text.unicodeScalars.append(scalar) }
      return
    }
    lastScalar = scalar
    if isWrapping || cursorColumn + width > columns {
      if modes.contains(7) {
        cursorColumn = 0
        lineFeed()
      } else {
        cursorColumn = max(0, columns - width)
      }
      isWrapping = false
    }
    if isInserting { insertCells(width) }
    for offset in 0..<min(width, columns - cursorColumn) {
      var cell = ScreenCell()
      cell.text = offset == 0 ? String(scalar) : ""
      cell.style = style
      set(cell, cursorColumn + offset, cursorRow)
    }
    cursorColumn += width
    if cursorColumn >= columns {
      cursorColumn = columns - 1
      isWrapping = true
    }
  }

  /// Stores a cell and blanks the other half of a wide character that it cuts.
  private mutating func set(_ cell: ScreenCell, _ column: Int, _ row: Int) {
    let index = row * columns + column
    if cells[index].text.isEmpty, column > 0, !cell.text.isEmpty { cells[index - 1].text = " " }
    if column + 1 < columns, cells[index + 1].text.isEmpty { cells[index + 1].text = " " }
    cells[index] = cell
  }

  private mutating func control(_ code: UInt8) {
    switch code {
    case 0x08: move(to: cursorColumn - (isWrapping ? 0 : 1), cursorRow)
    case 0x09: move(to: (cursorColumn / 8 + 1) * 8, cursorRow)
    case 0x0A, 0x0B, 0x0C:
      isWrapping = false
      lineFeed()
    case 0x0D: move(to: 0, cursorRow)
    default: break
    }
  }

  private mutating func move(to column: Int, _ row: Int) {
    cursorColumn = min(max(0, column), columns - 1)
    cursorRow = min(max(0, row), rows - 1)
    isWrapping = false
  }

  private mutating func lineFeed() {
    if cursorRow == region.upperBound - 1 {
      scroll(region, by: 1)
    } else if cursorRow < rows - 1 {
      cursorRow += 1
    }
  }

  /// Moves the lines of a range up, or down where the count is negative; what is freed is blank.
  private mutating func scroll(_ lines: Range<Int>, by count: Int) {
    let count = max(-lines.count, min(lines.count, count))
    let blanks = Array(repeating: blank, count: abs(count) * columns)
    let range = lines.lowerBound * columns..<lines.upperBound * columns
    let kept =
      count >= 0
      ? Array(cells[range].dropFirst(count * columns)) + blanks
      : blanks + Array(cells[range].dropLast(-count * columns))
    cells.replaceSubrange(range, with: kept)
  }

  /// What erasing leaves.
  private var blank: ScreenCell {
    var cell = ScreenCell()
    if erasesInBackground { cell.style.background = style.background }
    return cell
  }

  private mutating func erase(_ row: Int, _ range: Range<Int>) {
    for column in range.clamped(to: 0..<columns) { set(blank, column, row) }
  }

  private mutating func insertCells(_ count: Int) {
    shiftCells { line, column, blank in
      line.insert(contentsOf: repeatElement(blank, count: count), at: column)
      line.removeLast(count)
    }
  }

  private mutating func shiftCells(_ change: (inout [ScreenCell], Int, ScreenCell) -> Void) {
    let range = cursorRow * columns..<(cursorRow + 1) * columns
    var line = Array(cells[range])
    change(&line, cursorColumn, blank)
    cells.replaceSubrange(range, with: line)
    isWrapping = false
  }

  // MARK: - Sequences

  private mutating func escape(_ intermediates: String, _ final: UInt8) {
    switch (intermediates, Character(Unicode.Scalar(final))) {
    case ("", "7"): savedCursor = (cursorColumn, cursorRow, style)
    case ("", "8"): restore(savedCursor)
    case ("", "D"): lineFeed()
    case ("", "E"):
      move(to: 0, cursorRow)
      lineFeed()
    case ("", "M"):
      if cursorRow == region.lowerBound { scroll(region, by: -1) } else { move(to: cursorColumn, cursorRow - 1) }
    case ("", "c"): self = ScreenModel(columns: columns, rows: rows, erasesInBackground: erasesInBackground)
    case ("", "="), ("", ">"), ("(", "B"), (")", "B"), ("", "\\"): break
    default: unknown.append("ESC \(intermediates)\(Character(Unicode.Scalar(final)))")
    }
  }

  private mutating func restore(_ saved: (column: Int, row: Int, style: ScreenCell.Style)) {
    style = saved.style
    move(to: saved.column, saved.row)
  }

  private mutating func perform(_ sequence: ControlSequenceText) {
    if sequence.prefix == "?", sequence.final == "h" || sequence.final == "l" {
      for mode in sequence.numbers { setMode(mode, sequence.final == "h") }
      return
    }
    guard sequence.prefix.isEmpty, sequence.intermediates.isEmpty else {
      // A soft reset, and the Linux console's form of the cursor.
      if sequence.intermediates != "!", sequence.prefix + String(sequence.final) != "?c" {
        unknown.append(sequence.description)
      }
      return
    }
    let count = sequence.number(0, absent: 1)
    switch sequence.final {
    case "A": move(to: cursorColumn, cursorRow - count)
    case "B", "e": move(to: cursorColumn, cursorRow + count)
    case "C", "a": move(to: cursorColumn + count, cursorRow)
    case "D": move(to: cursorColumn - count, cursorRow)
    case "E": move(to: 0, cursorRow + count)
    case "F": move(to: 0, cursorRow - count)
    case "G", "`": move(to: count - 1, cursorRow)
    case "d": move(to: cursorColumn, count - 1)
    case "H", "f": move(to: sequence.number(1, absent: 1) - 1, count - 1)
    case "I": move(to: (cursorColumn / 8 + count) * 8, cursorRow)
    case "Z": move(to: ((cursorColumn + 7) / 8 - count) * 8, cursorRow)
    case "J": eraseDisplay(sequence.number(0, absent: 0))
    case "K": eraseLine(sequence.number(0, absent: 0))
    case "X": erase(cursorRow, cursorColumn..<min(columns, cursorColumn + count))
    case "@": insertCells(min(count, columns - cursorColumn))
    case "P":
      shiftCells { line, column, blank in
        let removed = min(count, line.count - column)
        line.removeSubrange(column..<column + removed)
        line += repeatElement(blank, count: removed)
      }
    case "L", "M":
      if region.contains(cursorRow) {
        scroll(cursorRow..<region.upperBound, by: sequence.final == "M" ? count : -count)
        move(to: 0, cursorRow)
      }
    case "S": scroll(region, by: count)
    case "T": scroll(region, by: -count)
    case "b": if let lastScalar { for _ in 0..<min(count, columns * rows) { put(lastScalar) } }
    case "r":
      let top = count - 1, bottom = min(rows, sequence.number(1, absent: rows))
      if top < bottom - 1 || rows == 1 { region = min(top, rows - 1)..<max(bottom, min(top, rows - 1) + 1) }
      move(to: 0, 0)
    case "m": style.apply(sequence.parameters)
    case "h", "l": if sequence.numbers.contains(4) { isInserting = sequence.final == "h" }
    case "n": if sequence.numbers == [5] { statusQuestions += 1 }
    case "t", "c", "g": break
    default: unknown.append(sequence.description)
    }
  }

  private mutating func eraseDisplay(_ part: Int) {
    if part == 2 || part == 0 && cursorRow == 0 && cursorColumn == 0 { clearings += 1 }
    switch part {
    case 0:
      erase(cursorRow, cursorColumn..<columns)
      for row in cursorRow + 1..<max(rows, cursorRow + 1) { erase(row, 0..<columns) }
    case 1:
      for row in 0..<cursorRow { erase(row, 0..<columns) }
      erase(cursorRow, 0..<cursorColumn + 1)
    case 2: for row in 0..<rows { erase(row, 0..<columns) }
    default: break
    }
  }

  private mutating func eraseLine(_ part: Int) {
    switch part {
    case 0: erase(cursorRow, cursorColumn..<columns)
    case 1: erase(cursorRow, 0..<cursorColumn + 1)
    default: erase(cursorRow, 0..<columns)
    }
  }

  private mutating func setMode(_ mode: Int, _ isSet: Bool) {
    let wasSet = modes.contains(mode)
    if isSet { modes.insert(mode) } else { modes.remove(mode) }
    switch mode {
    case 1049 where isSet && !wasSet:
      mainCells = cells
      mainCursor = (cursorColumn, cursorRow, style)
      cells = Array(repeating: ScreenCell(), count: columns * rows)
    case 1049 where !isSet && wasSet:
      cells = mainCells
      restore(mainCursor)
    case 2026 where !isSet && wasSet: frames += 1
    case 1, 3, 5, 7, 12, 25, 69, 1000, 1002, 1003, 1004, 1006, 1034, 1049, 2004, 2026: break
    default: unknown.append("mode \(mode)")
    }
  }
}
