import Text

/// The manual page in mdoc (mdoc(7), as man-db and mandoc read it), made from the declarations of the commands and of
/// the keys.
struct ManualPage {
  /// What the argument parser says of the commands: its dump of the help.
  private let root: JSONValue
  private let keys: [KeySection]
  private let date: String

  /// Keys under one heading, with a sentence each.
  struct KeySection {
    var title: String
    /// Where the settings cannot give a key another place, there is no command.
    var keys: [(names: String, command: String?, help: String)]
  }

  /// - Parameters:
  ///   - help: the argument parser's dump, as JSON.
  ///   - date: of the page, as mdoc writes it: "November 21, 2026".
  /// - Throws: `JSONSyntaxError` where the dump is none.
  init(help: String, keys: [KeySection], date: String) throws {
    root = try JSONValue(parsing: help.utf8)["command"] ?? .null
    self.keys = keys
    self.date = date
  }

  var text: String {
    var lines = [".Dd \(date)", ".Dt TILLER 1", ".Os", ".Sh NAME", ".Nm tiller"]
    lines.append(".Nd \(Self.escaped(Self.sentence(root["abstract"]?.string ?? "", ended: false)))")
    lines.append(".Sh SYNOPSIS")
    for command in subcommands { lines += synopsis(command) }
    lines.append(".Sh DESCRIPTION")
    lines += paragraphs(root["discussion"]?.string ?? "")
    for command in subcommands { lines += section(command) }
    lines.append(".Sh KEYS")
    lines.append(
      "Settings may give an action other keys; the name in brackets is the action's, for the palette and the")
    lines.append("settings.")
    for section in keys { lines += self.section(section) }
    lines += Self.exitStatus
    return lines.joined(separator: "\n") + "\n"
  }

  private var subcommands: [JSONValue] {
    (root["subcommands"]?.array ?? []).filter {
      $0["commandName"]?.string != "help" && $0["shouldDisplay"]?.bool != false
    }
  }

  // MARK: Commands

  private func synopsis(_ command: JSONValue) -> [String] {
    let name = command["commandName"]?.string ?? ""
    var lines = [".Nm", ".Cm \(Self.escaped(name))"]
    for argument in arguments(of: command) where argument["kind"]?.string == "positional" {
      let value = Self.escaped(argument["valueName"]?.string ?? "")
      lines.append(argument["isOptional"]?.bool == true ? ".Op Ar \(value)" : ".Ar \(value)")
    }
    if arguments(of: command).contains(where: { $0["kind"]?.string != "positional" }) { lines.append(".Op Ar options") }
    return lines
  }

  private func section(_ command: JSONValue) -> [String] {
    let name = command["commandName"]?.string ?? ""
    var lines = [".Ss tiller \(Self.escaped(name))"]
    lines += paragraphs(command["abstract"]?.string ?? "")
    lines += paragraphs(command["discussion"]?.string ?? "")
    var title: String?
    var isOpen = false
    for argument in arguments(of: command) {
      let section = argument["sectionTitle"]?.string
      if !isOpen || section != title {
        if isOpen { lines.append(".El") }
        if let section { lines += [".Pp", Self.escaped(section) + ":"] }
        lines.append(".Bl -tag -width Ds")
        isOpen = true
        title = section
      }
      lines += item(argument)
    }
    if isOpen { lines.append(".El") }
    return lines
  }

  private func arguments(of command: JSONValue) -> [JSONValue] {
    (command["arguments"]?.array ?? []).filter { argument in
      argument["shouldDisplay"]?.bool != false
        && !["help", "version"].contains(argument["preferredName"]?["name"]?.string ?? "")
    }
  }

  private func item(_ argument: JSONValue) -> [String] {
    let value = argument["valueName"]?.string.map(Self.escaped) ?? ""
    var head: String
    switch argument["kind"]?.string {
    case "positional": head = ".It Ar \(value)"
    case "flag": head = ".It Fl \(name(of: argument))"
    default: head = ".It Fl \(name(of: argument)) Ar \(value)"
    }
    if head.hasSuffix(" ") { head.removeLast() }
    var lines = [head]
    lines += paragraphs(argument["abstract"]?.string ?? "", isFirst: true)
    lines += paragraphs(argument["discussion"]?.string ?? "", isFirst: true)
    return lines
  }

  private func name(of argument: JSONValue) -> String {
    let name = argument["preferredName"]?["name"]?.string ?? ""
    return Self.escaped(argument["preferredName"]?["kind"]?.string == "long" ? "-" + name : name)
  }

  // MARK: Keys

  private func section(_ section: KeySection) -> [String] {
    var lines = [".Ss \(Self.escaped(section.title))", ".Bl -tag -width Ds"]
    for key in section.keys {
      let command = key.command.map { " Pq \(Self.escaped($0))" } ?? ""
      lines.append(".It Ic \(Self.quoted(key.names))\(command)")
      lines += paragraphs(key.help, isFirst: true)
    }
    return lines + [".El"]
  }

  private static let exitStatus = [
    ".Sh EXIT STATUS", ".Bl -tag -width Ds", ".It 0", "The run ended by its rules, or the person left.", ".It 1",
    "It failed, or ended by a pause for a cause where nobody was there to mend it.", ".It 2",
    "The command, an option or a file was wrong.", ".It 129, 130, 131, 143",
    "A signal ended it: HUP, INT, QUIT, TERM. The terminal is restored and the log is whole.", ".El",
  ]

  // MARK: Text

  /// Blank lines part paragraphs.
  private func paragraphs(_ text: String, isFirst: Bool = false) -> [String] {
    let paragraphs = text.split(separator: "\n\n").map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
    return paragraphs.enumerated().flatMap { place, paragraph in
      (place == 0 && isFirst ? [] : place == 0 ? [] : [".Pp"]) + Self.lines(of: paragraph)
    }
  }

  /// A sentence a line, as roff sets the space behind them.
  private static func lines(of paragraph: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in paragraph.split(separator: " ") {
      line += (line.isEmpty ? "" : " ") + word
      if word.last == "." || word.last == "?" {
        lines.append(escaped(line))
        line = ""
      }
    }
    if !line.isEmpty { lines.append(escaped(line)) }
    return lines
  }

  private static func sentence(_ text: String, ended: Bool) -> String {
    text.last == "." && !ended ? String(text.dropLast()) : text
  }

  /// Safe from roff: backslashes, and what a line must not begin with.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "\"": escaped += "\\(dq"
      default: escaped.append(character)
      }
    }
    return escaped.first == "." || escaped.first == "'" ? "\\&" + escaped : escaped
  }

  private static func quoted(_ text: String) -> String {
    // Every word by itself, so that none is taken for a macro or for punctuation.
    text.split(separator: " ").map { "\\&" + escaped(String($0)) }.joined(separator: " ")
  }
}
