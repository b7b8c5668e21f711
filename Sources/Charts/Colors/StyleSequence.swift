extension ColorReducer {
  /// The control sequence that begins a style (SGR of ECMA-48, with xterm's 256 and direct colours), for text that is
  /// printed line by line; "\u{1B}[0m" ends it. Empty for a style that changes nothing.
  public mutating func sequence(for style: Style) -> String {
    var codes: [String] = []
    let foreground = ink(for: style.foreground), background = ink(for: style.background)
    let attributes = style.attributes
    if attributes.contains(.bold) || foreground.isBright { codes.append("1") }
    if attributes.contains(.dim) { codes.append("2") }
    if attributes.contains(.italic) { codes.append("3") }
    if attributes.contains(.underline) { codes.append("4") }
    if attributes.contains(.reverse) { codes.append("7") }
    if let code = code(of: foreground, from: 30) { codes.append(code) }
    if let code = code(of: background, from: 40) { codes.append(code) }
    return codes.isEmpty ? "" : "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  /// - Parameter base: 30 for what is in front, 40 for what is behind.
  private func code(of ink: Ink, from base: Int32) -> String? {
    let number = ink.number
    switch number {
    case ..<0: return nil
    case 0..<8: return String(base + number)
    case 8..<16 where depth == .sixteen: return String(base + 60 + number - 8)
    case _ where depth == .direct: return "\(base + 8);2;\(number >> 16 & 255);\(number >> 8 & 255);\(number & 255)"
    default: return "\(base + 8);5;\(number)"
    }
  }
}
