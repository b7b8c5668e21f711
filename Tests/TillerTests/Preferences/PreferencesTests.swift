import Foundation
import Optimization
import TestSupport
import Testing

/// Settings, themes and what else is printed, by the program as users run it.
@Suite("preferences")
struct PreferencesTests {
  private func withConfiguration(_ text: String) throws -> Workplace {
    let place = try Workplace()
    let folder = place.path + "/.config/tiller/themes"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    _ = try place.file(".config/tiller/config.toml", text)
    return place
  }

  @Test("settings stand in for options, and options go before them")
  func defaults() async throws {
    let place = try withConfiguration("[run]\nmodel = \"none\"\nsteps = 3\nseed = 5\n")
    var outcome = try await Program.run(["--log", place.log], in: place)
    #expect(outcome.status == 0 && outcome.hasLine("steps", "3 of 3"), "\(outcome.output)\(outcome.errors)")
    guard case .runStarted(let started)? = try events(of: place.log).first?.event else { return }
    #expect(started.settings.seed == 5 && started.models.optimizer == nil)
    outcome = try await Program.run(["--steps", "2"], in: place)
    #expect(outcome.hasLine("steps", "2 of 2"))
  }

  @Test("a temperature may be a schedule, as on the command line, and is listed as it is written")
  func schedule() async throws {
    let place = try withConfiguration("[run]\nmodel = \"simulated\"\nsteps = 3\ntemperature = \"1:0.2\"\n")
    let listed = try await Program.run(["config"], in: place)
    #expect(listed.lines.contains { $0.hasPrefix("run.temperature") && $0.contains(" \"1:0.2\" ") }, "\(listed.output)")
    #expect(!listed.output.contains("Wrong"))
    let outcome = try await Program.run(["--log", place.log], in: place)
    #expect(outcome.status == 0, "\(outcome.errors)")
    func temperatures() throws -> [Double?] {
      try events(of: place.log).compactMap { logged in
        if case .stepStarted(let step) = logged.event { step.temperature } else { nil }
      }
    }
    #expect(try temperatures() == [1, 0.6, 0.2])
    let wrong = try withConfiguration("[run]\nmodel = \"none\"\ntemperature = \"1:9\"\n")
    let refused = try await Program.run(["--steps", "1"], in: wrong)
    #expect(
      refused.errors.contains("config.toml, line 3: run.temperature is \"1:9\"; allowed are numbers from 0 to 2"),
      "\(refused.errors)")
  }

  @Test("a wrong line is reported with its place, and the rest counts")
  func wrongLine() async throws {
    let place = try withConfiguration("theme = \"nord\"\n[run]\nmodel = \"none\"\nsteps = \"many\"\nseed = 9\n")
    let outcome = try await Program.run(["--steps", "1"], in: place)
    #expect(outcome.status == 0 && outcome.errors.contains("config.toml, line 4: run.steps"), "\(outcome.errors)")
    let listed = try await Program.run(["config"], in: place)
    #expect(listed.status == 0)
    #expect(listed.lines.contains { $0.hasPrefix("run.seed") && $0.contains("9") && $0.contains("line 5") })
    #expect(listed.lines.contains { $0.hasPrefix("theme") && $0.contains("\"nord\"") && $0.contains("line 1") })
    #expect(listed.output.contains("Wrong, and passed over:"))
    let json = try await Program.run(["config", "--json"], in: place)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.output.utf8)) }
    let sample = try await Program.run(["config", "--sample"], in: place)
    #expect(sample.output.contains("#theme = \"default\"") && sample.output.contains("cancel-step"))
  }

  @Test("a screen says what is wrong with the settings, and other keys work")
  func screen() async throws {
    let place = try withConfiguration("marker = \"x\"\n[keys]\nstep = \"G\"\n[run]\nmodel = \"none\"\n")
    let terminal = try Program.onTerminal(["--paused"], in: place)
    try await terminal.see("config.toml, line 1")
    try await terminal.send("G")
    try await terminal.see("step 1/")
    try await terminal.see("G one step")
    try await terminal.send("q")
    #expect(try await terminal.waitForExit() == .exited(0))
  }

  @Test("a terminal gets lines where the settings say so, and the screen where the command line does")
  func plain() async throws {
    let place = try withConfiguration("plain = true\n[run]\nmodel = \"none\"\nsteps = 2\n")
    let lines = try Program.onTerminal([], in: place)
    try await lines.see("Plain mode:")
    try await lines.send("quit\n")
    #expect(try await lines.waitForExit() == .exited(0))
    let screen = try Program.onTerminal(["--no-plain"], in: place)
    try await screen.see("q quit")
    try await screen.send("q")
    #expect(try await screen.waitForExit() == .exited(0))
    // A pipe is no person.
    let piped = try await Program.run([], in: place)
    #expect(piped.status == 0 && piped.hasLine("steps", "2 of 2"))
  }

  @Test("themes are listed with their sources, checked, and found in the person's folder")
  func themes() async throws {
    let place = try withConfiguration("")
    _ = try place.file(".config/tiller/themes/mine.theme", "theme[main_fg]=\"#ffffff\"\ntheme[best]=\"red\"\n")
    let listed = try await Program.run(["themes"], in: place)
    for name in ["default", "light", "nord", "gruvbox", "dracula", "monochrome", "mine"] {
      #expect(listed.lines.contains { $0.hasPrefix(name + " ") }, "\(name)")
    }
    #expect(listed.lines.contains { $0.hasPrefix("mine") && $0.contains("mine.theme") })
    #expect(listed.output.contains("line 2") && !listed.output.contains("\u{1B}"))
    let checked = try await Program.run(["themes", "--check", "default"], in: place)
    #expect(checked.status == 0 && checked.lines.count == 1, "the default theme falls short nowhere: \(checked.output)")
    let unknown = try await Program.run(["themes", "nrod"], in: place)
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean nord"))
    let chosen = try await Program.run(["--theme", "nrod", "--plain", "--model", "none"], in: place)
    #expect(chosen.status == 2 && chosen.errors.contains("did you mean nord"))
  }

  @Test("completions for three shells, and a manual page of every command and key")
  func manual() async throws {
    let place = try Workplace()
    for shell in ["bash", "zsh", "fish"] {
      let script = try await Program.run(["completions", shell], in: place)
      #expect(script.status == 0 && script.output.contains("--temperature") || shell == "fish")
      #expect(script.output.contains("temperature"), "\(shell)")
    }
    let wrong = try await Program.run(["completions", "tcsh"], in: place)
    #expect(wrong.status == 2 && wrong.errors.contains("the shells are"))
    let page = try await Program.run(["manual"], in: place)
    for text in [".Dt TILLER 1", ".Ss tiller run", "\\-temperature", ".Sh KEYS", "(cancel\\-step)", ".Sh EXIT STATUS"] {
      #expect(
        page.output.contains(text.replacingOccurrences(of: "(", with: "").replacingOccurrences(of: ")", with: "")))
    }
  }
}

extension PipedProgram.Outcome {
  /// Whether a line of the summary has this label and begins with this text.
  func hasLine(_ label: String, _ text: String) -> Bool {
    lines.contains { $0.hasPrefix(label + " ") && $0.dropFirst(label.count).drop { $0 == " " }.hasPrefix(text) }
  }
}
