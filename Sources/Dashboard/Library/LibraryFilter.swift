import Optimization
import Text

/// Which runs are listed: every term must fit.
///
/// A term is a comparison (`best<20`, `steps>=5`, `tokens>10k`, `size>1M`), a part of a name (`problem:line`,
/// `model:openai`, `name:lecture`), a word for how it stands (`running`, `failed`, `damaged`, …), `torn`, `fork`, or
/// words of its problem, model or name. `!` before a term turns it round.
public struct LibraryFilter: Hashable, Sendable {
  /// As it was typed.
  public let text: String
  private var terms: [Term] = []

  private struct Term: Hashable {
    var isNegated: Bool
    var test: Test
  }

  private enum Test: Hashable {
    case compares(Column, Comparison, Double)
    case part(Part, String)
    case stands(LibraryRun.Standing)
    case ended, damaged, torn, fork
    case holds(String)
  }

  private enum Column: String, CaseIterable { case best, steps, tokens, cost, candidates, size }
  private enum Part: String, CaseIterable { case problem, model, name }

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

  /// - Throws: `InputError` that says what is allowed.
  public init(_ text: String) throws(InputError) {
    self.text = text
    for word in text.split(whereSeparator: \.isWhitespace) {
      var word = word
      var isNegated = false
      while word.first == "!", word.count > 1 {
        word.removeFirst()
        isNegated.toggle()
      }
      terms.append(Term(isNegated: isNegated, test: try Self.test(String(word))))
    }
  }

  /// The filter of a text that is still being typed: a last word that may become a comparison or a word of the filter's
  /// own is left out until it has.
  static func whileTyped(_ text: String) throws(InputError) -> LibraryFilter? {
    var words = text.split(whereSeparator: \.isWhitespace)
    if let last = words.last?.lowercased(), text.last?.isWhitespace == false {
      let word = last.drop { $0 == "!" }
      if keywords.contains(where: { $0.hasPrefix(word) && $0 != word }) { words.removeLast() }
    }
    return words.isEmpty ? nil : try LibraryFilter(words.joined(separator: " "))
  }

  /// Longer than what is typed of them until they mean something.
  private static let keywords =
    Column.allCases.map { $0.rawValue + "<" } + Part.allCases.map { $0.rawValue + ":" }
    + LibraryRun.Standing.allCases.map(\.rawValue) + ["ended", "torn", "fork"]

  private static func test(_ word: String) throws(InputError) -> Test {
    let lowered = word.lowercased()
    if let start = lowered.firstIndex(where: { "<>=!".contains($0) }), start > lowered.startIndex,
      let comparison = Comparison.allCases.first(where: { lowered[start...].hasPrefix($0.rawValue) })
    {
      let name = String(lowered[..<start]), value = lowered[start...].dropFirst(comparison.rawValue.count)
      guard let number = number(value) else {
        throw InputError("\"\(word)\" compares with \"\(value)\", which is no number.")
      }
      guard let column = Column(rawValue: name == "step" ? "steps" : name == "loss" ? "best" : name) else {
        let names = Column.allCases.map(\.rawValue).joined(separator: ", ")
        throw InputError("\"\(name)\" is no column of numbers; there are \(names).")
      }
      return .compares(column, comparison, number)
    }
    if let colon = lowered.firstIndex(of: ":"), let part = Part(rawValue: String(lowered[..<colon])) {
      return .part(part, String(lowered[lowered.index(after: colon)...]))
    }
    switch lowered {
    case "ended": return .ended
    case "damaged": return .damaged
    case "torn": return .torn
    case "fork", "forks": return .fork
    default: return LibraryRun.Standing(rawValue: lowered).map { .stands($0) } ?? .holds(lowered)
    }
  }

  /// "20", "1e-3", "10k", "1.5M".
  private static func number(_ text: Substring) -> Double? {
    let factors: [Character: Double] = ["k": 1e3, "m": 1e6, "g": 1e9]
    let factor = text.last.flatMap { factors[$0] }
    guard let value = Double(factor == nil ? text : text.dropLast()), !value.isNaN else { return nil }
    return value * (factor ?? 1)
  }

  public func fits(_ run: LibraryRun) -> Bool { terms.allSatisfy { $0.isNegated != fits($0.test, run) } }

  private func fits(_ test: Test, _ run: LibraryRun) -> Bool {
    let figures = run.figures
    switch test {
    case .compares(let column, let comparison, let value):
      let own: Double? =
        switch column {
        case .best: figures?.best
        case .steps: figures.map { Double($0.step) }
        case .tokens: figures.map { Double($0.tokens.total) }
        case .cost: figures?.tokens.cost
        case .candidates: figures.map { Double($0.candidates) }
        case .size: Double(run.size)
        }
      return own.map { comparison.holds($0, value) } ?? false
    case .part(.problem, let words): return figures?.problem.lowercased().contains(words) ?? false
    case .part(.model, let words): return figures?.model.lowercased().contains(words) ?? false
    case .part(.name, let words): return run.name.lowercased().contains(words)
    case .stands(let standing): return run.standing == standing
    case .ended: return figures?.ended != nil
    case .damaged: return run.isDamaged
    case .torn: return run.isTorn
    case .fork: return figures?.parent != nil
    case .holds(let words):
      return [run.name, figures?.problem, figures?.model].contains { $0?.lowercased().contains(words) ?? false }
    }
  }
}
