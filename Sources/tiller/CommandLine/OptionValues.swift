import ArgumentParser
import Optimization
import Problems
import Text

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Readers of option values. Each says what is allowed; the argument parser adds the option and the value.
enum OptionValues {
  static func count(_ range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
    { text in
      guard let value = Int(text), range.contains(value) else {
        throw InputError("Allowed are whole numbers from \(range.lowerBound) to \(range.upperBound).")
      }
      return value
    }
  }

  static func number(_ range: ClosedRange<Double>, _ allowed: String) -> @Sendable (String) throws -> Double {
    { text in
      guard let value = Double(text), range.contains(value) else { throw InputError("Allowed are \(allowed).") }
      return value
    }
  }

  /// `3,17`
  static let numbers: @Sendable (String) throws -> [Int] = { text in
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = Int(part.drop { $0 == " " || $0 == "#" }), number >= 0 else {
        throw InputError("Allowed are numbers of candidates with commas between them, as 3,17.")
      }
      return number
    }
  }

  /// `T` or `A:B`
  static let temperature: @Sendable (String) throws -> TemperatureChoice = { text in
    switch NumberCourse(reading: text, within: OptimizationRun.temperatures) {
    case .constant(let value)?: return .fixed(value)
    case .between(let from, let to)?: return .schedule(TemperatureSchedule(from: from, to: to))
    case nil:
      throw InputError("Allowed are numbers from 0 to 2, or two of them for the first and the last step, as 1:0.2.")
    }
  }

  /// Members that Tiller must have in its own hand.
  private static let ownFields: Set<String> = ["messages", "model", "stream", "stream_options", "n"]

  /// `KEY=JSON`
  static let requestField: @Sendable (String) throws -> RequestField = { text in
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let value = try? JSONValue(parsing: parts[1].utf8) else {
      throw InputError(
        "Allowed are a name, = and a value in JSON, as top_k=20 or stop=[\"END\"]; quote it for the shell.")
    }
    let key = String(parts[0])
    guard !ownFields.contains(key) else {
      throw InputError("\(key) is Tiller's own; \(ownFields.sorted().joined(separator: ", ")) cannot be set.")
    }
    return RequestField(key: key, value: value)
  }

  static let seed: @Sendable (String) throws -> UInt64 = { text in
    guard let value = UInt64(text) else {
      throw InputError("Allowed are whole numbers from 0 to \(UInt64.max).")
    }
    return value
  }

  /// `W,B`
  static let pair: @Sendable (String) throws -> LineSolution = { text in
    let solutions = try LineSolution.list(typed: text)
    guard solutions.count == 1 else { throw InputError("Allowed is one pair, as 1.5,-2.") }
    return solutions[0]
  }

  /// `LOW:HIGH`
  static let range: @Sendable (String) throws -> ClosedRange<Double> = { text in
    let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low.isFinite, high.isFinite, low <= high else {
      throw InputError("Allowed are two finite numbers, the lower first, as -5:5.")
    }
    return low...high
  }

  /// `N`, or pairs.
  static let initial: @Sendable (String) throws -> InitialSolutions = { text in
    if let count = Int(text) {
      guard (1...10_000).contains(count) else {
        throw InputError("Allowed are a whole number from 1 to 10000, or pairs, as \"1,2; 3,4\".")
      }
      return .drawn(count)
    }
    return .given(try LineSolution.list(typed: text))
  }

  static let yesOrNo: @Sendable (String) throws -> Bool = { text in
    switch text {
    case "yes": return true
    case "no": return false
    default: throw InputError("Allowed are yes and no.")
    }
  }

  static let shownOrHidden: @Sendable (String) throws -> Bool = { text in
    switch text {
    case "shown": return true
    case "hidden": return false
    default: throw InputError("Allowed are shown and hidden.")
    }
  }

  static func named<Value: RawRepresentable & CaseIterable & Sendable>(
    _ type: Value.Type
  ) -> @Sendable (String) throws -> Value where Value.RawValue == String {
    { text in
      guard let value = Value(rawValue: text) else {
        let names = Value.allCases.map(\.rawValue)
        throw InputError("Allowed are \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "").")
      }
      return value
    }
  }
}

enum InitialSolutions: Sendable {
  case drawn(Int)
  case given([LineSolution])
}
