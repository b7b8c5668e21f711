import Testing

@testable import Settings

/// What is said of a line, to the letter.
@Suite("A wrong line of the settings")
struct WrongLineTests {
  private static let models =
    "openai:NAME, dashscope:NAME, openrouter:NAME, groq:NAME, vllm:[NAME], lmstudio:[NAME], ollama:[NAME], anthropic:NAME, "
    + "llama:FILE.gguf, recorded:LOG, embedded, simulated[:PROFILE] and none"

  private static let temperatures =
    "allowed are numbers from 0 to 2, or two of them for the first and the last step, as \"1:0.2\"."

  static let values: [(String, String)] = [
    ("run.steps = \"many\"", "run.steps is \"many\"; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = 0", "run.steps is 0; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = 1_000_001", "run.steps is 1000001; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = 50.0", "run.steps is 50.0; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = true", "run.steps is true; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = [1]", "run.steps is a list; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = { a = 1 }", "run.steps is a table; allowed are whole numbers from 1 to 1000000."),
    ("run.steps.a = 1", "run.steps is a table; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = 2026-11-21", "run.steps is a date; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = 10:00:00", "run.steps is a time; allowed are whole numbers from 1 to 1000000."),
    ("run.candidates = 65", "run.candidates is 65; allowed are whole numbers from 1 to 64."),
    ("run.decimals = -1", "run.decimals is -1; allowed are whole numbers from 0 to 15."),
    ("run.temperature = 2.5", "run.temperature is 2.5; \(temperatures)"),
    ("run.temperature = -1", "run.temperature is -1; \(temperatures)"),
    ("run.temperature = nan", "run.temperature is nan; \(temperatures)"),
    ("run.temperature = \"1:2.5\"", "run.temperature is \"1:2.5\"; \(temperatures)"),
    ("run.temperature = \"1:\"", "run.temperature is \"1:\"; \(temperatures)"),
    ("run.temperature = \"1:0:1\"", "run.temperature is \"1:0:1\"; \(temperatures)"),
    ("run.temperature = \"hot\"", "run.temperature is \"hot\"; \(temperatures)"),
    ("run.temperature = 1:0.2", "run.temperature is 1:0.2, which is no value; write run.temperature = \"1:0.2\"."),
    ("run.until = -inf", "run.until is -inf; allowed are finite numbers."),
    ("run.history = \"some\"", "run.history is \"some\"; allowed are \"all\" and whole numbers from 0 to 1000000."),
    ("run.seed = -1", "run.seed is -1; allowed are whole numbers from 0 to 9223372036854775807."),
    ("run.order = \"best\"", "run.order is \"best\"; allowed are best-last, best-first and as-made."),
    ("run.scores = true", "run.scores is true; allowed are shown and hidden."),
    ("run.preset = \"\"", "run.preset is \"\"; allowed are classroom and opro."),
    ("run.model = \"gpt\"", "run.model is \"gpt\"; allowed are \(models)."),
    ("run.model = \"openai:\"", "run.model is \"openai:\"; allowed are \(models)."),
    (
      "run.base-url = \"localhost\"",
      "run.base-url is \"localhost\"; allowed are http:// or https://, a host and a path, as http://127.0.0.1:11434/v1."
    ),
    ("mouse = 1", "mouse is 1; allowed are true and false."),
    ("mouse = \"on\"", "mouse is \"on\"; allowed are true and false."),
    ("markers = \"Braille\"", "markers is \"Braille\"; allowed are braille, blocks and ascii."),
    ("bell = false", "bell is false; allowed are off, bell and notify."),
    ("layout = \"tall\"", "layout is \"tall\"; allowed are picture, words and wide."),
    ("split = 81", "split is 81; allowed are whole numbers from 20 to 80."),
    ("theme = \" \"", "theme is \" \"; allowed are the names that `tiller themes` lists."),
    ("theme = \"\u{202E}dark\"", "theme is \"�dark\"; allowed are the names that `tiller themes` lists."),
    ("theme = \"two\\nlines\"", "theme is \"two␊lines\"; allowed are the names that `tiller themes` lists."),
    (
      "run.model = \"a name that is much longer than a message has room for\"",
      "run.model is \"a name that is much longer than a messa…\"; allowed are \(models)."
    ),
  ]

