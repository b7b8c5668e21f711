import Text

/// What is in force and where it comes from, for `tiller config`.
public struct SettingList: Sendable {
  public struct Entry: Hashable, Sendable {
    /// As the file writes it: "run.steps", "keys.quit".
    public let name: String
    /// As the file writes it, or words where something else decides.
    public let value: String
    public let source: SettingSource
    /// A sentence.
    public let meaning: String
  }

  /// The file; nil where there is none.
  public let path: String?
  public let settings: [Entry]
  public let keys: [Entry]
  public let prices: [Entry]
  public let problems: [ConfigurationProblem]

  public init(_ resolved: ResolvedSettings) {
    let configuration = resolved.configuration
    path = configuration.path
    problems = resolved.problems
    func file(_ line: Int?) -> SettingSource {
      line.map { .file(path: configuration.path ?? "", line: $0) } ?? .builtIn
    }
    settings = resolved.declarations.map { declaration in
      Entry(
        name: declaration.path, value: resolved.shown(declaration), source: resolved.source(of: declaration.path),
        meaning: declaration.meaning)
    }
    keys = resolved.acts.map { act in
      Entry(
        name: Wording.path(["keys", act.name]), value: (configuration.keys.keys[act.name] ?? act.keys).written,
        source: file(configuration.keys.lines[act.name]), meaning: act.meaning)
    }
    prices = configuration.prices.byName.sorted { $0.key < $1.key }.map { name, price in
      Entry(
        name: "prices." + SettingValue.quoted(name), value: price.written, source: file(configuration.priceLines[name]),
        meaning: "Dollars for a million tokens.")
    }
  }

  // MARK: Text

  /// One line an entry, in columns: name, value, source and meaning; empty lines between settings, keys and prices.
  public var lines: [String] {
    let groups = [settings, keys, prices].filter { !$0.isEmpty }
    let rows = groups.map { $0.map(row) }
    let widths = (0..<3).map { column in
      min(Self.widest, rows.joined().map { TextWidth.columns(of: $0[column]) }.max() ?? 0)
    }
    var lines: [String] = []
    for group in rows {
      if !lines.isEmpty { lines.append("") }
      for row in group {
        var line = ""
        for (cell, width) in zip(row, widths) { line += Self.padded(cell, width) + "  " }
        lines.append(Wording.trimmed(line + row[3]))
      }
    }
    return lines
  }

  /// Wider cells push what follows aside.
  private static let widest = 44

  private static func padded(_ cell: String, _ columns: Int) -> String {
    cell + String(repeating: " ", count: max(0, columns - TextWidth.columns(of: cell)))
  }

  private func row(_ entry: Entry) -> [String] {
    [entry.name, entry.value, Self.words(for: entry.source), entry.meaning]
      .map { DisplayText(cleaning: $0).string }
  }

  private static func words(for source: SettingSource) -> String {
    switch source {
    case .builtIn: "built in"
    case .file(let path, let line): "\(path.split(separator: "/").last.map(String.init) ?? path), line \(line)"
    case .environment(let name), .option(let name): name
    }
  }

  // MARK: JSON

  /// One JSON object: `file`, `settings`, `keys`, `prices` and `problems`. Values are as the file writes them.
  public var json: String {
    var writer = JSONWriter()
    writer.append("{\"file\":")
    if let path { writer.write(path) } else { writer.append("null") }
    for (name, entries) in [("settings", settings), ("keys", keys), ("prices", prices)] {
      writer.append(",")
      writer.write(name)
      writer.append(":")
      writer.writeList(entries) { writer, entry in Self.write(entry, to: &writer) }
    }
    writer.append(",\"problems\":")
    writer.writeList(problems) { writer, problem in
      writer.append("{\"path\":")
      writer.write(problem.path)
      if let line = problem.line {
        writer.append(",\"line\":")
        writer.write(line)
      }
      writer.append(",\"text\":")
      writer.write(problem.text)
      writer.append("}")
    }
    writer.append("}")
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func write(_ entry: Entry, to writer: inout JSONWriter) {
    writer.append("{\"name\":")
    writer.write(entry.name)
    writer.append(",\"value\":")
    writer.write(entry.value)
    writer.append(",\"source\":")
    switch entry.source {
    case .builtIn: writer.append("\"built in\"")
    case .file(_, let line):
      writer.append("\"file\",\"line\":")
      writer.write(line)
    case .environment(let name):
      writer.append("\"environment\",\"from\":")
      writer.write(name)
    case .option(let name):
      writer.append("\"option\",\"from\":")
      writer.write(name)
    }
    writer.append(",\"meaning\":")
    writer.write(entry.meaning)
    writer.append("}")
  }
}

extension JSONWriter {
  fileprivate mutating func writeList<Element>(
    _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
  ) {
    append("[")
    for (position, element) in elements.enumerated() {
      if position > 0 { append(",") }
      write(&self, element)
    }
    append("]")
  }
}

extension [KeyPress] {
  /// As the file writes it: `"s"`, `["j", "down"]`, `[]`.
  var written: String {
    let names = map { SettingValue.quoted($0.name) }
    return names.count == 1 ? names[0] : "[" + names.joined(separator: ", ") + "]"
  }
}

extension ModelPrice {
  /// As the file writes it.
  var written: String {
    let figures = [("input", input), ("output", output)] + (cached.map { [("cached", $0)] } ?? [])
    return "{ " + figures.map { "\($0.0) = \(SettingValue.number($0.1).written)" }.joined(separator: ", ") + " }"
  }
}
