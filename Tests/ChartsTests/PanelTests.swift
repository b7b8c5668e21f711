import Charts
import Testing

@Suite("Panels and paragraphs")
struct PanelTests {
  private func text(_ panel: Panel, columns: Int, rows: Int) -> [String] {
    var buffer = CellBuffer(size: Size(columns: columns, rows: rows), filledWith: Cell(Glyph(".")))
    panel.draw(into: &buffer, area: buffer.area)
    return buffer.text
  }

  @Test("have a border with a title, and a detail where there is room")
  func borders() {
    #expect(
      text(Panel("Loss", detail: "12/300"), columns: 22, rows: 3) == [
        "╭─ Loss ──── 12/300 ─╮", "│                    │", "╰────────────────────╯",
      ])
    #expect(text(Panel("Loss", detail: "12/300"), columns: 14, rows: 2) == ["╭─ Loss ─────╮", "╰────────────╯"])
    #expect(text(Panel("A long title"), columns: 10, rows: 2) == ["╭─ A l… ─╮", "╰────────╯"])
    #expect(text(Panel(lines: .plain), columns: 3, rows: 3) == ["┌─┐", "│ │", "└─┘"])
    #expect(text(Panel("x", lines: .ascii), columns: 9, rows: 3) == ["+- x ---+", "|       |", "+-------+"])
  }

  @Test("have no border where there is no room for one")
  func tiny() {
    #expect(text(Panel("x"), columns: 1, rows: 3) == [".", ".", "."])
    #expect(text(Panel("x"), columns: 3, rows: 1) == ["..."])
    #expect(text(Panel("x"), columns: 2, rows: 2) == ["╭╮", "╰╯"])
    #expect(Panel.inner(of: Area(columns: 1, rows: 9)) == Area(columns: 1, rows: 9))
    #expect(
      Panel.inner(of: Area(column: 2, row: 3, columns: 9, rows: 9)) == Area(column: 3, row: 4, columns: 7, rows: 7))
  }

  @Test("take the style of the focus")
  func focus() {
    var panel = Panel(borderStyle: Style(.indexed(8)), focusStyle: Style(.indexed(4), .bold))
    for (isFocused, expected) in [(false, "4:8"), (true, "4:4+b")] {
      panel.isFocused = isFocused
      var buffer = CellBuffer(size: Size(columns: 4, rows: 2))
      panel.draw(into: &buffer, area: buffer.area)
      #expect(buffer.styleMap == [expected, expected])
    }
  }

  @Test("show a paragraph from a line on, or its end")
  func paragraph() {
    func text(_ anchor: Paragraph.Anchor) -> ([String], Int) {
      var buffer = CellBuffer(size: Size(columns: 5, rows: 2))
      let lines = Paragraph("one two three four", anchor: anchor).draw(into: &buffer, area: buffer.area)
      return (buffer.text, lines)
    }
    #expect(text(.line(0)).0 == ["one  ", "two  "] && text(.line(0)).1 == 4)
    #expect(text(.line(1)).0 == ["two  ", "three"])
    #expect(text(.line(99)).0 == ["three", "four "])
    #expect(text(.end).0 == ["three", "four "])
    #expect(text(.line(-1)).0 == ["one  ", "two  "])
  }
}
