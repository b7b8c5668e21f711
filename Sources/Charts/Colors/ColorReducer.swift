/// Turns colours into the numbers that the terminal knows them by. The palette itself is the user's and stays as it is.
public struct ColorReducer: Sendable {
  /// A colour as ncurses takes it.
  public struct Ink: Hashable, Sendable {
    /// -1 is the terminal's own.
    public var number: Int32
    /// Whether a foreground needs bold to look bright.
    public var isBright = false
    public static let standard = Ink(number: -1)
  }

  public let depth: ColorDepth
  private var known: [Color: Ink] = [:]

  public init(depth: ColorDepth) { self.depth = depth }

  public mutating func ink(for color: Color) -> Ink {
    if color == .standard { return .standard }
    if let ink = known[color] { return ink }
    // A gradient over a long run makes many colours; the cache is rebuilt rather than grown.
    if known.count >= 4096 { known.removeAll(keepingCapacity: true) }
    let ink = reduced(color)
    known[color] = ink
    return ink
  }

  private func reduced(_ color: Color) -> Ink {
    switch (depth, color.kind) {
    case (.none, _), (_, .standard): .standard
    case (.direct, .indexed(let index)) where index < 8: Ink(number: Int32(index))
    case (.direct, .indexed(let index)): Self.direct(Self.components(ofIndexed: index))
    case (.direct, .direct(let red, let green, let blue)): Self.direct(RGB(red, green, blue))
    case (.indexed, .indexed(let index)): Ink(number: Int32(index))
    case (.indexed, .direct(let red, let green, let blue)): Ink(number: Int32(Self.indexed(RGB(red, green, blue))))
    case (.sixteen, .indexed(let index)) where index < 16: Ink(number: Int32(index))
    case (.eight, .indexed(let index)) where index < 16: Ink(number: Int32(index % 8), isBright: index >= 8)
    case (let depth, .indexed(let index)): Self.nearest(Self.components(ofIndexed: index), depth)
    case (let depth, .direct(let red, let green, let blue)): Self.nearest(RGB(red, green, blue), depth)
    }
  }

  // MARK: - Arithmetic

  /// sRGB components, 0 to 255.
  struct RGB: Hashable {
    var red: Int, green: Int, blue: Int
    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
      self.red = Int(red)
      self.green = Int(green)
      self.blue = Int(blue)
    }

    var greatest: Int { max(red, green, blue) }

    /// In degrees, from red over green and blue; nil for what looks grey or black.
    var hue: Double? {
      let chroma = greatest - min(red, green, blue)
      guard chroma >= 40, greatest >= 80 else { return nil }
      let offset: (Int, Int) =
        greatest == red ? (green - blue, 0) : greatest == green ? (blue - red, 120) : (red - green, 240)
      let hue = 60 * Double(offset.0) / Double(chroma) + Double(offset.1)
      return hue < 0 ? hue + 360 : hue
    }

    /// The squared distance, weighted roughly as eyes do.
    func distance(to other: RGB) -> Int {
      let red = red - other.red, green = green - other.green, blue = blue - other.blue
      return 2 * red * red + 4 * green * green + 3 * blue * blue
    }
  }

  /// Numbers below 8 mean the palette even on a terminal with direct colours, so the darkest blues give way.
  private static func direct(_ rgb: RGB) -> Ink {
    let number = rgb.red << 16 | rgb.green << 8 | rgb.blue
    return Ink(number: Int32(number < 8 ? 8 : number))
  }

  private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

  /// The nearest of the cube and the greys of xterm's 256 colours; never one of the first 16, which are the user's.
  static func indexed(_ rgb: RGB) -> UInt8 {
    func level(_ value: Int) -> Int { value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40 }
    let red = level(rgb.red), green = level(rgb.green), blue = level(rgb.blue)
    let cube = UInt8(16 + 36 * red + 6 * green + blue)
    let mean = (2 * rgb.red + 4 * rgb.green + 3 * rgb.blue) / 9
    let grey = UInt8(232 + min(23, max(0, (mean - 3) / 10)))
    let toCube = rgb.distance(to: components(ofIndexed: cube))
    return rgb.distance(to: components(ofIndexed: grey)) < toCube ? grey : cube
  }

  /// What a terminal shows for one of its 256 colours, where the user has changed nothing.
  static func components(ofIndexed index: UInt8) -> RGB {
    switch index {
    case 0..<16: return basic[Int(index)]
    case 16..<232:
      let offset = Int(index) - 16
      return RGB(levels[offset / 36], levels[offset / 6 % 6], levels[offset % 6])
    default:
      let grey = UInt8(8 + 10 * (Int(index) - 232))
      return RGB(grey, grey, grey)
    }
  }

  /// xterm's own first 16.
  private static let basic: [RGB] = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0),
    RGB(0, 0, 238), RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229),
    RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
    RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
  ]

  /// The nearest of the first 16. A colour keeps its hue, for the nearest by distance is often a grey, and a green that is
  /// told from a red by its grey is not told at all.
  private static func nearest(_ rgb: RGB, _ depth: ColorDepth) -> Ink {
    let best: Int
    if let hue = rgb.hue {
      // Where people change the name of a hue, in degrees: yellow begins early, green and blue are wide.
      let bounds = [(20.0, 1), (75, 3), (165, 2), (200, 6), (265, 4), (345, 5), (360, 1)]
      best = (bounds.first { hue < $0.0 }?.1 ?? 1) + (rgb.greatest >= 217 ? 8 : 0)
    } else {
      let greys = [0, 7, 8, 15]
      best = greys.min { rgb.distance(to: basic[$0]) < rgb.distance(to: basic[$1]) } ?? 0
    }
    return depth == .sixteen ? Ink(number: Int32(best)) : Ink(number: Int32(best % 8), isBright: best >= 8)
  }
}
