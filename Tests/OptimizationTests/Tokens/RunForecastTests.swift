import LanguageModels
import Optimization
import TestSupport
import Testing

@Suite struct RunForecastTests {
  private func forecast(_ price: TokenPrice? = nil, change: (inout RunSettings) -> Void = { _ in }) -> RunForecast {
    var settings = RunSettings(steps: 10, candidates: 1, initial: 1)
    settings.request.replyTokens = 100
    change(&settings)
    return RunForecast(
      problem: AnyProblem(BowlProblem()), settings: settings, prompting: ListingPrompting(), price: price)
  }

  @Test func repliesCountAtTheirLimitAndPromptsGrowWithTheirRows() {
    let all = forecast(), few = forecast { $0.prompt.history = 2 }
    #expect(all.usage.output == 1000 && few.usage.output == 1000)
    #expect(all.usage.input > few.usage.input && all.usage.isEstimated)
    let twice = forecast { $0.steps = 20 }
    // Rows are shown again in every later prompt.
    #expect(twice.usage.input > all.usage.input * 3)
    #expect(forecast { $0.candidates = 4 }.usage.output == 4000)
  }

  @Test func whatARunUsedIsNoMoreThanItsForecast() async {
    let model = ScriptedModel { _, call, _ in ModelReply(text: "\(call + 1).25 -\(call).5") }
    let bench = RunBench(model, steps: 10) { $0.request.replyTokens = 100 }
    _ = await bench.run.run()
    let used = bench.folded.head.tokens, most = forecast().usage
    #expect(used.input <= most.input * 5 / 4 && used.input > most.input / 4 && used.output <= most.output)
  }

  @Test func aPriceMakesItDollars() {
    let price = TokenPrice(input: 0, output: 1000, date: "2026-11")
    let priced = forecast(price)
    #expect(priced.dollars == 1)
    #expect(priced.sentence(price: price).hasSuffix("tokens, which is $1.00 at the price of 2026-11."))
    #expect(forecast().sentence(price: nil).hasSuffix("tokens."))
  }

  @Test func hugeRunsHaveAForecastToo() {
    #expect(forecast { $0.steps = 1_000_000 }.usage.input > 1_000_000_000)
  }
}
