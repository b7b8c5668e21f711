import LanguageModels
import Testing

@testable import Optimization

@Suite struct RowRoomTests {
  private func rows(
    _ needed: Int?, _ available: Int?, shown: Int = 100, prompt: Int = 1000, share: Double = 1, reply: Int = 0
  ) -> Int? {
    RowRoom(
      ContextOverflow(needed: needed, available: available), shown: shown, promptTokens: prompt, rowShare: share,
      replyTokens: reply)?.rows
  }

  @Test func whatIsTooMuchGoesInRowsWithAMargin() {
    // 200 tokens too many and 40 to stay free, at 10 a row.
    #expect(rows(1000, 800) == 76)
    // Half of the prompt cannot go, so that each row that does is only 5.
    #expect(rows(1000, 800, share: 0.5) == 52)
    // The service's tokens are larger than ours.
    #expect(rows(2000, 1600) == 76)
    #expect(rows(1000, 300) == 28)
  }

  @Test func thereIsRoomForAReplyToo() {
    // Counted by the service: the prompt is 1,000 of the 2,000.
    #expect(rows(2000, 1800, reply: 1000) == 71)
    // Not counted: at most a quarter of the room goes free for it.
    #expect(rows(1000, 800, reply: 100) == 66)
    #expect(rows(1000, 800, reply: 100_000) == 56)
  }

  @Test func atLeastOneRowGoes() {
    #expect(rows(1001, 1000, shown: 10) == 9)
    #expect(rows(1001, 1000, shown: 2) == 1)
    #expect(rows(1001, 1000, shown: 1) == nil)
  }

  @Test func figuresThatCannotBeMeantSoAreNone() {
    #expect(rows(nil, 800) == nil && rows(1000, nil) == nil)
    #expect(RowRoom(nil, shown: 9, promptTokens: 100, rowShare: 1, replyTokens: 0) == nil)
    #expect(rows(1000, 0) == nil && rows(1000, -5) == nil && rows(-5, -9) == nil)
    #expect(rows(1000, 1000) == nil && rows(1000, 2000) == nil)
    #expect(rows(1_000_000, 800) == nil && rows(200, 100) == nil && rows(.max, 800) == nil)
    #expect(rows(1000, 3) == nil && rows(1000, 800, share: 0.1) == nil)
    #expect(rows(1000, 800, prompt: 0) == nil && rows(1000, 800, share: 0) == nil)
    #expect(rows(1000, 800, reply: -7) == 76)
  }

  @Test func theRowsShareIsThatOfTheirSections() {
    let around = String(repeating: "words of the task ", count: 10), row = "w=1.5, b=2.5, loss=3.5\n"
    let text = around + row + row
    let start = around.utf8.count, length = row.utf8.count
    func prompt(_ sections: [PromptSection]) -> StepStarted {
      StepStarted(
        step: 1, messages: [Message(.user, text)], sections: sections, shown: [0, 1], temperature: nil, model: "m")
    }
    func section(_ from: Int, _ to: Int, message: Int = 0) -> PromptSection {
      PromptSection(message: message, from: from, to: to, kind: .row)
    }
    let rows = [section(start, start + length), section(start + length, start + 2 * length)]
    let expected = Double(2 * TokenEstimate.tokens(in: row)) / Double(TokenEstimate.tokens(of: [Message(.user, text)]))
    #expect(prompt(rows).rowShare == expected && expected < 0.6)
    #expect(prompt([]).rowShare == 1)
    // Of a log that is none of ours.
    #expect(prompt([section(-1, 4), section(5, 1), section(0, 9999), section(0, 4, message: 7)]).rowShare == 1)
  }
}
