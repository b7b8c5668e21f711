import Testing

@testable import Settings

@Suite("The settings in force")
struct ResolvedSettingsTests {
  private let file = Configuration(
    "run.steps = 7\nrun.base-url = \"http://file/v1\"\nrun.temperature = 1\nmouse = false\nkeys.step = \"x\"\n"
      + "prices.\"gpt-*\" = { input = 0.15, output = 0.6 }")

  @Test("come from the option, else the environment, else the file, else nowhere")
  func layers() {
    var settings = ResolvedSettings(file, environment: ["OPENAI_BASE_URL": "http://environment/v1"])
    #expect(settings.string("run.base-url") == "http://environment/v1")
    #expect(settings.source(of: "run.base-url") == .environment("OPENAI_BASE_URL"))
    #expect(settings.integer("run.steps") == 7)
    #expect(settings.source(of: "run.steps") == .file(path: "config.toml", line: 1))
    #expect(settings.integer("run.candidates") == nil)
    #expect(settings.source(of: "run.candidates") == .builtIn)
    settings.override("run.base-url", with: .text("http://option/v1"))
    settings.override("run.steps", with: .whole(9), option: "--until-step")
    settings.override("run.candidates", with: nil)
    #expect(settings.string("run.base-url") == "http://option/v1")
    #expect(settings.source(of: "run.base-url") == .option("--base-url"))
    #expect(settings.integer("run.steps") == 9)
    #expect(settings.source(of: "run.steps") == .option("--until-step"))
    #expect(settings.source(of: "run.candidates") == .builtIn)
  }

  @Test("are read by their kind only")
  func kinds() {
    let settings = ResolvedSettings(file)
    #expect(settings.number("run.temperature") == 1)
    #expect(settings.integer("run.temperature") == nil)
    #expect(settings.flag("mouse") == false)
    #expect(settings.string("mouse") == nil)
    #expect(settings.number("run.steps") == 7)
    #expect(settings.value("no.such") == nil)
  }

  @Test("pass over an empty variable, and report a wrong one by its name")
  func environment() {
    let empty = ResolvedSettings(file, environment: ["OPENAI_BASE_URL": ""])
    #expect(empty.string("run.base-url") == "http://file/v1")
    #expect(empty.problems == file.problems)
    let wrong = ResolvedSettings(file, environment: ["OPENAI_BASE_URL": "host"])
    #expect(wrong.string("run.base-url") == "http://file/v1")
    #expect(
      wrong.problems.last?.description
        == "OPENAI_BASE_URL: run.base-url is \"host\"; allowed are http:// or https://, a host and a path, as "
        + "http://127.0.0.1:11434/v1.")
  }

  private var list: SettingList {
    let declared = SettingDeclaration.all.filter {
      ["mouse", "run.steps", "run.seed", "run.base-url"].contains($0.path)
    }
    var settings = ResolvedSettings(
      file, settings: declared, acts: SampleActs.all.filter { ["step", "mask", "down"].contains($0.name) },
      environment: ["OPENAI_BASE_URL": "http://e/v1"])
    settings.override("run.steps", with: .whole(9))
    settings.tellBuiltIn("run.seed", .whole(1))
    settings.tellBuiltIn("run.steps", .whole(50))
    return SettingList(settings)
  }

  @Test("are listed with value, source and meaning in columns")
  func lines() {
    #expect(
      list.lines == [
        "mouse           false                           config.toml, line 4  "
          + "Whether the mouse is read; if not, it is the terminal's, to select text.",
        "run.base-url    \"http://e/v1\"                   OPENAI_BASE_URL      "
          + "The address of the server that openai:NAME is asked at.",
        "run.steps       9                               --steps              The steps of a run.",
        "run.seed        1 (the preset's)                built in             The seed of everything random.",
        "",
        "keys.step       \"x\"                             config.toml, line 5  Do one step.",
        "keys.mask       []                              config.toml, line 5",
        "keys.down       [\"j\", \"down\"]                   built in",
        "",
        "prices.\"gpt-*\"  { input = 0.15, output = 0.6 }  config.toml, line 6  Dollars for a million tokens.",
      ])
  }

  @Test("are listed harmlessly, whatever the names")
  func hostile() {
    let configuration = Configuration("prices.\"a\\u001B[2J\\u202E\" = { input = 1, output = 2 }")
    let lines = SettingList(ResolvedSettings(configuration)).lines
    #expect(lines.last?.hasPrefix("prices.\"a\\u001B[2J�\"  { input = 1, output = 2 }") == true)
  }

  @Test("are written as JSON")
  func json() {
    let declared = SettingDeclaration.all.filter { ["run.steps", "run.base-url", "split"].contains($0.path) }
    let configuration = Configuration("theme = 1\nrun.steps = 7\nkeys.pin = []")
    var settings = ResolvedSettings(
      configuration, settings: declared, acts: SampleActs.all.filter { $0.name == "pin" },
      environment: ["OPENAI_BASE_URL": "http://e/v1"])
    settings.override("split", with: .whole(30), option: "--split")
    #expect(
      SettingList(settings).json
        == """
        {"file":"config.toml","settings":[\
        {"name":"split","value":"30","source":"option","from":"--split",\
        "meaning":"The left side's share of the width, in percent."},\
        {"name":"run.base-url","value":"\\"http://e/v1\\"","source":"environment","from":"OPENAI_BASE_URL",\
        "meaning":"The address of the server that openai:NAME is asked at."},\
        {"name":"run.steps","value":"7","source":"file","line":2,"meaning":"The steps of a run."}],\
        "keys":[{"name":"keys.pin","value":"[]","source":"file","line":3,"meaning":""}],"prices":[],\
        "problems":[{"path":"config.toml","line":1,\
        "text":"theme is 1; allowed are the names that `tiller themes` lists."}]}
        """)
    #expect(
      SettingList(ResolvedSettings(settings: [])).json
        == "{\"file\":null,\"settings\":[],\"keys\":[],\"prices\":[],\"problems\":[]}")
  }
}
