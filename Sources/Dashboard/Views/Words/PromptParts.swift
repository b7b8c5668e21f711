import Optimization

/// The labelled parts of a prompt, in the order of their bytes: what a log holds may lie outside of the text, overlap or
/// be out of order, and then does no harm here.
struct PromptParts: Sendable {
  struct Part: Hashable, Sendable {
    /// Half-open, in the bytes of its message, without the ends of lines around it.
    var from: Int
    var to: Int
    var kind: PromptSection.Kind
    /// Of a row.
    var candidate: Int?
    /// Whether a part of another kind, or none, is before it.
    var isFirstOfItsKind = true

    var bytes: Range<Int> { from..<to }
  }

  /// By message.
  private(set) var messages: [[Part]]
  /// How many rows show a candidate.
  private(set) var rowCount = 0

  init(_ prompt: StepStarted) {
    messages = prompt.messages.map { _ in [] }
    var sections = prompt.messages.map { _ in [PromptSection]() }
    for section in prompt.sections where sections.indices.contains(section.message) {
      sections[section.message].append(section)
    }
    for (index, message) in prompt.messages.enumerated() {
      var text = message.text
      text.withUTF8 { bytes in
        var parts = sections[index].compactMap { Self.part($0, bytes) }
        if !zip(parts, parts.dropFirst()).allSatisfy({ $0.to <= $1.from }) { parts = Self.apart(parts) }
        for place in parts.indices.dropFirst() where parts[place].kind == parts[place - 1].kind {
          parts[place].isFirstOfItsKind = false
        }
        rowCount += parts.reduce(0) { $0 + ($1.candidate == nil ? 0 : 1) }
        messages[index] = parts
      }
    }
  }

  private static func part(_ section: PromptSection, _ bytes: UnsafeBufferPointer<UInt8>) -> Part? {
    var from = min(max(0, section.from), bytes.count), to = min(max(from, section.to), bytes.count)
    while from < to, bytes[from] == 0x0A || bytes[from] == 0x0D { from += 1 }
    while to > from, bytes[to - 1] == 0x0A || bytes[to - 1] == 0x0D { to -= 1 }
    guard from < to else { return nil }
    let candidate = section.kind == .row ? section.candidate : nil
    return Part(from: from, to: to, kind: section.kind, candidate: candidate)
  }

  /// In order, each from where the one before it ends.
  private static func apart(_ parts: [Part]) -> [Part] {
    var result: [Part] = []
    var end = 0
    for var part in parts.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
      part.from = max(part.from, end)
      guard part.from < part.to else { continue }
      end = part.to
      result.append(part)
    }
    return result
  }

  /// The part that holds a byte of a message, or nil between parts; and where that may change.
  func part(ofMessage message: Int, atByte byte: Int) -> (part: Part?, end: Int) {
    let parts = messages[message]
    let place = Self.count(parts) { $0.from <= byte }
    if place > 0, byte < parts[place - 1].to { return (parts[place - 1], parts[place - 1].to) }
    return (nil, place < parts.count ? parts[place].from : .max)
  }

  /// The parts that have some of a range of bytes.
  func parts(ofMessage message: Int, in bytes: Range<Int>) -> ArraySlice<Part> {
    let parts = messages[message]
    let first = Self.count(parts) { $0.to <= bytes.lowerBound }
    let end = Self.count(parts) { $0.from < bytes.upperBound }
    return parts[min(first, end)..<end]
  }

  /// How many at the beginning fulfil what those at the end do not.
  private static func count(_ parts: [Part], _ isBefore: (Part) -> Bool) -> Int {
    var low = 0, high = parts.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(parts[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Where a candidate's first row lies.
  static func place(ofCandidate id: Int, in prompt: StepStarted) -> (message: Int, bytes: Range<Int>)? {
    for section in prompt.sections
    where section.candidate == id && section.kind == .row && prompt.messages.indices.contains(section.message) {
      let count = prompt.messages[section.message].text.utf8.count
      let from = min(max(0, section.from), count), to = min(max(from, section.to), count)
      if from < to { return (section.message, from..<to) }
    }
    return nil
  }
}
