import Charts
import Optimization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The shading of a foresight, kept as long as the distribution, the window and the size stay the same.
///
/// A shade says how much of all proposals falls where it is at least as dense: the strongest shades hold half of them,
/// all shades 99 of 100 (the smallest regions of such a content; R. Hyndman, "Computing and graphing highest density
/// regions", The American Statistician 50, 1996). So it reads alike whatever the units are, and narrows and widens with
/// the distribution. What is narrower than a cell is drawn as wide as one.
struct ForesightMap: Sendable {
  struct Key: Hashable {
    var distribution: ProposalDistribution
    var window: PlaneWindow
    var size: Size
    var look: Look

    init(_ distribution: ProposalDistribution, frame: PlotFrame, size: Size, look: Look) {
      self.distribution = distribution
      window = PlaneWindow(x: frame.x.range, y: frame.y.range)
      self.size = size
      self.look = look
    }
  }

  let key: Key
  /// The axes and the shades, without a mark.
  private(set) var cells: CellBuffer
  let heat: HeatMap
  /// The lines around shares of the proposals, with the cells that a label may stand on.
  let contours: [HeatMap.Contour]
  let figures: ForesightFigures
  /// The share of the proposals that fall outside the window.
  let outside: Double
  /// The density at a value of the one parameter, as a share of its peak; nil over two.
  private(set) var heights: [Double]?

  /// By what is left outside, from the edge to the peak; those with a label have a line.
  static let levels = ShadeLevels(
    edge...1,
    levels: [
      .init(value: 0.01, label: "99 %"), .init(value: 0.03, label: nil), .init(value: 0.1, label: "90 %"),
      .init(value: 0.25, label: nil), .init(value: 0.5, label: "50 %"), .init(value: 0.7, label: nil),
      .init(value: 0.88, label: nil),
    ])

  /// What lies further out has no shade.
  private static let edge = 0.004

  /// The deviation that a cell adds, in cells: so wide that no place of a mean between cells changes how it looks.
  private static let blur = 0.45

  /// - Parameter frame: in a buffer of the key's size.
  init(key: Key, frame: PlotFrame, look: Look) {
    self.key = key
    cells = CellBuffer(size: key.size)
    frame.draw(into: &cells, styles: look.theme.plotStyles)
    figures = ForesightFigures(key.distribution)
    outside = figures.shareOutside(key.window)
    var values = ContiguousArray<Double>()
    let inner = frame.inner
    let cell = [
      (frame.x.range.upperBound - frame.x.range.lowerBound) / Double(max(1, inner.columns)) * Self.blur,
      (frame.y.range.upperBound - frame.y.range.lowerBound) / Double(max(1, inner.rows)) * Self.blur,
    ]
    let isSingle = key.distribution.parameters.count == 1
    if !inner.isEmpty, let seen = key.distribution.blurred(by: isSingle ? [cell[0]] : cell) {
      let shares = Shares(seen)
      let xs = (0..<inner.columns).map { frame.xValue(atColumn: inner.column + $0) }
      let ys = (0..<inner.rows).map { frame.yValue(atRow: inner.row + $0) }
      values.reserveCapacity(xs.count * ys.count)
      if isSingle {
        let densities = seen.logDensities(at: xs.map { [$0] })
        let peaks = seen.logDensities(at: seen.components.map { seen.point(atCompressed: $0.mean) })
        let heights = Self.heights(densities, peak: (densities + peaks).max() ?? 0)
        let colors = densities.map(shares.left(below:))
        for y in ys {
          for (height, color) in zip(heights, colors) { values.append(y <= height ? color : .nan) }
        }
        self.heights = heights
      } else {
        for density in seen.logDensities(overX: xs, y: ys) { values.append(shares.left(below: density)) }
      }
    }
    let gradient = look.theme.planeGradient
    heat = HeatMap(
      frame: frame, values: values, levels: Self.levels,
      ink: look.isASCII || gradient.stops.isEmpty ? .characters(look.theme.dim) : .colors(Self.ink(gradient)),
      marker: look.marker)
    contours = heat.draw(into: &cells)
  }

  private static func heights(_ densities: [Double], peak: Double) -> [Double] {
    densities.map { density in
      let height = exp(density - peak)
      return height.isFinite ? height : 0
    }
  }

  /// What is nearest to a theme's background is the faintest; so far that marks keep their colours.
  private static func ink(_ gradient: Gradient) -> Gradient {
    let share = 0.85
    let knots = gradient.stops.map(\.position).filter { $0 < share } + [share]
    return Gradient(
      stops: knots.compactMap { position in
        guard case .direct(let red, let green, let blue) = gradient.color(at: position).kind else { return nil }
        return Gradient.Stop(position / share, red, green, blue)
      })
  }

  /// From a density to the share of the proposals that fall where it is lower.
  private struct Shares {
    /// Of proposals that stand for all, from the lowest.
    private let densities: [Double]

    init(_ distribution: ProposalDistribution) {
      densities = distribution.logDensities(at: distribution.evenDraws(ForesightFigures.count)).filter(\.isFinite)
        .sorted()
    }

    /// Not-a-number where hardly any are.
    func left(below density: Double) -> Double {
      guard let lowest = densities.first, density >= lowest else { return .nan }
      var low = 0, high = densities.count
      while low < high {
        let middle = (low + high) / 2
        if densities[middle] <= density { low = middle + 1 } else { high = middle }
      }
      guard low < densities.count else { return 1 }
      // Between two of them straight, so that lines are smooth.
      let step = densities[low] - densities[low - 1]
      let share = (Double(low) - 0.5 + (step > 0 ? (density - densities[low - 1]) / step : 0)) / Double(densities.count)
      return share < ForesightMap.edge ? .nan : min(share, 1)
    }
  }
}
