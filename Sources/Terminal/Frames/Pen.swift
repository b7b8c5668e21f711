import Charts

/// Changes the graphic rendition, with the shortest SGR sequence (ECMA-48, 8.3.117; colours as in ITU-T T.416, with the
/// semicolons that every terminal understands).
struct Pen {
  private let switchesAttributesOff: Bool
  private let hasStandardColors: Bool
  private let hasBrightColors: Bool

  init(kind: TerminalKind) {
    switchesAttributesOff = kind.switchesAttributesOff
    hasStandardColors = kind.hasStandardColors
    hasBrightColors = kind.hasBrightColors
  }

  /// Appends what leads from one look to another; nothing where they are the same.
  func change(from: Style, to: Style, into bytes: inout [UInt8]) {
    if from == to { return }
    if to == .plain {
      bytes.append(contentsOf: [0x1B, 0x5B, UInt8(ascii: "m")])
      return
    }
    let start = bytes.count
    let gone = from.attributes.subtracting(to.attributes)
    let losesColor =
      to.foreground == .standard && from.foreground != .standard
      || to.background == .standard && from.background != .standard
    let needsReset = !gone.isEmpty && !switchesAttributesOff || losesColor && !hasStandardColors
    if !needsReset { sequence(from: from, to: to, isReset: false, &bytes) }
    // Only where something ends can a reset be shorter.
    guard needsReset || !gone.isEmpty || losesColor else { return }
    let middle = bytes.count
    sequence(from: .plain, to: to, isReset: true, &bytes)
    guard middle > start else { return }
    if bytes.count - middle < middle - start {
      bytes.removeSubrange(start..<middle)
    } else {
      bytes.removeSubrange(middle...)
    }
  }

  private func sequence(from: Style, to: Style, isReset: Bool, _ bytes: inout [UInt8]) {
    bytes.append(0x1B)
    var separator = UInt8(ascii: "[")
    func parameter(_ number: Int) {
      bytes.append(separator)
      bytes.appendDecimal(number)
      separator = UInt8(ascii: ";")
    }
    func color(_ color: Color, _ base: Int) {
      switch color.kind {
      case .standard: parameter(base + 9)
      case .indexed(let index) where index < 8: parameter(base + Int(index))
      case .indexed(let index) where index < 16 && hasBrightColors: parameter(base + 52 + Int(index))
      case .indexed(let index):
        parameter(base + 8)
        parameter(5)
        parameter(Int(index))
      case .direct(let red, let green, let blue):
        parameter(base + 8)
        parameter(2)
        for component in [red, green, blue] { parameter(Int(component)) }
      }
    }
    if isReset { parameter(0) }
    var set = to.attributes.subtracting(from.attributes)
    let gone = from.attributes.subtracting(to.attributes)
    if !gone.isDisjoint(with: [.bold, .dim]) {
      // One number ends both.
      parameter(22)
      set.formUnion(to.attributes.intersection([.bold, .dim]))
    }
    if gone.contains(.italic) { parameter(23) }
    if gone.contains(.underline) { parameter(24) }
    if gone.contains(.reverse) { parameter(27) }
    if set.contains(.bold) { parameter(1) }
    if set.contains(.dim) { parameter(2) }
    if set.contains(.italic) { parameter(3) }
    if set.contains(.underline) { parameter(4) }
    if set.contains(.reverse) { parameter(7) }
    if from.foreground != to.foreground { color(to.foreground, 30) }
    if from.background != to.background { color(to.background, 40) }
    bytes.append(UInt8(ascii: "m"))
  }
}

extension [UInt8] {
  /// Appends a number of at most five digits.
  @inline(__always)
  mutating func appendDecimal(_ number: Int) {
    if number >= 10 {
      if number >= 100 {
        if number >= 1000 {
          if number >= 10_000 { append(UInt8(truncatingIfNeeded: 0x30 + number / 10_000 % 10)) }
          append(UInt8(truncatingIfNeeded: 0x30 + number / 1000 % 10))
        }
        append(UInt8(truncatingIfNeeded: 0x30 + number / 100 % 10))
      }
      append(UInt8(truncatingIfNeeded: 0x30 + number / 10 % 10))
    }
    append(UInt8(truncatingIfNeeded: 0x30 + number % 10))
  }
}
