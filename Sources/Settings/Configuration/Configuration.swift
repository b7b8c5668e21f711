import Text

/// A person's settings as their file has them: values, keys and prices, and what is wrong with the rest.
///
/// Reading never fails. A line that cannot be used is reported and passed over; all others count.
public struct Configuration: Sendable {
  /// The file, as the messages name it; nil where there is none.
  public let path: String?
  /// The settings that the file has, by their paths.
  public let values: [String: SettingValue]
  /// The lines that they stand in, from 1.
  public let lines: [String: Int]
  public let keys: KeyChanges
  public let prices: ModelPrices
  /// The lines where models are first given a price.
  public let priceLines: [String: Int]
  /// In the order of the lines.
  public let problems: [ConfigurationProblem]

  /// That of a person without a file.
  public static let none = Configuration()

  /// The most bytes of a file that is read; settings have a few thousand.
  public static let largestSize = 1_048_576
  /// Where so many lines are wrong, the file is of another kind, and the rest is left unread.
  public static let mostProblems = 100

  private init() {
    path = nil
    values = [:]
    lines = [:]
    keys = .none
    prices = .none
    priceLines = [:]
    problems = []
  }

  /// Reads the bytes of a settings file: TOML 1.0 in UTF-8.
  ///
  /// Two things are let pass that TOML forbids: a section may have several headers, and comments may hold anything.
  /// Of a setting that is given twice, the first counts.
  /// - Parameters:
  ///   - path: the file, for the messages.
  ///   - settings: those there are.
  ///   - acts: those that may be given keys; a name that is none of theirs is reported.
  public init(
    parsingUTF8 bytes: some Collection<UInt8>, path: String, settings: [SettingDeclaration] = SettingDeclaration.all,
    acts: [KeyDefault] = []
  ) {
    var reader = ConfigurationReader(path: path, settings: settings, acts: acts)
    let count = bytes.count
    if count <= Self.largestSize { reader.read(Array(bytes)) } else { reader.refuse(size: count) }
    self.path = path
    values = reader.values
    lines = reader.lines
    let (keys, remarks) = KeyChanges.settling(reader.wishes, acts)
    self.keys = keys
    let prices = reader.prices
    self.prices = ModelPrices(prices.complete)
    priceLines = prices.lines
    let late = (remarks.map { ($0.line, $0.text) } + prices.complaints)
      .map { ConfigurationProblem(path: path, line: $0.0, text: $0.1) }
    problems = Self.ordered(reader.problems + late)
  }

  /// Reads the text of a settings file.
  public init(
    parsing text: String, path: String, settings: [SettingDeclaration] = SettingDeclaration.all,
    acts: [KeyDefault] = []
  ) {
    self.init(parsingUTF8: text.utf8, path: path, settings: settings, acts: acts)
  }

  /// By line; those of one line in the order in which they were found.
  private static func ordered(_ problems: [ConfigurationProblem]) -> [ConfigurationProblem] {
    problems.enumerated().sorted { first, second in
      let lines = (first.element.line ?? 0, second.element.line ?? 0)
      return lines.0 == lines.1 ? first.offset < second.offset : lines.0 < lines.1
    }.map(\.element)
  }
}
