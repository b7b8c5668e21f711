import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct PaletteViewTests {
  static let sizes = [
    Size(columns: 40, rows: 10), Size(columns: 60, rows: 16), Size(columns: 80, rows: 24), Size(columns: 120, rows: 36),
    Size(columns: 200, rows: 60),
  ]

  private func opened(_ line: String = "", _ size: Size) -> SampleRun {
    var run = SampleRun(size: size)
    run.initial()
    run.press(.character(":"))
    run.type(line)
    return run
  }

  private func palette(_ run: SampleRun) throws -> Palette {
    guard case .palette(let palette)? = run.state.overlay else { throw InputError("The palette is not open.") }
    return palette
  }

  private func drawn(_ state: DashboardState, markers: Marker = .braille) -> CellBuffer {
    var cache = ViewCache()
    return drawn(state, markers: markers, &cache)
  }

  private func drawn(_ state: DashboardState, markers: Marker = .braille, _ cache: inout ViewCache) -> CellBuffer {
    var buffer = CellBuffer(size: state.size)
    draw(state, markers: markers, into: &buffer, cache: &cache)
    return buffer
  }

  private func text(_ buffer: CellBuffer, _ area: Area) -> [String] {
    // Only the rows that are asked for: whole screens are many.
    (area.row..<area.endRow).map { row in
      var line = String.UnicodeScalarView()
      for column in area.column..<area.endColumn {
        line.append(contentsOf: buffer[column: column, row: row].glyph.scalars)
      }
      return String(line)
    }
  }

  @Test(arguments: sizes) func theChosenActionIsSeenWhereverItStands(_ size: Size) throws {
    var run = opened("", size)
    var cache = ViewCache()
    for place in 0..<run.state.found(by: "").count {
      let content = PaletteContent(try palette(run), run.state)
      #expect(content.marked == place)
      let row = content.list.row + place - content.top
      #expect((content.list.row..<content.list.endRow).contains(row))
      let buffer = drawn(run.state, &cache)
      let line = text(buffer, Area(column: content.list.column, row: row, columns: content.list.columns, rows: 1))[0]
      #expect(line.hasPrefix("▸ \(content.found[place].name)"))
      #expect(buffer[column: content.list.column + 3, row: row].style.attributes.contains(.reverse))
      run.press(KeyPress(.down))
    }
  }

  @Test(arguments: sizes) func itTakesNoMoreThanItsShareOfTheScreen(_ size: Size) throws {
    let run = opened("", size)
    let content = PaletteContent(try palette(run), run.state)
    #expect(content.box.columns <= size.columns - 2 && content.box.columns <= 110)
    #expect(content.box.rows <= max(7, size.rows * 60 / 100))
    #expect(Area(size).intersection(content.box) == content.box)
    #expect(content.list.rows >= 2)
    // Everything beside the box is as it was, but the keys at the foot.
    var closed = run
    closed.press(KeyPress(.escape))
    let with = drawn(run.state), without = drawn(closed.state)
    for row in 0..<run.state.layout.footer.row {
      for column in 0..<size.columns where !content.box.contains(column: column, row: row) {
        #expect(with[column: column, row: row] == without[column: column, row: row])
      }
    }
  }

  @Test func namesArgumentsKeysAndHelpAreShown() throws {
    let run = opened("temp", Size(columns: 120, rows: 36))
    let content = PaletteContent(try palette(run), run.state)
    let lines = text(drawn(run.state), content.list)
    #expect(lines[0].hasPrefix("▸ temperature NUMBER"))
    #expect(lines[0].contains("Type the temperature") && lines[0].hasSuffix(" t"))
    #expect(text(drawn(run.state), content.box)[0].contains("1 of \(content.found.count)"))
    let details = text(drawn(run.state), content.detailArea).joined(separator: " ")
    #expect(details.contains("empty leaves it to the"))
    #expect(details.contains("temperature NUMBER: 0 to 2; empty leaves it to the server"))
    #expect(text(drawn(run.state), content.box).last?.contains("enter does it · tab completes · esc leaves") == true)
  }

  @Test func impossibleActionsStepBackAndSayWhyNot() throws {
    var run = opened("undo", Size(columns: 120, rows: 36))
    run.press(KeyPress(.down))
    run = opened("", Size(columns: 200, rows: 60))
    let content = PaletteContent(try palette(run), run.state)
    let place = try #require(content.found.firstIndex { $0.act == .undo })
    let row = content.list.row + place - content.top
    let buffer = drawn(run.state)
    let line = text(buffer, Area(column: content.list.column, row: row, columns: content.list.columns, rows: 1))[0]
    #expect(line.contains("Nothing to take back yet."))
    let style = buffer[column: content.list.column + 2, row: row].style
    #expect(style == run.state.theme.dim)
    // Where there is no room for the reason a sign stands before the name.
    let small = opened("undo", Size(columns: 40, rows: 10))
    let narrow = PaletteContent(try palette(small), small.state)
    #expect(!narrow.showsHelp && narrow.details == [.reason("Nothing to take back yet.")])
  }

  @Test func aComplaintIsReadWhereverThereIsRoom() throws {
    for size in Self.sizes {
      var run = opened("temperature hot", size)
      run.press(KeyPress(.enter))
      let content = PaletteContent(try palette(run), run.state)
      let said = text(drawn(run.state), content.complaintArea).flatMap { $0.split(separator: " ") }
        .joined(separator: " ")
      #expect(said == "! \"hot\" is no temperature: allowed are 0 to 2, or nothing.")
      #expect(content.list.rows >= 1)
    }
  }

  @Test func aLineWithAnArgumentMarksWhatItWillDo() throws {
    var run = opened("temp", Size(columns: 120, rows: 36))
    run.press(KeyPress(.down))
    run.type("e 0.4")
    let content = PaletteContent(try palette(run), run.state)
    #expect(content.marked.map { content.found[$0].act } == .temperature)
    #expect(run.press(KeyPress(.enter)) == [.command(.setTemperature(0.4))])
    // What cannot be carried out is not marked as if it could.
    let nothing = opened("nonsense 7", Size(columns: 120, rows: 36))
    #expect(PaletteContent(try palette(nothing), nothing.state).marked == nil)
    #expect(drawn(nothing.state).text.contains { $0.contains("No action is found by \"nonsense\".") })
  }

  @Test(arguments: sizes) func whatLiesUnderTheMouseIsWhatIsDrawn(_ size: Size) throws {
    var run = opened("", size)
    for _ in 0..<20 { run.press(KeyPress(.down)) }
    let palette = try palette(run)
    let content = PaletteContent(palette, run.state)
    let lines = text(drawn(run.state), content.list)
    for (offset, line) in lines.enumerated() {
      let cell = ScreenCell(column: content.list.column + 4, row: content.list.row + offset)
      let place = try #require(PaletteView.place(at: cell, palette, run.state))
      #expect(line.dropFirst(2).hasPrefix(content.found[place].name.prefix(12)))
    }
    #expect(PaletteView.place(at: ScreenCell(column: 0, row: 0), palette, run.state) == nil)
  }

  @Test func aLongLineKeepsItsCursorInView() throws {
    var run = opened("inject " + String(repeating: "1 2; ", count: 80), Size(columns: 60, rows: 16))
    let content = PaletteContent(try palette(run), run.state)
    func cursors(_ run: SampleRun) -> Int {
      let buffer = drawn(run.state)
      return (content.line.column..<content.line.endColumn).count {
        buffer[column: $0, row: content.line.row].style == run.state.theme.cursor
      }
    }
    #expect(cursors(run) == 1)
    for _ in 0..<30 { run.press(KeyPress(.left)) }
    #expect(cursors(run) == 1)
    run.press(KeyPress(.home))
    #expect(cursors(run) == 1)
    #expect(text(drawn(run.state), content.line)[0].contains("inject 1 2;"))
  }

  @Test func pastedHostileTextIsShownAsWhatItIs() throws {
    var run = opened("", Size(columns: 80, rows: 24))
    run.send(.input(.paste("\u{1b}[31m\u{202e}evil\u{200b}")))
    run.press(KeyPress(.enter))
    for cell in drawn(run.state).cells {
      for scalar in cell.glyph.scalars {
        let category = scalar.properties.generalCategory
        #expect(category != .control && category != .format)
      }
    }
  }

  @Test func everySizeIsDrawnAndAsciiIsEnough() {
    for columns in [0, 1, 2, 5, 12, 39, 40, 41, 73] {
      for rows in [0, 1, 2, 3, 9, 10, 11, 24] {
        let run = opened("s", Size(columns: columns, rows: rows))
        var buffer = CellBuffer(size: run.state.size)
        guard case .palette(let palette)? = run.state.overlay else { continue }
        PaletteView.draw(palette, run.state, look: Look(theme: .standard, marker: .ascii), into: &buffer)
        #expect(drawn(run.state, markers: .ascii).text.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
      }
    }
  }
}
