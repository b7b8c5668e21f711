import Optimization

/// What of a prompt is not in the one before it.
///
/// A row is known by its candidate, so that rows in another order are not news; of all else each line is, wherever it
/// stood. Lines of nothing but blanks are never new.
struct PromptChanges: Sendable {
  /// The new lines of each message as bytes, in order.
  private var fresh: [[Range<Int>]] = []
  private(set) var newLines = 0
  /// Rows of the prompt before whose candidates are shown no more.
  private(set) var goneRows = 0

  init(from before: StepStarted, _ partsBefore: PromptParts, to prompt: StepStarted, _ parts: PromptParts) {
    var known = Known()
    for (index, message) in before.messages.enumerated() {
      Self.forEachLine(of: message.text, parts: partsBefore.messages[index]) { bytes, line, rows in
        known.take(bytes, line, rows)
      }
    }
    for (index, message) in prompt.messages.enumerated() {
      var fresh: [Range<Int>] = []
      Self.forEachLine(of: message.text, parts: parts.messages[index]) { bytes, line, rows in
        if known.isNews(bytes, line, rows) { fresh.append(line) }
      }
      newLines += fresh.count
      self.fresh.append(fresh)
    }
    goneRows = known.rows.gone
  }

  /// Whether the line of a message that holds a byte is new.
  func isNew(message: Int, byte: Int) -> Bool {
    let lines = fresh[message]
    var low = 0, high = lines.count
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].lowerBound <= byte { low = middle + 1 } else { high = middle }
    }
    return low > 0 && lines[low - 1].contains(byte)
  }

  /// What the prompt before held.
  private struct Known {
    var rows = KnownRows()
    /// By what it said: how many lines that are no rows.
    private var lines: [UInt64: Int] = [:]

    mutating func take(
      _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, _ parts: Slice<UnsafeBufferPointer<PromptParts.Part>>
    ) {
      for part in parts { rows.take(part.candidate ?? 0, PromptChanges.digest(bytes, part.bytes)) }
      if parts.isEmpty { lines[PromptChanges.digest(bytes, line), default: 0] += 1 }
    }

    mutating func isNews(
      _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, _ parts: Slice<UnsafeBufferPointer<PromptParts.Part>>
    ) -> Bool {
      var isNews = false
      for part in parts where rows.isNews(part.candidate ?? 0, PromptChanges.digest(bytes, part.bytes)) {
        isNews = true
      }
      guard parts.isEmpty else { return isNews }
      if bytes[line].allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return false }
      let digest = PromptChanges.digest(bytes, line)
      guard let count = lines[digest], count > 0 else { return true }
      lines[digest] = count - 1
      return false
    }
  }

  /// The rows of the prompt before, by candidate.
  private struct KnownRows {
    private struct Row {
      /// What it said.
      var digest: UInt64 = 0
      var isKnown = false
      /// Whether the new prompt shows it too.
      var isShown = false
    }
    /// Ids are small numbers as a rule, and a table is searched faster than anything else.
    private var table: ContiguousArray<Row> = []
    private var others: [Int: Row] = [:]

    private static let tableLimit = 1 << 20

    private subscript(id: Int) -> Row {
      get { id >= 0 && id < Self.tableLimit ? (id < table.count ? table[id] : Row()) : others[id] ?? Row() }
      set {
        guard id >= 0, id < Self.tableLimit else {
          others[id] = newValue
          return
        }
        if id >= table.count {
          table.append(contentsOf: repeatElement(Row(), count: max(64, id, id + 1 - table.count)))
        }
        table[id] = newValue
      }
    }

    mutating func take(_ id: Int, _ digest: UInt64) { self[id] = Row(digest: digest, isKnown: true) }

    mutating func isNews(_ id: Int, _ digest: UInt64) -> Bool {
      var row = self[id]
      guard row.isKnown else { return true }
      if !row.isShown {
        row.isShown = true
        self[id] = row
      }
      return row.digest != digest
    }

    var gone: Int {
      func isGone(_ row: Row) -> Bool { row.isKnown && !row.isShown }
      return table.count(where: isGone) + others.values.count(where: isGone)
    }
  }

  /// Each line of a text without its newline, with the rows that it has some of.
  private static func forEachLine(
    of text: String, parts: [PromptParts.Part],
    _ body: (UnsafeBufferPointer<UInt8>, Range<Int>, Slice<UnsafeBufferPointer<PromptParts.Part>>) -> Void
  ) {
    let rows = parts.filter { $0.candidate != nil }
    var text = text
    text.withUTF8 { bytes in
      rows.withUnsafeBufferPointer { rows in
        var start = 0, first = 0
        while start <= bytes.count {
          var end = start
          while end < bytes.count, bytes[end] != 0x0A { end += 1 }
          while first < rows.count, rows[first].to <= start { first += 1 }
          var last = first
          while last < rows.count, rows[last].from < end { last += 1 }
          body(bytes, start..<end, rows[first..<last])
          start = end + 1
        }
      }
    }
  }

  /// FNV-1a over eight bytes at a time: a line is taken for another one once in 2^64.
  private static func digest(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(range.count)
    func mix(_ word: UInt64) {
      digest = (digest ^ word) &* 0x0000_0100_0000_01B3
      digest ^= digest >> 29
    }
    let raw = UnsafeRawBufferPointer(bytes)
    var position = range.lowerBound
    while position + 8 <= range.upperBound {
      mix(raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      position += 8
    }
    var rest: UInt64 = 0
    while position < range.upperBound {
      rest = rest << 8 | UInt64(bytes[position])
      position += 1
    }
    mix(rest)
    return digest
  }
}
