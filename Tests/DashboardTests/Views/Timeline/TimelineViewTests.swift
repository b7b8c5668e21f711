import Charts
import Optimization
import Testing

@testable import Dashboard

@Suite struct TimelineViewTests {
  private func rows(_ state: DashboardState, markers: Marker = .braille) -> [String] {
    var buffer = CellBuffer(size: state.size), cache = ViewCache()
    draw(state, markers: markers, into: &buffer, cache: &cache)
    return Array(buffer.text.suffix(state.size.rows >= 30 ? 3 : 2).dropLast())
  }

  private func state(_ replay: ReplayState, columns: Int = 100, rows: Int = 30) -> DashboardState {
    var run = SampleRun(size: Size(columns: columns, rows: rows), mode: .replay(replay))
    run.initial()
    run.send(.replayMoved(replay))
    return run.state
  }

  @Test func aLogOfWhichOnlyTheEndIsThereSaysThatTheRestIsBeingRead() {
    var replay = ReplayState(position: 900, count: 900, time: 60, duration: 60, isReading: true)
    func text(_ columns: Int) -> String { rows(state(replay, columns: columns)).joined() }
    #expect(text(100).contains("reading the rest of the log"))
    #expect(text(50).contains("reading"))
    replay.isReading = false
    #expect(!text(100).contains("reading"))
    #expect(text(100).contains("event 900 of 900"))
  }

  @Test func eachMarkStandsWhereAJumpToItTakesTheHandle() {
    let state = SampleScreen.replay.state(Size(columns: 120, rows: 36))
    let track = TimelineView.track(state, state.layout)
    let scale = TimelineScale(columns: track.columns, count: state.replay?.count ?? 0)
    let line = Array(rows(state)[0])
    for (kind, sign) in [(TimelineMark.Kind.steering, "▸"), (.error, "!")] as [(TimelineMark.Kind, Character)] {
      let places = state.timeline.places(of: kind)
      #expect(!places.isEmpty)
      for place in places { #expect(line[track.column + scale.column(of: Int(place))] == sign) }
    }
    #expect(line[track.column + scale.column(of: state.replay?.position ?? 0)] == "●")
  }

  @Test func theLegendNamesOnlyWhatIsThereAndFits() {
    let wide = rows(SampleScreen.replay.state(Size(columns: 120, rows: 36)))[1]
    #expect(wide.contains("┴ 2 steps  ★ new best  ▸ steering  ! error"))
    let narrow = rows(SampleScreen.replay.state(Size(columns: 72, rows: 36)))[1]
    #expect(!narrow.contains("steps") && narrow.contains("! error"))
    let few = state(ReplayState(position: 2, count: 4, time: 1, duration: 2))
    #expect(!rows(few)[1].contains("error"))
  }

  @Test func plainCharactersAreEnough() {
    let shown = rows(SampleScreen.replay.state(Size(columns: 120, rows: 36)), markers: .ascii)
    #expect(shown.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
    #expect(shown[0].contains("*") && shown[0].contains("!") && shown[0].contains("+") && shown[0].contains("o"))
  }

  @Test func whoWritesTheLogAndHowToComeBackIsSaid() {
    var replay = ReplayState(position: 9, count: 9, time: 60, duration: 60, isLive: true)
    #expect(rows(state(replay))[1].contains("live") && rows(state(replay))[1].contains("written by another Tiller"))
    replay.position = 4
    let behind = rows(state(replay))[1]
    #expect(behind.contains("event 4 of 9") && behind.contains("live at the end"))
    #expect(rows(state(replay, columns: 44, rows: 12))[0].contains("live"))
  }

  @Test func aPaceHasAName() {
    let names = ReplayPace.all.map {
      rows(state(ReplayState(position: 1, count: 9, time: 1, duration: 2, pace: $0)))[1]
    }
    #expect(names[0].contains("0.25x") && names[4].contains("4x") && names[9].contains("1 step/s"))
  }

  @Test func whatIsKeptFromFrameToFrameChangesNothing() {
    var state = SampleScreen.replay.state(Size(columns: 120, rows: 36))
    var cache = ViewCache()
    for growth in [nil, TimelineMark(.happened(.error), position: 180), nil] as [TimelineMark?] {
      if let growth { _ = reduce(&state, .timelineGrew([growth], count: 190)) }
      var buffer = CellBuffer(size: state.size), anew = buffer, nothing = ViewCache()
      draw(state, into: &buffer, cache: &cache)
      draw(state, into: &anew, cache: &nothing)
      #expect(buffer == anew)
    }
  }

  @Test(arguments: [0, 1, 2, 3, 39, 40, 41, 60, 500]) func noWidthIsTooMuchOrTooLittle(_ columns: Int) {
    for rows in [9, 10, 24, 30] {
      let state = SampleScreen.replay.state(Size(columns: columns, rows: rows))
      var buffer = CellBuffer(size: state.size), cache = ViewCache()
      draw(state, into: &buffer, cache: &cache)
      #expect(buffer.size == state.size)
    }
  }
}
