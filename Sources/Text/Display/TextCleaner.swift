/// The rules of `DisplayText`, one scalar at a time.
struct TextCleaner: Hashable, Sendable {
  private enum Base: Hashable {
    /// Nothing that a mark could combine with.
    case none
    /// A base with this many marks.
    case marks(Int)
    /// Marks beyond what is shown: their placeholder is written.
    case overflowing
  }

  /// A scalar whose fate the next one decides.
  private enum Held: Hashable {
    case joiner, carriageReturn
  }

  let keepingNewlines: Bool
  private var bytes: [UInt8] = []
  private var base = Base.none
  private var held: Held?
  private var lastBase: Unicode.Scalar = " "
  /// What was dropped behind the last base, so that a second one is seen.
  private var selectorDropped = false
  private var toneDropped = false

  init(keepingNewlines: Bool) { self.keepingNewlines = keepingNewlines }

  mutating func append(_ scalar: Unicode.Scalar) {
    if let held { settle(held, before: scalar) }
    let value = scalar.value
    if value >= 0x20, value < 0x7F {
      emit(scalar)
    } else if value < 0x20 || value == 0x7F {
      appendControl(value)
    } else if value < 0xA0 || value == 0xAD {
      emitPlaceholder()
    } else if value < 0x300 {
      emit(scalar)
    } else {
      appendOther(scalar)
    }
  }

  mutating func finish() {
    if let held { settle(held, before: nil) }
  }

  /// What is settled so far.
  var output: String { String(decoding: bytes, as: UTF8.self) }

  private mutating func settle(_ held: Held, before next: Unicode.Scalar?) {
    self.held = nil
    switch held {
    case .joiner:
      if let next, isPicture(next) { return }
      emitPlaceholder()
    case .carriageReturn:
      if next?.value != 0x0A { emitPicture(of: 0x0D) }
    }
  }

  private mutating func appendControl(_ value: UInt32) {
    switch value {
    case 0x0A where keepingNewlines:
      bytes.append(0x0A)
      base = .none
    case 0x0D where keepingNewlines:
      held = .carriageReturn
      base = .none
    default:
      emitPicture(of: value)
    }
  }

  private mutating func appendOther(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    switch value {
    case 0xFE0E, 0xFE0F:
      if case .marks(0) = base, !selectorDropped, lastBase.properties.isEmoji {
        selectorDropped = true
      } else {
        emitPlaceholder()
      }
      return
    case 0x200D:
      if case .marks = base, isPicture(lastBase) { held = .joiner } else { emitPlaceholder() }
      return
    case 0x1F3FB...0x1F3FF:
      if case .marks(0) = base, lastBase.properties.isEmojiModifierBase {
        if toneDropped { emitPlaceholder() } else { toneDropped = true }
        return
      }
    default: break
    }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
      emitPlaceholder()
    case _ where properties.isDefaultIgnorableCodePoint:
      emitPlaceholder()
    case _ where TextWidth.isMark(scalar):
      appendMark(scalar)
    default:
      emit(scalar)
    }
  }

  private mutating func appendMark(_ scalar: Unicode.Scalar) {
    switch base {
    case .marks(let count) where count < 2:
      write(scalar)
      base = .marks(count + 1)
    case .overflowing: break
    case .none, .marks:
      emitPlaceholder()
      base = .overflowing
    }
  }

  private func isPicture(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0xFF && scalar.properties.isEmoji
  }

  private mutating func emit(_ scalar: Unicode.Scalar) {
    write(scalar)
    base = .marks(0)
    lastBase = scalar
    selectorDropped = false
    toneDropped = false
  }

  private mutating func emitPlaceholder() {
    write("\u{FFFD}")
    base = .none
  }

  private mutating func emitPicture(of control: UInt32) {
    write(Unicode.Scalar(control == 0x7F ? 0x2421 : 0x2400 + control) ?? "\u{FFFD}")
    base = .none
  }

  private mutating func write(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      bytes.append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }
}

/// UTF-8 to scalars, byte by byte, with U+FFFD for each maximal part of a sequence that is none (Unicode 15, 3.9).
struct UTF8StreamDecoder: Hashable, Sendable {
  private var value: UInt32 = 0
  private var needed = 0
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  mutating func decode(_ byte: UInt8, into receive: (Unicode.Scalar) -> Void) {
    if needed > 0 {
      if allowed.contains(byte) {
        allowed = 0x80...0xBF
        value = value << 6 | UInt32(byte & 0x3F)
        needed -= 1
        if needed == 0 { receive(Unicode.Scalar(value) ?? "\u{FFFD}") }
        return
      }
      finish(into: receive)
    }
    switch byte {
    case 0x00...0x7F: receive(Unicode.Scalar(byte))
    case 0xC2...0xDF: begin(byte & 0x1F, needed: 1)
    case 0xE0...0xEF:
      begin(byte & 0x0F, needed: 2)
      if byte == 0xE0 { allowed = 0xA0...0xBF }
      if byte == 0xED { allowed = 0x80...0x9F }
    case 0xF0...0xF4:
      begin(byte & 0x07, needed: 3)
      if byte == 0xF0 { allowed = 0x90...0xBF }
      if byte == 0xF4 { allowed = 0x80...0x8F }
    default: receive("\u{FFFD}")
    }
  }

  /// Ends an open sequence.
  mutating func finish(into receive: (Unicode.Scalar) -> Void) {
    guard needed > 0 else { return }
    needed = 0
    allowed = 0x80...0xBF
    receive("\u{FFFD}")
  }

  private mutating func begin(_ bits: UInt8, needed: Int) {
    value = UInt32(bits)
    self.needed = needed
  }
}
