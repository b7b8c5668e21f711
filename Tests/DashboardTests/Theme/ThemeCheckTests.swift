import Charts
import Dashboard
import Settings
import Testing

/// The check itself, on themes that are made to fail.
@Suite struct ThemeCheckTests {
  private func check(_ text: String) -> ThemeCheck { ThemeCheck(ThemeTests.theme(text), name: "mine") }

  @Test func textThatIsHardToReadIsFound() {
    let check = check("theme[main_bg]=\"#ffffff\"\ntheme[main_fg]=\"#000000\"\ntheme[dim]=\"#777777\"")
    #expect(
      check.findings.contains {
        if case .contrast(.dim, let value, 4.5, .white) = $0 { abs(value - 4.48) < 0.01 } else { false }
      })
    #expect(check.lines.contains("  dim has contrast 4.4 on #ffffff; it needs 4.5"))
  }

  @Test func graphicsNeedLess() {
    let ground = "theme[main_bg]=\"#ffffff\"\ntheme[main_fg]=\"#000000\"\n"
    func concernsBorder(_ value: String) -> Bool {
      check(ground + "theme[border]=\"\(value)\"").findings.contains {
        if case .contrast(.border, _, 3, _) = $0 { true } else { false }
      }
    }
    #expect(!concernsBorder("#949494"))
    #expect(concernsBorder("#969696"))
  }

  @Test func aSelectedRowIsHeldAgainstItsOwnGround() {
    let check = check(
      "theme[main_bg]=\"#ffffff\"\ntheme[main_fg]=\"#000000\"\ntheme[select_fg]=\"#ffffff\"\n"
        + "theme[select_bg]=\"#cccccc\"")
    #expect(
      check.findings.contains {
        if case .contrast(.selectedRow, let value, 4.5, let ground) = $0 {
          value < 2 && ground == RGB(0xCC, 0xCC, 0xCC)
        } else {
          false
        }
      })
  }

  @Test func aTransparentThemeIsHeldAgainstWhatItSaysElseAgainstBoth() {
    func grounds(_ text: String) -> Set<RGB> {
      Set(
        check(text).findings.compactMap { if case .contrast(.dim, _, _, let ground) = $0 { ground } else { nil } })
    }
    #expect(grounds("theme[dim]=\"#ffff00\"") == [.white])
    #expect(grounds("theme[dim]=\"#0000ff\"") == [.black])
    #expect(grounds("theme[dim]=\"#ffff00\"\ntheme[appearance]=\"dark\"") == [])
    #expect(grounds("theme[dim]=\"#0000ff\"\ntheme[appearance]=\"light\"") == [])
    #expect(grounds("theme[dim]=\"#ffff00\"\ntheme[appearance]=\"light\"") == [.white])
  }

  @Test func marksThatOnlySomeEyesTellApartAreFound() {
    let check = check(
      "theme[main_bg]=\"#000000\"\ntheme[main_fg]=\"#ffffff\"\ntheme[best]=\"#40a060\"\ntheme[reject]=\"#c08060\"")
    let visions = check.findings.compactMap { finding -> ColorVision? in
      if case .difference(.best, .rejected, _, let vision) = finding { vision } else { nil }
    }
    #expect(visions.contains(.deuteranopia))
    #expect(!visions.contains(.normal))
    #expect(
      check.lines.contains { $0.hasPrefix("  best and reject differ by ") && $0.contains("in deuteranopia; 15.0") })
  }

  @Test func coloursThatFallTogetherAreFound() {
    let check = check(
      "theme[main_bg]=\"#000000\"\ntheme[main_fg]=\"#ffffff\"\ntheme[best]=\"#00d700\"\ntheme[person]=\"#02d803\"")
    #expect(check.findings.contains(.merged(.best, .person, depth: .indexed)))
    #expect(check.lines.contains("  best and person become the same colour of 256 colours"))
  }

  @Test func rolesWithNothingToTellThemApartAreFound() {
    let check = check("theme[match_attributes]=\"none\"\ntheme[match]=\"#00ff00\"\ntheme[main_bg]=\"#000000\"")
    #expect(check.findings.contains(.alike(.text, .match, depth: .none)))
    #expect(!check.findings.contains(.alike(.text, .match, depth: .indexed)))
  }

  @Test func aMapThatGoesUpAndDownIsFound() {
    func isUneven(_ start: String, _ middle: String, _ end: String) -> Bool {
      check("theme[plane_start]=\"\(start)\"\ntheme[plane_mid]=\"\(middle)\"\ntheme[plane_end]=\"\(end)\"")
        .findings.contains(.unevenPlane)
    }
    #expect(isUneven("#000000", "#ffffff", "#888888"))
    #expect(isUneven("#888888", "#ffffff", "#ffffff"))
    #expect(!isUneven("#000000", "#888888", "#ffffff"))
    #expect(!isUneven("#ffffff", "#888888", "#000000"))
    #expect(!isUneven("#ffffff", "", "#000000"))
  }

  @Test func namesInTheReportAreHarmless() {
    let check = ThemeCheck(.standard, name: "a\u{1B}[2Jb")
    #expect(check.lines.first?.hasPrefix("a␛[2Jb: ") == true)
  }
}
