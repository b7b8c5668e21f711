import Dashboard
import Optimization
import Testing

@Suite struct ReplayProgressTests {
  private func log(_ events: [(Double, RunEvent)]) -> [LoggedEvent] {
    events.enumerated().map { LoggedEvent(n: $0, time: $1.0, event: $1.1) }
  }

  private let start = RunEvent.stepStarted(
    StepStarted(step: 4, messages: [], sections: [], shown: [], temperature: nil, model: nil))

  private func asked(_ attempt: Int, _ index: Int = 0) -> RunEvent {
    .asked(Asked(step: 4, index: index, attempt: attempt, role: "optimizer"))
  }

  private func reply(_ attempt: Int, _ text: String) -> RunEvent {
    .reply(
      ReplyEvent(step: 4, index: 0, attempt: attempt, role: "optimizer", text: text, seconds: 4, first: 2))
  }

  private func phase(_ events: [LoggedEvent], _ shown: Int, _ time: Double) -> ReplyUnderWay.Phase? {
    ReplayProgress.progress(events: events, shown: shown, time: time).replies.first?.phase
  }

  @Test func aReplyComesInBetweenItsFirstAndLastMoment() {
    let events = log([(0, start), (1, asked(1)), (5, reply(1, "0123456789"))])
    #expect(phase(events, 2, 2.9) == .asking)
    let half = ReplayProgress.progress(events: events, shown: 2, time: 4).replies.first
    #expect(half?.phase == .streaming && half?.text == "01234")
    #expect(phase(events, 3, 5) == .done)
  }

  @Test func aModelIsSeenThinkingBeforeItAnswers() {
    var event = ReplyEvent(step: 4, index: 0, attempt: 1, role: "optimizer", text: "12345", seconds: 4, first: 2)
    event.reasoning = "abcde"
    let events = log([(0, start), (1, asked(1)), (5, .reply(event))])
    func reply(_ time: Double) -> ReplyUnderWay? {
      ReplayProgress.progress(events: events, shown: time < 5 ? 2 : 3, time: time).replies.first
    }
    #expect(reply(3.6)?.reasoning == "abc" && reply(3.6)?.text == "")
    #expect(reply(4.4)?.reasoning == "abcde" && reply(4.4)?.text == "12")
    #expect(reply(5)?.reasoning == "abcde" && reply(5)?.text == "12345")
  }

  @Test func aLaterTryIsNoPartOfTheOneBefore() {
    let events = log([
      (0, start), (1, asked(1)), (9, .retry(Retry(step: 4, index: 0, attempt: 1, cause: "cut off", wait: 3))),
      (12, asked(2)), (16, reply(2, "0123456789")),
    ])
    #expect(phase(events, 2, 8) == .asking)
    #expect(phase(events, 3, 10) == .waiting(until: 12, cause: "cut off", nextAttempt: 2, of: 5))
    #expect(phase(events, 4, 13) == .asking)
    #expect(phase(events, 4, 15) == .streaming)
  }

  @Test func nobodyWaitsForWhatAnEndedProgramAskedFor() {
    let events = log([
      (0, start), (1, asked(1)), (1, asked(1, 1)), (20, .resumed(Resumed(from: 3))), (21, asked(1)),
      (22, .runEnded(RunEnded(reason: .interrupted, best: nil))),
    ])
    #expect(ReplayProgress.progress(events: events, shown: 3, time: 9).replies.count == 2)
    #expect(ReplayProgress.progress(events: events, shown: 4, time: 20).replies.isEmpty)
    #expect(ReplayProgress.progress(events: events, shown: 5, time: 21).replies.map(\.index) == [0])
    #expect(ReplayProgress.progress(events: events, shown: 6, time: 22).replies.isEmpty)
  }
}
