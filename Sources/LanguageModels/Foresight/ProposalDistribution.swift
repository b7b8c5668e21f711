#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// From where a model draws its next proposal, for models that can tell: a mixture of Gaussians.
///
/// A proposal is p = center + frame · z, where z is the inverse of `compressed` at a draw t from the mixture: far
/// proposals are near in t. The frame spans all parameters or, where the model looks at a part of the space only, a
/// plane in it; then there is no density over all of it.
///
/// The components are those of temperature 1. At another temperature T their weights w become proportional to w^(1/T)
/// and the spread of each is T times as wide; at 0 only the mean of the heaviest is left.
public struct ProposalDistribution: Hashable, Sendable {
  /// A Gaussian in the compressed frame.
  public struct Component: Hashable, Sendable {
    /// Above 0; those of all components are 1 together.
    public var weight: Double
    public var mean: [Double]
    /// The lower triangle of a matrix L, row by row, with a diagonal above 0: the covariance is L Lᵀ.
    public var spread: [Double]

    public init(weight: Double, mean: [Double], spread: [Double]) {
      self.weight = weight
      self.mean = mean
      self.spread = spread
    }
  }

  /// The names of the parameters, in the order of every point here.
  public var parameters: [String]
  public var center: [Double]
  /// The columns of the matrix that leads from z to the parameters: as many as z has coordinates, each with a number
  /// for every parameter.
  public var frame: [[Double]]
  public var components: [Component]
  /// 0 or more.
  public var temperature: Double

  public init(
    parameters: [String], center: [Double], frame: [[Double]], components: [Component], temperature: Double
  ) {
    self.parameters = parameters
    self.center = center
    self.frame = frame
    self.components = components
    self.temperature = temperature
  }

  /// Whether all chance is gone: at temperature 0 the model answers with `mode`, or what stands next to it on its grid.
  public var isPoint: Bool { !(temperature > 0) }

  /// The mean of the heaviest component, in the parameters; the center where there is none.
  public var mode: [Double] {
    guard let heaviest = components.max(by: { $0.weight < $1.weight }) else { return center }
    return point(atCompressed: heaviest.mean)
  }

  /// The weights of the components at this temperature.
  public var weights: [Double] {
    let largest = components.map(\.weight).max() ?? 1
    if isPoint {
      let first = components.firstIndex { $0.weight == largest }
      return components.indices.map { $0 == first ? 1 : 0 }
    }
    let scaled = components.map { pow($0.weight / largest, 1 / temperature) }
    let sum = scaled.reduce(0, +)
    return scaled.map { $0 / sum }
  }

  // MARK: - The frame

  /// The parameters at a point of the mixture's own coordinates.
  public func point(atCompressed coordinates: [Double]) -> [Double] {
    let z = Self.expanded(coordinates)
    return center.indices.map { row in
      zip(frame, z).reduce(center[row]) { $0 + $1.0[row] * $1.1 }
    }
  }

  /// z · asinh|z| / |z|.
  public static func compressed(_ z: [Double]) -> [Double] {
    let radius = length(z)
    guard radius > 1e-9 else { return z }
    let scale = asinh(radius) / radius
    return z.map { $0 * scale }
  }

  /// The largest |t| that is followed outwards: e^9 / 2 spreads of the best pairs away.
  public static let farthest = 9.0

  /// The inverse of `compressed`, for |t| up to `farthest`; what lies farther away is brought there.
  public static func expanded(_ t: [Double]) -> [Double] {
    let radius = length(t)
    guard radius > 1e-9 else { return t }
    let scale = sinh(min(radius, farthest)) / radius
    return t.map { $0 * scale }
  }

  private static func length(_ values: [Double]) -> Double {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return largest }
    return largest * values.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }
}
