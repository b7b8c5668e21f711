import Optimization
import Text

/// Which rows of the table are shown: every term must fit.
///
/// A term is a comparison (`loss<20`, `step>=5`, `w>1`, `T=0.7`, `#>100`), an origin (`model`, `person`, …), `failed`,
/// `best` for those that were the best so far, or words of the row's solution. `!` before a term turns it round.
public struct TableFilter: Hashable, Sendable {
  /// As it was typed.
  public let text: String
  private var terms: [Term] = []

  private struct Term: Hashable {
    var isNegated: Bool
    var test: Test
  }

  private enum Test: Hashable {
    case compares(TableSort.Column, Comparison, Double)
    case id(Comparison, Double)
    case origin(Origin)
    case failed
    case improved
    case holds(String)
  }

  private enum Comparison: String, Hashable, CaseIterable {
    // The longer ones first, so that they are found first.
    case atMost = "<=", atLeast = ">=", unlike = "!=", below = "<", above = ">", equal = "="

    func holds(_ left: Double, _ right: Double) -> Bool {
      switch self {
      case .atMost: left <= right
      case .atLeast: left >= right
      case .unlike: left != right
      case .below: left < right
      case .above: left > right
      case .equal: left == right
      }
    }
  }

  /// - Parameter parameters: the names of a solution's numbers.
  /// - Throws: `InputError` that says what is allowed.
  public init(_ text: String, parameters: [String], lossLabel: String = "loss") throws(InputError) {
    self.text = text
    for word in text.split(whereSeparator: \.isWhitespace) {
      var word = word
      var isNegated = false
      while word.first == "!", word.count > 1 {
        word.removeFirst()
        isNegated.toggle()
      }
      let test = try Self.test(String(word), parameters: parameters, lossLabel: lossLabel)
      terms.append(Term(isNegated: isNegated, test: test))
    }
  }

  private static func test(_ word: String, parameters: [String], lossLabel: String) throws(InputError) -> Test {
    if let (comparison, name, value) = comparison(in: word) {
      guard let value = Double(value), !value.isNaN else {
        throw InputError("\"\(word)\" compares with \"\(value)\", which is no number.")
      }
      if name == "#" || name.lowercased() == "id" { return .id(comparison, value) }
      guard let column = column(named: name, parameters: parameters, lossLabel: lossLabel) else {
        let names = ["#", "step", "T", "loss", "change"] + parameters
        throw InputError("\"\(name)\" is no column of numbers; there are \(names.joined(separator: ", ")).")
      }
      return .compares(column, comparison, value)
    }
    let lowered = word.lowercased()
    if let origin = Origin(rawValue: lowered) { return .origin(origin) }
    switch lowered {
    case "failed": return .failed
    case "best": return .improved
    default: return .holds(lowered)
    }
  }

  private static func comparison(in word: String) -> (Comparison, name: String, value: String)? {
    guard let start = word.firstIndex(where: { "<>=!".contains($0) }), start > word.startIndex else { return nil }
    let rest = word[start...]
    guard let comparison = Comparison.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else { return nil }
    return (comparison, String(word[..<start]), String(rest.dropFirst(comparison.rawValue.count)))
  }

  static func column(named name: String, parameters: [String], lossLabel: String) -> TableSort.Column? {
    if let place = parameters.firstIndex(of: name) { return .parameter(place) }
    switch name.lowercased() {
    case "step": return .step
    case "t", "temperature": return .temperature
    case "loss", lossLabel.lowercased(): return .loss
    case "change": return .change
    case "origin": return .origin
    case "made", "#", "id", "newest": return .made
    default: return parameters.firstIndex { $0.lowercased() == name.lowercased() }.map { .parameter($0) }
    }
  }

  public func fits(_ row: Int, in trajectory: Trajectory) -> Bool {
    terms.allSatisfy { $0.isNegated != fits($0.test, row, trajectory) }
  }

  private func fits(_ test: Test, _ row: Int, _ trajectory: Trajectory) -> Bool {
    switch test {
    case .compares(let column, let comparison, let value):
      let own = TableSort(column).value(ofRow: row, in: trajectory)
      return own.isFinite && comparison.holds(own, value)
    case .id(let comparison, let value): return comparison.holds(Double(trajectory.id(at: row)), value)
    case .origin(let origin): return trajectory.origins[row] == origin
    case .failed: return trajectory.loss(at: row) == nil
    case .improved:
      guard let loss = trajectory.loss(at: row) else { return false }
      return row == 0 || loss < trajectory.bestSoFar[row - 1]
    case .holds(let words): return trajectory.text(at: row).lowercased().contains(words)
    }
  }
}
