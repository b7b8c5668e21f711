import Text

/// Reads what a terminal sends, byte by byte, into keys, mouse reports and pastes.
///
/// Understands UTF-8, control sequences as xterm sends them (ECMA-48 CSI and SS3, both forms of the arrow keys, xterm's
/// modifier parameter, SGR mouse reports of mode 1006, focus reports, bracketed paste) and the Linux console's and
/// rxvt's few forms of their own. A sequence that means nothing here is swallowed whole; invalid UTF-8 becomes U+FFFD.
///
/// A pure value: the same bytes give the same events however they are cut. Only `flush()`, the end of patience, depends
/// on when it is called. What it remembers is bounded: one sequence of 64 bytes, one paste of `pasteLimit` bytes.
public struct InputParser: Sendable {
  /// How long an escape alone may be the beginning of something.
  public static let escapeTimeout: Duration = .milliseconds(25)
  /// How long a sequence that has certainly begun may take. Longer, as its rest would otherwise be read as keys.
  public static let sequenceTimeout: Duration = .milliseconds(500)
  /// How long a paste may pause. Its end may get lost on the way, and the keyboard must not be lost with it.
  public static let pasteTimeout: Duration = .seconds(2)
  /// How long to wait behind a key that may be the rest of such a paste.
  public static let strayTimeout: Duration = .milliseconds(100)
  /// The longest paste in bytes; more is dropped.
  public static let pasteLimit = 1 << 20

  enum State: Sendable {
    case ground
    /// Inside a character of several bytes: what is there, how many bytes follow, and what the next one may be.
    case character(bits: UInt32, missing: Int, next: ClosedRange<UInt8>, isAlt: Bool)
    /// After one escape, or after two.
    case escape(isDoubled: Bool)
    case control(isAlt: Bool)
    case singleShift(isAlt: Bool)
    /// After ESC [ [, with which the Linux console begins F1 to F5.
    case consoleFunction
    /// The three bytes of a mouse report in the oldest form.
    case plainMouse
    /// A command to a terminal, which no terminal should send: ends with BEL or ESC \.
    case string(opener: UInt8, count: Int, isEnding: Bool)
    /// A paste, and how many bytes of its end have been seen.
    case paste(matched: Int)
    /// After a paste whose end did not come. A few bytes with nothing behind them are keys; more are its rest, which must
    /// not become keys.
    case stray(isLong: Bool)
  }

  private var state = State.ground
  private var sequence: [UInt8] = []
  private var pasted: [UInt8] = []
  /// How often the terminal has told its status, since whoever asked set it back.
  var answers = 0

  static let sequenceLimit = 64
  static let stringLimit = 1 << 16
  /// The most bytes that may be keys behind a lost end: a few keys at once, with sequences.
  static let strayLimit = 24
  static let pasteStart: [UInt8] = Array("\u{1B}[200~".utf8)
  static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  private let pasteLimit: Int

  public init() { self.init(pasteLimit: Self.pasteLimit) }

  init(pasteLimit: Int) { self.pasteLimit = pasteLimit }

  /// The bytes that are held back, for tests of the bound.
  var heldBytes: Int { sequence.count + pasted.count }

  /// How long to wait for more bytes before `flush()`; nil where nothing is open.
  public var timeout: Duration? {
    switch state {
    case .ground: nil
    case .paste: Self.pasteTimeout
    case .stray(let isLong): sequence.isEmpty && !isLong ? nil : Self.strayTimeout
    case .escape: Self.escapeTimeout
    case .control, .singleShift: sequence.isEmpty ? Self.escapeTimeout : Self.sequenceTimeout
    case .string(_, let count, _): count == 0 ? Self.escapeTimeout : Self.sequenceTimeout
    case .character, .consoleFunction, .plainMouse: Self.sequenceTimeout
    }
  }

  /// Whether `flush()` must be called after `timeout` if no byte comes.
  public var needsTimeout: Bool { timeout != nil }

  /// The events that these bytes complete.
  public mutating func parse(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
    var events: [InputEvent] = []
    var rest = Array(bytes)[...]
    while let byte = rest.first {
      // Pastes are long: what cannot be their end is taken at once.
      if case .paste(matched: 0) = state, byte != Self.pasteEnd[0] {
        let end = rest.firstIndex(of: Self.pasteEnd[0]) ?? rest.endIndex
        keep(rest[..<end])
        rest = rest[end...]
      } else {
        step(byte, &events)
        rest = rest.dropFirst()
      }
    }
    return events
  }

