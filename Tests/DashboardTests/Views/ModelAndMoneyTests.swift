import Charts
import LanguageModels
import Optimization
import Testing
import Text

@testable import Dashboard

/// Who is asked, what it costs, and how long it takes, as the screen tells it.
@Suite struct ModelAndMoneyTests {
  private static let price = TokenPrice(input: 10, output: 100, date: "2026-11-01")

  private func identity(_ name: String, _ price: TokenPrice? = price) -> ModelIdentity {
    ModelIdentity(name: name, kind: .server, address: "https://models.example/v1", price: price)
  }

  private func text(_ state: DashboardState) -> [String] {
    var buffer = CellBuffer(size: state.size), cache = ViewCache()
    draw(state, into: &buffer, cache: &cache)
    return buffer.text
  }

  @Test func theKeyOpensAFieldWithTheModelInForceAndSendsWhatIsTyped() {
    var run = SampleRun()
    run.press(.character("m"))
    #expect(run.state.field?.field.string == "simulated" && run.state.fieldHint.contains("openai:NAME"))
    run.press(.control("u"))
    #expect(run.press(KeyPress(.enter)).isEmpty && run.state.field?.complaint?.contains("Type a model") == true)
    run.type("openai:x")
    #expect(run.press(KeyPress(.enter)) == [.command(.setModel("openai:x", nil))])
    #expect(run.state.field == nil)
    #expect(run.send(.line("model ollama:")) == [.command(.setModel("ollama:", nil))])
    run.send(.commandOutcome(.setModel("openai:x", nil), .accepted))
    #expect(run.state.message?.text == "openai:x is asked from the next step on.")
    run.send(.commandOutcome(.setModel("none", nil), .accepted))
    #expect(run.state.message?.text.contains("proposals are random") == true)
    run.send(.commandOutcome(.setModel("gpt", nil), .refused("model \"gpt\" is unknown.")))
    #expect(run.state.message?.text == "model \"gpt\" is unknown." && run.state.message?.kind == .refused)
  }

  @Test func aReplayAndAnEndedRunHaveNoOtherModel() {
    var replay = SampleRun(mode: .replay(ReplayState(position: 3, count: 9, duration: 4)))
    #expect(replay.press(.character("m")).isEmpty && replay.state.field == nil)
    #expect(replay.send(.line("model none")).isEmpty)
    #expect(replay.state.message?.text.contains("this is a replay") == true)
    var ended = SampleRun()
    ended.emit(.runEnded(RunEnded(reason: .person, best: nil)))
    #expect(ended.press(.character("m")).isEmpty && ended.state.message?.text.contains("has ended") == true)
  }

  @Test func theHeaderSaysAtAnyWidthThatTheEmbeddedModelIsNoLanguageModel() {
    let notice =
      "embedded: a transformer trained to optimize in context, not a language model: it reads the pairs in the prompt and "
      + "no words"
    for (columns, says) in [
      (50, "embedded: no language model"), (80, "embedded: a transformer, not a language model"), (200, notice),
    ] {
      var run = SampleRun(size: Size(columns: columns, rows: 40), simulated: false)
      run.initial()
      run.steer(.setModel("embedded", ModelIdentity(name: "embedded", kind: .embedded, notice: notice)))
      #expect(text(run.state)[0].contains(says), "\(text(run.state)[0])")
    }
  }

  @Test func theHeaderNamesTheModelInForceAndWarnsOfTheStandInThatTakesOver() {
    var run = SampleRun(size: Size(columns: 160, rows: 40), simulated: false)
    run.initial()
    #expect(text(run.state)[0].contains("openai:qwen2.5-coder-0.5b"))
    let notice = "simulated model: no language model is running"
    run.steer(.setModel("simulated", ModelIdentity(name: "simulated", kind: .simulated, notice: notice)))
    #expect(text(run.state)[0].contains(notice) && !text(run.state)[0].contains("qwen"))
    run.steer(.setModel("groq:big", identity("groq:big")))
    #expect(text(run.state)[0].contains("groq:big") && !text(run.state)[0].contains("simulated"))
    run.steer(.setModel("none", nil))
    #expect(text(run.state)[0].contains("no model"))
    #expect(!text(run.state)[1].contains("T 0.7"))
    #expect(run.press(.character("t")).isEmpty && run.state.field == nil)
  }

