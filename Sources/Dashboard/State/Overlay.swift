/// What lies over the panes until it is closed.
public enum Overlay: Hashable, Sendable {
  /// The keys, with the lines that are scrolled away.
  case help(top: Int)
  case palette(Palette)
  case themes(ThemeMenu)
  case export(ExportPanel)

  /// Whether keys mean something else than beside it; over the help they do what the help says.
  var hasOwnKeys: Bool { if case .help = self { false } else { true } }
}

/// The command palette: a line to find an action by, and which of those found is chosen.
public struct Palette: Hashable, Sendable {
  public var field = TextField()
  /// Among those found, from 0.
  public var chosen = 0
  /// Why the line could not be carried out, until it is changed.
  public var complaint: String?

  public init() {}
}

/// The themes there are, with the one that is previewed.
public struct ThemeMenu: Hashable, Sendable {
  public var themes: [NamedTheme]
  public var chosen: Int
  /// What `esc` brings back.
  public var before: Theme

  public init(themes: [NamedTheme], chosen: Int, before: Theme) {
    self.themes = themes
    self.chosen = chosen
    self.before = before
  }
}

/// A theme as a person chooses it.
public struct NamedTheme: Hashable, Sendable {
  public var name: String
  /// "compiled in", or its file.
  public var source: String
  public var theme: Theme

  public init(name: String, source: String, theme: Theme) {
    self.name = name
    self.source = source
    self.theme = theme
  }
}

/// The newest keys that were pressed, in words.
public struct KeyEcho: Hashable, Sendable {
  public private(set) var entries: [Entry] = []

  public struct Entry: Hashable, Sendable {
    public var key: String
    public var label: String
    /// How often in succession.
    public var count = 1
  }

  private static let kept = 3

  public init() {}

  mutating func add(key: String, label: String) {
    if let last = entries.last, last.key == key, last.label == label {
      entries[entries.count - 1].count += 1
    } else {
      entries.append(Entry(key: key, label: label))
      if entries.count > Self.kept { entries.removeFirst() }
    }
  }
}
