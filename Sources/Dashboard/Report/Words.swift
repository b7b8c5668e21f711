import Optimization
import Text

/// Numbers and names as the screen and the reports write them.
enum Words {
  /// Four significant digits.
  static func loss(_ value: Double) -> String { NumberFormat.compact(value, significant: 4) }

  /// Four significant digits with their zeros, so that rows of losses stand still.
  static func lossInRow(_ value: Double) -> String {
    switch value.magnitude {
    case 1..<10: NumberFormat.fixed(value, decimals: 3)
    case 10..<100: NumberFormat.fixed(value, decimals: 2)
    case 100..<1000: NumberFormat.fixed(value, decimals: 1)
    default: loss(value)
    }
  }

  /// With as many decimals as its size calls for, so that a column of losses can be compared.
  static func lossInColumn(_ value: Double) -> String {
    switch value.magnitude {
    case 0: "0"
    case 1e-4..<1: NumberFormat.fixed(value, decimals: 5)
    case 1..<1000: NumberFormat.fixed(value, decimals: 3)
    case 1000..<1_000_000: NumberFormat.fixed(value, decimals: 1)
    default: NumberFormat.compact(value, significant: 4)
    }
  }

  /// A difference with its sign, in seven columns wherever its size allows.
  static func change(_ value: Double) -> String {
    let text =
      switch value.magnitude {
      case 0.0001..<0.01: NumberFormat.fixed(value, decimals: 4)
      case ..<0.0001: NumberFormat.compact(value, significant: 2)
      case 0.01..<10: NumberFormat.fixed(value, decimals: 3)
      case 10..<100: NumberFormat.fixed(value, decimals: 2)
      case 100..<1000: NumberFormat.fixed(value, decimals: 1)
      default: NumberFormat.compact(value, significant: 3)
      }
    return value > 0 ? "+" + text : text
  }

  /// A number of a solution in a column.
  static func parameter(_ value: Double, isInteger: Bool) -> String {
    switch value.magnitude {
    case 100_000...: NumberFormat.compact(value, significant: 4)
    case _ where isInteger && value == value.rounded(): NumberFormat.fixed(value, decimals: 0)
    case 0, 0.001...: NumberFormat.fixed(value, decimals: 3)
    default: NumberFormat.compact(value, significant: 3)
    }
  }

  /// A time of the run as clocks show it: "0:07", "1:02:33".
  static func clock(_ seconds: Double) -> String {
    let whole = seconds.isFinite ? Int(max(0, min(seconds, 1e9))) : 0
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return whole < 3600
      ? "\(whole / 60):\(two(whole % 60))" : "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
  }

  /// Without zeros at the end: "0.7", "1".
  static func temperature(_ value: Double) -> String {
    let text = NumberFormat.shortest(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A sentence behind a word: "paused: The run starts paused."
  static func joined(_ word: String, _ sentence: String) -> String {
    sentence.isEmpty ? word : "\(word): \(sentence)"
  }

  /// "1 try", "3 tries".
  static func count(_ number: Int, _ one: String, _ many: String) -> String {
    "\(NumberFormat.count(number)) \(number == 1 ? one : many)"
  }

  /// Text from outside on one line, safe to show.
  static func clean(_ text: String) -> String { DisplayText(cleaning: text).string }

  /// Tokens, with "~" where some are our own estimate.
  static func tokens(_ count: Int, isEstimated: Bool) -> String {
    let number: String
    switch count {
    case ..<10_000: number = NumberFormat.count(count)
    case ..<1_000_000: number = NumberFormat.fixed(Double(count) / 1000, decimals: 1) + "k"
    default: number = NumberFormat.count(count)
    }
    return (isEstimated ? "~" : "") + number
  }

  /// "$0.12", with enough digits to see a small sum grow, and "~" where some of it is our own estimate.
  static func dollars(_ value: Double, isEstimated: Bool) -> String {
    let number: String
    switch value {
    case ..<0.01: number = NumberFormat.fixed(value, decimals: 4)
    case ..<0.1: number = NumberFormat.fixed(value, decimals: 3)
    case ..<10_000: number = NumberFormat.fixed(value, decimals: 2)
    default: number = NumberFormat.count(Int(min(value, 1e15)))
    }
    return (isEstimated ? "~$" : "$") + number
  }

  /// The dollars of a run, "over" where some of its tokens have no price; nil where none has one.
  static func cost(_ spending: Spending) -> String? {
    if let cost = spending.cost { return dollars(cost, isEstimated: spending.isEstimated) }
    return spending.dollars > 0 ? "over " + dollars(spending.dollars, isEstimated: spending.isEstimated) : nil
  }

  /// The problem with its preset: "line classroom".
  static func problem(_ record: RunStarted.ProblemRecord) -> String {
    clean([record.name, record.settings["preset"]?.string].compactMap { $0 }.joined(separator: " "))
  }

  /// The model, plainly called simulated where it is.
  static func model(_ head: RunHead) -> String {
    guard let model = head.model else { return "no model (random proposals)" }
    let name = shortened(clean(model.name))
    return model.kind == .simulated && !name.contains("simulated") ? "\(name) (simulated)" : name
  }

  /// A model that is named by the path of a file, its weights or a log, without the folders.
  private static func shortened(_ name: String) -> String {
    guard name.hasSuffix(".gguf") || name.hasPrefix("recorded:"), let slash = name.lastIndex(of: "/") else {
      return name
    }
    let service = name.prefix { $0 != ":" }
    return "\(service):\(name[name.index(after: slash)...])"
  }

  /// A path as a shell takes it.
  static func shellQuoted(_ path: String) -> String {
    let isPlain = path.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "/._-+=:@%,".unicodeScalars.contains($0))
    }
    return isPlain && !path.isEmpty
      ? path
      : "'"
        + path.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
  }
}

extension Refusal.Code {
  /// For people: "duplicate", "out of range".
  var words: String {
    switch self {
    case .none: "no answer"
    case .malformed: "malformed"
    case .ambiguous: "ambiguous"
    case .notFinite: "not finite"
    case .outOfRange: "out of range"
    case .invalid: "invalid"
    case .duplicate: "duplicate"
    case .truncated: "cut off"
    case .refused: "refused"
    case .cancelled: "cancelled"
    }
  }
}

extension RunEnded.Reason {
  /// For people: "all steps done".
  var words: String {
    switch self {
    case .steps: "all steps done"
    case .solved: "solved"
    case .target: "the target loss is reached"
    case .stalled: "no better loss any more"
    case .budget: "the budget is used up"
    case .person: "by you"
    case .failed: "failed"
    case .interrupted: "interrupted"
    }
  }
}
