import Optimization
import Text

/// One thing that was looked at, and what to do about it.
struct Finding: Hashable, Sendable {
  enum Level: String, Sendable {
    case ok
    /// Something is less than it could be.
    case warning
    /// A run cannot start like this.
    case wrong
  }

  var level: Level
  var subject: String
  /// What was found.
  var text: String
  /// What to do about it; nil where there is nothing to be done.
  var advice: String?

  init(_ level: Level, _ subject: String, _ text: String, advice: String? = nil) {
    self.level = level
    self.subject = subject
    self.text = text
    self.advice = advice
  }

  /// The level of a whole examination.
  static func worst(of findings: [Finding]) -> Level {
    findings.contains { $0.level == .wrong } ? .wrong : findings.contains { $0.level == .warning } ? .warning : .ok
  }

  /// For programs; each text is safe to print.
  var json: JSONValue {
    func clean(_ text: String) -> JSONValue { .string(DisplayText(cleaning: text).string) }
    return [
      "check": .string(subject), "status": .string(level.rawValue), "sentence": clean(text),
      "advice": advice.map(clean) ?? .null,
    ]
  }

  /// Safe to print.
  var line: String {
    let level = self.level.rawValue.padded(toColumns: 7), subject = subject.padded(toColumns: 12)
    return DisplayText(cleaning: "\(level)  \(subject)  \(text)\(advice.map { ": \($0)" } ?? "")").string
  }
}