  /// Ends what is open, as nothing more came in time: an escape is the escape key, a sequence cut short is dropped, a
  /// paste is what came of it.
  public mutating func flush() -> [InputEvent] {
    var events: [InputEvent] = []
    switch state {
    case .ground: return []
    case .paste(let matched):
      keep(Self.pasteEnd[..<matched])
      events.append(.paste(takePaste()))
      state = .stray(isLong: false)
      return events
    case .stray(let isLong):
      let keys = isLong ? [] : sequence
      sequence.removeAll(keepingCapacity: true)
      pasted = []
      state = keys.isEmpty ? .stray(isLong: false) : .ground
      // Nothing follows these either.
      return keys.isEmpty ? [] : parse(keys) + flush()
    case .character(_, _, _, let isAlt): Self.append(.character("\u{FFFD}"), isAlt ? .alt : [], to: &events)
    case .escape(let isDoubled):
      if isDoubled { Self.append(.escape, to: &events) }
      Self.append(.escape, to: &events)
    case .control(let isAlt) where sequence.isEmpty: finishAlone("[", isAlt, &events)
    case .singleShift(let isAlt) where sequence.isEmpty: finishAlone("O", isAlt, &events)
    case .string(let opener, 0, _): finishAlone(Character(Unicode.Scalar(opener)), false, &events)
    case .control, .singleShift, .string, .consoleFunction, .plainMouse: break
    }
    reset()
    return events
  }

  private func finishAlone(_ character: Character, _ isDoubled: Bool, _ events: inout [InputEvent]) {
    if isDoubled { Self.append(.escape, to: &events) }
    Self.append(.character(character), .alt, to: &events)
  }

  private mutating func reset() {
    state = .ground
    sequence.removeAll(keepingCapacity: true)
  }

  static func append(_ key: Key, _ modifiers: KeyModifiers = [], to events: inout [InputEvent]) {
    events.append(.key(KeyPress(key, modifiers)))
  }

  // MARK: - One byte

  private mutating func step(_ byte: UInt8, _ events: inout [InputEvent]) {
    switch state {
    case .ground:
      if byte == 0x1B { state = .escape(isDoubled: false) } else { begin(byte, isAlt: false, &events) }
    case .character(let bits, let missing, let next, let isAlt):
      continueCharacter(byte, bits, missing, next, isAlt, &events)
    case .escape(let isDoubled): afterEscape(byte, isDoubled, &events)
    case .control(let isAlt): continueControl(byte, isAlt, &events)
    case .singleShift(let isAlt): continueSingleShift(byte, isAlt, &events)
    case .consoleFunction:
      reset()
      if (0x41...0x45).contains(byte) {
        Self.append(.function(Int(byte) - 0x40), to: &events)
      } else if !(0x20...0x7E).contains(byte) {
        step(byte, &events)
      }
    case .plainMouse:
      guard byte >= 0x20 else {
        reset()
        return step(byte, &events)
      }
      sequence.append(byte)
      if sequence.count == 3 {
        if let event = ControlSequence.plainMouse(sequence) { events.append(event) }
        reset()
      }
    case .string(let opener, let count, let isEnding): continueString(byte, opener, count, isEnding, &events)
    case .paste(let matched): continuePaste(byte, matched, &events)
    case .stray(let isLong): continueStray(byte, isLong)
    }
  }

  /// A byte where a new key begins.
  private mutating func begin(_ byte: UInt8, isAlt: Bool, _ events: inout [InputEvent]) {
    state = .ground
    let alt: KeyModifiers = isAlt ? .alt : []
    switch byte {
    case 0x00: Self.append(.character(" "), alt.union(.control), to: &events)
    case 0x08, 0x7F: Self.append(.backspace, alt, to: &events)
    case 0x09: Self.append(.tab, alt, to: &events)
    case 0x0A, 0x0D: Self.append(.enter, alt, to: &events)
    case 0x01...0x1A: Self.append(Self.character(byte + 0x60), alt.union(.control), to: &events)
    case 0x1C...0x1F: Self.append(Self.character(byte + 0x40), alt.union(.control), to: &events)
    case 0x20...0x7E: Self.append(Self.character(byte), alt, to: &events)
    // The first byte says how many follow, and for some what the second may be (RFC 3629, section 4).
    case 0xC2...0xDF: expect(byte & 0x1F, 1, 0x80...0xBF, isAlt)
    case 0xE0: expect(byte & 0x0F, 2, 0xA0...0xBF, isAlt)
    case 0xED: expect(byte & 0x0F, 2, 0x80...0x9F, isAlt)
    case 0xE1...0xEF: expect(byte & 0x0F, 2, 0x80...0xBF, isAlt)
    case 0xF0: expect(byte & 0x07, 3, 0x90...0xBF, isAlt)
    case 0xF1...0xF3: expect(byte & 0x07, 3, 0x80...0xBF, isAlt)
    case 0xF4: expect(byte & 0x07, 3, 0x80...0x8F, isAlt)
    default: Self.append(.character("\u{FFFD}"), alt, to: &events)
    }
  }

  private static func character(_ byte: UInt8) -> Key { .character(Character(Unicode.Scalar(byte))) }

  private mutating func expect(_ bits: UInt8, _ missing: Int, _ next: ClosedRange<UInt8>, _ isAlt: Bool) {
    state = .character(bits: UInt32(bits), missing: missing, next: next, isAlt: isAlt)
  }

