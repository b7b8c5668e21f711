import Text

/// All themes there are: those compiled in, and a person's own, which take the place of one with the same name.
///
/// A theme is read when it is asked for, not before.
public struct ThemeCatalog: Sendable {
  /// A file of a person's own.
  public struct File: Hashable, Sendable {
    /// The file's name without ".theme".
    public var name: String
    public var path: String
    public var bytes: [UInt8]

    public init(name: String, path: String, bytes: [UInt8]) {
      self.name = name
      self.path = path
      self.bytes = bytes
    }
  }

  public enum Source: Hashable, Sendable {
    case compiledIn
    /// - Parameter replaces: whether one that is compiled in has the same name.
    case file(path: String, replaces: Bool)
  }

  public struct Entry: Hashable, Sendable {
    public let name: String
    public let source: Source

    /// Where it comes from, safe to show: "compiled in", or the file.
    public var sourceWords: String {
      switch source {
      case .compiledIn: "compiled in"
      case .file(let path, let replaces):
        DisplayText(cleaning: path).string + (replaces ? ", instead of the one compiled in" : "")
      }
    }
  }

  /// Those compiled in, in the order of their list, then the others by name.
  public let entries: [Entry]
  private let files: [String: File]

  /// - Parameter files: of two with the same name the first is taken.
  public init(files: [File] = []) {
    let files = Dictionary(files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let compiled = CompiledTheme.all.map(\.name)
    let own = files.keys.filter { !compiled.contains($0) }.sorted()
    self.files = files
    entries = (compiled + own).map { name in
      Entry(
        name: name,
        source: files[name].map { .file(path: $0.path, replaces: compiled.contains(name)) } ?? .compiledIn)
    }
  }

  /// The names of the themes that are compiled in.
  public static var compiledNames: [String] { CompiledTheme.all.map(\.name) }

  public var names: [String] { entries.map(\.name) }

  /// Reads a theme.
  ///
  /// - Parameter name: as listed; case, and "_" or a blank for "-", make no difference.
  /// - Throws: `UnknownTheme`.
  public func theme(named name: String) throws(UnknownTheme) -> ThemeFile {
    guard let entry = entries.first(where: { $0.name == name }) ?? entry(like: name) else {
      throw UnknownTheme(name: name, names: names)
    }
    if let file = files[entry.name] { return ThemeFile(name: file.name, path: file.path, bytes: file.bytes) }
    let bytes = CompiledTheme.all.first { $0.name == entry.name }?.bytes() ?? []
    return ThemeFile(name: entry.name, path: "themes/\(entry.name).theme", bytes: bytes)
  }

  private func entry(like name: String) -> Entry? {
    let wanted = Self.plain(name)
    return entries.first { Self.plain($0.name) == wanted }
  }

  private static func plain(_ name: String) -> String {
    String(name.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 })
  }
}

/// A theme that there is not.
public struct UnknownTheme: Error, Hashable, Sendable, CustomStringConvertible {
  public let name: String
  public let names: [String]

  public var description: String {
    let guess = Wording.nearest(to: name, among: names).map { "; did you mean \(Wording.shown($0))?" } ?? "."
    let list = Wording.list(names.map { Wording.shown($0) })
    return "There is no theme \"\(Wording.shown(name))\"\(guess) The themes are \(list)."
  }
}
