import Testing

@testable import Settings

@Suite("One wrong line loses no other")
struct RecoveryTests {
  /// The values that are read, as the file writes them, and the lines of the problems.
  private func read(_ text: String) -> (values: [String: String], problems: [Int?]) {
    let configuration = Configuration(text)
    return (configuration.values.mapValues(\.written), configuration.problems.map(\.line))
  }

  @Test("wherever it stands and whatever it is", arguments: WrongLineTests.values + WrongLineTests.unreadable)
  func anywhere(line: String, sentence: String) {
    // Not those that reach for what follows: they have tests of their own.
    guard !line.contains("\n"), !line.contains("\"\"\"") else { return }
    let good = ["theme = \"nord\"", "split = 30", "run.paused = true", "run.repeats = \"evaluate\""]
    let unusual = ["theme", "split", "run.repeats"]
    guard !unusual.contains(where: { line.hasPrefix($0) }) else { return }
    for place in 0...good.count {
      var lines = good
      lines.insert(line, at: place)
      let (values, problems) = read(lines.joined(separator: "\n"))
      #expect(
        values == ["theme": "\"nord\"", "split": "30", "run.paused": "true", "run.repeats": "\"evaluate\""],
        "with the wrong line at \(place)")
      #expect(problems == [place + 1])
    }
  }

  @Test("where a list does not end, only its lines are lost")
  func unclosedList() {
    let (values, problems) = read(
      """
      keys.step = ["a",
        "b",
      theme = "nord"
      keys.up = [
        # a comment
      [run]
      steps = 3
      """)
    #expect(values == ["theme": "\"nord\"", "run.steps": "3"])
    #expect(problems == [1, 2, 4])
  }

  @Test("where a list does not end, what else is wrong further down is said of its own line")
  func unclosedListAndMore() {
    let configuration = Configuration(
      "keys.step = [\ntheme = \"a\u{7}\"\nrun.seed = " + String(repeating: "[", count: 40))
    #expect(
      configuration.problems.map(\.description) == [
        "config.toml, line 1: keys.step does not end: ] is missing.",
        "config.toml, line 2: the line holds the control character U+0007, which no setting takes.",
        "config.toml, line 3: the line nests lists or tables deeper than 32 levels, which no setting does.",
      ])
  }

  @Test("where a text of several lines does not end, only its first line is lost")
  func unclosedText() {
    let (values, problems) = read("run.model = \"\"\"x\nsplit = 30\n[run]\nsteps = 3")
    #expect(values == ["split": "30", "run.steps": "3"])
    #expect(problems == [1])
  }

  @Test("lists and texts over several lines are read, and the lines after them counted right")
  func severalLines() {
    let configuration = Configuration(
      """
      keys.step = [ # one
        "a", # ] and two
        "]",
      ]
      theme = '''
      nord'''
      run.model = \"""
      openai:\\
         m\"""
      split = 10
      """)
    #expect(configuration.keys.keys["step"]?.map(\.name) == ["a", "]"])
    #expect(configuration.string("theme") == "nord")
    #expect(configuration.string("run.model") == "openai:m")
    #expect(configuration.lines == ["theme": 5, "run.model": 7])
    #expect(configuration.problems.map(\.line) == [10])
  }

  @Test("what is wrong inside a list is reported with its own line")
  func insideList() {
    let configuration = Configuration("keys.step = [\n  \"a\",\n  b, # no quotes\n]\nsplit = 30")
    #expect(
      configuration.problems.map(\.description) == [
        "config.toml, line 3: keys.step cannot be read from \"b, # no quotes\" on; allowed are a key in quotes, as "
          + "\"s\", a list of them, as [\"s\", \"f5\"], and [] for none."
      ])
    #expect(configuration.values == ["split": .whole(30)])
  }

  @Test("a header that is not closed is read for what it is likely to mean")
  func brokenHeader() {
    let configuration = Configuration("[run\nsteps = 3\n[keys]]\nstep = \"f\"")
    #expect(
      configuration.problems.map(\.text) == [
        "\"[run\" is no section; it is read as [run].", "\"[keys]]\" is no section; it is read as [keys].",
      ])
    #expect(configuration.integer("run.steps") == 3)
    #expect(configuration.keys.keys["step"]?.map(\.name) == ["f"])
  }

  @Test(
    "what stands below a header of nothing is passed over without a word for each line",
    arguments: [
      ("[rnu]", "[rnu] is no section, and what stands below it is passed over; did you mean [run]?"),
      (
        "[colours]",
        "[colours] is no section, and what stands below it is passed over; sections are written as [run], [keys] or "
          + "[prices.\"MODEL NAME\"]."
      ),
      (
        "[ru n]",
        "\"[ru n]\" is no section, and what stands below it is passed over; sections are written as [run], [keys] or "
          + "[prices.\"MODEL NAME\"]."
      ),
      (
        "[[run]]",
        "[[run]] is a list of tables, and no setting is; sections are written as [run], [keys] or "
          + "[prices.\"MODEL NAME\"]."
      ),
      ("[theme]", "[theme] is a setting, not a section; write theme = \"default\"."),
      ("[run.steps]", "[run.steps] is a setting, not a section; write run.steps = 50."),
      ("[keys.step]", "[keys.step] is an act, not a section; write keys.step = \"x\"."),
      (
        "[prices.gpt-4.1]",
        "[prices.gpt-4.1] is no section; write the name of the model in quotes, as [prices.\"gpt-4.1\"]."
      ),
      ("[r\u{0}n]", "the line holds the control character U+0000, which no setting takes."),
      (
        "[.run]",
        "\"[.run]\" is no section, and what stands below it is passed over; sections are written as [run], [keys] or "
          + "[prices.\"MODEL NAME\"]."
      ),
    ])
  func unknownHeader(header: String, sentence: String) {
    let configuration = Configuration("\(header)\nsteps = 3\n junk\nkeys = many\n[run]\ncandidates = 2")
    #expect(configuration.problems.map(\.text) == [sentence])
    #expect(configuration.values == ["run.candidates": .whole(2)])
  }

  @Test("of a setting that is given twice the first counts, however it is written")
  func twice() {
    let configuration = Configuration(
      "run.steps = 1\nrun = { steps = 2, candidates = 3 }\n[run]\nsteps = 4\n[run]\nseed = 5")
    #expect(configuration.values == ["run.steps": .whole(1), "run.candidates": .whole(3), "run.seed": .whole(5)])
    #expect(
      configuration.problems.map(\.description) == [
        "config.toml, line 2: run.steps is set a second time; what line 1 says stays.",
        "config.toml, line 4: run.steps is set a second time; what line 1 says stays.",
      ])
  }

  @Test("keys and prices given twice count once as well")
  func twiceElsewhere() {
    let configuration = Configuration(
      "keys.step = \"a\"\nkeys.step = \"b\"\nprices.m = { input = 1, output = 2 }\nprices.m.input = 3")
    #expect(configuration.problems.map(\.line) == [2, 4])
    #expect(configuration.keys.keys["step"]?.map(\.name) == ["a"])
    #expect(configuration.prices.price(of: "m") == ModelPrice(input: 1, output: 2))
  }

  @Test("lines may end as on Windows, and a byte order mark may come first")
  func windows() {
    let configuration = Configuration("\u{FEFF}theme = \"nord\"\r\n\r\n[run] # here\r\nsteps = [\r\n]\r\nseed = 5\r\n")
    #expect(configuration.values == ["theme": .text("nord"), "run.seed": .whole(5)])
    #expect(configuration.problems.map(\.line) == [4])
  }

  @Test("bytes that are no UTF-8 cost their line only, and in a comment of its own nothing")
  func notUTF8() {
    let text = Array("# caf\nrun.model = \"x".utf8) + [0xE9] + Array("\"\nsplit = 30".utf8)
    var bytes = text
    bytes.insert(0xE9, at: 5)
    let configuration = Configuration(parsingUTF8: bytes, path: "config.toml")
    #expect(
      configuration.problems.map(\.description) == [
        "config.toml, line 2: the line holds bytes that are no UTF-8; settings are written in UTF-8."
      ])
    #expect(configuration.values == ["split": .whole(30)])
  }
}

extension Configuration {
  fileprivate func string(_ path: String) -> String? { ResolvedSettings(self).string(path) }
  fileprivate func integer(_ path: String) -> Int? { ResolvedSettings(self).integer(path) }
}
