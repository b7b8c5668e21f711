import Foundation
import Settings
import Testing

/// The themes that are compiled in, held to the folder.
@Suite struct CompiledThemeTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("themes")

  @Test func everyThemeOfTheFolderIsCompiledInAndNoOther() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let names = files.filter { $0.hasSuffix(".theme") }.map { String($0.dropLast(6)) }
    #expect(names.count == files.count, "nothing but themes lies in the folder, for all of it is compiled in")
    #expect(Set(names) == Set(ThemeCatalog.compiledNames))
  }

  @Test(arguments: ThemeCatalog.compiledNames) func whatIsCompiledInIsWhatTheFileSays(name: String) throws {
    let bytes = try Data(contentsOf: Self.folder.appendingPathComponent(name + ".theme"))
    #expect(try ThemeCatalog().theme(named: name) == ThemeFile(name: name, path: "", bytes: Array(bytes)))
  }

  @Test(arguments: ThemeCatalog.compiledNames) func aThemeThatIsShippedHasNoProblem(name: String) throws {
    #expect(try ThemeCatalog().theme(named: name).problems == [])
  }

  /// It is what all others fall back on, and the list that people copy.
  @Test func theDefaultThemeSaysEveryKeyOfOurs() {
    let own = ThemeKey.allCases.drop { $0 != .text }
    #expect(own.filter { !ThemeFile.standard.sets($0) } == [])
  }

  /// "theme[best]=… # proc_misc" says what stands in for best.
  @Test func theDefaultThemeNamesTrulyWhatStandsInForEachKey() throws {
    let text = try String(contentsOf: Self.folder.appendingPathComponent("default.theme"), encoding: .utf8)
    let named = text.matches(of: #/(?m)^theme\[(\w+)\]="[^"]*" # (\w+)$/#)
    #expect(named.count >= 38)
    for match in named {
      let key = try #require(ThemeKey(name: String(match.1)))
      let file = ThemeFile(name: "mine", path: "", bytes: Array("theme[\(match.2)]=\"#7f7f7f\"".utf8))
      let colors = ThemeGradient.allCases.flatMap { file.gradient($0) } + [file.color(key).rgb].compactMap { $0 }
      #expect(colors.contains(RGB(0x7F, 0x7F, 0x7F)), "\(match.1)")
    }
  }
}
