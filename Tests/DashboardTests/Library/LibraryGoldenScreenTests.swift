import Charts
import Settings
import Testing

@testable import Dashboard

/// The library as people see it, in files that were looked at before they were committed.
///
/// `TILLER_WRITE_GOLDENS=1 swift test --filter GoldenScreenTests` writes them anew.
@Suite struct LibraryGoldenScreenTests {
  @Test(arguments: [(80, 24), (120, 36), (200, 60)]) func theLibraryEqualsItsGolden(_ columns: Int, _ rows: Int) throws
  {
    var state = SampleLibrary.state(columns: columns, rows: rows)
    state.press("space", "space", "j")
    try hold(state, name: "library-\(columns)x\(rows)")
  }

  @Test func plainCharactersAreEnough() throws {
    let state = SampleLibrary.state(columns: 100, rows: 30)
    try hold(state, markers: .ascii, name: "library-100x30-ascii")
    var buffer = CellBuffer(size: state.size)
    for keys in [["?"], ["/"], ["end", "d"], ["j", "R"]] {
      var state = state
      for key in keys { state.press(key) }
      drawLibrary(state, markers: .ascii, into: &buffer)
      #expect(buffer.text.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) }, "\(keys)")
    }
  }

  @Test func aLightThemeIsDrawnInItsColours() throws {
    let file = try ThemeCatalog().theme(named: "light")
    try hold(SampleLibrary.state(columns: 80, rows: 24, theme: Theme(file)), name: "library-80x24-light")
  }

  @Test func theHelpEqualsItsGolden() throws {
    var state = SampleLibrary.state(columns: 120, rows: 36)
    state.press("?")
    try hold(state, name: "library-help-120x36")
  }

  @Test func anEmptyLibrarySaysHowToStart() throws {
    let text = SampleLibrary.state([], columns: 80, rows: 24).frame.joined(separator: "\n")
    #expect(text.contains("There is no run yet.") && text.contains("tiller starts one"))
    var state = SampleLibrary.state()
    _ = reduceLibrary(&state, .unlisted("The folder /x\u{1B}[2J cannot be read: Permission denied."))
    #expect(state.frame.contains { $0.contains("/x␛[2J cannot be read") })
    _ = reduceLibrary(&state, .listed([]))
    _ = reduceLibrary(&state, .others(3))
    #expect(state.frame.contains { $0.contains("3 files there are no logs of Tiller.") })
    _ = reduceLibrary(&state, .listed(SampleLibrary.runs))
    state.press("/")
    state.type("zzz")
    #expect(state.frame.contains { $0.contains("No run fits the filter") })
  }

  @Test func theDetailsTellOfForksAndDamage() {
    var state = SampleLibrary.state(columns: 160, rows: 50)
    state.press("/")
    state.type("fork")
    state.press("enter")
    var text = state.frame.joined(separator: "\n")
    // By its id, whatever its file is called today.
    #expect(text.contains("20261121-0000-cdef, behind event"))
    state.press("esc", "/")
    state.type("damaged")
    state.press("enter")
    text = state.frame.joined(separator: "\n")
    #expect(text.contains("damaged in line 12") && text.contains("tiller repair"))
    state.press("j")
    #expect(state.frame.contains { $0.contains("torn: its last line") })
    state.press("j")
    #expect(state.frame.contains { $0.contains("has version 9") })
  }

  @Test func everySizeIsDrawn() {
    for columns in [0, 1, 10, 23, 24, 40, 79, 99, 100, 131] {
      for rows in [0, 1, 3, 4, 5, 6, 9, 14, 16, 24, 41] {
        var state = SampleLibrary.state(columns: columns, rows: rows)
        #expect(state.frame.count == rows)
        state.press("j", "R")
        #expect(state.frame.count == rows)
        state.press("esc", "?")
        #expect(state.frame.allSatisfy { $0.unicodeScalars.count <= columns })
      }
    }
  }

  @Test func aQuestionFitsAndAsksForItsAnswer() {
    for columns in [30, 60, 80, 120] {
      var state = SampleLibrary.state(columns: columns, rows: 24)
      state.press("j", "d")
      #expect(state.frame.last?.contains("Delete ") == true)
      #expect(state.frame.last?.contains("y delete") == true, "\(columns)")
    }
  }

  private func hold(_ state: LibraryState, markers: Marker = .braille, name: String) throws {
    var buffer = CellBuffer(size: state.size)
    drawLibrary(state, markers: markers, into: &buffer)
    try holdToGolden(buffer, name: name)
  }
}
