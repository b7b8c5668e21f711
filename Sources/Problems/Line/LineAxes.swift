import Optimization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension LineProblem {
  /// The ranges shown at first, from the data alone.
  ///
  /// The classroom's published animation runs from -10 to 10 and from -25 to 25, and that is kept while the data fit
  /// inside; else a tenth of their range is left free on each side and the ends are moved out to round numbers.
  static func axes(for data: LineData, preset: LinePreset) -> (x: Picture.Axis, y: Picture.Axis) {
    let x = bounds(of: data.xs), y = bounds(of: data.ys)
    let published: (x: ClosedRange<Double>, y: ClosedRange<Double>) = (-10...10, -25...25)
    let fits = preset == .classroom && published.x.contains(x) && published.y.contains(y)
    return (
      Picture.Axis(label: data.xName, range: fits ? published.x : roundRange(around: x)),
      Picture.Axis(label: data.yName, range: fits ? published.y : roundRange(around: y))
    )
  }

  private static func bounds(of values: [Double]) -> ClosedRange<Double> {
    (values.min() ?? 0)...(values.max() ?? 0)
  }

  /// A range with a margin and with ends at multiples of 1, 2 or 5 times a power of ten, some ten to the range.
  static func roundRange(around range: ClosedRange<Double>) -> ClosedRange<Double> {
    var width = range.upperBound - range.lowerBound
    // One value only, or values that differ by less than their own precision.
    let size = max(abs(range.lowerBound), abs(range.upperBound))
    if width <= size * 1e-12 { width = size > 0 ? size : 1 }
    let power = pow(10, floor(log10(width / 10)))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= width / 10 } ?? width
    let low = ((range.lowerBound - width / 10) / step).rounded(.down) * step
    let high = ((range.upperBound + width / 10) / step).rounded(.up) * step
    return low < high && low.isFinite && high.isFinite ? low...high : (range.lowerBound - 1)...(range.upperBound + 1)
  }
}
