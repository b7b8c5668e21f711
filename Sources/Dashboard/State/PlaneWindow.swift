import Optimization

/// The part of the parameter plane that is seen.
public struct PlaneWindow: Hashable, Sendable {
  public var x: ClosedRange<Double>
  public var y: ClosedRange<Double>

  public init(x: ClosedRange<Double>, y: ClosedRange<Double>) {
    self.x = x
    self.y = y
  }

  /// What a person chose to see of it.
  public enum Choice: Hashable, Sendable {
    /// All of the space that random proposals are drawn from.
    case space
    /// What holds all candidates.
    case candidates
    case window(PlaneWindow)
  }

  /// Beyond this the numbers of an axis are not told apart, or are no numbers.
  private static let widths = 1e-9...1e12

  /// Scaled about a point of it; within reason.
  func scaled(by factor: Double, aboutX x: Double, y: Double) -> PlaneWindow {
    func scaled(_ range: ClosedRange<Double>, about center: Double) -> ClosedRange<Double> {
      let width = range.upperBound - range.lowerBound
      let wanted = min(max(width * factor, Self.widths.lowerBound * max(1, abs(center))), Self.widths.upperBound)
      let scale = wanted / width
      let low = center + (range.lowerBound - center) * scale
      let high = center + (range.upperBound - center) * scale
      return low.isFinite && high.isFinite && low < high ? low...high : range
    }
    return PlaneWindow(x: scaled(self.x, about: x), y: scaled(self.y, about: y))
  }

  /// Moved by shares of its width and height.
  func moved(byX x: Double, y: Double) -> PlaneWindow {
    func moved(_ range: ClosedRange<Double>, by share: Double) -> ClosedRange<Double> {
      let distance = (range.upperBound - range.lowerBound) * share
      let low = range.lowerBound + distance, high = range.upperBound + distance
      return low.isFinite && high.isFinite && low < high && abs(low) < 1e15 ? low...high : range
    }
    return PlaneWindow(x: moved(self.x, by: x), y: moved(self.y, by: y))
  }
}

extension DashboardState {
  /// The two parameters of the plane; nil where the problem has not just two numbers.
  public var planeParameters: (x: NumberParameter, y: NumberParameter)? {
    guard case .numbers(let parameters)? = problem?.space, parameters.count == 2 else { return nil }
    return (parameters[0], parameters[1])
  }

  /// The parameters that the plane can span: one or two, else none.
  var spanned: [NumberParameter] {
    guard case .numbers(let parameters)? = problem?.space, (1...2).contains(parameters.count) else { return [] }
    return parameters
  }

  /// What the plane shows now; nil where there is none. Over one parameter it is the density that grows upwards, as a
  /// share of its peak.
  public var planeWindow: PlaneWindow? {
    let spanned = spanned
    guard let first = spanned.first else { return nil }
    let upwards = 0...1.05
    let space = PlaneWindow(x: range(of: first), y: spanned.count > 1 ? range(of: spanned[1]) : upwards)
    switch plane {
    case .space: return space
    case .window(let window): return spanned.count > 1 ? window : PlaneWindow(x: window.x, y: upwards)
    case .candidates: return candidatesWindow ?? space
    }
  }

  /// Around nearly all that the model means to propose and what its prompt showed, as it is now.
  var foresightWindow: PlaneWindow? {
    guard let (_, distribution) = shownForesight, let space = planeWindow else { return nil }
    let figures = ForesightFigures(distribution)
    let trajectory = run.trajectory
    let shown = (run.head.current?.shown ?? []).compactMap { trajectory.row(of: $0) }
    func around(_ place: Int) -> ClosedRange<Double> {
      let nearlyAll = figures.nearlyAll[place]
      var (low, high) = (nearlyAll.lowerBound, nearlyAll.upperBound)
      // The pairs that are far off would make it small.
      let reach = 2 * (high - low)
      for row in shown where place < trajectory.parameters.count {
        let number = trajectory.number(at: row, parameter: place)
        guard number > low - reach, number < high + reach else { continue }
        (low, high) = (min(low, number), max(high, number))
      }
      let margin = max((high - low) * 0.15, max(abs(low), abs(high)) * 1e-6, 1e-6)
      return (low - margin)...(high + margin)
    }
    let window = PlaneWindow(x: around(0), y: spanned.count > 1 ? around(1) : space.y)
    let bounds = [window.x.lowerBound, window.x.upperBound, window.y.lowerBound, window.y.upperBound]
    return bounds.allSatisfy { abs($0) < 1e15 } ? window : nil
  }

  /// Where proposals are drawn from at random, made larger on both sides alike where a known answer lies outside: the
  /// map must hold it, and not tell where it is.
  private func range(of parameter: NumberParameter) -> ClosedRange<Double> {
    let (low, high) = (parameter.range.lowerBound, parameter.range.upperBound)
    let width = high - low
    guard width.isFinite else { return -1...1 }
    let middle = low + width / 2
    let answers = problem?.references.compactMap { $0.solution?[parameter.name]?.number } ?? []
    let reach = answers.filter(\.isFinite).map { abs($0 - middle) * 1.3 }.max() ?? 0
    let half = max(width / 2, reach)
    return half > 0 && half < 1e15 ? (middle - half)...(middle + half) : (middle - 1)...(middle + 1)
  }

  /// Around all candidates, with a margin.
  private var candidatesWindow: PlaneWindow? {
    let trajectory = run.trajectory
    guard trajectory.count > 0, trajectory.parameters.count == 2, spanned.count == 2 else { return nil }
    var low = [Double.infinity, .infinity], high = [-Double.infinity, -Double.infinity]
    for row in 0..<trajectory.count {
      for place in 0..<2 {
        let number = trajectory.number(at: row, parameter: place)
        guard number.isFinite else { continue }
        low[place] = min(low[place], number)
        high[place] = max(high[place], number)
      }
    }
    func around(_ place: Int) -> ClosedRange<Double>? {
      guard low[place] <= high[place] else { return nil }
      let margin = max((high[place] - low[place]) * 0.08, max(abs(low[place]), 1) * 1e-3)
      let range = (low[place] - margin, high[place] + margin)
      return range.0.isFinite && range.1.isFinite ? range.0...range.1 : nil
    }
    guard let x = around(0), let y = around(1) else { return nil }
    return PlaneWindow(x: x, y: y)
  }
}
