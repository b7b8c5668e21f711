import Text

/// What a setting may be: reads values, and says in words which are allowed.
public enum SettingKind: Hashable, Sendable {
  /// True or false; the command line's words `yes` and `no` are read as well.
  case flag
  case whole(ClosedRange<Int>)
  case number(ClosedRange<Double>, allowed: String)
  /// A number, or two in a text for the start and the end: `0.7`, `"1:0.2"`.
  case course(ClosedRange<Double>, allowed: String)
  /// One of these names.
  case choice([String])
  /// A whole number, or the word `all`.
  case wholeOrAll(ClosedRange<Int>)
  /// One of the names, or one of the prefixes with something behind it.
  case form(names: [String], prefixes: [String], allowed: String)
  /// The address of a server, without a name or password in it.
  case address
  /// A line of text that is not empty.
  case text(allowed: String)

  /// What is allowed, to stand behind "allowed are".
  public var allowed: String {
    switch self {
    case .flag: "true and false"
    case .whole(let range): "whole numbers from \(range.lowerBound) to \(range.upperBound)"
    case .number(_, let allowed), .course(_, let allowed), .form(_, _, let allowed), .text(let allowed): allowed
    case .choice(let names): Wording.list(names)
    case .wholeOrAll(let range): "\"all\" and whole numbers from \(range.lowerBound) to \(range.upperBound)"
    case .address: "http:// or https://, a host and a path, as http://127.0.0.1:11434/v1"
    }
  }

  /// The names that it knows, for a guess at what was meant.
  var names: [String] {
    switch self {
    case .choice(let names), .form(let names, _, _): names
    default: []
    }
  }

  /// The value, or nil where it is none that is allowed.
  public func value(of value: SettingValue) -> SettingValue? {
    switch (self, value) {
    case (.flag, .flag): value
    case (.flag, .text("yes")): .flag(true)
    case (.flag, .text("no")): .flag(false)
    case (.whole(let range), .whole(let whole)), (.wholeOrAll(let range), .whole(let whole)):
      range.contains(whole) ? value : nil
    case (.wholeOrAll, .text("all")): value
    case (.number(let range, _), .number(let number)), (.course(let range, _), .number(let number)):
      range.contains(number) ? value : nil
    case (.number(let range, _), .whole(let whole)), (.course(let range, _), .whole(let whole)):
      range.contains(Double(whole)) ? .number(Double(whole)) : nil
    case (.course(let range, _), .text(let text)):
      switch NumberCourse(reading: text, within: range) {
      case .constant(let number)?: .number(number)
      case .between?: value
      case nil: nil
      }
    case (.choice(let names), .text(let text)): names.contains(text) ? value : nil
    case (.form(let names, let prefixes, _), .text(let text)):
      names.contains(text) || prefixes.contains { Self.isLine(text) && Self.text(text, goesOnBehind: $0) } ? value : nil
    case (.address, .text(let text)): Self.isAddress(text) ? value : nil
    case (.text, .text(let text)): Self.isLine(text) ? value : nil
    default: nil
    }
  }

  /// The value of a text without quotes, as the environment has it; nil where it is none that is allowed.
  public func value(reading text: String) -> SettingValue? {
    switch self {
    case .flag: value(of: text == "true" ? .flag(true) : text == "false" ? .flag(false) : .text(text))
    case .whole: Int(text).flatMap { value(of: .whole($0)) }
    case .wholeOrAll: value(of: Int(text).map(SettingValue.whole) ?? .text(text))
    case .number: Double(text).flatMap { value(of: .number($0)) }
    case .choice, .course, .form, .address, .text: value(of: .text(text))
    }
  }

  /// Whether an address holds what must not be repeated in a message: a name or password before its host.
  static func holdsSecret(_ text: String) -> Bool {
    let rest = text.utf8.firstRange(of: "://".utf8).map { text[$0.upperBound...] } ?? text[...]
    return rest.prefix { $0 != "/" }.contains("@")
  }

  /// Whether it can be shown as it is: no control characters, nothing hidden, not only blanks.
  private static func isLine(_ text: String) -> Bool {
    text.contains { !$0.isWhitespace } && DisplayText(cleaning: text).string == text
  }

  private static func text(_ text: String, goesOnBehind prefix: String) -> Bool {
    text.hasPrefix(prefix) && text.dropFirst(prefix.count).contains { !$0.isWhitespace }
  }

  private static func isAddress(_ text: String) -> Bool {
    isLine(text) && !holdsSecret(text) && !text.contains(" ")
      && ["http://", "https://"].contains { prefix in
        text.hasPrefix(prefix) && text.dropFirst(prefix.count).first.map { $0 != "/" && $0 != ":" } == true
      }
  }
}
