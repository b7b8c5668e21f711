import Charts

/// A course of losses in block characters, one or more rows high.
///
/// The scale is linear, or by the logarithm where the losses span a decade or more.
struct Sparkline: Hashable {
  private let values: [Double]
  /// The lowest and the highest loss; nil where there is none.
  let range: ClosedRange<Double>?
  let isLogarithmic: Bool
  private let scale: AxisScale

  /// - Parameter losses: evenly spaced; what is not finite leaves a gap.
  init(_ losses: [Double]) {
    values = losses
    let finite = losses.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else {
      range = nil
      isLogarithmic = false
      scale = .linear(0...1)
      return
    }
    range = low...high
    isLogarithmic = low > 0 && high / low >= 10
    scale = AxisScale(isLogarithmic ? .logarithmic : .linear, low...high)
  }

  /// The rows from the top, `columns` wide at most: where there are fewer losses than columns, each has one.
  func rows(columns: Int, rows: Int, isASCII: Bool) -> [String] {
    guard columns > 0, rows > 0 else { return [] }
    // In a table the course of one row must not touch that above it.
    let steps = isASCII ? Self.plain.count : rows == 1 ? Self.blocks.count - 1 : Self.blocks.count
    let heights = samples(columns).map { height(of: $0, steps: rows * steps) }
    return (0..<rows).map { row in
      let below = (rows - 1 - row) * steps
      return String(
        heights.map { height -> Character in
          guard let height, height > below else { return " " }
          let step = min(height - below, steps)
          return isASCII ? (step == steps && rows > 1 ? "#" : Self.plain[step - 1]) : Self.blocks[step - 1]
        })
    }
  }

  private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let plain: [Character] = ["_", ".", "-", "=", "+", "*", "#"]

  /// Evenly, the first and the last among them.
  private func samples(_ columns: Int) -> [Double] {
    guard values.count > columns else { return values }
    return (0..<columns).map { values[$0 == columns - 1 ? values.count - 1 : $0 * (values.count - 1) / (columns - 1)] }
  }

  /// From 1 to `steps`; nil for what is not finite.
  private func height(of value: Double, steps: Int) -> Int? {
    guard let range, value.isFinite else { return nil }
    guard range.lowerBound < range.upperBound else { return 1 }
    let share = scale.position(of: value)
    // Beyond what an axis can measure everything lies at an end.
    return 1 + min(steps - 1, Int((share.isNaN ? 0 : max(0, min(share, 1))) * Double(steps)))
  }
}
