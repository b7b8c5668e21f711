/// One number throughout, or one for the start and one for the end, as people type them: "0.7", "1:0.2".
public enum NumberCourse: Hashable, Sendable {
  case constant(Double)
  case between(Double, Double)

  /// - Parameter range: what each number must lie in.
  /// - Returns: nil where the text says something else.
  public init?(reading text: String, within range: ClosedRange<Double>) {
    let numbers = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map { Double($0) }
    guard let first = numbers[0], range.contains(first) else { return nil }
    switch numbers.count {
    case 1: self = .constant(first)
    case 2:
      guard let last = numbers[1], range.contains(last) else { return nil }
      self = .between(first, last)
    default: return nil
    }
  }
}
