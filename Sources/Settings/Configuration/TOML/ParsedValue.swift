import Text

/// A value as it stands in a TOML text.
indirect enum ParsedValue: Hashable, Sendable {
  case setting(SettingValue)
  case list([ParsedValue])
  /// An inline table, in its own order.
  case section([Member])
  /// A date, a time, or a number that is not finite: no setting takes one.
  case other(String)

  struct Member: Hashable, Sendable {
    /// Its name, or several with dots between them.
    var path: [String]
    var value: ParsedValue
  }

  /// For a sentence: `"many"`, `5`, `a list`.
  var shown: String {
    switch self {
    case .setting(.text(let text)): "\"" + Wording.shown(text) + "\""
    // With its point, which may be all that is wrong with it.
    case .setting(.number(let number)): NumberFormat.shortest(number)
    case .setting(let value): value.written
    case .list: "a list"
    case .section: "a table"
    case .other(let what): what
    }
  }

  var setting: SettingValue? { if case .setting(let value) = self { value } else { nil } }
}