  @Test func costStandsBesideTheTokensWhereAPriceIsKnown() {
    var run = SampleRun(size: Size(columns: 200, rows: 50), steps: 10, simulated: false)
    run.initial()
    run.performStep()
    #expect(!text(run.state)[1].contains("$"))
    run = SampleRun(size: Size(columns: 200, rows: 50), steps: 10, simulated: false)
    run.steer(.setModel("openai:big", identity("openai:big")))
    for _ in 0..<2 { run.performStep() }
    // A step takes 412 tokens at 10 dollars a million and 24 at 100.
    #expect(text(run.state)[1].contains("cost $0.013 of ~$0.065"), "\(text(run.state)[1])")
    #expect(text(run.state)[1].contains("this step $0.0065"))
    let lines = Summary.lines(for: run.state.run)
    let cost = lines.first { $0.hasPrefix("cost ") }
    #expect(cost?.contains("$0.013; at the end ~$0.065, with the prices of 2026-11-01") == true, "\(cost ?? "")")
    #expect(lines[0].contains("openai:big"))
    run.steer(.setModel("openai:small", identity("openai:small", nil)))
    run.performStep()
    #expect(text(run.state)[1].contains("cost over $0.013") && !text(run.state)[1].contains("of ~$"))
  }

  @Test func whereNoPriceIsKnownTheTokensOfTheWholeRunAreProjected() {
    var run = SampleRun(size: Size(columns: 160, rows: 40), steps: 10, simulated: false)
    run.initial()
    #expect(!text(run.state)[1].contains("tokens"))
    for _ in 0..<2 { run.performStep() }
    // A step takes 412 tokens in and 24 out.
    #expect(text(run.state)[1].contains("tokens 824 of ~4,120 in, 48 of ~240 out  "), "\(text(run.state)[1])")
    // The step under way is one of those to come.
    run.startStep()
    #expect(text(run.state)[1].contains("tokens 824 of ~4,120 in, 48 of ~240 out  "), "\(text(run.state)[1])")
    run.send(.resized(Size(columns: 80, rows: 24)))
    #expect(text(run.state)[1].contains("tokens 872 of ~4,360  "), "\(text(run.state)[1])")
    let words = PlainTeller().answer(to: "status", run.state)
    guard case .lines(let lines)? = words else {
      Issue.record("The status is told at once.")
      return
    }
    #expect(lines.joined().contains("; tokens 824 in, 48 out; at the end ~4,120 in, ~240 out"), "\(lines)")
    #expect(
      Summary.lines(for: run.state.run).contains { $0.hasSuffix("824 in, 48 out; at the end ~4,120 in, ~240 out") })
    run = SampleRun(steps: 2, simulated: false)
    run.initial()
    run.performStep()
    #expect(StepLine.line(for: run.state.run).contains("  436 of ~872 tokens  "))
    run.performStep()
    #expect(StepLine.line(for: run.state.run).contains("  872 tokens  "))
    #expect(!text(run.state)[1].contains(" of ~"))
  }

  @Test func linesTellTheCostAtTheEndInThePlaceOfTokens() {
    var run = SampleRun(steps: 10, simulated: false)
    run.steer(.setModel("openai:big", identity("openai:big")))
    for _ in 0..<2 { run.performStep() }
    #expect(StepLine.line(for: run.state.run).contains("  $0.013 of ~$0.065  "))
    #expect(SpendingWords(run.state.run.head).tokensInFull == "824 in, 48 out")
    #expect(SpendingWords(run.state.run.head).costInFull == "$0.013; at the end ~$0.065")
    // Where only a part has a price, tokens tell the end.
    run.steer(.setModel("openai:small", identity("openai:small", nil)))
    run.performStep()
    #expect(SpendingWords(run.state.run.head).brief == "1,308 of ~4,360 tokens, over $0.013")
  }

  @Test func whatIsEstimatedIsMarked() {
    var run = SampleRun(size: Size(columns: 200, rows: 50), simulated: false)
    run.steer(.setModel("openai:big", identity("openai:big")))
    run.startStep()
    var usage = TokenUsage(input: 20_000, output: 1000)
    usage.isEstimated = true
    run.emit(
      .reply(ReplyEvent(step: 1, index: 0, attempt: 1, role: "optimizer", text: "?", usage: usage, seconds: 1)))
    #expect(text(run.state)[1].contains("cost ~$0.30"))
    #expect(
      Words.dollars(0.00042, isEstimated: false) == "$0.0004" && Words.dollars(0, isEstimated: true) == "~$0.0000")
    #expect(Words.dollars(.infinity, isEstimated: false).hasPrefix("$"))
  }

  @Test func thinkingIsInTheHeaderWhereItIsSet() {
    for thinking in [nil, Thinking.off] {
      var run = SampleRun(size: Size(columns: 160, rows: 40), simulated: false)
      var started = try! #require(run.state.run.head.started)
      started.settings.request.thinking = thinking
      run.send(.newRunStarted(problem: run.state.problem, logPath: nil, modelNotice: nil))
      run.emit(.runStarted(started))
      #expect(text(run.state)[0].contains("thinking off") == (thinking != nil))
    }
  }

  @Test func aModelThatMakesItselfReadyIsSeenToDoSo() {
    var run = SampleRun()
    run.initial()
    run.startStep()
    let sentence = "llama-server is loading q\u{1B}[31mwen.gguf"
    run.send(.progress(Progress(step: 1, preparing: sentence)))
    run.send(.tick(now: run.time + 65))
    let lines = text(run.state)
    #expect(lines.contains { $0.contains("llama-server is loading q") })
    #expect(lines.contains { $0.contains("getting ready for 01:05") || $0.contains("getting ready for 1:05") })
    #expect(!lines.joined().contains("\u{1B}"))
    #expect(run.press(.character("c")) == [.command(.cancelStep)])
    // Another sentence is the same wait.
    run.send(.progress(Progress(step: 1, preparing: "still loading")))
    #expect(run.state.preparingSince == run.time)
    run.send(.progress(Progress(step: 1)))
    #expect(run.state.preparingSince == nil && !text(run.state).contains { $0.contains("getting ready") })
  }

  @Test func linesTellOnceThatAModelMakesItselfReady() {
    let teller = PlainTeller()
    let idle = Progress(), loading = Progress(preparing: "llama-server is loading q\u{7}wen.gguf")
    #expect(teller.lines(from: idle, to: loading).first?.hasPrefix("llama-server is loading q") == true)
    #expect(!teller.lines(from: idle, to: loading).joined().contains("\u{7}"))
    #expect(teller.lines(from: loading, to: Progress(preparing: "llama-server is loading (3 s)")).isEmpty)
    #expect(teller.lines(from: loading, to: idle) == ["The model is asked now."])
    #expect(teller.lines(from: idle, to: idle).isEmpty)
  }

  @Test func aReplyThatComesTellsItsFirstTextItsSpeedAndItsTries() {
    var reply = ReplyUnderWay(
      index: 0, phase: .streaming, text: String(repeating: "word ", count: 40), asked: 10)
    reply.first = 10.8
    #expect(ReplySpeed(of: [reply], now: 11).words == "first text after 0.8 s")
    let speed = ReplySpeed(of: [reply], now: 12.8)
    #expect(speed.words == "first text after 0.8 s, ~20 tokens/s")
    var other = reply
    other.index = 1
    #expect(ReplySpeed(of: [reply, other], now: 12.8).rateWords == "~40 tokens/s")
    #expect(ReplySpeed(of: [ReplyUnderWay(index: 0, asked: 0)], now: 9).words.isEmpty)
    var run = SampleRun(size: Size(columns: 160, rows: 40))
    run.startStep()
    run.send(.progress(Progress(step: 1, replies: [ReplyUnderWay(index: 0, attempt: 3, asked: run.time)])))
    #expect(text(run.state).contains { $0.contains("asking") && $0.contains("try 3") })
    var streaming = ReplyUnderWay(index: 0, phase: .streaming, text: "so far", asked: run.time)
    streaming.first = run.time + 0.5
    run.send(.progress(Progress(step: 1, replies: [streaming])))
    run.send(.tick(now: run.time + 1.5))
    #expect(text(run.state).contains { $0.contains("1 coming, first text after") && $0.contains("tokens/s") })
  }
}
