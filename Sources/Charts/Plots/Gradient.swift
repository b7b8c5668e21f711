/// Colours between stops, from the old end (0) to the new (1).
public struct Gradient: Hashable, Sendable {
  public struct Stop: Hashable, Sendable {
    public var position: Double
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8
    public init(_ position: Double, _ red: UInt8, _ green: UInt8, _ blue: UInt8) {
      self.position = position
      self.red = red
      self.green = green
      self.blue = blue
    }
  }

  /// In growing order of position.
  public let stops: [Stop]

  public init(stops: [Stop]) { self.stops = stops.sorted { $0.position < $1.position } }

  /// Stops at equal distances.
  public init(_ colors: (UInt8, UInt8, UInt8)...) {
    let last = Double(max(1, colors.count - 1))
    stops = colors.enumerated().map { Stop(Double($0.offset) / last, $0.element.0, $0.element.1, $0.element.2) }
  }

  /// From violet over rose and orange to yellow, ever lighter; for dark backgrounds.
  public static let plasma = Gradient(
    (86, 62, 196), (146, 58, 200), (204, 70, 160), (240, 104, 98), (250, 162, 56), (250, 228, 72))

  /// From yellow over red to a dark violet, ever darker; for light backgrounds.
  public static let plasmaOnLight = Gradient(
    (226, 164, 40), (222, 118, 46), (196, 74, 84), (150, 44, 124), (92, 26, 142), (34, 14, 110))

  /// The colour at a position; beyond the ends that of the end, without stops the terminal's own.
  public func color(at position: Double) -> Color {
    guard let first = stops.first, let last = stops.last else { return .standard }
    if !(position > first.position) { return .direct(first.red, first.green, first.blue) }
    for (lower, upper) in zip(stops, stops.dropFirst()) where position <= upper.position {
      let share = (position - lower.position) / (upper.position - lower.position)
      func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
        UInt8(min(max((Double(from) + (Double(to) - Double(from)) * share).rounded(), 0), 255))
      }
      return .direct(mix(lower.red, upper.red), mix(lower.green, upper.green), mix(lower.blue, upper.blue))
    }
    return .direct(last.red, last.green, last.blue)
  }
}
