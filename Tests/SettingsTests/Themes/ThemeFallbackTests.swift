import Settings
import Testing

/// What a theme leaves out.
@Suite struct ThemeFallbackTests {
  private func read(_ text: String) -> ThemeFile {
    ThemeFile(name: "mine", path: "mine.theme", bytes: Array(text.utf8))
  }

  /// A theme as btop has them, all of its keys and none of ours; colours of our own.
  static let btop = """
    #Main background, empty for terminal default
    theme[main_bg]="#101820"

    # Main text color
    theme[main_fg]="#e0e4e8"
    theme[title]="#fafafa"
    theme[hi_fg]="#e09040"
    theme[selected_bg]="#304860"
    theme[selected_fg]="#ffffff"
    theme[inactive_fg]="#28323c"
    theme[graph_text]="#606c78"
    theme[meter_bg]="#28323c"
    theme[proc_misc]="#40d080"
    theme[cpu_box]="#607080"
    theme[mem_box]="#607080"
    theme[net_box]="#607080"
    theme[proc_box]="#607080"
    theme[div_line]="#40"
    theme[temp_start]="#5090e0"
    theme[temp_mid]=""
    theme[temp_end]="#e050a0"
    theme[cpu_start]="#50c0a0"
    theme[cpu_mid]="#c0c060"
    theme[cpu_end]="#e06050"
    theme[free_start]="#405020"
    theme[free_mid]=""
    theme[free_end]="#a0e060"
    theme[cached_start]="#204060"
    theme[cached_mid]=""
    theme[cached_end]="#60c0f0"
    theme[available_start]="#504010"
    theme[available_mid]=""
    theme[available_end]="#f0c040"
    theme[used_start]="#502020"
    theme[used_mid]=""
    theme[used_end]="#f06060"
    theme[download_start]="30 30 110"
    theme[download_mid]=""
    theme[download_end]="160 150 220"
    theme[upload_start]="#602060"
    theme[upload_mid]=""
    theme[upload_end]="#e0a0e0"
    theme[process_start]="#50c0a0"
    theme[process_mid]="#c0c060"
    theme[process_end]="#e06050"
    theme[followed_bg]="#304860"
    theme[followed_fg]="#ffffff"
    theme[proc_pause_bg]="#803030"
    theme[proc_follow_bg]="#304860"
    theme[proc_banner_bg]="#304860"
    theme[proc_banner_fg]="#ffffff"
    """

  @Test func aThemeOfBtopWorksAsItIs() {
    let file = read(Self.btop)
    #expect(file.problems.isEmpty)
    #expect(file.color(.mainBackground) == .rgb(RGB(0x10, 0x18, 0x20)))
    #expect(file.color(.text) == .rgb(RGB(0xE0, 0xE4, 0xE8)))
    #expect(file.color(.key) == file.color(.highlight))
    #expect(file.color(.best) == .rgb(RGB(0x40, 0xD0, 0x80)))
    #expect(file.color(.person) == .rgb(RGB(0x60, 0xC0, 0xF0)), "an empty middle of a gradient is no colour")
    #expect(file.color(.reject) == .rgb(RGB(0xF0, 0x60, 0x60)))
    #expect(file.color(.paused) == .rgb(RGB(0xF0, 0xC0, 0x40)))
    #expect(file.color(.selectBackground) == .rgb(RGB(0x30, 0x48, 0x60)))
    #expect(file.gradient(.line) == [RGB(0x50, 0xC0, 0xA0), RGB(0xC0, 0xC0, 0x60), RGB(0xE0, 0x60, 0x50)])
    #expect(file.gradient(.plane) == [RGB(0x50, 0x90, 0xE0), RGB(0xE0, 0x50, 0xA0)])
  }

