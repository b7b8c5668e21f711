import Text

/// What the control sequences of terminals mean: xterm's (ctlseqs, "PC-Style Function Keys" and "Mouse Tracking"),
/// with the forms that rxvt and the Linux console have instead.
enum ControlSequence {
  enum Meaning {
    case nothing
    case event(InputEvent)
    case pasteBegins
    /// The answer to a question for the terminal's status.
    case status
  }

  /// The largest column or row that is reported, from 0: terminals count theirs in 16 bits.
  static let farthest = 65_534

  /// The meaning of CSI, what stands between it and the final byte, and the final byte.
  static func meaning(of sequence: [UInt8], final: UInt8, isAlt: Bool) -> Meaning {
    let numbers = parameters(sequence)
    switch sequence.first {
    case UInt8(ascii: "<"):
      // Anything else than three numbers, a minus for one, makes it no report.
      guard final == UInt8(ascii: "M") || final == UInt8(ascii: "m"), numbers.count == 3,
        sequence.dropFirst().split(separator: UInt8(ascii: ";")).count == 3,
        sequence.dropFirst().allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ";") })
      else { return .nothing }
      return event(mouse(numbers[0], numbers[1], numbers[2], isRelease: final == UInt8(ascii: "m")))
    case UInt8(ascii: "?"), UInt8(ascii: ">"), UInt8(ascii: "="): return .nothing
    default: break
    }
    var modifiers = numbers.count > 1 ? Self.modifiers(numbers[1]) : []
    if isAlt { modifiers.insert(.alt) }
    switch final {
    case UInt8(ascii: "I") where sequence.isEmpty: return .event(.focus(true))
    case UInt8(ascii: "O") where sequence.isEmpty: return .event(.focus(false))
    case UInt8(ascii: "~"):
      switch numbers.first {
      case 200: return .pasteBegins
      case 27 where numbers.count >= 3: return event(character(numbers[2], modifiers))
      case let number?: return event(key(number).map { .key(KeyPress($0, modifiers)) })
      case nil: return .nothing
      }
    case UInt8(ascii: "u"): return event(numbers.first.flatMap { character($0, modifiers) })
    case UInt8(ascii: "^"):
      return event(numbers.first.flatMap(key).map { .key(KeyPress($0, modifiers.union(.control))) })
    case UInt8(ascii: "@"):
      return event(numbers.first.flatMap(key).map { .key(KeyPress($0, modifiers.union([.control, .shift]))) })
    case UInt8(ascii: "n"): return numbers == [0] || numbers == [3] ? .status : .nothing
    case UInt8(ascii: "Z"): return .event(.key(KeyPress(.tab, modifiers.union(.shift))))
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      return event(letter(final & 0xDF).map { .key(KeyPress($0, modifiers.union(.shift))) })
    // With another first number these are reports, of the cursor's place for one.
    case UInt8(ascii: "P")...UInt8(ascii: "S") where (numbers.first ?? 1) > 1: return .nothing
    default: return event(letter(final).map { .key(KeyPress($0, modifiers)) })
    }
  }

  private static func event(_ event: InputEvent?) -> Meaning { event.map { .event($0) } ?? .nothing }

  /// The meaning of SS3, an optional modifier, and a final byte: cursor keys of the application form and the keypad.
  static func singleShift(_ sequence: [UInt8], final: UInt8, isAlt: Bool) -> InputEvent? {
    var modifiers = modifiers(parameters(sequence).last ?? 1)
    if isAlt { modifiers.insert(.alt) }
    let key: Key? =
      switch final {
      case UInt8(ascii: "a")...UInt8(ascii: "d"): letter(final & 0xDF)
      case UInt8(ascii: "j")...UInt8(ascii: "y"): .character(Character(Unicode.Scalar(final - 0x40)))
      case UInt8(ascii: "M"): .enter
      case UInt8(ascii: "I"): .tab
      case UInt8(ascii: "X"): .character("=")
      case UInt8(ascii: " "): .character(" ")
      default: letter(final)
      }
    if (UInt8(ascii: "a")...UInt8(ascii: "d")).contains(final) { modifiers.insert(.control) }
    return key.map { .key(KeyPress($0, modifiers)) }
  }

  /// The keys that end in a letter.
  private static func letter(_ final: UInt8) -> Key? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(final) - 0x4F)
    default: nil
    }
  }

  /// The keys that have a number and end in a tilde.
  private static func key(_ number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28...29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }

  /// A key by its code point, as terminals send it that tell all modifiers of all keys.
  private static func character(_ code: Int, _ modifiers: KeyModifiers) -> InputEvent? {
    switch code {
    case 9: return .key(KeyPress(.tab, modifiers))
    case 13: return .key(KeyPress(.enter, modifiers))
    case 27: return .key(KeyPress(.escape, modifiers))
    case 8, 127: return .key(KeyPress(.backspace, modifiers))
    // Private use stands for keys without a character.
    case 0..<32, 128..<160, 0xE000..<0xF900: return nil
    default: break
    }
    guard let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
    if modifiers.contains(.shift), scalar.properties.isLowercase, scalar.properties.uppercaseMapping.count == 1 {
      return .key(KeyPress(.character(Character(scalar.properties.uppercaseMapping)), modifiers.subtracting(.shift)))
    }
    let isPlain = scalar.properties.isCased || modifiers == .shift
    return .key(KeyPress(.character(Character(scalar)), isPlain ? modifiers.subtracting(.shift) : modifiers))
  }

  /// xterm's parameter: 1 and the sum of shift 1, alt 2, control 4, meta 8.
  private static func modifiers(_ parameter: Int) -> KeyModifiers {
    let bits = max(0, parameter - 1)
    var modifiers: KeyModifiers = []
    if bits & 1 != 0 { modifiers.insert(.shift) }
    if bits & (2 | 8) != 0 { modifiers.insert(.alt) }
    if bits & 4 != 0 { modifiers.insert(.control) }
    return modifiers
  }

  // MARK: - Mouse

  /// A report of mode 1006. Buttons are counted from 1: left, middle, right; 8 to 11 are those on the side.
  private static func mouse(_ code: Int, _ column: Int, _ row: Int, isRelease: Bool) -> InputEvent? {
    let low = code & 3
    let kind: MouseEvent.Kind
    if code & 64 != 0 {
      guard !isRelease, low < 2, code & 128 == 0 else { return nil }
      kind = low == 0 ? .wheelUp : .wheelDown
    } else {
      let isSide = code & 128 != 0
      // 3 is no button: the mouse moved freely.
      guard isSide || low < 3 else { return nil }
      let button = isSide ? 8 + low : 1 + low
      kind = code & 32 != 0 ? .drag(button: button) : isRelease ? .release(button: button) : .press(button: button)
    }
    var modifiers: KeyModifiers = []
    if code & 4 != 0 { modifiers.insert(.shift) }
    if code & 8 != 0 { modifiers.insert(.alt) }
    if code & 16 != 0 { modifiers.insert(.control) }
    return .mouse(
      MouseEvent(
        kind, column: min(max(0, column - 1), farthest), row: min(max(0, row - 1), farthest), modifiers: modifiers))
  }

  /// The oldest form: three bytes, each 32 more than its value; a release does not say of which button.
  static func plainMouse(_ bytes: [UInt8]) -> InputEvent? {
    let values = bytes.map { Int($0) - 32 }
    let isRelease = values[0] & 3 == 3 && values[0] & (32 | 64) == 0
    return mouse(isRelease ? values[0] & ~3 : values[0], values[1], values[2], isRelease: isRelease)
  }

  // MARK: - Parameters

  /// The numbers between semicolons; an absent one is 0 and too large a one stops at ten million. What follows a colon
  /// refines a number and is left out.
  private static func parameters(_ sequence: [UInt8]) -> [Int] {
    guard !sequence.isEmpty else { return [] }
    var numbers = [0]
    var isRefinement = false
    for byte in sequence {
      switch byte {
      case UInt8(ascii: ";"):
        numbers.append(0)
        isRefinement = false
      case UInt8(ascii: ":"): isRefinement = true
      case 0x30...0x39 where !isRefinement:
        let last = numbers.count - 1
        numbers[last] = min(10_000_000, numbers[last] * 10 + Int(byte - 0x30))
      default: break
      }
    }
    return numbers
  }
}
