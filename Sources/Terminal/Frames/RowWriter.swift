import Charts

/// Writes what changed on one row: moves, renditions, characters, and what erases or repeats many at once.
///
/// Goes from change to change and takes the cheapest way each time, looking one step ahead. That is within a few
/// percent of the cheapest way altogether, which the tests find by trying all.
struct RowWriter {
  /// How the terminal stands.
  struct State {
    var cursor = Cursor.lost
    /// What the next character will look like.
    var look = Style.plain
    var looks: LookTable
    fileprivate var between: [UInt8] = []

    init(looks: LookTable) { self.looks = looks }
  }

  /// The cells of a row, as they shall be and as they are.
  struct Row {
    var new: UnsafePointer<Cell>
    var old: UnsafePointer<Cell>
    var columns: Int
    /// Whether it is the last of the screen.
    var isLast: Bool
  }

  private let kind: TerminalKind
  private let pen: Pen

  init(kind: TerminalKind) {
    self.kind = kind
    pen = Pen(kind: kind)
  }

  /// Appends the bytes; returns whether there was anything to do.
  func write(row: Int, _ cells: Row, _ state: inout State, _ bytes: inout [UInt8]) -> Bool {
    var cells = cells
    if cells.isLast, kind.wrapping == .atOnce { cells.columns -= 1 }
    var column = nextChange(from: 0, cells, &state)
    guard column < cells.columns else { return false }
    while column < cells.columns {
      approach(row, column, cells, &state, &bytes)
      let look = state.looks.look(of: cells.new[column].style)
      if Self.isBlank(cells.new[column], look) {
        column = writeBlanks(row, column, look.background, cells, &state, &bytes)
      } else {
        pen.change(from: state.look, to: look, into: &bytes)
        state.look = look
        column = writeCharacters(column, look, cells, &state, &bytes)
      }
      column = nextChange(from: column, cells, &state)
    }
    return true
  }

  // MARK: - What changed

  /// Nothing is seen of the cell but its background.
  @inline(__always)
  private static func isBlank(_ cell: Cell, _ look: Style) -> Bool {
    cell.glyph == .blank && look.attributes.isDisjoint(with: [.reverse, .underline])
  }

  @inline(__always)
  private func isChanged(_ column: Int, _ cells: Row, _ state: inout State) -> Bool {
    let new = cells.new[column], old = cells.old[column]
    // A wide character is drawn from its first cell.
    if new.glyph == .continuation { return false }
    if new.glyph != old.glyph { return true }
    if new.style == old.style { return false }
    let look = state.looks.look(of: new.style), before = state.looks.look(of: old.style)
    if look == before { return false }
    return !(Self.isBlank(new, look) && Self.isBlank(old, before) && look.background == before.background)
  }

  private func nextChange(from column: Int, _ cells: Row, _ state: inout State) -> Int {
    var column = column
    while column < cells.columns, !isChanged(column, cells, &state) { column += 1 }
    return column
  }

  // MARK: - Getting there

  /// Puts the cursor at a column: by moving it, or by writing once more what stands between where that is shorter.
  private func approach(_ row: Int, _ column: Int, _ cells: Row, _ state: inout State, _ bytes: inout [UInt8]) {
    if state.cursor.row == row, let from = state.cursor.column, from < column,
      rewrite(row, from, column, cells, &state)
    {
      bytes += state.between
      state.cursor.column = column
    } else {
      state.cursor.move(toRow: row, column: column, on: kind, into: &bytes)
    }
  }

  /// Whether it is shorter to write what stands between; then `between` holds it, and the look is that of its end.
  private func rewrite(_ row: Int, _ from: Int, _ to: Int, _ cells: Row, _ state: inout State) -> Bool {
    let move = state.cursor.cost(toRow: row, column: to, on: kind)
    guard to - from < move + 4 else { return false }
    state.between.removeAll(keepingCapacity: true)
    let target = targetLook(to, cells, &state)
    pen.change(from: state.look, to: target, into: &state.between)
    let limit = move + state.between.count
    state.between.removeAll(keepingCapacity: true)

    var look = state.look
    var column = from
    while column < to {
      let cell = cells.new[column]
      let isWide = column + 1 < cells.columns && cells.new[column + 1].glyph == .continuation
      let drawn = DrawnGlyph(cell.glyph, isWide: isWide)
      if drawn.isUncertain || cell.glyph == .continuation { return false }
      let next = written(cell, after: look, &state)
      pen.change(from: look, to: next, into: &state.between)
      drawn.append(to: &state.between)
      look = next
      column += isWide ? 2 : 1
      if state.between.count >= limit { return false }
    }
    let count = state.between.count
    pen.change(from: look, to: written(cells.new[to], after: look, &state), into: &state.between)
    let isShorter = state.between.count < limit
    state.between.removeSubrange(count...)
    if isShorter { state.look = look }
    return isShorter
  }

  private func targetLook(_ column: Int, _ cells: Row, _ state: inout State) -> Style {
    written(cells.new[column], after: state.look, &state)
  }

  /// The look to write a cell in, where a blank takes what is set as far as it can.
  private func written(_ cell: Cell, after look: Style, _ state: inout State) -> Style {
    let own = state.looks.look(of: cell.style)
    return Self.isBlank(cell, own) ? Self.least(from: look, background: own.background) : own
  }

  /// The least change that lets blanks be written on a background.
  private static func least(from look: Style, background: Color) -> Style {
    var least = look
    least.background = background
    least.attributes.subtract([.reverse, .underline])
    return least
  }

