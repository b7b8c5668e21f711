import Charts

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Knows what the terminal shows, and writes the fewest bytes, near enough, that make it show another buffer.
///
/// Frames go row by row. What of a frame has not reached the terminal can be taken back up to the beginning of a row, so
/// that a slow terminal gets the newest frame and not the rest of an old one.
struct FrameWriter {
  private(set) var size: Size
  private let rowWriter: RowWriter
  private var state: RowWriter.State
  private let synchronizes: Bool
  /// Row by row; what stands there in the buffers' own styles.
  private var shown: ContiguousArray<Cell> = []
  private var shownSize = Size(columns: 0, rows: 0)
  /// Whether `shown` is true: not at the beginning, nor after somebody else wrote.
  private var isKnown = false
  private var scratch: [Cell] = []
  /// Whether the last frame is marked for synchronized output.
  private var isMarked = false
  /// Where to go on, so that the lower rows get their turn while the upper ones change.
  private var nextRow = 0

  /// The beginning of a row in the last frame.
  private struct Checkpoint {
    var row: Int
    /// Bytes of the frame before it.
    var offset: Int
    var cursor: Cursor
    var look: Style
  }
  private var checkpoints: [Checkpoint] = []
  /// The rows as they were before the last frame, one for each checkpoint.
  private var before: ContiguousArray<Cell> = []

  init(kind: TerminalKind, depth: ColorDepth, size: Size) {
    self.size = size
    rowWriter = RowWriter(kind: kind)
    state = RowWriter.State(looks: LookTable(kind: kind, depth: depth))
    synchronizes = kind.synchronizes
  }

  /// Takes on another size. Everything is drawn anew.
  mutating func resize(to size: Size) {
    self.size = size
    invalidate()
  }

  /// What the terminal shows, or did before it was cleared or changed its size; nil before the first frame.
  var lastBuffer: CellBuffer? { shownSize.columns > 0 ? CellBuffer(size: shownSize, cells: shown) : nil }

  /// Forgets what the terminal shows: the next frame draws every cell.
  mutating func invalidate() {
    isKnown = false
    checkpoints.removeAll(keepingCapacity: true)
    before.removeAll(keepingCapacity: true)
  }

  /// Appends the bytes that make the terminal show the buffer; none where it does already. Cells beyond the screen are
  /// left out, and where the buffer is smaller the rest is blank.
  ///
  /// - Parameter limit: After so many bytes no other row is begun; the next call goes on with it.
  /// - Returns: Whether the terminal will show all of the buffer.
  @discardableResult
  mutating func write(_ buffer: CellBuffer, limit: Int = .max, into bytes: inout [UInt8]) -> Bool {
    let start = bytes.count
    checkpoints.removeAll(keepingCapacity: true)
    before.removeAll(keepingCapacity: true)
    let isWhole = !isKnown
    isMarked = synchronizes && isWhole
    if isWhole {
      if synchronizes { bytes += ControlBytes.frameBegins }
      begin(&bytes)
    }
    let columns = size.columns
    let common = min(buffer.size.columns, columns)
    var isComplete = true
    buffer.withUnsafeCells { cells in
      let first = nextRow < size.rows ? nextRow : 0
      nextRow = 0
      for index in 0..<size.rows {
        let row = (first + index) % size.rows
        if bytes.count - start >= limit {
          nextRow = row
          isComplete = false
          break
        }
        if row < buffer.size.rows, common == columns, let source = cells.baseAddress {
          write(row: row, source + row * buffer.size.columns, start, &bytes)
        } else {
          // A buffer of another size.
          for column in 0..<columns {
            let isInside = row < buffer.size.rows && column < common
            scratch[column] = isInside ? cells[row * buffer.size.columns + column] : Cell()
          }
          var blank = Cell()
          scratch.withUnsafeBufferPointer { padded in
            withUnsafePointer(to: &blank) { write(row: row, padded.baseAddress ?? $0, start, &bytes) }
          }
        }
      }
    }
    guard synchronizes, isWhole || bytes.count - start > ControlBytes.shortFrame else { return isComplete }
    isMarked = true
    if !isWhole {
      bytes.insert(contentsOf: ControlBytes.frameBegins, at: start)
      for index in checkpoints.indices { checkpoints[index].offset += ControlBytes.frameBegins.count }
    }
    bytes += ControlBytes.frameEnds
    return isComplete
  }

  /// Clears the screen, whatever is there.
  private mutating func begin(_ bytes: inout [UInt8]) {
    bytes += ControlBytes.clear
    state.cursor = Cursor(row: 0, column: 0)
    state.look = .plain
    shownSize = size
    shown = ContiguousArray(repeating: Cell(), count: size.columns * size.rows)
    scratch = Array(repeating: Cell(), count: size.columns)
    isKnown = true
  }

  private mutating func write(row: Int, _ new: UnsafePointer<Cell>, _ start: Int, _ bytes: inout [UInt8]) {
    let columns = size.columns
    let rows = size.rows
    shown.withUnsafeMutableBufferPointer { shown in
      guard let base = shown.baseAddress else { return }
      let old = base + row * columns
      // Bytes between the fields may differ where cells do not; then the cells are compared, and nothing is missed.
      if memcmp(new, old, columns * MemoryLayout<Cell>.stride) == 0 { return }
      let checkpoint = Checkpoint(row: row, offset: bytes.count - start, cursor: state.cursor, look: state.look)
      let isChanged = rowWriter.write(
        row: row, RowWriter.Row(new: new, old: old, columns: columns, isLast: row == rows - 1), &state, &bytes)
      if isChanged {
        checkpoints.append(checkpoint)
        before.append(contentsOf: UnsafeBufferPointer(start: old, count: columns))
      }
      old.update(from: new, count: columns)
    }
  }

  /// Takes back the rows of the last frame that the terminal has nothing of; what remains of it shows its first rows.
  ///
  /// - Parameter sent: How many bytes of the frame the terminal has.
  /// - Returns: How many bytes of the frame to keep and what ends them; nil where nothing can be taken back.
  mutating func takeBack(after sent: Int) -> (kept: Int, ending: [UInt8])? {
    guard let first = checkpoints.firstIndex(where: { $0.offset >= sent }) else { return nil }
    let columns = size.columns
    for index in first..<checkpoints.count {
      let row = checkpoints[index].row
      shown.replaceSubrange(
        row * columns..<(row + 1) * columns, with: before[index * columns..<(index + 1) * columns])
    }
    let checkpoint = checkpoints[first]
    state.cursor = checkpoint.cursor
    state.look = checkpoint.look
    checkpoints.removeAll(keepingCapacity: true)
    before.removeAll(keepingCapacity: true)
    return (checkpoint.offset, isMarked ? ControlBytes.frameEnds : [])
  }
}
