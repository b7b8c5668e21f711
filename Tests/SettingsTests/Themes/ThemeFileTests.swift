import Settings
import Testing

@Suite struct ThemeFileTests {
  private func read(_ text: String) -> ThemeFile {
    ThemeFile(name: "mine", path: "mine.theme", bytes: Array(text.utf8))
  }

  // MARK: The format

  @Test(arguments: [
    ("#d75F00", RGB(0xD7, 0x5F, 0x00)), ("#c0", RGB(0xC0, 0xC0, 0xC0)), ("215 95 0", RGB(215, 95, 0)),
    ("  1\t2   3 ", RGB(1, 2, 3)),
  ])
  func aColourIsWrittenInThreeWays(value: String, color: RGB) {
    let file = read("theme[best]=\"\(value)\"")
    #expect(file.problems.isEmpty)
    #expect(file.color(.best) == .rgb(color))
  }

  @Test func anEmptyValueIsTheTerminalsOwn() {
    let file = read("theme[main_bg]=\"\"\ntheme[main_fg]=\"\"")
    #expect(file.problems.isEmpty)
    #expect(file.color(.mainBackground) == .terminal)
    #expect(file.color(.text) == .terminal)
  }

  @Test func commentsBlanksQuotesAndLineEndsAreAsInBtop() {
    let text = """
      \u{FEFF}# a comment with theme[best]="#000000"
      \t  # another

        theme[best] = "#010101"   # behind
      theme[person]='#020202'
      theme[ghost]=#030303
      theme[reject]=4 4 4 # behind
      theme[model]="#050505"\r
      theme[best]="#060606" and the rest
      """
    let file = read(text)
    #expect(file.problems.isEmpty)
    #expect(file.color(.best) == .rgb(RGB(6, 6, 6)))
    #expect(file.color(.person) == .rgb(RGB(2, 2, 2)))
    #expect(file.color(.ghost) == .rgb(RGB(3, 3, 3)))
    #expect(file.color(.reject) == .rgb(RGB(4, 4, 4)))
    #expect(file.color(.model) == .rgb(RGB(5, 5, 5)))
  }

  @Test func attributesAreWords() {
    let file = read(
      "theme[best_attributes]=\"bold underline\"\ntheme[person_attributes]=\"none\"\n"
        + "theme[ghost_attributes]=\"dim,italic\"\ntheme[cursor_attributes]=\"reverse\"")
    #expect(file.problems.isEmpty)
    #expect(file.attributes(.best) == [.bold, .underline])
    #expect(file.attributes(.person) == [])
    #expect(file.attributes(.ghost) == [.dim, .italic])
    #expect(file.attributes(.cursor) == .reverse)
    #expect(file.attributes(.reject) == nil)
  }

  @Test func whatItLiesOnIsKnownByTheBackgroundOrAsSaid() {
    #expect(read("theme[main_bg]=\"#282a36\"").appearance == .dark)
    #expect(read("theme[main_bg]=\"#fdf6e3\"").appearance == .light)
    #expect(read("theme[appearance]=\"light\"").appearance == .light)
    #expect(read("theme[main_bg]=\"#000000\"\ntheme[appearance]=\"light\"").appearance == .dark)
    #expect(read("theme[main_bg]=\"\"\ntheme[main_fg]=\"#cccccc\"").appearance == .dark, "by its text")
    #expect(read("theme[main_bg]=\"\"").appearance == nil)
  }

  // MARK: What is wrong

