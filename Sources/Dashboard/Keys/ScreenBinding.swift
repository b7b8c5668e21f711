import Text

/// A key of a screen of its own, as the library of runs and a comparison are: the one declaration that its reducer, its
/// footer and its help are made from.
public struct ScreenBinding<Act: Hashable & Sendable>: Sendable {
  public let act: Act
  public let keys: [KeyPress]
  /// A word or two for the footer.
  public let label: String
  /// A sentence for the help.
  public let help: String
  /// Its place in the footer, lowest first, those of one place together; nil where only the help names it.
  public let footerRank: Int?

  public init(_ act: Act, _ keys: [KeyPress], footer: Int? = nil, _ label: String, help: String) {
    self.act = act
    self.keys = keys
    self.footerRank = footer
    self.label = label
    self.help = help
  }
}
