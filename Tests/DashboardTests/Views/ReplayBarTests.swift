import Charts
import Testing

@testable import Dashboard

@Suite struct ReplayBarTests {
  private func text(_ replay: ReplayState, columns: Int = 100) -> String {
    var run = SampleRun(size: Size(columns: columns, rows: 30), mode: .replay(replay))
    run.initial()
    run.send(.replayMoved(replay))
    var buffer = CellBuffer(size: run.state.size), cache = ViewCache()
    draw(run.state, into: &buffer, cache: &cache)
    return buffer.text.joined(separator: "\n")
  }

  @Test func aLogOfWhichOnlyTheEndIsThereSaysThatTheRestIsBeingRead() {
    var replay = ReplayState(position: 900, count: 900, time: 60, duration: 60, isReading: true)
    #expect(text(replay).contains("reading the rest of the log"))
    #expect(text(replay, columns: 50).contains("reading"))
    replay.isReading = false
    #expect(!text(replay).contains("reading"))
    #expect(text(replay).contains("event 900 of 900"))
  }
}
