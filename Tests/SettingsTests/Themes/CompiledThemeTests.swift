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
}
