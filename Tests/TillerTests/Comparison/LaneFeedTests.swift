import Optimization
import RunLog
import TestSupport
import Testing

@testable import tiller

@Suite struct LaneFeedTests {
  @Test func aScreenThatFellBehindGetsEveryEventOnceAndInOrder() async throws {
    let place = try Workplace()
    let writer = try RunLogWriter(creating: place.log)
    let monitor = RunMonitor()
    var feed = LaneFeed(monitor, logPath: place.log)
    var seen: [Int] = []
    // Twice, so that more comes while it catches up.
    for part in 0..<2 {
      for n in part * 40..<(part + 1) * 40 {
        let event = LoggedEvent(
          n: n, time: 0, event: .notice(Notice(code: "x", text: String(repeating: "x", count: 1 << 16))))
        monitor.publish(event, at: writer.append(event))
      }
      seen += try feed.take().events.map(\.event.n)
      #expect(feed.isBehind && seen.count < (part + 1) * 40)
    }
    while feed.isBehind { seen += try feed.take().events.map(\.event.n) }
    #expect(seen == Array(0..<80))
    #expect(try feed.take().events.isEmpty)
    await writer.finish()
  }

  @Test func aLogThatIsGoneIsToldAndNotAskedForAgain() throws {
    let monitor = RunMonitor()
    let length = 1 << 17
    for n in 0..<20 {
      monitor.publish(
        LoggedEvent(n: n, time: 0, event: .notice(Notice(code: "x", text: ""))),
        at: LogLocation(offset: n * (length + 1), length: length))
    }
    var feed = LaneFeed(monitor, logPath: "/nowhere.jsonl")
    #expect(throws: LogError.self) { try feed.take() }
    #expect(!feed.isBehind)
  }
}
