import Settings
import Testing

@Suite struct ThemeCatalogTests {
  private func file(_ name: String, _ text: String = "theme[best]=\"#010203\"") -> ThemeCatalog.File {
    ThemeCatalog.File(name: name, path: "/home/ada/themes/\(name).theme", bytes: Array(text.utf8))
  }

  @Test func thoseCompiledInComeFirstThenAPersonsOwnByName() {
    let catalog = ThemeCatalog(files: [file("zebra"), file("apple")])
    #expect(catalog.names == ThemeCatalog.compiledNames + ["apple", "zebra"])
    #expect(catalog.names.first == "default")
    #expect(catalog.entries.first?.sourceWords == "compiled in")
    #expect(catalog.entries.last?.sourceWords == "/home/ada/themes/zebra.theme")
  }

  @Test func aFileOfTheSameNameTakesThePlaceOfOneThatIsCompiledIn() throws {
    let catalog = ThemeCatalog(files: [file("nord")])
    #expect(catalog.names == ThemeCatalog.compiledNames)
    let entry = try #require(catalog.entries.first { $0.name == "nord" })
    #expect(entry.source == .file(path: "/home/ada/themes/nord.theme", replaces: true))
    #expect(entry.sourceWords == "/home/ada/themes/nord.theme, instead of the one compiled in")
    #expect(try catalog.theme(named: "nord").color(.best) == .rgb(RGB(1, 2, 3)))
    #expect(try ThemeCatalog().theme(named: "nord").color(.best) != .rgb(RGB(1, 2, 3)))
  }

  @Test(arguments: ["tokyo-night", "Tokyo-Night", "tokyo_night", "TOKYO NIGHT"])
  func namesAreFoundHoweverTheyAreWritten(name: String) throws {
    #expect(try ThemeCatalog().theme(named: name).name == "tokyo-night")
  }

  @Test func anUnknownNameIsToldWithTheNearestAndAll() throws {
    let error = try #require(throws: UnknownTheme.self) {
      try ThemeCatalog(files: [file("mine\u{1B}[2J")]).theme(named: "grubvox")
    }
    #expect(
      error.description.hasPrefix("There is no theme \"grubvox\"; did you mean gruvbox? The themes are default, "))
    #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 })
    let other = try #require(throws: UnknownTheme.self) { try ThemeCatalog().theme(named: "qqqqqqqqqq") }
    #expect(other.description.hasPrefix("There is no theme \"qqqqqqqqqq\". The themes are default, "))
  }

  @Test func problemsNameTheFile() throws {
    let catalog = ThemeCatalog(files: [file("mine", "theme[best]=\"red\"")])
    let problem = try #require(try catalog.theme(named: "mine").problems.first)
    #expect(problem.description.hasPrefix("/home/ada/themes/mine.theme, line 1: theme[best] is \"red\";"))
  }
}
