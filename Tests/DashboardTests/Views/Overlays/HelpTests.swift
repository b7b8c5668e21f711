import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct HelpTests {
  private func state(_ size: Size) -> DashboardState {
    var run = SampleRun(size: size)
    run.initial()
    return run.state
  }

  /// Sentences with their keys, put together again from the lines of the columns.
  private func entries(_ content: HelpContent) -> [(keys: String, sentence: String, isPossible: Bool)] {
    var entries: [(keys: String, sentence: String, isPossible: Bool)] = []
    for line in content.linesByColumn.joined() {
      switch line {
      case .key(let keys, let sentence, let isPossible): entries.append((keys, sentence, isPossible))
      case .continuation(let text, let isPossible):
        #expect(entries.last?.isPossible == isPossible)
        if !entries.isEmpty { entries[entries.count - 1].sentence += " " + text }
      case .heading, .blank: break
      }
    }
    return entries
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 36), (200, 60), (300, 90)])
  func everyKeyAndSentenceIsThereInItsOrder(_ columns: Int, _ rows: Int) {
    let state = state(Size(columns: columns, rows: rows))
    let content = HelpContent(state)
    let bindings = KeyBinding.Group.allCases.flatMap { group in
      KeyBinding.all.filter { $0.group == group && $0.modes.contains(.live) && !$0.keys.isEmpty }
    }
    let found = entries(content)
    #expect(found.prefix(bindings.count).map(\.keys) == bindings.map { state.keyMap.names(of: $0.act) })
    #expect(found.prefix(bindings.count).map(\.sentence) == bindings.map(\.help))
    #expect(found.count > bindings.count)
  }

  @Test func widthMakesColumnsAndTheyAreBalanced() {
    for (columns, expected) in [(80, 1), (107, 1), (108, 2), (160, 2), (168, 3), (240, 3)] {
      let content = HelpContent(state(Size(columns: columns, rows: 60)))
      #expect(content.columns == expected, "\(columns)")
      let lengths = content.linesByColumn.map(\.count)
      #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 8, "\(lengths)")
      #expect(content.linesByColumn.allSatisfy { if case .heading = $0.first { true } else { false } })
      #expect(content.linesByColumn.allSatisfy { $0.last != .blank })
    }
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 36), (200, 60)])
  func scrollingShowsEveryLine(_ columns: Int, _ rows: Int) {
    var state = state(Size(columns: columns, rows: rows))
    let content = HelpContent(state)
    var seen: Set<String> = []
    var buffer = CellBuffer(size: state.size)
    var cache = ViewCache()
    for top in Array(stride(from: 0, to: content.lastTop, by: max(1, content.height))) + [content.lastTop] {
      state.overlay = .help(top: top)
      draw(state, into: &buffer, cache: &cache)
      for line in buffer.text { seen.insert(line) }
    }
    let text = seen.joined(separator: "\n")
    for line in content.linesByColumn.joined() {
      switch line {
      case .heading(let words), .key(_, let words, _), .continuation(let words, _): #expect(text.contains(words))
      case .blank: break
      }
    }
    #expect(content.lastTop == 0 || buffer.text.contains { $0.contains("scroll") })
  }

  @Test func whatIsImpossibleStepsBack() throws {
    let state = state(Size(columns: 200, rows: 60))
    let found = entries(HelpContent(state))
    let undo = try #require(found.first { $0.keys == "u" })
    let pause = try #require(found.first { $0.keys == "space" })
    #expect(!undo.isPossible && pause.isPossible)
    var shown = state
    shown.overlay = .help(top: 0)
    var buffer = CellBuffer(size: state.size)
    var cache = ViewCache()
    draw(shown, into: &buffer, cache: &cache)
    let row = try #require(buffer.text.firstIndex { $0.contains("Take back the last change") })
    let column = try #require(Array(buffer.text[row]).firstIndex(of: "T"))
    #expect(buffer[column: column, row: row].style == state.theme.dim)
  }

  @Test func aReplayHasItsOwnKeys() {
    var run = SampleRun(size: Size(columns: 120, rows: 36), mode: .replay(ReplayState(count: 9, duration: 9)))
    run.initial()
    let headings = HelpContent(run.state).linesByColumn.joined().compactMap { line -> String? in
      if case .heading(let text) = line { text } else { nil }
    }
    #expect(headings.contains("The replay") && !headings.contains("The run"))
  }

  @Test func everySizeIsDrawn() {
    for columns in [0, 1, 4, 7, 20, 39, 40, 54] {
      for rows in [0, 1, 2, 4, 9, 10, 13] {
        let state = state(Size(columns: columns, rows: rows))
        var buffer = CellBuffer(size: state.size)
        HelpView.draw(state, top: 9, look: Look(theme: .standard, marker: .ascii), into: &buffer)
      }
    }
  }
}
