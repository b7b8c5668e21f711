import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

/// Where the panes of words open.
@Suite struct OpeningTests {
  private static let answer = "{\"w\": 15, \"b\": 14}"

  /// Two steps whose replies hold their answers far below.
  private func replies(reasoning: String? = nil) throws -> WordRun {
    var run = WordRun(size: Size(columns: 60, rows: 20), initial: [(1.5, -2.25)])
    for step in 1...2 {
      let lead = (1...(60 * step)).map { "line \($0)\n" }.joined()
      try run.startStep()
      run.reply(lead + Self.answer + "\nand more\nat the end", reasoning: reasoning)
      run.candidate(
        15, Double(14 + step), index: 0, span: Span(lead.utf8.count..<lead.utf8.count + Self.answer.utf8.count))
    }
    run.show(.reply)
    return run
  }

  private func shows(_ words: String, _ run: WordRun) -> Bool { run.pane(.reply).contains { $0.contains(words) } }

  @Test(arguments: [nil, (1...40).map { "thought \($0)" }.joined(separator: "\n")])
  func aReplyOpensAtWhatWasRead(reasoning: String?) throws {
    var run = try replies(reasoning: reasoning)
    #expect(shows(Self.answer, run) && shows("line 120 ", run) || shows("line 120", run))
    #expect(run.style(of: Self.answer, in: .reply) == run.state.theme.span)
    // From there a key goes line by line.
    let opening = try #require(ReplyView.position(run.state))
    #expect(opening.top > 60)
    run.press(.character("k"))
    #expect(ReplyView.position(run.state)?.top == opening.top - 1)
    run.press(KeyPress(.home))
    #expect(ReplyView.position(run.state)?.top == 0)
    #expect(!shows(Self.answer, run))
  }

  @Test func anotherReplyOpensAtWhatWasReadOfIt() throws {
    var run = try replies()
    run.press(KeyPress(.home))
    run.press(KeyPress(.left))
    #expect(run.state.shownReplyName == ReplyName(step: 1, index: 0))
    #expect(shows(Self.answer, run) && shows("line 60", run))
    run.press(KeyPress(.home))
    run.press(KeyPress(.right))
    #expect(shows(Self.answer, run) && shows("line 120", run))
  }

  @Test func aReplyThatComesLaterIsNotHeldToWhereTheLastWasScrolled() throws {
    var run = try replies()
    run.press(KeyPress(.home))
    try run.startStep()
    let lead = (1...80).map { "row \($0)\n" }.joined()
    run.reply(lead + Self.answer)
    run.candidate(15, 20, index: 0, span: Span(lead.utf8.count..<lead.utf8.count + Self.answer.utf8.count))
    run.read()
    #expect(run.state.shownReplyName == ReplyName(step: 3, index: 0))
    #expect(shows(Self.answer, run))
  }

  @Test func theWheelScrollsFromWhereTheReplyOpened() throws {
    var run = try replies()
    let top = try #require(ReplyView.position(run.state)).top
    let area = run.state.layout.content(of: .reply)
    run.run.send(.input(.mouse(MouseEvent(.wheelUp, column: area.column + 2, row: area.row + 8))))
    #expect(ReplyView.position(run.state)?.top == top - 3)
    run.run.send(.input(.mouse(MouseEvent(.wheelDown, column: area.column + 2, row: area.row + 8))))
    #expect(ReplyView.position(run.state)?.top == top)
  }

  @Test func aShortReplyAndOneWithNothingReadOpenAtTheirStart() throws {
    var run = try replies()
    try run.startStep()
    run.reply(Self.answer)
    run.candidate(15, 21, index: 0, span: Span(0..<Self.answer.utf8.count))
    #expect(ReplyView.position(run.state)?.top == 0)
    try run.startStep()
    run.reply((1...99).map { "line \($0)" }.joined(separator: "\n"))
    run.reject(Refusal(.none, "Nothing."))
    #expect(ReplyView.position(run.state)?.top == 0)
    #expect(shows("line 1", run))
  }

  @Test func aReplyThatGrowsIsFollowedUntilItIsScrolled() throws {
    var run = try replies()
    try run.startStep()
    func grow(_ lines: Int) {
      let text = (1...lines).map { "word \($0)." }.joined(separator: "\n")
      run.run.send(
        .progress(Progress(step: 3, replies: [ReplyUnderWay(index: 0, phase: .streaming, text: text, asked: 0)])))
    }
    grow(50)
    #expect(shows("word 50.", run))
    run.press(KeyPress(.home))
    grow(60)
    #expect(shows("word 1.", run) && !shows("word 60.", run))
    run.press(KeyPress(.end))
    grow(70)
    #expect(shows("word 70.", run))
  }

  // MARK: The prompt

  /// More rows than a pane has, the first of them the best.
  private func prompt() throws -> WordRun {
    let initial = (0..<60).map { (w: Double($0) / 2, b: Double($0)) }
    var run = WordRun(size: Size(columns: 120, rows: 36), initial: initial)
    try run.startStep(PromptSettings(order: .asMade))
    return run
  }

  private func showsRow(of id: Int, _ run: WordRun) throws -> Bool {
    let lines = try #require(PromptView.lines(ofCandidate: id, run.state))
    let top = run.state.words.promptTop
    return top <= lines.lowerBound && lines.upperBound <= top + run.state.layout.content(of: .prompt).rows
  }

  @Test(arguments: [2, 30, 59]) func thePromptOpensAtTheChosenRow(id: Int) throws {
    var run = try prompt()
    run.state.choose(id: id)
    run.press(.character("p"))
    #expect(run.state.focus == .prompt)
    #expect(try showsRow(of: id, run))
  }

  @Test(arguments: [2, 59]) func thePromptShowsTheChosenRowOnceItWasRead(id: Int) throws {
    var run = try prompt()
    run.readsAtOnce = false
    // As a screen that was opened later, which has read no prompt yet.
    run.state.words = WordPanes()
    run.state.choose(id: id)
    run.press(.character("p"))
    #expect(PromptView.shown(run.state) == nil)
    run.readsAtOnce = true
    run.read()
    #expect(try showsRow(of: id, run))
    // And when the room changes.
    run.run.send(.resized(Size(columns: 90, rows: 24)))
    #expect(try showsRow(of: id, run))
  }

  @Test func whereAPersonScrolledThePromptStays() throws {
    var run = try prompt()
    run.state.choose(id: 59)
    run.press(.character("p"))
    run.press(KeyPress(.home))
    #expect(run.state.words.promptTop == 0)
    run.candidate(1, 1, index: 0)
    try run.startStep(PromptSettings(order: .asMade))
    #expect(run.state.words.promptTop == 0)
  }
}
