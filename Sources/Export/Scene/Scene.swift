import Charts

/// A colour by its sRGB components, with how much it covers: 0 lets all through, 1 nothing.
public struct Ink: Hashable, Sendable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8
  public var alpha: Double

  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, alpha: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// Nil where a theme leaves the colour to the terminal.
  init?(_ color: Color) {
    guard case .direct(let red, let green, let blue) = color.kind else { return nil }
    self.init(red, green, blue)
  }

  func with(alpha: Double) -> Ink { Ink(red, green, blue, alpha: alpha) }

  /// What is seen of it over another, which covers all.
  func over(_ ground: Ink) -> Ink {
    func mix(_ front: UInt8, _ back: UInt8) -> UInt8 {
      UInt8((Double(front) * alpha + Double(back) * (1 - alpha)).rounded())
    }
    return Ink(mix(red, ground.red), mix(green, ground.green), mix(blue, ground.blue))
  }
}

/// A place in a scene: points (1/72 inch on paper) to the right of and below the top left corner.
public struct ScenePoint: Hashable, Sendable {
  public var x: Double
  public var y: Double
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// How a line is drawn; widths and dashes in points.
public struct Stroke: Hashable, Sendable {
  public var ink: Ink
  public var width: Double
  /// The lengths of dashes and gaps by turns; empty for a whole line.
  public var dashes: [Double]

  public init(_ ink: Ink, width: Double, dashes: [Double] = []) {
    self.ink = ink
    self.width = width
    self.dashes = dashes
  }
}

/// A line of text, safe to show.
public struct SceneLabel: Hashable, Sendable {
  public enum Anchor: String, Hashable, Sendable {
    case start, middle, end
  }
  public var text: String
  /// On the base line, at the anchor.
  public var place: ScenePoint
  /// The height of the type in points.
  public var size: Double
  public var ink: Ink
  public var anchor = Anchor.start
  public var isBold = false
  /// Reads from below to above.
  public var isUpright = false
  /// Drawn round the letters, so that they are read over lines.
  public var halo: Ink?
}

/// What a picture is made of, whatever it is written as.
public enum SceneShape: Hashable, Sendable {
  case line([ScenePoint], Stroke)
  case polygon([ScenePoint], Ink)
  case circle(center: ScenePoint, radius: Double, fill: Ink?, stroke: Stroke?)
  case label(SceneLabel)
}

/// A picture of vectors.
public struct Scene: Hashable, Sendable {
  public var width: Double
  public var height: Double
  public var background: Ink
  /// For who cannot see it, and for a window's title.
  public var title: String
  public var summary: String
  /// In drawing order: later ones lie on top.
  public var shapes: [SceneShape]
}

/// A picture that changes from step to step.
public struct Film: Hashable, Sendable {
  public struct Frame: Hashable, Sendable {
    /// The step that is done in it; 0 shows the initial solutions.
    public var step: Int
  }

  public struct Element: Hashable, Sendable {
    public var shape: SceneShape
    /// The frames that show it.
    public var frames: Range<Int>
  }

  public var width: Double
  public var height: Double
  public var background: Ink
  public var title: String
  public var summary: String
  /// At least one.
  public var frames: [Frame]
  /// In drawing order.
  public var elements: [Element]

  /// One frame by itself.
  public func scene(at frame: Int) -> Scene {
    Scene(
      width: width, height: height, background: background, title: title, summary: summary,
      shapes: elements.filter { $0.frames.contains(frame) }.map(\.shape))
  }

  /// The last frame.
  public var still: Scene { scene(at: frames.count - 1) }
}
