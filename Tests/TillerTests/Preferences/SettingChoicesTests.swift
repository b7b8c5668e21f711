import Charts
import Dashboard
import Optimization
import Problems
import Settings
import Testing

@testable import tiller

/// Settings know their words without the rooms that mean something by them: neither side can change alone.
@Suite("The words of a setting")
struct SettingChoicesTests {
  private func kind(_ path: String) throws -> SettingKind {
    try #require(SettingDeclaration.all.first { $0.path == path }, "\(path) is declared").kind
  }

  @Test(
    "are those of what it stands for",
    arguments: [
      ("markers", Marker.allCases.map(\.rawValue)),
      ("bell", WatchPreferences.Bell.allCases.map(\.rawValue)),
      ("layout", Arrangement.Kind.allCases.map(\.rawValue)),
      ("run.preset", LinePreset.allCases.map(\.rawValue)),
      ("run.prompting", PromptingCatalog.names),
      ("run.order", PromptSettings.Order.allCases.map(\.rawValue)),
      ("run.repeats", RunSettings.Repeats.allCases.map(\.rawValue)),
    ])
  func names(path: String, names: [String]) throws {
    #expect(try kind(path) == .choice(names))
  }

  @Test("that tell whether scores are shown are those of the option and of the palette")
  func scores() throws {
    guard case .choice(let names) = try kind("run.scores") else {
      Issue.record("run.scores is a choice")
      return
    }
    #expect(Set(try names.map(OptionValues.shownOrHidden)) == [true, false])
    #expect(KeyBinding.of(.scores).argument == names.joined(separator: "|"))
  }

  @Test("of the palette are those of the settings", arguments: [(Act.order, "run.order"), (.layout, "layout")])
  func arguments(act: Act, path: String) throws {
    guard case .choice(let names) = try kind(path) else {
      Issue.record("\(path) is a choice")
      return
    }
    #expect(KeyBinding.of(act).argument == names.joined(separator: "|"))
  }

  @Test("allow the numbers that the run and the screen allow")
  func ranges() throws {
    #expect(try kind("split") == .whole(Arrangement.splits))
    #expect(try kind("run.steps") == .whole(1...OptimizationRun.mostSteps))
    guard case .course(let temperatures, _) = try kind("run.temperature") else {
      Issue.record("run.temperature is a number or two")
      return
    }
    #expect(temperatures == OptimizationRun.temperatures)
  }

  @Test("name every option that the command line has", arguments: SettingDeclaration.all.filter { $0.option != nil })
  func options(declaration: SettingDeclaration) {
    // What --help of a run says is made from the same declarations that read the command line.
    #expect(RunCommand.helpMessage(columns: 200).contains(declaration.option ?? ""), "\(declaration.path)")
  }

  @Test("of the preset in force are told as what is built in", arguments: LinePreset.allCases)
  func decided(preset: LinePreset) throws {
    var settings = ResolvedSettings(
      Configuration(parsing: "[run]\npreset = \"\(preset.rawValue)\"\nseed = 7\n", path: "config.toml"))
    settings.tellWhatDecides()
    let entries = SettingList(settings).settings
    func value(_ name: String) -> String? { entries.first { $0.name == name }?.value }
    let defaults = preset.defaults
    #expect(value("run.steps") == "\(defaults.steps) (the preset's)")
    #expect(value("run.history") == (defaults.promptSettings.history.map { "\($0)" } ?? "\"all\"") + " (the preset's)")
    #expect(value("run.order") == "\"\(defaults.promptSettings.order.rawValue)\" (the preset's)")
    #expect(value("run.seed") == "7")
  }
}
