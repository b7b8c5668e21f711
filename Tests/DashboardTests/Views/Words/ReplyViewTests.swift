import Charts
import LanguageModels
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct ReplyViewTests {
  private static let answer = "{\"w\": 15, \"b\": 14}"

  /// A step of eight replies, of which the second became a candidate.
  private func run(_ size: Size = Size(columns: 60, rows: 24)) throws -> WordRun {
    var run = WordRun(size: size, candidates: 8, initial: [(1.5, -2.25)])
    try run.startStep()
    run.reply("I try a steeper line:\n" + Self.answer, index: 1, attempt: 2)
    run.candidate(15, 14, index: 1, span: Span(22..<40))
    run.show(.reply)
    return run
  }

  @Test func aReplyIsShownWithItsVerdictAndWhatItTook() throws {
    let run = try run()
    #expect(
      run.pane(.reply).prefix(9) == [
        "reply 2 of 8, step 1 ━━━━━━━━━━━━━━━━━━━━━━━━━━ candidate #1",
        " ★ Read as w=15.0 b=14.0: MSE 3.214, a new best.",
        " qwen2.5-coder-0.5b-q8 · T 0.7",
        " 1.2 s, 0.3 s to the first text · 412 in, 24 out · 2 tries",
        "",
        " I try a steeper line:",
        " {\"w\": 15, \"b\": 14}",
        "",
        "",
      ])
    let theme = run.state.theme
    #expect(run.style(of: Self.answer, in: .reply) == theme.grounded(theme.span))
    #expect(run.style(of: "I try", in: .reply) == theme.grounded(theme.text))
    #expect(run.style(of: "★ Read", in: .reply) == theme.grounded(theme.best))
  }

  @Test func aSmallPaneKeepsRoomForTheText() throws {
    let run = try run(Size(columns: 40, rows: 10))
    #expect(
      run.pane(.reply) == [
        "reply 2 of 8, step 1 ━━━━━━ candidate #1",
        "★ Read as w=15.0 b=14.0: MSE 3.214, a",
        "new best.",
        "2 tries · T 0.7 · 1.2 s · 412 in, 24 out",
        "I try a steeper line:",
        "{\"w\": 15, \"b\": 14}",
        "", "",
      ])
  }

  @Test(arguments: [
    (15.0, 14.0, "★ Read as w=15.0 b=14.0: MSE 3.214, a new best."),
    (2.0, 3.0, "✓ Read as w=2.0 b=3.0: MSE 174.1, 55.09 above the best."),
    (10.0, 10.0, "✓ Read as w=10.0 b=10.0: MSE 24.69, a new best then."),
  ])
  func theVerdictSaysHowGoodItIs(w: Double, b: Double, words: String) throws {
    var run = WordRun(size: Size(columns: 80, rows: 24), initial: [(4, 5)])
    try run.startStep()
    run.reply("x")
    run.candidate(w, b, index: 0)
    if words.hasSuffix("then.") {
      try run.startStep()
      run.reply("y")
      run.candidate(15, 14, index: 0)
      run.state.words.reply = ReplyName(step: 1, index: 0)
    }
    run.show(.reply)
    #expect(run.pane(.reply)[1] == " " + words)
  }

  @Test func aRejectedReplySaysWhyAndShowsWhatItIsAbout() throws {
    var run = try run(Size(columns: 100, rows: 24))
    try run.startStep()
    run.reply("Again {\"w\": 15, \"b\": 14}")
    run.reject(
      Refusal(.duplicate, "w=15.0 b=14.0 is already in the trajectory as #1.", span: 6..<24, of: 1))
    run.read()
    let pane = run.pane(.reply)
    #expect(pane[0].hasPrefix("reply 1 of 8, step 2 "))
    #expect(pane[1] == " ✗ Rejected, duplicate of #1: w=15.0 b=14.0 is already in the trajectory as #1.")
    let theme = run.state.theme
    #expect(run.style(of: Self.answer, in: .reply) == theme.grounded(theme.rejected))
    #expect(run.style(of: "Again", in: .reply) == theme.grounded(theme.dim))
  }

  @Test func rejectedRepliesAreListedByCauseAndTheNewestOneByOne() throws {
    var run = try run(Size(columns: 60, rows: 24))
    for step in 2...4 {
      try run.startStep()
      run.reply("no", index: 0)
      run.reject(index: 0, Refusal(.none, "The reply holds no numbers\u{7}."))
      run.reply("again", index: 1)
      run.reject(index: 1, Refusal(.duplicate, "Known.", of: 1))
      if step == 4 {
        run.reply("?", index: 2)
        run.reject(index: 2, Refusal(.none, "Nothing."))
      }
    }
    run.read()
    #expect(
      run.pane(.reply).drop { !$0.contains("rejected 7") } == [
        " ── rejected 7: 4 no answer, 3 duplicate ───────────────────",
        " 4.3 ✗ no answer: Nothing.",
        " 4.2 ✗ duplicate of #1",
        " 4.1 ✗ no answer: The reply holds no numbers␇.",
        " 3.2 ✗ duplicate of #1",
        " 3.1 ✗ no answer: The reply holds no numbers␇.",
        " 2.2 ✗ duplicate of #1",
        " 2.1 ✗ no answer: The reply holds no numbers␇.",
      ])
  }

  @Test func verdictsOfLongAgoAreKnownToo() throws {
    var run = try run(Size(columns: 80, rows: 24))
    try run.startStep()
    run.reply("gone")
    run.reject(Refusal(.malformed, "No.", span: 0..<2))
    for _ in 0..<RunHead.recentRepliesKept {
      try run.startStep()
      run.reply("x")
      run.candidate(1, 1, index: 0)
    }
    run.state.words.reply = ReplyName(step: 1, index: 1)
    run.read()
    #expect(run.pane(.reply)[1] == " ★ Read as w=15.0 b=14.0: MSE 3.214, a new best.")
    #expect(run.style(of: Self.answer, in: .reply)?.attributes == run.state.theme.span.attributes)
    run.state.words.reply = ReplyName(step: 2, index: 0)
    run.read()
    #expect(run.pane(.reply)[1] == " ✗ Rejected, malformed.")
    #expect(run.style(of: "go", in: .reply)?.foreground == run.state.theme.rejected.foreground)
  }

  @Test func thinkingIsDimAndLabelled() throws {
    var run = WordRun(size: Size(columns: 60, rows: 24))
    try run.startStep()
    run.reply("Done.", reasoning: "Let me see.\nHm.", finish: .length)
    run.show(.reply)
    #expect(
      run.pane(.reply)[1...9] == [
        " Being judged.",
        " qwen2.5-coder-0.5b-q8 · T 0.7",
        " 1.2 s, 0.3 s to the first text · 412 in, 24 out",
        " cut off by the limit of tokens",
        "",
        " ── thinking ─────────────────────────────────────────────",
        " Let me see.",
        " Hm.",
        " ── reply ────────────────────────────────────────────────",
      ])
    #expect(run.style(of: "Let me", in: .reply) == run.state.theme.grounded(run.state.theme.dim))
  }

  @Test func aBatchIsOneVerdict() throws {
    var run = WordRun(size: Size(columns: 100, rows: 24), candidates: 2)
    try run.startStep()
    run.reply("three")
    for w in [1.0, 15, 3] { run.candidate(w, 14, index: 0) }
    run.show(.reply)
    let pane = run.pane(.reply)
    #expect(pane[0].hasSuffix("candidates #0, #1, #2"))
    #expect(pane[1] == " ★ Read as 3 solutions, the best w=15.0 b=14.0: MSE 3.214, a new best.")
  }

  // MARK: While it comes

  private func growing(_ text: String, reasoning: String? = nil, step: Int) -> Action {
    .progress(
      Progress(
        step: step,
        replies: [
          ReplyUnderWay(index: 0, asked: 0),
          ReplyUnderWay(index: 1, phase: .streaming, text: text, reasoning: reasoning, asked: 0),
        ]))
  }

  @Test func aReplyUnderWayGrowsAtItsEnd() throws {
    var run = try run(Size(columns: 60, rows: 12))
    try run.startStep()
    #expect(run.pane(.reply)[0].hasPrefix("reply 2 of 8, step 1 "))
    run.run.send(growing((1...60).map { "line \($0)" }.joined(separator: "\n"), step: 2))
    let pane = run.pane(.reply)
    #expect(pane[0].hasPrefix("reply 2 of 8, step 2 "))
    #expect(pane[0].contains("coming for "))
    #expect(pane.last?.hasPrefix(" line 60") == true || pane.dropLast().last?.hasPrefix(" line 60") == true)
    #expect(!pane.contains { $0.contains("line 1 ") })
  }

  @Test func aChosenReplyStaysWhileAnotherComes() throws {
    var run = try run()
    run.press(.character("j"))
    run.run.send(.input(.key(KeyPress(.left))))
    run.read()
    let chosen = run.pane(.reply)[0]
    run.run.send(growing("new", step: 2))
    #expect(run.pane(.reply)[0] == chosen)
  }

  @Test func thinkingUnderWayIsShownBeforeAnyText() throws {
    var run = WordRun(size: Size(columns: 60, rows: 24), candidates: 2)
    try run.startStep()
    run.show(.reply)
    #expect(run.pane(.reply)[1] == "no reply yet")
    run.run.send(growing("", reasoning: "Let me see", step: 1))
    #expect(run.pane(.reply).contains(" Let me see"))
  }

  // MARK: Scrolling, any text, any size

  @Test func aLongReplyIsScrolledToItsEnd() throws {
    var run = try run()
    try run.startStep()
    run.reply((1...200).map { "line \($0)" }.joined(separator: "\n"))
    run.read()
    run.press(KeyPress(.end))
    let position = try #require(ReplyView.position(run.state))
    #expect(position.top == position.lastTop && position.top > 150)
    #expect(run.pane(.reply).contains { $0.hasPrefix(" line 200 ") })
    run.press(KeyPress(.home))
    #expect(run.pane(.reply).contains { $0.hasPrefix(" line 1 ") })
  }

  @Test func whyThereIsNoReplyIsSaid() throws {
    var run = try run()
    for _ in 0...RunHead.recentRepliesKept {
      try run.startStep()
      run.reply("x", index: 0)
    }
    run.state.words = WordPanes()
    run.state.words.reply = ReplyName(step: 1, index: 1)
    #expect(run.pane(.reply)[1] == "This reply is in no log.")
    run.state.words.await(.reply(ReplyName(step: 1, index: 1)))
    #expect(run.pane(.reply)[1] == "reading…")
    run.run.send(.read(.reply(ReplyName(step: 1, index: 1)), .failure(InputError("It is gone."))))
    #expect(run.pane(.reply)[1] == "This reply cannot be read: It is gone.")
  }

  @Test func spansThatLieOutsideOfTheTextDoNoHarm() throws {
    for (from, to) in [(-5, 3), (3, 900), (9, 2), (Int.max - 1, Int.max), (1, 2)] {
      var run = WordRun(size: Size(columns: 60, rows: 24))
      try run.startStep()
      run.reply("字 is it")
      var span = Span(0..<1)
      span.from = from
      span.to = to
      run.candidate(1, 2, index: 0, span: span)
      run.show(.reply)
      #expect(run.pane(.reply).contains(" 字 is it"))
    }
  }

  @Test func hostileTextIsShownAsPlaceholders() throws {
    let bad = PromptViewTests.hostile
    var run = WordRun(size: Size(columns: 60, rows: 24), candidates: 2)
    try run.startStep()
    run.run.emit(
      .reply(
        ReplyEvent(
          step: 1, index: 0, attempt: 1, role: "optimizer", text: bad, reasoning: bad, model: bad, finish: .other(bad),
          usage: TokenUsage(input: -3, output: .max, cached: 2), seconds: .infinity, first: -.nan)))
    run.reject(Refusal(.malformed, bad, span: 1..<9))
    run.show(.reply)
    for cell in run.drawn().cells {
      for scalar in cell.glyph.scalars {
        let category = scalar.properties.generalCategory
        #expect(category != .control && category != .format && category != .lineSeparator, "\(scalar.value)")
      }
    }
    #expect(run.pane(.reply).joined().contains("␛]52;c;x␇"))
  }

  @Test func everySizeIsDrawnInsideItsPane() throws {
    var run = try run()
    try run.startStep()
    run.reply(PromptViewTests.hostile, reasoning: "字字字", finish: .filtered)
    run.reject(Refusal(.none, "Nothing."))
    for columns in [0, 1, 2, 3, 7, 12, 39, 40, 41, 48, 73, 100, 180] {
      for rows in [0, 1, 2, 9, 10, 11, 12, 16, 29, 30, 31, 60] {
        run.run.send(.resized(Size(columns: columns, rows: rows)))
        for kind in Arrangement.Kind.allCases {
          for isZoomed in [false, true] {
            run.state.arrangement.kind = kind
            run.state.arrangement.isZoomed = isZoomed
            run.state.arrangement.beside = .reply
            run.state.words.replyScroll = ReplyView.position(run.state).map {
              ReplyScroll(reply: $0.reply, top: $0.lastTop)
            }
            #expect(!run.drawn(markers: .ascii).cells.contains { $0.glyph == Glyph("§") })
          }
        }
      }
    }
  }
}
