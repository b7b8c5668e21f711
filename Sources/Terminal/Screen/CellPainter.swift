import CNcurses
import Charts

/// Hands the cells that changed to ncurses' standard screen, in runs.
@TerminalActor
struct CellPainter {
  enum Outcome {
    case done
    /// The frame needs more pairs of colours than are left; some cells have the terminal's own colours.
    case outOfPairs
  }

  private struct Look {
    var attributes: attr_t
    var pair: Int32
  }

  private var reducer: ColorReducer
  private var pairs: PairTable
  private let hasStandardColors: Bool
  private var looks: [Style: Look] = [:]
  private var lastStyle = Style.plain
  private var lastLook = Look(attributes: 0, pair: 0)
  private var isOutOfPairs = false
  private var row: [cchar_t] = []

  /// Unchanged cells that are drawn again rather than begin another run.
  private static let bridge = 6

  init(depth: ColorDepth, hasStandardColors: Bool, pairs: Int32) {
    reducer = ColorReducer(depth: depth)
    self.hasStandardColors = hasStandardColors
    // 32,767 fits the oldest field for it.
    self.pairs = PairTable(capacity: min(pairs, 32_767))
  }

  mutating func reserve(columns: Int) {
    row = [cchar_t](repeating: cchar_t(), count: columns)
  }

  mutating func forgetPairs() {
    pairs.removeAll()
    looks.removeAll(keepingCapacity: true)
    lastStyle = .plain
    lastLook = Look(attributes: 0, pair: 0)
  }

  /// Draws what differs between the buffers; all, where there is no old one or its size is another.
  mutating func paint(_ buffer: CellBuffer, over front: CellBuffer?, size: Size) -> Outcome {
    isOutOfPairs = false
    let columns = min(buffer.size.columns, size.columns)
    let rows = min(buffer.size.rows, size.rows)
    if let front, front.size == buffer.size {
      buffer.withUnsafeCells { new in
        front.withUnsafeCells { old in
          // The same storage, drawn again.
          guard let newCells = new.baseAddress, let oldCells = old.baseAddress, newCells != oldCells else { return }
          for row in 0..<rows {
            let offset = row * buffer.size.columns
            paintChanges(newCells + offset, oldCells + offset, row: row, columns: columns)
          }
        }
      }
    } else {
      werase(cn_standard_screen())
      buffer.withUnsafeCells { new in
        guard let cells = new.baseAddress else { return }
        for row in 0..<rows { put(cells + row * buffer.size.columns, row: row, from: 0, to: columns, columns: columns) }
      }
    }
    return isOutOfPairs ? .outOfPairs : .done
  }

  private mutating func paintChanges(
    _ new: UnsafePointer<Cell>, _ old: UnsafePointer<Cell>, row: Int, columns: Int
  ) {
    // Bytes between the fields may differ where cells do not; then the cells are compared, and nothing is missed.
    if memcmp(new, old, columns * MemoryLayout<Cell>.stride) == 0 { return }
    var column = 0
    while column < columns {
      guard Self.differ(new[column], old[column]) else {
        column += 1
        continue
      }
      // A wide character is drawn from its first cell.
      var start = column
      while start > 0, new[start].glyph == .continuation { start -= 1 }
      var end = column + 1
      var next = end
      while next < columns, next - end < Self.bridge {
        if Self.differ(new[next], old[next]) { end = next + 1 }
        next += 1
      }
      put(new, row: row, from: start, to: end, columns: columns)
      column = max(end, column + 1)
    }
  }

  @inline(__always)
  private static func differ(_ left: Cell, _ right: Cell) -> Bool {
    left.glyph.rawValue != right.glyph.rawValue
      || left.style.foreground.rawValue != right.style.foreground.rawValue
      || left.style.background.rawValue != right.style.background.rawValue
      || left.style.attributes.rawValue != right.style.attributes.rawValue
  }

  private mutating func put(_ cells: UnsafePointer<Cell>, row line: Int, from start: Int, to end: Int, columns: Int) {
    let scalarMask: UInt64 = 0x1F_FFFF
    var count = 0
    var column = start
    while column < end {
      let cell = cells[column]
      let look = look(of: cell.style)
      let base = UInt32(truncatingIfNeeded: cell.glyph.rawValue & scalarMask)
      let isFollowed = column + 1 < columns && cells[column + 1].glyph == .continuation
      let drawn = Self.drawable(base, isWide: isFollowed)
      if drawn == base {
        cn_fill(
          &row[count], base, Self.mark(cell.glyph.rawValue >> 21 & scalarMask),
          Self.mark(cell.glyph.rawValue >> 42 & scalarMask), look.attributes, look.pair)
        column += isFollowed ? 2 : 1
      } else {
        cn_fill(&row[count], drawn, 0, 0, look.attributes, look.pair)
        column += 1
      }
      count += 1
    }
    row.withUnsafeBufferPointer { _ = cn_put(Int32(line), Int32(start), $0.baseAddress, Int32(count)) }
  }

  /// The character itself where ncurses takes as many columns for it as the buffer, else what stands for it: all that
  /// follows on the row would be out of place.
  @inline(__always)
  private static func drawable(_ base: UInt32, isWide: Bool) -> UInt32 {
    if base >= 0x20, base < 0x7F, !isWide { return base }
    if base == 0 { return 0x20 }
    return cn_columns(base) == (isWide ? 2 : 1) ? base : 0xFFFD
  }

  /// A mark that ncurses will combine, or 0.
  @inline(__always)
  private static func mark(_ value: UInt64) -> UInt32 {
    value != 0 && cn_columns(UInt32(truncatingIfNeeded: value)) == 0 ? UInt32(truncatingIfNeeded: value) : 0
  }

  // MARK: - Styles

  private mutating func look(of style: Style) -> Look {
    if style == lastStyle { return lastLook }
    let look: Look
    if let known = looks[style] {
      look = known
    } else {
      if looks.count >= 8192 { looks.removeAll(keepingCapacity: true) }
      look = makeLook(style)
      looks[style] = look
    }
    lastStyle = style
    lastLook = look
    return look
  }

  private mutating func makeLook(_ style: Style) -> Look {
    var foreground = reducer.ink(for: style.foreground)
    var background = reducer.ink(for: style.background)
    if !hasStandardColors, foreground != background {
      // A pair of one standard colour and another cannot be made there: white on black stand in.
      if foreground.number == -1 { foreground.number = 7 }
      if background.number == -1 { background.number = 0 }
    }
    var attributes: attr_t = 0
    if style.attributes.contains(.bold) || foreground.isBright { attributes |= CN_BOLD }
    if style.attributes.contains(.dim) { attributes |= CN_DIM }
    if style.attributes.contains(.underline) { attributes |= CN_UNDERLINE }
    if style.attributes.contains(.reverse) { attributes |= CN_REVERSE }
    if style.attributes.contains(.italic) { attributes |= CN_ITALIC }
    let pair = pairs.pair(foreground: foreground.number, background: background.number) {
      pair, foreground, background in
      cn_make_pair(pair, foreground, background) == OK
    }
    if pair == nil { isOutOfPairs = true }
    return Look(attributes: attributes, pair: pair ?? 0)
  }
}
