import Charts

/// Turns the styles of cells into what the terminal can show of them: the colours reduced, the attributes it has.
struct LookTable {
  private let kind: TerminalKind
  private var reducer: ColorReducer
  /// Whether every style is shown as it is.
  private let isExact: Bool
  private var looks: [Style: Style] = [:]
  private var lastStyle = Style.plain
  private var lastLook = Style.plain

  init(kind: TerminalKind, depth: ColorDepth) {
    self.kind = kind
    reducer = ColorReducer(depth: depth)
    let all: Attributes = [.bold, .dim, .underline, .reverse, .italic]
    isExact = depth == .direct && kind.attributes == all && kind.colorlessAttributes.isEmpty
  }

  @inline(__always)
  mutating func look(of style: Style) -> Style {
    if isExact { return style }
    if style == lastStyle { return lastLook }
    lastLook = known(style)
    lastStyle = style
    return lastLook
  }

  private mutating func known(_ style: Style) -> Style {
    if let look = looks[style] { return look }
    // A gradient over a long run makes many styles; the table is rebuilt rather than grown.
    if looks.count >= 8192 { looks.removeAll(keepingCapacity: true) }
    let look = reduced(style)
    looks[style] = look
    return look
  }

  private mutating func reduced(_ style: Style) -> Style {
    var look = style
    look.attributes.formIntersection(kind.attributes)
    if reducer.depth != .direct {
      let foreground = reducer.ink(for: style.foreground), background = reducer.ink(for: style.background)
      look.foreground = Self.color(foreground)
      look.background = Self.color(background)
      if foreground.isBright, kind.attributes.contains(.bold) { look.attributes.insert(.bold) }
    }
    if look.foreground != .standard || look.background != .standard {
      look.attributes.subtract(kind.colorlessAttributes)
    }
    return look
  }

  private static func color(_ ink: ColorReducer.Ink) -> Color {
    UInt8(exactly: ink.number).map { .indexed($0) } ?? .standard
  }
}