  // MARK: - Blanks

  /// Writes the run of blanks that begins here, as far as it changed; returns the column behind what is right now.
  private func writeBlanks(
    _ row: Int, _ start: Int, _ background: Color, _ cells: Row, _ state: inout State, _ bytes: inout [UInt8]
  ) -> Int {
    var end = start + 1
    var changedEnd = end
    while end < cells.columns {
      let look = state.looks.look(of: cells.new[end].style)
      guard Self.isBlank(cells.new[end], look), look.background == background else { break }
      if isChanged(end, cells, &state) { changedEnd = end + 1 }
      end += 1
    }
    let count = changedEnd - start
    select(background, behind: changedEnd, cells, &state, &bytes)

    let canErase = kind.erasesInBackground || background == .standard
    var erase = Int.max
    if canErase, kind.erasesCells {
      erase = Cursor.cost(ofNumber: count)
      // Erasing leaves the cursor where it is.
      let next = nextChange(from: changedEnd, cells, &state)
      if next < cells.columns {
        let here = Cursor(row: row, column: start), there = Cursor(row: row, column: changedEnd)
        erase += here.cost(toRow: row, column: next, on: kind) - there.cost(toRow: row, column: next, on: kind)
      }
    }
    let toEnd = canErase && kind.erasesLine && end == cells.columns ? 3 : Int.max
    let repeated = kind.repeats && count > 1 ? 1 + Cursor.cost(ofNumber: count - 1) : Int.max
    if toEnd <= min(count, erase, repeated) {
      bytes += [0x1B, 0x5B, UInt8(ascii: "K")]
      return cells.columns
    }
    if erase < min(count, repeated) {
      Self.append(count, "X", &bytes)
      return changedEnd
    }
    bytes.append(0x20)
    if repeated < count {
      Self.append(count - 1, "b", &bytes)
    } else {
      for _ in 1..<count { bytes.append(0x20) }
    }
    advance(to: changedEnd, cells, &state)
    return changedEnd
  }

  /// Selects a look to write or erase blanks in. Where something must change, it is changed at once to what the next
  /// character needs, if that stands on the same background.
  private func select(
    _ background: Color, behind end: Int, _ cells: Row, _ state: inout State, _ bytes: inout [UInt8]
  ) {
    let least = Self.least(from: state.look, background: background)
    if least == state.look { return }
    var best = least
    if let next = nextCharacter(from: end, cells, &state), next.background == background,
      next.attributes.isDisjoint(with: [.reverse, .underline])
    {
      best = next
    } else if cost(from: state.look, to: Style(on: background), &state) < cost(from: state.look, to: least, &state) {
      best = Style(on: background)
    }
    pen.change(from: state.look, to: best, into: &bytes)
    state.look = best
  }

  /// The look of the next character that will be written on the row, if it is not far.
  private func nextCharacter(from column: Int, _ cells: Row, _ state: inout State) -> Style? {
    for column in column..<min(cells.columns, column + 64) {
      let cell = cells.new[column]
      let look = state.looks.look(of: cell.style)
      if !Self.isBlank(cell, look), isChanged(column, cells, &state) { return look }
    }
    return nil
  }

  private func cost(from: Style, to: Style, _ state: inout State) -> Int {
    state.between.removeAll(keepingCapacity: true)
    pen.change(from: from, to: to, into: &state.between)
    return state.between.count
  }

  // MARK: - Characters

  /// Writes the character at a column, and those after it that are the same, in the look that is set; returns the
  /// column behind them.
  private func writeCharacters(
    _ start: Int, _ look: Style, _ cells: Row, _ state: inout State, _ bytes: inout [UInt8]
  ) -> Int {
    let cell = cells.new[start]
    let isWide = start + 1 < cells.columns && cells.new[start + 1].glyph == .continuation
    let drawn = DrawnGlyph(cell.glyph, isWide: isWide)
    drawn.append(to: &bytes)
    var end = start + (isWide ? 2 : 1)
    if kind.repeats, !isWide, !drawn.isUncertain, end < cells.columns, cells.new[end].glyph == cell.glyph {
      var next = end
      while next < cells.columns, cells.new[next].glyph == cell.glyph,
        state.looks.look(of: cells.new[next].style) == look
      {
        if isChanged(next, cells, &state) { end = next + 1 }
        next += 1
      }
      let more = end - start - 1
      if more > 0 {
        if Cursor.cost(ofNumber: more) < more * drawn.byteCount {
          Self.append(more, "b", &bytes)
        } else {
          for _ in 0..<more { drawn.append(to: &bytes) }
        }
      }
    }
    advance(to: end, cells, &state)
    if drawn.isUncertain { state.cursor.column = nil }
    return end
  }

  private func advance(to column: Int, _ cells: Row, _ state: inout State) {
    if column < cells.columns {
      state.cursor.column = column
    } else if kind.wrapping == .late || cells.isLast {
      // Terminals differ about the column of a cursor that has yet to wrap.
      state.cursor.column = nil
    } else {
      state.cursor = .lost
    }
  }

  private static func append(_ count: Int, _ final: Character, _ bytes: inout [UInt8]) {
    bytes.append(0x1B)
    bytes.append(UInt8(ascii: "["))
    if count != 1 { bytes.appendDecimal(count) }
    bytes.append(final.asciiValue ?? 0)
  }
}
