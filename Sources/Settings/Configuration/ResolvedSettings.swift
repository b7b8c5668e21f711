/// Where the value of a setting comes from; each goes before those above it.
public enum SettingSource: Hashable, Sendable {
  case builtIn
  case file(path: String, line: Int)
  case environment(String)
  /// The option of the command line, with its dashes.
  case option(String)
}

/// The settings in force: what is built in, the file, the environment and the command line, one above the other.
public struct ResolvedSettings: Sendable {
  public let configuration: Configuration
  /// What is wrong with the file and with the environment.
  public let problems: [ConfigurationProblem]
  let declarations: [SettingDeclaration]
  let acts: [KeyDefault]
  private var set: [String: (value: SettingValue, source: SettingSource)] = [:]
  private var builtIns: [String: String] = [:]

  /// - Parameter environment: the variables that declarations name are looked up in it; an empty one counts as none.
  public init(
    _ configuration: Configuration = .none, settings: [SettingDeclaration] = SettingDeclaration.all,
    acts: [KeyDefault] = [], environment: [String: String] = [:]
  ) {
    self.configuration = configuration
    declarations = settings
    self.acts = acts
    var problems = configuration.problems
    for declaration in settings {
      if let value = configuration.values[declaration.path] {
        let line = configuration.lines[declaration.path] ?? 1
        set[declaration.path] = (value, .file(path: configuration.path ?? "", line: line))
      }
      guard let name = declaration.environment, let text = environment[name], !text.isEmpty else { continue }
      if let value = declaration.kind.value(reading: text) {
        set[declaration.path] = (value, .environment(name))
      } else {
        let vocabulary = SettingVocabulary(settings: settings, acts: [])
        let text = vocabulary.sentence(for: .setting(.text(text)), at: declaration)
        problems.append(ConfigurationProblem(path: name, line: nil, text: text))
      }
    }
    self.problems = problems
  }

  /// Puts the value of an option above all else; nil, an option that was not given, changes nothing.
  /// - Parameter option: with its dashes; nil takes that of the declaration.
  public mutating func override(_ path: String, with value: SettingValue?, option: String? = nil) {
    guard let value, let declaration = declaration(path) else { return }
    set[path] = (value, .option(option ?? declaration.option ?? path))
  }

  /// Says what a setting that something else decides has come to, as the steps of the preset that was chosen: for the
  /// list only.
  public mutating func tellBuiltIn(_ path: String, _ value: SettingValue?) {
    guard let value, let declaration = declaration(path) else { return }
    guard case .decided(let words, _) = declaration.builtIn else { return }
    builtIns[path] = "\(value.written) (\(words))"
  }

  // MARK: Values

  /// The value that a person gave; nil where only the built-in one holds.
  public func value(_ path: String) -> SettingValue? { set[path]?.value }

  public func source(of path: String) -> SettingSource { set[path]?.source ?? .builtIn }

  public func string(_ path: String) -> String? {
    if case .text(let text)? = value(path) { text } else { nil }
  }

  public func integer(_ path: String) -> Int? {
    if case .whole(let whole)? = value(path) { whole } else { nil }
  }

  public func number(_ path: String) -> Double? {
    switch value(path) {
    case .number(let number)?: number
    case .whole(let whole)?: Double(whole)
    default: nil
    }
  }

  public func flag(_ path: String) -> Bool? {
    if case .flag(let flag)? = value(path) { flag } else { nil }
  }

  func declaration(_ path: String) -> SettingDeclaration? { declarations.first { $0.path == path } }

  /// As the list shows it: the value, or what is built in.
  func shown(_ declaration: SettingDeclaration) -> String {
    value(declaration.path)?.written ?? builtIns[declaration.path] ?? declaration.builtIn.shown
  }
}
