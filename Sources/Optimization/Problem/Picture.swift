/// What a problem draws in its own space, as data: the screen and the exports turn it into cells or shapes.
public struct Picture: Hashable, Sendable {
  public struct Axis: Hashable, Sendable {
    public var label: String
    /// The range shown at first. It depends on the problem alone, so that axes hold still while a run goes on.
    public var range: ClosedRange<Double>
    public init(label: String, range: ClosedRange<Double>) {
      self.label = label
      self.range = range
    }
  }

  public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  public enum Role: Hashable, Sendable {
    case data
    /// The candidate with this id; the screen knows its step, origin and whether it is best or selected.
    case candidate(Int)
    case reference(Reference.Kind)
  }

  public enum Shape: Hashable, Sendable {
    case points([Point])
    /// The straight line through two points, drawn from edge to edge of the plot.
    case line(Point, Point)
  }

  public struct Element: Hashable, Sendable {
    public var shape: Shape
    public var role: Role
    public init(_ shape: Shape, role: Role) {
      self.shape = shape
      self.role = role
    }
  }

  public var x: Axis
  public var y: Axis
  /// In drawing order: later ones lie on top.
  public var elements: [Element]
  public init(x: Axis, y: Axis, elements: [Element]) {
    self.x = x
    self.y = y
    self.elements = elements
  }
}

/// What the screen asks a problem to draw.
public struct PictureState<Solution: Sendable>: Sendable {
  /// The candidates chosen for drawing, in drawing order.
  public var candidates: [(id: Int, solution: Solution)]
  /// Whether the references have been revealed.
  public var showsReferences: Bool
  public init(candidates: [(id: Int, solution: Solution)], showsReferences: Bool) {
    self.candidates = candidates
    self.showsReferences = showsReferences
  }
}
