import Text

/// A value of a setting.
public enum SettingValue: Hashable, Sendable {
  case flag(Bool)
  case whole(Int)
  /// Finite.
  case number(Double)
  case text(String)

  /// As the file writes it: `true`, `50`, `0.5`, `"nord"`.
  public var written: String {
    switch self {
    case .flag(let flag): flag ? "true" : "false"
    case .whole(let whole): String(whole)
    case .number(let number):
      // A whole number stands for itself wherever a number may stand.
      Int(exactly: number).map(String.init) ?? NumberFormat.shortest(number)
    case .text(let text): Self.quoted(text)
    }
  }

  /// A basic string of TOML 1.0: what has no place in it is escaped.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