  /// btop's dark grey of what is inactive has contrast 1.4 here; our secondary text is for reading.
  @Test func whatStandsInCanBeReadWhereItWasNotMeantToBe() throws {
    let file = read(Self.btop.replacing("theme[graph_text]=\"#606c78\"\n", with: ""))
    let background = try #require(file.color(.mainBackground).rgb)
    #expect(try #require(file.color(.inactive).rgb).contrast(with: background) < 1.5)
    for key in ThemeKey.allCases where !file.sets(key) && file.color(key).rgb != nil {
      let lowest: Double? =
        switch key {
        case .border, .focus, .data, .loss: 3
        case .lineStart, .lineMiddle, .lineEnd, .planeStart, .planeMiddle, .planeEnd, .selectBackground: nil
        case .graphText: nil
        default: 4.5
        }
      let contrast = try #require(file.color(key).rgb).contrast(with: file.background(of: key) ?? background)
      if let lowest { #expect(contrast >= lowest, "\(key.rawValue) \(contrast)") }
    }
  }

  /// Many themes of btop have few colours for many keys.
  @Test func marksOfAPlotGetColoursOfTheirOwn() throws {
    let blue = "#60a0f0"
    let file = read(
      "theme[main_bg]=\"#101820\"\ntheme[main_fg]=\"#e0e4e8\"\ntheme[hi_fg]=\"\(blue)\"\n"
        + "theme[proc_misc]=\"\(blue)\"\ntheme[cached_mid]=\"\(blue)\"\ntheme[used_end]=\"\(blue)\"\n"
        + "theme[temp_end]=\"#f06060\"\ntheme[inactive_fg]=\"\(blue)\"")
    #expect(file.color(.best) == .rgb(RGB(0x60, 0xA0, 0xF0)))
    #expect(file.color(.reject) == .rgb(RGB(0xF0, 0x60, 0x60)), "the next that differs")
    let marks = try [ThemeKey.model, .best, .reject, .person, .ghost].map { Lab(try #require(file.color($0).rgb)) }
    for first in marks.indices {
      for second in marks.indices where second > first {
        #expect(marks[first].difference(from: marks[second]) >= 15, "\(first) \(second)")
      }
    }
  }

  @Test func aThemeWithoutColoursStaysWithoutThem() {
    let file = read("theme[proc_misc]=\"\"\ntheme[hi_fg]=\"\"\ntheme[best]=\"\"")
    #expect(file.color(.best) == .terminal)
    #expect(file.color(.running) == .terminal)
  }

  @Test func linesInColoursOfBtopCanBeSeen() {
    let file = read("theme[main_bg]=\"#ffffff\"\ntheme[cpu_start]=\"#f0f0a0\"\ntheme[cpu_end]=\"#004000\"")
    let colors = file.gradient(.line)
    #expect(colors.count == 2)
    #expect(colors.allSatisfy { $0.contrast(with: .white) >= 3 })
    #expect(colors.last == RGB(0, 0x40, 0))
    #expect(
      read("theme[main_bg]=\"#ffffff\"\ntheme[line_start]=\"#f0f0a0\"").gradient(.line) == [RGB(0xF0, 0xF0, 0xA0)])
  }

  @Test func aColourOfOurOwnThatIsSetStaysWhateverItsContrast() {
    let file = read("theme[main_bg]=\"#000000\"\ntheme[dim]=\"#202020\"\ntheme[best]=\"#101010\"")
    #expect(file.color(.dim) == .rgb(RGB(0x20, 0x20, 0x20)))
    #expect(file.color(.best) == .rgb(RGB(0x10, 0x10, 0x10)))
    #expect(file.color(.running) == file.color(.best), "what stands in for its like is taken as it is")
  }

  @Test func aBackgroundAloneGetsATextThatCanBeRead() {
    #expect(read("theme[main_bg]=\"#101010\"").color(.text) == .rgb(.white))
    #expect(read("theme[main_bg]=\"#f0f0f0\"").color(.text) == .rgb(.black))
  }

  @Test func anEmptyFileIsTheDefaultTheme() {
    let file = read("")
    for key in ThemeKey.allCases { #expect(file.color(key) == ThemeFile.standard.color(key), "\(key.rawValue)") }
    for gradient in ThemeGradient.allCases { #expect(file.gradient(gradient) == ThemeFile.standard.gradient(gradient)) }
  }

  @Test func aGradientIsTakenFromOneSetOfKeys() {
    let file = read("theme[cpu_mid]=\"#111111\"\ntheme[line_start]=\"#222222\"\ntheme[line_end]=\"#333333\"")
    #expect(file.gradient(.line) == [RGB(0x22, 0x22, 0x22), RGB(0x33, 0x33, 0x33)])
    #expect(read("theme[line_start]=\"\"").gradient(.line) == [])
    #expect(read("theme[cpu_start]=\"#111111\"\ntheme[cpu_mid]=\"\"").gradient(.line) == [RGB(0x11, 0x11, 0x11)])
  }
}