  static let names: [(String, String)] = [
    ("run.stpes = 3", "run.stpes is no setting; did you mean run.steps?"),
    ("run.base_url = \"http://h\"", "run.base_url is no setting; did you mean run.base-url?"),
    ("rnu.steps = 3", "rnu.steps is no setting; did you mean run.steps?"),
    ("steps = 3", "steps is no setting; did you mean run.steps?"),
    ("run.theme = \"x\"", "run.theme is no setting; did you mean theme, which stands above the first [section]?"),
    ("run = { theem = 1 }", "run.theem is no setting; did you mean theme, which stands above the first [section]?"),
    ("\"run.steps\" = 5", "\"run.steps\" is no setting; did you mean run.steps?"),
    ("colour = 3", "colour is no setting; `tiller config` lists them all."),
    ("a.b.c = { d = 1 }", "a.b.c is no setting; `tiller config` lists them all."),
    ("\"\u{1F600}\" = 3", "\"\u{1F600}\" is no setting; `tiller config` lists them all."),
    ("\"a\u{200B}b\" = 3", "\"a�b\" is no setting; `tiller config` lists them all."),
    ("\"\" = 3", "\"\" is no setting; `tiller config` lists them all."),
    (
      "openai-api-key = \"sk-secret\"",
      "openai-api-key is no setting; a key of a service belongs in the environment, as OPENAI_API_KEY, not in a file."
    ),
    ("run = 5", "run is 5, but it is a section; its settings stand below a line [run]."),
    ("keys = \"x\"", "keys is \"x\", but it is a section; its settings stand below a line [keys]."),
    ("prices = [1]", "prices is a list, but it is a section; its settings stand below a line [prices]."),
  ]

  static let unreadable: [(String, String)] = [
    ("run.steps", "\"run.steps\" is followed by no =; settings are written as name = value."),
    ("run.steps 40", "\"run.steps\" is followed by no =; settings are written as name = value."),
    (
      "sk-0123456789abcdef0123456789", "\"sk-0123456789ab…\" is followed by no =; settings are written as name = value."
    ),
    ("]", "\"]\" is followed by no =; settings are written as name = value."),
    ("run steps = 1", "\"run steps\" is no name; settings are written as name = value."),
    ("= 1", "there is no name before =; settings are written as name = value."),
    ("r\u{1B}un = 1", "the line holds the control character U+001B, which no setting takes."),
    ("r\u{9B}un = 1", "\"r�un\" is no name; settings are written as name = value."),
    ("run.steps =", "run.steps has no value; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = # many", "run.steps has no value; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = many", "run.steps is many, which is no value; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = 4 0 # two", "run.steps is 4 0, which is no value; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = 007", "run.steps is 007, which is no value; allowed are whole numbers from 1 to 1000000."),
    ("run.steps = 5 6 = 7", "run.steps is 5 6 = 7, which is no value; allowed are whole numbers from 1 to 1000000."),
    (
      "run.seed = 99999999999999999999",
      "run.seed is 99999999999999999999, which is no value; allowed are whole numbers from 0 to 9223372036854775807."
    ),
    ("run.stpes = many", "run.stpes is no setting; did you mean run.steps?"),
    ("theme = nord", "theme is nord, which is no value; write theme = \"nord\"."),
    ("mouse = yes", "mouse is yes, which is no value; write mouse = true."),
    ("run.model = openai:m # local", "run.model is openai:m, which is no value; write run.model = \"openai:m\"."),
    ("theme = \"nord", "theme does not end: \" is missing."),
    ("theme = 'nord\"", "theme does not end: ' is missing."),
    ("theme = \"\"\"nord", "theme does not end: \"\"\" is missing."),
    (
      "theme = \"a\\d\"",
      "theme holds an escape that TOML does not know; a \\ that is one stands in single quotes, as 'a\\b'."
    ),
    ("keys.step = [\"a\"", "keys.step does not end: ] is missing."),
    ("keys.step = [[\"a\"]", "keys.step does not end: ] is missing."),
    (
      "keys.step = x",
      "keys.step is x, which is no value; allowed are a key in quotes, as \"s\", a list of them, as [\"s\", \"f5\"], "
        + "and [] for none."
    ),
    ("prices.\"m\" = {\n input = 1 }", "prices.m does not end: a table in { } stands on one line."),
    (
      "run = { steps = 1, }",
      "run is { steps = 1, }, which is no value; allowed are tables, as { name = value }."
    ),
    ("theme = \"a\u{7}b\"", "the line holds the control character U+0007, which no setting takes."),
    ("theme = \"a\u{0}b\"", "the line holds the control character U+0000, which no setting takes."),
    ("theme = \"a\\u0000b\"", "theme is \"a␀b\"; allowed are the names that `tiller themes` lists."),
    ("\"a\\U00000000b\" = 1", "\"a␀b\" is no setting; `tiller config` lists them all."),
    (
      "theme = " + String(repeating: "[", count: 40),
      "the line nests lists or tables deeper than 32 levels, which no setting does."
    ),
    ("a" + String(repeating: ".a", count: 40) + " = 1", "a.a.a.a.a.a… is no setting; `tiller config` lists them all."),
  ]

