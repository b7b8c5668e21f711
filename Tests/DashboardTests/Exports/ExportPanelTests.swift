import Charts
import Dashboard
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct ExportPanelTests {
  private func state(_ mode: DashboardState.Mode = .live) -> DashboardState {
    var state = DashboardState(
      size: Size(columns: 100, rows: 30), problem: nil, mode: mode, logPath: "/logs/monday.jsonl")
    let problem = RunStarted.ProblemRecord(
      name: "p", settings: [:], parameters: [], objective: Objective(name: "loss", label: "loss"), references: [],
      data: nil)
    let started = RunStarted(
      id: "x", started: "", problem: problem, settings: RunSettings(steps: 3), models: .init(optimizer: nil))
    _ = reduce(&state, .events([(LoggedEvent(n: 0, time: 0, event: .runStarted(started)), nil)]))
    return state
  }

  private func press(_ state: inout DashboardState, _ keys: KeyPress...) -> [Effect] {
    keys.flatMap { reduce(&state, .input(.key($0))) }
  }

  private func panel(_ state: DashboardState) -> ExportPanel? {
    if case .export(let panel) = state.overlay { panel } else { nil }
  }

  private static let w = KeyPress(.character("w"))

  @Test func theFileIsCalledAsTheLogAndFollowsTheFormat() throws {
    var state = state()
    #expect(press(&state, Self.w).isEmpty)
    #expect(panel(state)?.field.string == "monday.svg")
    _ = press(&state, KeyPress(.down))
    #expect(panel(state)?.format == .gif && panel(state)?.field.string == "monday.gif")
    _ = press(&state, KeyPress(.backspace), KeyPress(.up))
    #expect(panel(state)?.field.string == "monday.gi", "a name of the person's own stays")
    _ = press(&state, KeyPress(.escape))
    #expect(state.overlay == nil)
  }

  @Test func enterAsksForTheFileAndTheAnswerIsASentence() {
    var state = state()
    let effects = press(&state, Self.w, KeyPress(.enter))
    #expect(
      effects == [
        .export(
          ExportRequest(
            format: .svg, file: "monday.svg", lastStep: nil, showsReferences: false, theme: state.theme))
      ])
    #expect(state.overlay == nil)
    _ = reduce(&state, .exported(.success("Wrote monday.svg (2 kB).")))
    #expect(state.message?.text == "Wrote monday.svg (2 kB)." && state.message?.kind == .done)
    _ = reduce(&state, .exported(.failure(InputError("monday.svg exists already."))))
    #expect(state.message?.kind == .refused)
  }

  @Test func aFileWithoutANameIsRefusedWhereItCanBeMended() {
    var state = state()
    _ = press(&state, Self.w, KeyPress(.character("u"), .control))
    #expect(press(&state, KeyPress(.enter)).isEmpty)
    #expect(panel(state)?.complaint == "Type the name of a file, or esc to leave.")
  }

  @Test func aPictureOfAReplayIsOfTheStepThatIsShown() throws {
    var state = state(.replay(ReplayState(count: 9, duration: 1)))
    let step = StepStarted(step: 2, messages: [], sections: [], shown: [], temperature: nil, model: nil)
    _ = reduce(&state, .events([(LoggedEvent(n: 1, time: 0, event: .stepStarted(step)), nil)]))
    guard case .export(let picture)? = press(&state, Self.w, KeyPress(.enter)).first,
      case .export(let table)? = reduce(&state, .line("export csv t.csv")).first
    else {
      Issue.record("nothing is to be written")
      return
    }
    #expect(picture.lastStep == 2)
    #expect(table.lastStep == nil && table.file == "t.csv")
  }

  @Test func linesNameTheFormatAndIfTheyWantTheFile() {
    var state = state()
    guard case .export(let request)? = reduce(&state, .line("export markdown")).first else {
      Issue.record("nothing is to be written")
      return
    }
    #expect(request.file == "monday.md")
    #expect(reduce(&state, .line("export xls")).isEmpty)
    #expect(state.message?.text.hasPrefix("\"xls\" is no format: allowed are csv, json") == true)
  }

  @Test func withoutALogThereIsNothingToWrite() {
    var state = DashboardState(size: Size(columns: 100, rows: 30), problem: nil)
    #expect(press(&state, Self.w).isEmpty)
    #expect(state.overlay == nil && state.message?.text == "There is no run to take along yet.")
  }

  @Test(arguments: [(80, 24), (120, 36), (200, 60), (30, 8)])
  func theBoxFitsAndSaysWhatItIs(_ columns: Int, _ rows: Int) {
    var state = state()
    _ = reduce(&state, .resized(Size(columns: columns, rows: rows)))
    _ = press(&state, Self.w)
    var buffer = CellBuffer(size: Size(columns: columns, rows: rows)), cache = ViewCache()
    draw(state, into: &buffer, cache: &cache)
    let text = (0..<rows).map { row in
      String(String.UnicodeScalarView((0..<columns).flatMap { buffer[column: $0, row: row].glyph.scalars }))
    }
    guard columns >= 80 else { return }
    #expect(text.contains { $0.contains("file monday.svg") })
    #expect(text.contains { $0.contains("cast") && $0.contains("asciinema") })
    #expect(text.contains { $0.contains("enter writes") })
    // A click chooses.
    let row = text.firstIndex { $0.contains("a report with tables") } ?? 0
    let column = text[row].distance(
      from: text[row].startIndex, to: text[row].firstRange(of: "markdown")?.lowerBound ?? text[row].startIndex)
    _ = reduce(&state, .input(.mouse(MouseEvent(.press(button: 1), column: column, row: row))))
    #expect(panel(state)?.format == .markdown)
  }
}