  private mutating func continueCharacter(
    _ byte: UInt8, _ bits: UInt32, _ missing: Int, _ next: ClosedRange<UInt8>, _ isAlt: Bool,
    _ events: inout [InputEvent]
  ) {
    let alt: KeyModifiers = isAlt ? .alt : []
    guard next.contains(byte) else {
      Self.append(.character("\u{FFFD}"), alt, to: &events)
      state = .ground
      return step(byte, &events)
    }
    let bits = bits << 6 | UInt32(byte & 0x3F)
    if missing > 1 {
      state = .character(bits: bits, missing: missing - 1, next: 0x80...0xBF, isAlt: isAlt)
    } else {
      state = .ground
      // The controls of ISO 6429's second set are no keys.
      let scalar = (0x80...0x9F).contains(bits) ? nil : Unicode.Scalar(bits)
      Self.append(.character(Character(scalar ?? "\u{FFFD}")), alt, to: &events)
    }
  }

  private mutating func afterEscape(_ byte: UInt8, _ isDoubled: Bool, _ events: inout [InputEvent]) {
    switch byte {
    case 0x1B:
      if isDoubled { Self.append(.escape, to: &events) }
      state = .escape(isDoubled: true)
    case UInt8(ascii: "["): state = .control(isAlt: isDoubled)
    case UInt8(ascii: "O"): state = .singleShift(isAlt: isDoubled)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "X"):
      if isDoubled { Self.append(.escape, to: &events) }
      state = .string(opener: byte, count: 0, isEnding: false)
    default:
      if isDoubled { Self.append(.escape, to: &events) }
      begin(byte, isAlt: true, &events)
    }
  }

  private mutating func continueControl(_ byte: UInt8, _ isAlt: Bool, _ events: inout [InputEvent]) {
    switch byte {
    case 0x20...0x3F:
      // One byte more than the limit marks the sequence as too long: it is swallowed, not understood.
      if sequence.count <= Self.sequenceLimit { sequence.append(byte) }
    case UInt8(ascii: "[") where sequence.isEmpty: state = .consoleFunction
    case UInt8(ascii: "M") where sequence.isEmpty: state = .plainMouse
    case 0x40...0x7E:
      let meaning =
        sequence.count > Self.sequenceLimit
        ? .nothing : ControlSequence.meaning(of: sequence, final: byte, isAlt: isAlt)
      reset()
      switch meaning {
      case .nothing: break
      case .event(let event): events.append(event)
      case .pasteBegins: state = .paste(matched: 0)
      case .status: answers += 1
      }
    default:
      // A control or the first byte of a character: the sequence was cut off.
      reset()
      step(byte, &events)
    }
  }

  private mutating func continueSingleShift(_ byte: UInt8, _ isAlt: Bool, _ events: inout [InputEvent]) {
    switch byte {
    case 0x30...0x3B where sequence.count < 8: sequence.append(byte)
    case 0x20...0x7E:
      let event = ControlSequence.singleShift(sequence, final: byte, isAlt: isAlt)
      reset()
      if let event { events.append(event) }
    default:
      reset()
      step(byte, &events)
    }
  }

  private mutating func continueString(
    _ byte: UInt8, _ opener: UInt8, _ count: Int, _ isEnding: Bool, _ events: inout [InputEvent]
  ) {
    if isEnding {
      reset()
      if byte != UInt8(ascii: "\\") { afterEscape(byte, false, &events) }
    } else if byte == 0x1B {
      state = .string(opener: opener, count: count + 1, isEnding: true)
    } else if byte == 0x07 || byte == 0x18 || byte == 0x1A || count >= Self.stringLimit {
      reset()
    } else {
      state = .string(opener: opener, count: count + 1, isEnding: false)
    }
  }

  private mutating func continuePaste(_ byte: UInt8, _ matched: Int, _ events: inout [InputEvent]) {
    if byte == Self.pasteEnd[matched] {
      guard matched + 1 == Self.pasteEnd.count else {
        state = .paste(matched: matched + 1)
        return
      }
      events.append(.paste(takePaste()))
      reset()
    } else {
      keep(Self.pasteEnd[..<matched])
      state = .paste(matched: byte == Self.pasteEnd[0] ? 1 : 0)
      if byte != Self.pasteEnd[0] { keep(CollectionOfOne(byte)) }
    }
  }

  /// The end may come late, and another paste may begin; `pasted` holds the last bytes, to see that.
  private mutating func continueStray(_ byte: UInt8, _ isLong: Bool) {
    pasted.append(byte)
    if pasted.count > Self.pasteEnd.count { pasted.removeFirst() }
    if pasted == Self.pasteEnd || pasted == Self.pasteStart {
      let begins = pasted == Self.pasteStart
      pasted = []
      reset()
      if begins { state = .paste(matched: 0) }
    } else if sequence.count < Self.strayLimit {
      sequence.append(byte)
    } else {
      state = .stray(isLong: true)
    }
  }

  private mutating func keep(_ bytes: some Collection<UInt8>) {
    pasted.append(contentsOf: bytes.prefix(max(0, pasteLimit - pasted.count)))
  }

  /// The paste as text; a character that the limit cut through is left out.
  private mutating func takePaste() -> String {
    defer { pasted = [] }
    var bytes = pasted[...]
    if bytes.count == pasteLimit, let start = bytes.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }) {
      let lead = bytes[start]
      let length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      if start + length > bytes.endIndex { bytes = bytes[..<start] }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
