import LanguageModels
import Testing

@testable import Optimization

@Suite struct SpendingTests {
  private let text = String(repeating: "some words of a reply ", count: 20)

  @Test func whatTheServerToldIsTakenUnlessItIsLessThanTheTextCanBe() {
    let count = TokenEstimate.tokens(in: text)
    let near = TokenUsage(input: 90, output: count * 9 / 10)
    #expect(TokenUsage.settled(near, prompt: 100, texts: [text]) == near)
    let little = TokenUsage.settled(TokenUsage(input: 100, output: 1), prompt: 100, texts: [text])
    #expect(little == TokenUsage(input: 100, output: count, isEstimated: true))
    let promptless = TokenUsage.settled(TokenUsage(input: 0, output: count), prompt: 100, texts: [text])
    #expect(promptless == TokenUsage(input: 100, output: count, isEstimated: true))
    #expect(
      TokenUsage.settled(nil, prompt: 100, texts: [text, nil])
        == TokenUsage(input: 100, output: count, isEstimated: true))
    #expect(TokenUsage.settled(TokenUsage(input: -5, output: -1), prompt: 0, texts: []).output == 0)
  }

  @Test func repliesOfOneRequestShareItsTokensAndLoseNone() {
    let replies = [
      ModelReply(text: text, usage: TokenUsage(input: 200, output: 1000, cached: 50)), ModelReply(text: ""),
      ModelReply(text: text, reasoning: text),
    ]
    let usages = TokenUsage.settled(replies, prompt: 190)
    #expect(usages.map(\.input) == [200, 0, 0] && usages[0].cached == 50)
    #expect(usages.reduce(0) { $0 + $1.output } == 1000)
    #expect(usages[1].output == 0 && usages[2].output > usages[0].output)
  }

  @Test func aPriceCountsCachedTokensAtTheirOwn() {
    let price = TokenPrice(input: 10, output: 100, cached: 1)
    #expect(abs(price.dollars(of: TokenUsage(input: 1_000_000, output: 10_000, cached: 400_000)) - 7.4) < 1e-9)
    #expect(abs(price.dollars(of: TokenUsage(input: 100, output: 0, cached: 900)) - 0.0001) < 1e-12)
  }

  @Test func cachedTokensAreNeverMoreThanThereAre() {
    func dollars(_ price: TokenPrice, input: Int, output: Int = 0, cached: Int? = nil) -> Double {
      price.dollars(of: TokenUsage(input: input, output: output, cached: cached))
    }
    let price = TokenPrice(input: 2, output: 8, cached: 0.5)
    #expect(dollars(price, input: 1_000_000, output: 500_000) == 6)
    #expect(dollars(price, input: 1_000_000, cached: 400_000) == 1.4)
    #expect(dollars(price, input: 100, cached: 1000) == 0.00005)
    #expect(dollars(TokenPrice(input: 2, output: 8), input: 1_000_000, cached: 400_000) == 2)
  }

  @Test func theEndIsProjectedFromTheNewestSteps() throws {
    var record = SpendingRecord()
    #expect(record.projection(stepsLeft: 5) == nil)
    for input in [1000, 100, 200, 300] {
      record.startStep()
      record.add(TokenUsage(input: input, output: 10), at: TokenPrice(input: 1_000_000, output: 0))
    }
    record.startStep()
    let projection = try #require(record.projection(stepsLeft: 10))
    // The newest three: 200 a step, and the one that has begun.
    #expect(projection.input == 1600 + 2200 && projection.output == 40 + 110)
    #expect(abs(projection.dollars - 3800) < 1e-6 && projection.isEstimated)
    #expect(record.run.cost == 1600)
    // It stands still while the step brings what was expected, and follows where it brings more.
    record.add(TokenUsage(input: 150, output: 10), at: TokenPrice(input: 1_000_000, output: 0))
    #expect(record.projection(stepsLeft: 10)?.input == 3800)
    record.add(TokenUsage(input: 150, output: 10), at: TokenPrice(input: 1_000_000, output: 0))
    #expect(record.projection(stepsLeft: 10)?.input == 1600 + 300 + 2000)
    record.add(TokenUsage(input: 1, output: 1), at: nil)
    #expect(record.run.cost == nil)
  }
}
