import Text

/// One setting: where it stands in the file, what it may be and what it means.
///
/// Reading the file, `tiller config` and its sample are made from the one list of these.
public struct SettingDeclaration: Hashable, Sendable {
  /// Its place in the file, sections and name with dots between them: "run.steps".
  public let path: String
  public var kind: SettingKind
  public let builtIn: BuiltIn
  /// A sentence.
  public let meaning: String
  /// The environment variable that goes before the file, if there is one.
  public let environment: String?
  /// The option of the command line that goes before both, with its dashes.
  public let option: String?

  /// What holds where nobody says anything.
  public enum BuiltIn: Hashable, Sendable {
    case value(SettingValue)
    /// Something else decides, in words to stand behind "without it,"; with a value to show how the setting is written.
    case decided(String, example: SettingValue)

    /// As `tiller config` shows it: a value, or the words.
    public var shown: String {
      switch self {
      case .value(let value): value.written
      case .decided(let words, _): words
      }
    }

    var example: SettingValue {
      switch self {
      case .value(let value), .decided(_, let value): value
      }
    }
  }

  public init(
    _ path: String, _ kind: SettingKind, _ builtIn: BuiltIn, _ meaning: String, environment: String? = nil,
    option: String? = nil
  ) {
    self.path = path
    self.kind = kind
    self.builtIn = builtIn
    self.meaning = meaning
    self.environment = environment
    self.option = option
  }
}

extension [SettingDeclaration] {
  /// The list with a setting held to names that are only known when the program runs, as those of the themes found.
  public func allowing(_ names: [String], for path: String) -> [SettingDeclaration] {
    map { declaration in
      guard declaration.path == path else { return declaration }
      var declaration = declaration
      declaration.kind = .choice(names)
      return declaration
    }
  }
}
