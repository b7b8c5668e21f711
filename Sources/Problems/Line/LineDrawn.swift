import Optimization
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension LineProblem {
  /// The line through two points of the picture, with as many digits as one can see in it; nil where it is upright.
  public func typedSolution(drawnFrom start: Picture.Point, to end: Picture.Point) -> String? {
    let width = xAxis.range.upperBound - xAxis.range.lowerBound
    let height = yAxis.range.upperBound - yAxis.range.lowerBound
    guard abs(end.x - start.x) > width * 1e-9 else { return nil }
    let w = Self.rounded((end.y - start.y) / (end.x - start.x), to: height / width / 100, isWhole)
    // Through the middle of what was drawn, where rounding the slope moves it least, also far from x = 0.
    let middle = Picture.Point(x: start.x / 2 + end.x / 2, y: start.y / 2 + end.y / 2)
    let b = Self.rounded(middle.y - w * middle.x, to: height / 1000, isWhole)
    guard w.isFinite, b.isFinite else { return nil }
    return "w=\(Self.text(w)) b=\(Self.text(b))"
  }

  private static func text(_ value: Double) -> String {
    let text = NumberFormat.shortest(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private var isWhole: Bool { lineSettings.roundsProposals }

  /// Rounded to the decimals that a step of this size needs; a negative zero becomes zero.
  private static func rounded(_ value: Double, to step: Double, _ isWhole: Bool) -> Double {
    guard value.isFinite, step > 0 else { return value }
    let decimals = isWhole ? 0 : max(0, Int(min(340, -log10(step)).rounded(.up)))
    return (Double(NumberFormat.fixed(value, decimals: decimals)) ?? value) + 0
  }
}
