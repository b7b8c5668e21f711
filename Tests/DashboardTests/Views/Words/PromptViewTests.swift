import Charts
import LanguageModels
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct PromptViewTests {
  /// Two steps with real prompts; step 2 has a row more than step 1.
  private func twoSteps(_ size: Size = Size(columns: 60, rows: 24)) throws -> WordRun {
    var run = WordRun(size: size, initial: [(1.5, -2.25), (-12, 8.75)])
    try run.startStep(data: ["(0.1,0.2)", "(0.3,0.4)"])
    run.reply("{\"w\": 2, \"b\": 3}", usage: nil)
    run.candidate(2, 3, index: 0, span: Span(0..<16))
    try run.startStep(data: ["(0.1,0.2)", "(0.3,0.4)"])
    run.show(.prompt)
    return run
  }

  @Test func theExactTextIsShownWithWhatIsNew() throws {
    let run = try twoSteps()
    #expect(
      run.pane(.prompt) == [
        "prompt of step 2 ━━━━━━━━━━━━━━━━━ 2 lines new · ~227 tokens",
        "── system ──────────────────────────────────────────────── ┃",
        "   You are a patient helper who uncovers the linear        ┃",
        "   relationship y = w*x + b that a set of points follows.  ┃",
        "── user ────────────────────────────────────────────────── ┃",
        "   These are the points, one a line, as (x,y):             ┃",
        "   (0.1,0.2)                                          data ┃",
        "   (0.3,0.4)                                               ┃",
        "                                                           ┃",
        "   These values of w, b were tried, in descending order,   ┃",
        "   best last, each with its mean squared error as the      ┃",
        "   loss:                                                   ┃",
        "   (w=1.5, b=-2.25): loss=317.96                    3 rows ┃",
        "   (w=-12.0, b=8.75): loss=278.15                          ┃",
        "+  (w=2.0, b=3.0): loss=174.10                             ┃",
        "                                                           ┃",
        "+  This is iteration 1 of 50.                 instructions ┃",
        "                                                           ┃",
        "   First, work out from the losses above which values of   ┃",
        "   w, b would fit better.                                  │",
        "   Second, settle on exactly one new proposal.             │",
      ])
  }

  @Test func marksAndStylesStandAtTheRightCells() {
    var run = WordRun(size: Size(columns: 40, rows: 12), initial: [(1, 2), (3, 4)])
    run.startStep([Message(.user, "Data:\n1,2\nw=1 b=2")], [])
    let text = "Data:\n1,2\nw=1 b=2\nw=3 b=4\nBe bold.\nAnswer."
    run.run.steer(.pin(ids: [0]))
    run.startStep(
      [Message(.user, text)],
      [
        PromptSection(message: 0, from: 6, to: 9, kind: .data),
        PromptSection(message: 0, from: 10, to: 17, kind: .row, candidate: 0),
        PromptSection(message: 0, from: 18, to: 25, kind: .row, candidate: 1),
        PromptSection(message: 0, from: 25, to: 34, kind: .guidance),
        PromptSection(message: 0, from: 34, to: 42, kind: .instructions),
      ])
    run.show(.prompt)
    #expect(
      run.pane(.prompt) == [
        "prompt of step 2 ━━━━━━━ +4 · ~33 tokens",
        "── user ───────────────────────────────",
        "  Data:",
        "  1,2                              data",
        "+◉w=1 b=2                        2 rows",
        "+ w=3 b=4",
        "+▸Be bold.                     guidance",
        "+ Answer.                  instructions",
        "",
        "",
      ])
    let theme = run.state.theme
    #expect(run.style(of: "1,2", in: .prompt) == theme.grounded(theme.dim))
    #expect(run.style(of: "Data:", in: .prompt) == theme.grounded(theme.text))
    #expect(run.style(of: "◉", in: .prompt) == theme.grounded(theme.pin))
    #expect(run.style(of: "▸", in: .prompt)?.foreground == theme.grounded(theme.guidance).foreground)
    #expect(run.style(of: "+", in: .prompt)?.foreground == theme.grounded(theme.changed).foreground)
    #expect(run.style(of: "data", in: .prompt) == theme.grounded(theme.dim))
    // The best of the two.
    #expect(run.state.run.head.best?.id == 1)
    #expect(run.style(of: "w=3", in: .prompt)?.foreground == theme.best.foreground)
  }

  @Test func theFirstPromptIsComparedWithNothing() throws {
    var run = WordRun(size: Size(columns: 60, rows: 24), initial: [(1.5, -2.25)])
    try run.startStep()
    run.show(.prompt)
    let pane = run.pane(.prompt)
    #expect(pane[0].contains("the first prompt · ~"))
    #expect(!pane.contains { $0.hasPrefix("+") })
  }

  @Test func aPromptThatIsAsBeforeSaysSo() {
    var run = WordRun(size: Size(columns: 60, rows: 24), initial: [(1, 2)])
    for _ in 0..<2 { run.startStep([Message(.user, "The same again.")]) }
    run.show(.prompt)
    #expect(run.pane(.prompt)[0].contains(" nothing new · ~"))
  }

  @Test func aChosenCandidateThatThePromptDoesNotShowIsNamed() throws {
    var run = try twoSteps(Size(columns: 80, rows: 24))
    run.candidate(7, 8)
    run.run.send(.input(.key(.character("j"))))
    #expect(!run.pane(.prompt)[0].contains("without"))
    run.state.selection = .candidate(id: 3)
    #expect(run.pane(.prompt)[0].contains(" without #3 · 2 lines new · "))
  }

  @Test func aPromptWithoutTheOneBeforeMarksNothing() throws {
    var run = try twoSteps()
    run.run.send(.read(.prompt(step: 1), .failure(InputError("The file is gone."))))
    run.state.words = WordPanes()
    run.run.send(.read(.prompt(step: 2), .success(.stepStarted(run.prompts[1]))))
    let pane = run.pane(.prompt)
    #expect(pane[0].hasSuffix(" ~227 tokens"))
    #expect(!pane[0].contains("new"))
    #expect(!pane.contains { $0.hasPrefix("+") })
  }

  @Test func whatTheServerCountedTakesThePlaceOfTheEstimate() throws {
    var run = try twoSteps()
    #expect(run.pane(.prompt)[0].contains("· ~"))
    run.reply("{\"w\": 4, \"b\": 5}", usage: TokenUsage(input: 1234, output: 9))
    #expect(run.pane(.prompt)[0].hasSuffix("· 1,234 tokens"))
  }

  // MARK: One thing with the table

  @Test func theChosenRowOfTheTableIsHighlightedInThePrompt() throws {
    var run = try twoSteps(Size(columns: 120, rows: 36))
    run.state.arrangement = Arrangement()
    run.press(.character("p"))
    #expect(run.state.focus == .prompt)
    let theme = run.state.theme
    func bar(_ words: String) -> Bool {
      run.style(of: words, in: .prompt)?.attributes.contains(.reverse) == true
    }
    #expect(!bar("(w=1.5"))
    run.press(KeyPress(.tab))
    while run.state.focus != .table { run.press(KeyPress(.tab)) }
    run.press(KeyPress(.end))
    #expect(run.state.chosenID == 0)
    #expect(bar("(w=1.5"))
    #expect(!bar("(w=-12"))
    // The whole row is a bar, margin included, as in the table.
    let area = run.state.layout.content(of: .prompt)
    let lines = try #require(PromptView.lines(ofCandidate: 0, run.state))
    let row = area.row + lines.lowerBound - run.state.words.promptTop
    let buffer = run.drawn()
    for column in area.column..<area.endColumn - 2 {
      #expect(buffer[column: column, row: row].style.attributes.contains(theme.selectedRow.attributes))
    }
  }

  @Test func movingInThePromptChoosesInTheTable() throws {
    var run = try twoSteps(Size(columns: 120, rows: 36))
    run.state.arrangement = Arrangement()
    run.press(.character("p"))
    #expect(PromptView.candidates(run.state) == [0, 1, 2])
    run.press(.character("j"))
    #expect(run.state.chosenID == 0)
    run.press(.character("j"))
    #expect(run.state.chosenID == 1)
    run.press(.character("k"))
    #expect(run.state.chosenID == 0)
    #expect(run.state.selectedRow == 0)
  }

  @Test func aClickOnARowChoosesItsCandidate() throws {
    var run = try twoSteps(Size(columns: 60, rows: 24))
    run.show(.prompt)
    let area = run.state.layout.content(of: .prompt)
    for id in PromptView.candidates(run.state) {
      let lines = try #require(PromptView.lines(ofCandidate: id, run.state))
      run.state.words.promptTop = min(lines.lowerBound, PromptView.lastTop(run.state))
      let row = area.row + lines.lowerBound - run.state.words.promptTop
      for column in [area.column, area.column + 5, area.endColumn - 1] {
        #expect(PromptView.candidate(at: ScreenCell(column: column, row: row), run.state, run.state.layout) == id)
      }
    }
    run.state.words.promptTop = 0
    #expect(
      PromptView.candidate(at: ScreenCell(column: 5, row: area.row), run.state, run.state.layout) == nil)
    #expect(PromptView.candidate(at: ScreenCell(column: -1, row: -1), run.state, run.state.layout) == nil)
  }

  /// Rows on one line, as a template may have them.
  @Test func rowsThatShareALineAreToldApart() {
    var run = WordRun(size: Size(columns: 40, rows: 12), initial: [(1, 2), (3, 4)])
    run.startStep(
      [Message(.user, "[1 2] [3 4]")],
      [
        PromptSection(message: 0, from: 0, to: 5, kind: .row, candidate: 0),
        PromptSection(message: 0, from: 6, to: 11, kind: .row, candidate: 1),
      ])
    run.show(.prompt)
    let area = run.state.layout.content(of: .prompt)
    func candidate(_ column: Int) -> Int? {
      PromptView.candidate(
        at: ScreenCell(column: area.column + column, row: area.row + 1), run.state, run.state.layout)
    }
    #expect([2, 6, 7, 8, 12].map(candidate) == [0, 0, nil, 1, 1])
    run.run.press(.character("j"))
    #expect(run.style(of: "[1", in: .prompt)?.attributes.contains(.reverse) == true)
    #expect(run.style(of: "[3", in: .prompt)?.attributes.contains(.reverse) == false)
  }

  @Test func aMaskedCandidateIsInNoPromptAnyMoreAndMarkedInThoseThatShowedIt() throws {
    var run = try twoSteps()
    run.run.steer(.mask(ids: [1]))
    run.state.words.promptTop = .max
    #expect(run.pane(.prompt).contains { $0.contains("◌ (w=-12") })
    try run.startStep()
    #expect(PromptView.candidates(run.state) == [0, 2])
    #expect(!run.pane(.prompt).contains { $0.contains("w=-12") })
    #expect(run.pane(.prompt)[0].contains("1 row gone"))
  }

  // MARK: Which step

  @Test func anEarlierStepIsShownAndCalledSo() throws {
    var run = try twoSteps()
    run.press(KeyPress(.left))
    #expect(run.pane(.prompt)[0].hasPrefix("prompt of step 1, newest 2 "))
    run.press(KeyPress(.right))
    #expect(run.pane(.prompt)[0].hasPrefix("prompt of step 2 "))
  }

  @Test func aReplayThatWentBackShowsThePromptOfThatTime() throws {
    var run = try twoSteps()
    run.state.mode = .replay(ReplayState(count: 20, duration: 9))
    var earlier = RunState()
    for event in run.run.events {
      earlier.apply(event)
      if case .stepStarted = event.event { break }
    }
    run.run.send(.replaced(earlier))
    run.read()
    #expect(run.pane(.prompt)[0].hasPrefix("prompt of step 1 "))
    #expect(PromptView.candidates(run.state) == [0, 1])
  }

  @Test func thePromptBeforeStaysWhileTheNewestIsRead() throws {
    var run = try twoSteps()
    run.readsAtOnce = false
    run.candidate(5, 6)
    try run.startStep()
    #expect(run.pane(.prompt)[0].hasPrefix("prompt of step 2, newest 3 "))
    run.readsAtOnce = true
    run.read()
    #expect(run.pane(.prompt)[0].hasPrefix("prompt of step 3 "))
  }

  @Test func whyThereIsNoPromptIsSaid() throws {
    var run = WordRun(size: Size(columns: 60, rows: 24))
    run.show(.prompt)
    #expect(run.pane(.prompt)[1] == "no prompt yet")
    run.readsAtOnce = false
    try run.startStep()
    #expect(run.pane(.prompt)[1] == "The prompt of step 1 is in no log.")
    run.state.words.await(.prompt(step: 1))
    #expect(run.pane(.prompt)[1] == "reading…")
    run.run.send(.read(.prompt(step: 1), .failure(InputError("It ends too early.\u{1B}[2J"))))
    #expect(run.pane(.prompt)[1] == "The prompt of step 1 cannot be read: It ends too early.␛[2J")
    run.run.send(
      .read(
        .prompt(step: 1),
        .success(
          .stepStarted(StepStarted(step: 1, messages: [], sections: [], shown: [], temperature: nil, model: nil)))))
    #expect(run.pane(.prompt)[1] == "the prompt of this step is empty")
  }

  // MARK: Any text, any size

  static let hostile =
    "a\u{1B}]52;c;x\u{7}\u{202E}b\r\n\u{200B}\u{E0041}字\u{301}\u{301}\u{301}\u{301}👩\u{200D}👧\t\u{9B}31m\u{2028}end"

  @Test func hostileTextIsShownAsPlaceholders() {
    var run = WordRun(size: Size(columns: 44, rows: 14), initial: [(1, 2)])
    for _ in 0..<2 {
      run.startStep(
        [Message(.user, Self.hostile)],
        (0..<40).map { PromptSection(message: 0, from: $0, to: $0 + 3, kind: .row, candidate: $0 % 2) })
    }
    run.show(.prompt)
    run.run.press(.character("j"))
    let text = run.pane(.prompt).joined(separator: "\n")
    #expect(text.contains("a␛]52;c;x␇"))
    for cell in run.drawn().cells {
      for scalar in cell.glyph.scalars {
        let category = scalar.properties.generalCategory
        #expect(category != .control && category != .format && category != .lineSeparator, "\(scalar.value)")
      }
    }
  }

  @Test func everySizeIsDrawnInsideItsPane() throws {
    var run = try twoSteps()
    run.startStep([Message(.system, ""), Message(.user, Self.hostile + "\n\n"), Message(.assistant, "字字字")])
    run.run.press(.character("j"))
    for columns in [0, 1, 2, 3, 7, 12, 39, 40, 41, 48, 73, 100, 180] {
      for rows in [0, 1, 2, 9, 10, 11, 16, 29, 30, 31, 60] {
        run.run.send(.resized(Size(columns: columns, rows: rows)))
        for kind in Arrangement.Kind.allCases {
          for isZoomed in [false, true] {
            run.state.arrangement.kind = kind
            run.state.arrangement.isZoomed = isZoomed
            run.state.arrangement.large = .prompt
            run.state.words.promptTop = PromptView.lastTop(run.state)
            #expect(!run.drawn(markers: .ascii).cells.contains { $0.glyph == Glyph("§") })
            _ = PromptView.lines(ofCandidate: 0, run.state)
            let layout = run.state.layout
            _ = PromptView.candidate(at: ScreenCell(column: columns / 3, row: rows / 2), run.state, layout)
          }
        }
      }
    }
  }

  /// Frames that keep what they made before are those that make all anew, whatever changes in between.
  @Test func aFrameWithACacheEqualsOneWithout() throws {
    var run = WordRun(size: Size(columns: 80, rows: 24), candidates: 2, initial: [(1.5, -2.25), (-12, 8.75)])
    run.show(.prompt)
    var generator = SeededGenerator(seed: 3)
    var cache = ViewCache()
    let earlier = run.state.run
    for turn in 0..<60 {
      switch generator.integer(in: 0...6) {
      case 0, 1:
        try run.startStep()
        run.reply("{\"w\": \(turn), \"b\": 1}")
        run.candidate(Double(turn), 1, index: 0)
      case 2: run.run.send(.resized(Size(columns: generator.integer(in: 40...140), rows: 30)))
      case 3: run.press(.character("j"))
      case 4: run.press(KeyPress(.left))
      case 5 where turn > 40: run.run.send(.replaced(earlier))
      default: run.press(KeyPress(.pageDown))
      }
      let look = Look(theme: run.state.theme, marker: .braille)
      let layout = run.state.layout
      for pane in [Pane.prompt, .reply] {
        run.state.arrangement.focus = pane
        var first = CellBuffer(size: run.state.size), second = CellBuffer(size: run.state.size)
        var none = ViewCache()
        PromptView.draw(run.state, layout: layout, look: look, into: &first, cache: &cache)
        ReplyView.draw(run.state, layout: layout, look: look, into: &first, cache: &cache)
        PromptView.draw(run.state, layout: layout, look: look, into: &second, cache: &none)
        ReplyView.draw(run.state, layout: layout, look: look, into: &second, cache: &none)
        #expect(first == second, "\(turn)")
      }
    }
  }
}
