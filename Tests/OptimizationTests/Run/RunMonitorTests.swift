import Optimization
import TestSupport
import Testing

@Suite struct RunMonitorTests {
  private func notice(_ n: Int) -> LoggedEvent {
    LoggedEvent(n: n, time: 0, event: .notice(Notice(code: "x", text: "\(n)")))
  }

  @Test func theWatcherIsWokenOnceUntilItLooks() {
    let wakes = Collected<Int>()
    let monitor = RunMonitor(onChange: { wakes.append(1) })
    for n in 0..<5 { monitor.publish(notice(n), at: LogLocation(offset: n * 10, length: 9)) }
    monitor.update { $0.step = 3 }
    #expect(wakes.count == 1)
    let update = monitor.take()
    #expect(update.events.map(\.event.n) == [0, 1, 2, 3, 4])
    #expect(update.progress.step == 3)
    #expect(monitor.take().events.isEmpty)
    monitor.publish(notice(5), at: LogLocation(offset: 50, length: 9))
    #expect(wakes.count == 2)
  }

  @Test func aWatcherThatFallsBehindIsSentToTheLogForWhatItMissed() {
    let monitor = RunMonitor()
    let length = 1 << 16
    for n in 0..<40 { monitor.publish(notice(n), at: LogLocation(offset: n * (length + 1), length: length)) }
    let update = monitor.take()
    guard let missed = update.missed, let first = update.events.first else {
      Issue.record("Nothing was missed, or nothing kept.")
      return
    }
    #expect(missed.lowerBound == 0)
    #expect(missed.upperBound == first.location.offset)
    #expect(update.events.count < 20)
    #expect(update.events.last?.event.n == 39)
  }

  @Test func progressThatNobodyShowsWakesNobody() {
    let wakes = Collected<Int>()
    let monitor = RunMonitor(
      showsProgress: false, wakes: { if case .runEnded = $0 { true } else { false } }, onChange: { wakes.append(1) })
    monitor.update { $0.step = 3 }
    monitor.publish(notice(0), at: LogLocation(offset: 0, length: 9))
    #expect(wakes.count == 0)
    monitor.publish(
      LoggedEvent(n: 1, time: 0, event: .runEnded(RunEnded(reason: .steps, best: nil))),
      at: LogLocation(offset: 10, length: 9))
    #expect(wakes.count == 1)
    #expect(monitor.take().events.count == 2)
  }
}
