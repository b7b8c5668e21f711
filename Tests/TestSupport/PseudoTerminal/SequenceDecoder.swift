/// A control sequence as it was written, in its parts.
struct ControlSequenceText: Hashable, Sendable, CustomStringConvertible {
  var prefix = ""
  /// Between semicolons, each with its parts between colons; nil where one is absent.
  var parameters: [[Int?]] = []
  var intermediates = ""
  var final: Character = " "

  var numbers: [Int] { parameters.compactMap { $0.first ?? nil } }

  /// A parameter, where 0 and none mean the same.
  func number(_ index: Int, absent: Int) -> Int {
    guard index < parameters.count, let number = parameters[index].first ?? nil, number != 0 else { return absent }
    return number
  }

  var description: String {
    let texts = parameters.map { $0.map { $0.map(String.init) ?? "" }.joined(separator: ":") }
    return "CSI \(prefix)\(texts.joined(separator: ";"))\(intermediates)\(final)"
  }
}

/// Cuts a terminal's output into characters, controls and sequences.
struct SequenceDecoder: Sendable {
  enum Action: Sendable {
    case print(Unicode.Scalar)
    case control(UInt8)
    case escape(String, UInt8)
    case sequence(ControlSequenceText)
  }

  private enum State: Sendable {
    case ground
    case escape
    case sequence
    /// An operating system command or the like, whose text is left out.
    case string
    case character(missing: Int)
  }

  private var state = State.ground
  private var held: [UInt8] = []

  mutating func next(_ byte: UInt8) -> Action? {
    if byte == 0x18 || byte == 0x1A {
      state = .ground
      return nil
    }
    if byte == 0x1B {
      state = .escape
      held = []
      return nil
    }
    switch state {
    case .string:
      if byte == 0x07 { state = .ground }
      return nil
    case .character(let missing) where byte & 0xC0 == 0x80:
      held.append(byte)
      state = .character(missing: missing - 1)
      return missing > 1 ? nil : finishCharacter()
    case .character:
      state = .ground
      return begin(byte)
    case .ground: return begin(byte)
    case .escape: return continueEscape(byte)
    case .sequence: return continueSequence(byte)
    }
  }

  private mutating func begin(_ byte: UInt8) -> Action? {
    switch byte {
    case 0..<0x20, 0x7F: return .control(byte)
    case 0x20..<0x7F: return .print(Unicode.Scalar(byte))
    case 0xC2...0xF4:
      held = [byte]
      state = .character(missing: byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3)
      return nil
    default: return .print("\u{FFFD}")
    }
  }

  private mutating func finishCharacter() -> Action? {
    state = .ground
    return .print(String(decoding: held, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}")
  }

  private mutating func continueEscape(_ byte: UInt8) -> Action? {
    switch byte {
    case UInt8(ascii: "[") where held.isEmpty: state = .sequence
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
      if held.isEmpty { state = .string } else { fallthrough }
    case 0x30...0x7E:
      state = .ground
      return .escape(String(decoding: held, as: UTF8.self), byte)
    case 0x20...0x2F: held.append(byte)
    default: return .control(byte)
    }
    return nil
  }

  private mutating func continueSequence(_ byte: UInt8) -> Action? {
    guard byte >= 0x20 else { return .control(byte) }
    guard (0x40...0x7E).contains(byte) else {
      held.append(byte)
      return nil
    }
    state = .ground
    var sequence = ControlSequenceText()
    sequence.final = Character(Unicode.Scalar(byte))
    var parameters = held[...]
    if let first = parameters.first, (0x3C...0x3F).contains(first) {
      sequence.prefix = String(Unicode.Scalar(first))
      parameters.removeFirst()
    }
    sequence.intermediates = String(decoding: parameters.filter { $0 < 0x30 }, as: UTF8.self)
    let text = String(decoding: parameters.filter { $0 >= 0x30 }, as: UTF8.self)
    sequence.parameters = text.split(separator: ";", omittingEmptySubsequences: false).map { parameter in
      parameter.split(separator: ":", omittingEmptySubsequences: false).map { Int($0).map { min($0, 1_000_000) } }
    }
    return .sequence(sequence)
  }
}

extension ScreenCell.Style {
  /// Changes the style as SGR asks.
  mutating func apply(_ parameters: [[Int?]]) {
    var rest = parameters[...]
    if rest.isEmpty { self = Self() }
    while let parameter = rest.popFirst() {
      let number = (parameter.first ?? nil) ?? 0
      switch number {
      case 0: self = Self()
      case 1: attributes.insert(.bold)
      case 2: attributes.insert(.dim)
      case 3: attributes.insert(.italic)
      case 4: attributes.insert(.underline)
      case 5: attributes.insert(.blink)
      case 7: attributes.insert(.reverse)
      case 8: attributes.insert(.hidden)
      case 22: attributes.subtract([.bold, .dim])
      case 23: attributes.remove(.italic)
      case 24: attributes.remove(.underline)
      case 25: attributes.remove(.blink)
      case 27: attributes.remove(.reverse)
      case 28: attributes.remove(.hidden)
      case 30...37: foreground = .indexed(UInt8(number - 30))
      case 39: foreground = .standard
      case 40...47: background = .indexed(UInt8(number - 40))
      case 49: background = .standard
      case 90...97: foreground = .indexed(UInt8(number - 82))
      case 100...107: background = .indexed(UInt8(number - 92))
      case 38, 48:
        let color = Self.color(parameter.dropFirst(), &rest)
        if let color, number == 38 { foreground = color }
        if let color, number == 48 { background = color }
      default: break
      }
    }
  }

  /// The colour after 38 or 48: behind colons in the same parameter, or in those that follow.
  private static func color(_ parts: ArraySlice<Int?>, _ rest: inout ArraySlice<[Int?]>) -> ScreenCell.Color? {
    func byte(_ number: Int?) -> UInt8 { UInt8(clamping: number ?? 0) }
    if !parts.isEmpty {
      let numbers = Array(parts)
      if numbers[0] == 5, numbers.count >= 2 { return .indexed(byte(numbers[1])) }
      guard numbers[0] == 2, numbers.count >= 4 else { return nil }
      // With or without the number of a colour space.
      let components = numbers.suffix(3).map(byte)
      return .direct(red: components[0], green: components[1], blue: components[2])
    }
    func next() -> Int? { rest.popFirst()?.first ?? nil }
    switch next() {
    case 5: return .indexed(byte(next()))
    case 2: return .direct(red: byte(next()), green: byte(next()), blue: byte(next()))
    default: return nil
    }
  }
}
