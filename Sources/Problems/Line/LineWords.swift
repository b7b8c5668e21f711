import Optimization

extension LineProblem {
  /// As one sees it in the picture: "a steeper, lower line", "the same slope, higher".
  public func words(for line: LineSolution, comparedWith previous: LineSolution) -> String {
    if line == previous { return "the same line again" }
    let x = xAxis.range, y = yAxis.range
    let height = y.upperBound - y.lowerBound, middle = x.lowerBound + (x.upperBound - x.lowerBound) / 2
    // How much it turned and rose, in parts of the picture's height.
    let tilt = (line.w - previous.w) * (x.upperBound - x.lowerBound) / height
    let lift = (line(middle) - previous(middle)) / height
    let vertical = lift > 0 ? "higher" : "lower"
    if line.w == previous.w { return "the same slope, \(Self.degree(lift))\(vertical)" }
    let isTilted = abs(tilt) >= Self.noticed, isLifted = abs(lift) >= Self.noticed
    if isTilted, line.w * previous.w < 0 {
      let turned = line.w < 0 ? "a falling line instead of a rising one" : "a rising line instead of a falling one"
      return isLifted ? "\(turned), \(vertical)" : turned
    }
    if line.w == 0, isTilted { return isLifted ? "a level, \(vertical) line" : "a level line" }
    let slope = abs(line.w) > abs(previous.w) ? "steeper" : "flatter"
    return switch (isTilted, isLifted) {
    case (true, true): "a \(Self.degree(tilt))\(slope), \(Self.degree(lift))\(vertical) line"
    case (true, false): "a \(Self.degree(tilt))\(slope) line"
    case (false, true): "a \(Self.degree(lift))\(vertical) line"
    case (false, false): "a slightly \(abs(tilt) >= abs(lift) ? slope : vertical) line"
    }
  }

  /// Changes below a hundredth of the picture's height are hardly seen.
  private static let noticed = 0.01

  private static func degree(_ change: Double) -> String {
    let size = abs(change)
    return size > 0.5 ? "much " : size >= noticed ? "" : "slightly "
  }
}