  static let prices: [(String, String)] = [
    ("prices.m = 5", "prices.m is 5; a price is written as { input = 0.15, output = 0.6 }."),
    (
      "prices.m = { input = -1, output = 1 }",
      "prices.m.input is -1; allowed are numbers from 0 to 1000000, in dollars for a million tokens."
    ),
    (
      "prices.m = { input = 1 }",
      "prices.m has no output, so its runs have no price; a price is written as { input = 0.15, output = 0.6 }."
    ),
    (
      "prices.m.cached = 1",
      "prices.m has no input and no output, so its runs have no price; a price is written as "
        + "{ input = 0.15, output = 0.6 }."
    ),
    ("prices.m.inptu = 1", "prices.m.inptu is no setting; a price has input, output, cached and date."),
    (
      "prices.gpt-4.1.input = 3",
      "prices.gpt-4.1.input is no setting; write the name of the model in quotes, as prices.\"gpt-4.1\".input."
    ),
  ]

  @Test("is reported with its line and what is allowed", arguments: values + names + unreadable)
  func reported(text: String, sentence: String) {
    let configuration = Configuration("# A comment.\n\n" + text + "\n")
    #expect(configuration.problems.map(\.description) == ["config.toml, line 3: " + sentence])
    #expect(configuration.values.isEmpty)
  }

  @Test("of a price's date leaves the price without one")
  func priceDate() {
    let configuration = Configuration("prices.m = { input = 1, output = 2, date = 3 }")
    #expect(
      configuration.problems.map(\.description) == [
        "config.toml, line 1: prices.m.date is 3; allowed are texts of 1 to 40 characters, as \"2026-11-01\"."
      ])
    #expect(configuration.prices.price(of: "m") == ModelPrice(input: 1, output: 2))
    let dated = Configuration("prices.m = { input = 1, output = 2, date = \"2026-11-01\" }")
    #expect(dated.problems.isEmpty && dated.prices.price(of: "m")?.date == "2026-11-01")
  }

  @Test("among the prices is reported", arguments: prices)
  func pricesReported(text: String, sentence: String) {
    let configuration = Configuration(text)
    #expect(configuration.problems.first?.description == "config.toml, line 1: " + sentence)
    #expect(configuration.prices == .none)
  }

  @Test(
    "never repeats what may be a secret",
    arguments: [
      "run.base-url = \"http://user:pass@host/v1\"", "run.base-url = http://user:pass@host/v1",
      "run.base-url = \"http://user:pass@host/v1", "run.base-url = \"http://user:pass@host/v1\" x",
    ])
  func secrets(text: String) {
    #expect(
      Configuration(text).problems.map(\.text) == [
        "run.base-url holds a name or password; a key belongs in the environment, as OPENAI_API_KEY."
      ])
  }

  @Test("with a name of many gives the one that is near")
  func nearName() {
    let themes = ["default", "light", "gruvbox", "nord", "dracula", "solarized", "tokyo-night"]
    let settings = SettingDeclaration.all.allowing(themes, for: "theme")
    let configuration = Configuration(parsing: "theme = \"Gruvbx\"", path: "f", settings: settings)
    #expect(
      configuration.problems.map(\.text) == [
        "theme is \"Gruvbx\"; allowed are default, light, gruvbox, nord, dracula, solarized and tokyo-night; "
          + "did you mean \"gruvbox\"?"
      ])
    #expect(Configuration(parsing: "theme = \"nord\"", path: "f", settings: settings).problems.isEmpty)
  }

  @Test("names its file harmlessly")
  func hostilePath() {
    let problem = ConfigurationProblem(path: "a\u{1B}[2Jb", line: 2, text: "no.")
    #expect(problem.description == "a␛[2Jb, line 2: no.")
    #expect(ConfigurationProblem(path: "f", line: nil, text: "no.").description == "f: no.")
  }
}
