import TestSupport
import Testing

@testable import Settings

@Suite("TOML of any right form")
struct RandomTOMLTests {
  @Test("is read as it was meant, statement by statement and with its lines, in 400 texts")
  func readAsMeant() {
    for seed in 0..<400 {
      var writer = RandomTOML(seed: UInt64(seed))
      writer.write()
      var read: [RandomTOML.Meant] = []
      for statement in TOMLStatements(Array(writer.text.utf8)) {
        switch TOMLLine(statement) {
        case .header(let path): read.append(.header(path, line: statement.line))
        case .setting(let path, let value): read.append(.setting(path, value, line: statement.line))
        case .listHeader, .unreadable: Issue.record("seed \(seed): \(statement)")
        }
      }
      #expect(read == writer.meant, "seed \(seed):\n\(writer.text)")
    }
  }
}

/// Writes TOML that is right, with all that makes the ends of statements hard to find, and keeps what it means.
private struct RandomTOML {
  enum Meant: Hashable {
    case header([String], line: Int)
    case setting([String], ParsedValue, line: Int)
  }

  private(set) var text = ""
  private(set) var meant: [Meant] = []
  private var generator: SplitMix
  private var names = 0

  init(seed: UInt64) { generator = SplitMix(state: seed) }

  mutating func write() {
    text = pick(["", "", "\u{FEFF}"])
    for _ in 0..<number(0...3) { writeSetting() }
    for _ in 0..<number(0...3) {
      writeFiller()
      let (name, path) = path()
      meant.append(.header(path, line: line))
      text += "[\(name)]" + end()
      for _ in 0..<number(0...4) { writeSetting() }
    }
  }

  private var line: Int { 1 + text.utf8.count { $0 == 0x0A } }

  private mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[number(0...(choices.count - 1))] }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  private mutating func writeFiller() {
    text += pick(["", "", "# a [comment] = \"\n", "\n", "   \r\n"]) + pick(["", " ", "\t"])
  }

  private mutating func writeSetting() {
    writeFiller()
    let (name, path) = path()
    let (written, value) = value(depth: 0)
    meant.append(.setting(path, value, line: line))
    text += name + pick(["=", " = ", "\t=  "]) + written + end()
  }

  private mutating func end() -> String { pick(["", " ", " # \"\"\" [ { ' ="]) + pick(["\n", "\r\n"]) }

  private mutating func path() -> (String, [String]) {
    let (first, name) = name()
    guard number(0...1) == 0 else { return (first, [name]) }
    let (second, below) = self.name()
    return (first + pick([".", " . ", ".\t"]) + second, [name, below])
  }

  private mutating func name() -> (String, String) {
    names += 1
    return pick([
      ("name-\(names)", "name-\(names)"), ("\(names)", "\(names)"), ("\"a = [\(names)\"", "a = [\(names)"),
      ("'#\"\(names)'", "#\"\(names)"), ("\"é\\\"\(names)\"", "é\"\(names)"), ("_\(names)A", "_\(names)A"),
    ])
  }

  private mutating func value(depth: Int) -> (String, ParsedValue) {
    if depth < 3, number(0...2) == 0 { return number(0...1) == 0 ? list(depth: depth) : table(depth: depth) }
    let plain: [(String, ParsedValue)] = [
      ("-17", .setting(.whole(-17))), ("1_000", .setting(.whole(1000))), ("0x1F", .setting(.whole(31))),
      ("-0.25e-3", .setting(.number(-0.00025))), ("6E2", .setting(.number(600))), ("inf", .other("inf")),
      ("true", .setting(.flag(true))), ("2026-11-21T10:00:00Z", .other("a date")), ("10:30:00", .other("a time")),
      ("[]", .list([])), ("{}", .section([])), ("[ # ]\n]", .list([])),
    ]
    let texts = [
      ("\"\"", ""), ("\"[not a list\"", "[not a list"), ("\"# no comment\"", "# no comment"),
      ("\"a\\\"b\\\\\"", "a\"b\\"), ("''", ""), ("'[{'", "[{"), ("'C:\\'", "C:\\"), ("'\"\"\"'", "\"\"\""),
      ("\"\"\"\"\"\"", ""), ("\"\"\"a\nname = 1\n\"\"\"", "a\nname = 1\n"),
      ("\"\"\"\"a\"\" \\\"\"\"\"\"", "\"a\"\" \"\""), ("\"\"\"x \\\n  # y\"\"\"", "x # y"), ("''''''", ""),
      ("'''\n[section]\n'''", "[section]\n"), ("''''a'''''", "'a''"), ("'''\\'''", "\\"),
      ("'''x\r\n[[y]]'''", "x\n[[y]]"),
    ]
    return pick(plain + texts.map { ($0.0, .setting(.text($0.1))) })
  }

  private mutating func list(depth: Int) -> (String, ParsedValue) {
    let items = (0..<number(1...3)).map { _ in value(depth: depth + 1) }
    let start = pick(["[", "[ ", "[\n", "[\r\n", "[ # ]\n"])
    let end = pick(["]", " ]", ",]", ", # ]\n ]", "\n ]"])
    let between = pick([",", ", ", ",\n", " , # , \n"])
    return (start + items.map(\.0).joined(separator: between) + end, .list(items.map(\.1)))
  }

  private mutating func table(depth: Int) -> (String, ParsedValue) {
    var members: [ParsedValue.Member] = []
    var written: [String] = []
    for _ in 0..<number(1...3) {
      let (name, path) = path()
      let (text, value) = value(depth: depth + 1)
      members.append(ParsedValue.Member(path: path, value: value))
      written.append(name + " = " + text)
    }
    return ("{ " + written.joined(separator: ", ") + " }", .section(members))
  }
}