  @Test(arguments: [
    ("theme[best]=\"#12345\"", "theme[best] is \"#12345\"; allowed are"),
    ("theme[best]=\"1 2 256\"", "theme[best] is \"1 2 256\"; allowed are"),
    ("theme[best]=\"1 2\"", "theme[best] is \"1 2\"; allowed are"),
    ("theme[best]=\"blue\"", "theme[best] is \"blue\"; allowed are"),
    ("theme[best]=\"#12345g\"", "theme[best] is \"#12345g\"; allowed are"),
    ("theme[bset]=\"#123456\"", "theme[bset] is nothing that a theme has; did you mean best?"),
    ("theme[zzzzzz]=\"#123456\"", "theme[zzzzzz] is nothing that a theme has."),
    ("theme[best_atributes]=\"bold\"", "theme[best_atributes] is nothing that a theme has."),
    ("theme[bset_attributes]=\"bold\"", "did you mean best_attributes?"),
    ("theme[best_attributes]=\"fat\"", "theme[best_attributes] is \"fat\"; allowed are bold, dim, underline, reverse"),
    ("theme[main_bg_attributes]=\"bold\"", "main_bg takes no attributes."),
    ("theme[appearance]=\"grey\"", "theme[appearance] is \"grey\"; allowed are \"dark\" and \"light\"."),
    ("best = \"#123456\"", "It is \"best = \"#123456\"\"; a line is theme[name]=\"value\""),
    ("theme[best] \"#123456\"", "It has no \"=\" after theme[best]."),
    ("theme[best]=\"#123456", "It has no closing quote after theme[best]."),
  ])
  func aBrokenLineIsToldByFileLineAndWhatIsAllowed(line: String, sentence: String) throws {
    let file = read("# first\n" + line + "\ntheme[person]=\"#0a0b0c\"")
    try #require(file.problems.count == 1)
    let problem = file.problems[0]
    #expect(problem.path == "mine.theme")
    #expect(problem.line == 2)
    #expect(problem.text.contains(sentence), "\(problem.text)")
    #expect(file.color(.person) == .rgb(RGB(10, 11, 12)), "the lines behind it are read")
  }

  @Test func aBrokenValueFallsBackKeyByKeyAndSaysOnWhat() {
    let file = read("theme[proc_misc]=\"#00ff00\"\ntheme[best]=\"green\"\ntheme[person]=\"blue\"")
    #expect(file.color(.best) == .rgb(RGB(0, 255, 0)))
    #expect(file.color(.person) == ThemeFile.standard.color(.person))
    #expect(file.problems.map(\.line) == [2, 3])
    #expect(file.problems[0].text.hasSuffix("proc_misc stands in."))
    #expect(file.problems[1].text.hasSuffix("The default theme's stands in."))
  }

  @Test func keysOfBtopThatMeanNothingHereAreNoMistake() {
    #expect(read("theme[proc_banner_bg]=\"#123456\"\ntheme[net_box]=\"nonsense\"").problems.isEmpty)
  }

  @Test func escapeSequencesInAFileNeverReachASentence() {
    let file = read("theme[best]=\"\u{1B}[2J\u{202E}\"\ntheme[\u{1B}]0;x\u{7}]=\"#000000\"\n\u{1B}[31mred")
    #expect(file.problems.count == 3)
    for problem in file.problems {
      #expect(!problem.description.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }
  }

  // MARK: Hostile files

  @Test func tenMegabytesAreReadUpToALimit() {
    var bytes = Array("theme[best]=\"#010203\"\n".utf8)
    bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 10_000_000)
    bytes += Array("\ntheme[person]=\"#010203\"\n".utf8)
    let file = ThemeFile(name: "large", path: "large.theme", bytes: bytes)
    #expect(file.color(.best) == .rgb(RGB(1, 2, 3)))
    #expect(!file.sets(.person))
    #expect(file.problems.contains { $0.line == nil && $0.text.contains("262144") })
  }

  @Test func manyBrokenLinesAreCountedAndNotAllTold() {
    let file = read(String(repeating: "theme[nothing]=\"\"\n", count: 13_000))
    #expect(file.problems.count == 21)
    #expect(file.problems.last?.text == "12980 more of its lines cannot be read.")
  }

  @Test func bytesOfAnyKindGiveATheme() {
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces = ["theme[", "best", "]", "=", "\"", "#12", "\n", "\r", "\0", "_attributes", "bold", " ", "#"].map {
      Array($0.utf8)
    }
    for _ in 0..<2000 {
      var bytes: [UInt8] = []
      for _ in 0..<next(60) {
        bytes += next(4) == 0 ? [UInt8(next(256))] : pieces[next(pieces.count)]
      }
      let file = ThemeFile(name: "any", path: "any.theme", bytes: bytes)
      for key in ThemeKey.allCases { _ = file.color(key) }
      for gradient in ThemeGradient.allCases { #expect(file.gradient(gradient).count <= 3) }
    }
  }
}
