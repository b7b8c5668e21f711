import Text

/// What is wrong with a line of the settings, in a sentence; the program goes on without that line.
public struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
  /// The file, or the name of the environment variable.
  public let path: String
  /// From 1; nil where it is about no single line.
  public let line: Int?
  /// The sentence, safe to show: what is wrong and what is allowed.
  public let text: String

  public init(path: String, line: Int?, text: String) {
    self.path = path
    self.line = line
    self.text = text
  }

  /// As a person reads it: `config.toml, line 7: run.steps is "many"; allowed are whole numbers from 1 to 1000000.`
  public var description: String {
    let path = DisplayText(cleaning: path).string
    return line.map { "\(path), line \($0): \(text)" } ?? "\(path): \(text)"
  }
}
