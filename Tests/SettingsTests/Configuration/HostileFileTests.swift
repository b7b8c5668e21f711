import TestSupport
import Testing

@testable import Settings

@Suite("A file that is no settings file")
struct HostileFileTests {
  @Test("of random bytes is read to its end, within the limits")
  func randomBytes() {
    var generator = SplitMix(state: 31)
    for _ in 0..<1000 {
      let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      check(Configuration(parsingUTF8: bytes, path: "f", acts: SampleActs.all))
    }
  }

  @Test("of pieces of settings in any order is read to its end, within the limits")
  func randomPieces() {
    let pieces = [
      "theme", "run", "keys", "prices", "steps", ".", "=", " ", "\n", "\r\n", "\r", "[", "]", "[[", "]]", "{", "}", ",",
      "\"", "'", "\"\"\"", "'''", "\\", "\\u0000", "\\uD800", "#", "1", "-", "1e999", "0x", "inf", "true", "\u{FEFF}",
      "\u{0}", "\u{85}", "\u{202E}", "é", "\u{1F468}\u{200D}\u{1F469}", "quit", "step", "\"q\"", "ctrl-c", "*",
      "2026-11-21", "25:61:61", "input", "output",
    ]
    var generator = SplitMix(state: 32)
    for _ in 0..<1000 {
      var text = ""
      for _ in 0..<Int.random(in: 1...60, using: &generator) { text += pieces.randomElement(using: &generator) ?? "" }
      check(Configuration(parsing: text, path: "f", acts: SampleActs.all))
    }
  }

  /// What holds of every configuration, whatever the file.
  private func check(_ configuration: Configuration) {
    #expect(configuration.problems.count <= 3 * Configuration.mostProblems)
    for problem in configuration.problems {
      #expect(problem.text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
      #expect(problem.text.hasSuffix(".") || problem.text.hasSuffix("?"))
    }
    for (path, value) in configuration.values {
      #expect(SettingDeclaration.all.first { $0.path == path }?.kind.value(of: value) == value)
    }
    #expect(configuration.keys.keys["quit"]?.isEmpty != true)
    #expect(configuration.keys.keys["interrupt"] == nil)
  }

  @Test(
    "that nests deeper than a stack bears loses that line only",
    arguments: [
      ("a", ".a", " = 1", false), ("[a", ".a", "", false), ("a = { a", ".a", " = 1 }", false),
      ("a", ".'a'", " = x", false),
      ("a = ", "[", "", true), ("a = ", "{a=", "", true), ("a = ", "[{a=", "", true),
    ])
  func deep(start: String, piece: String, end: String, isTooDeep: Bool) {
    let line = start + String(repeating: piece, count: 100_000) + end
    let configuration = Configuration("theme = \"nord\"\n\(line)\n[run]\nsteps = 3")
    #expect(configuration.values == ["theme": .text("nord"), "run.steps": .whole(3)])
    #expect(configuration.problems.map(\.line) == [2])
    #expect(configuration.problems.allSatisfy { $0.text.count < 300 })
    let sentence = "the line nests lists or tables deeper than 32 levels, which no setting does."
    #expect((configuration.problems.first?.text == sentence) == isTooDeep)
  }

  @Test("that is too large is not read, and its size is said")
  func large() {
    let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: 10_000_000) + Array("split = 30".utf8)
    let configuration = Configuration(parsingUTF8: bytes, path: "config.toml")
    #expect(
      configuration.problems.map(\.description) == [
        "config.toml: the file holds 10000010 bytes, and nothing of it is used; allowed are 1048576."
      ])
    #expect(configuration.values.isEmpty)
  }

  @Test(
    "with nothing right is given up after a hundred problems", arguments: ["x\n", "x = [\n", "x = 1\n", "\"\"\"\n"])
  func allWrong(line: String) {
    let configuration = Configuration(String(repeating: line, count: 5000) + "split = 30")
    #expect(configuration.problems.count == 101)
    #expect(
      configuration.problems.last?.text == "there are 100 problems above; nothing is read from here on.")
    #expect(configuration.values.isEmpty)
  }

  @Test(
    "that is empty, or has only comments, says nothing",
    arguments: ["", "\n\n", "# nothing", "\u{FEFF}", " \t\r\n#\u{0}"])
  func empty(text: String) {
    let configuration = Configuration(text)
    #expect(configuration.problems.isEmpty)
    #expect(configuration.values.isEmpty)
    #expect(configuration.keys == .none)
  }
}
