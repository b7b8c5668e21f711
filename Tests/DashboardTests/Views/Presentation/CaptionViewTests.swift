import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct CaptionViewTests {
  private func presented(_ size: Size) -> SampleRun {
    var run = SampleRun(size: size)
    run.press(.character("P"))
    run.initial()
    for _ in 0..<9 { run.performStep() }
    return run
  }

  private func drawn(_ state: DashboardState, _ size: Size, markers: Marker = .braille) -> CellBuffer {
    var buffer = CellBuffer(size: size)
    draw(state, markers: markers, into: &buffer)
    return buffer
  }

  private func draw(_ state: DashboardState, markers: Marker, into buffer: inout CellBuffer) {
    CaptionView.draw(
      state, look: Look(theme: state.theme, marker: markers, isLarge: true), into: &buffer, area: buffer.area)
  }

  @Test func everyAreaIsDrawnWithoutLeavingIt() {
    let run = presented(Size(columns: 80, rows: 24))
    for columns in 0...40 {
      for rows in 0...6 {
        var buffer = CellBuffer(size: Size(columns: columns + 2, rows: rows + 2), filledWith: Cell(Glyph("§")))
        let area = Area(column: 1, row: 1, columns: columns, rows: rows)
        CaptionView.draw(
          run.state, look: Look(theme: .standard, marker: .braille, isLarge: true), into: &buffer, area: area)
        for row in 0..<buffer.size.rows {
          for column in 0..<buffer.size.columns where !area.contains(column: column, row: row) {
            #expect(buffer[column: column, row: row].glyph == Glyph("§"))
          }
        }
      }
    }
  }

  @Test func theSentenceStandsOutAndWhatIsUnderWayStandsBelow() {
    var run = presented(Size(columns: 100, rows: 30))
    run.startStep()
    run.send(.progress(Progress(step: run.step, replies: [ReplyUnderWay(index: 0, asked: 0)])))
    let buffer = drawn(run.state, Size(columns: 100, rows: 4))
    let sentence = Caption(run.state).headline.text
    #expect(buffer.text[0].allSatisfy { $0 == " " })
    #expect(buffer.text[1].contains(sentence))
    #expect(buffer[column: 6, row: 1].style.attributes.contains(.bold))
    #expect(buffer.text[3].contains("Step 10: the model is thinking…"))
  }

  @Test func aLongSentenceIsBrokenAndNothingOfItIsLost() {
    let run = presented(Size(columns: 80, rows: 24))
    let sentence = Caption(run.state).headline.text
    let text = drawn(run.state, Size(columns: 44, rows: 3)).text.prefix(2)
    let words = text.flatMap { $0.split(separator: " ") }.joined(separator: " ")
    #expect(words.contains(sentence))
  }

  @Test func keysAreEchoedAtTheRightTheNewestLast() {
    var run = presented(Size(columns: 100, rows: 30))
    run.press(.character("R"), .character("]"), .character("]"))
    let last = drawn(run.state, Size(columns: 100, rows: 4)).text[3]
    #expect(last.contains("[R] reveal  []] tenths x2"))
    // Where room is short the newest is kept.
    let short = drawn(run.state, Size(columns: 26, rows: 3)).text[2]
    #expect(short.contains("[]] tenths x2") && !short.contains("[R]"))
  }

  @Test func inOneRowTheSentenceComesFirst() {
    var run = presented(Size(columns: 45, rows: 12))
    run.press(.character("R"))
    let narrow = drawn(run.state, Size(columns: 45, rows: 1)).text[0]
    #expect(narrow.contains("Step 9: the model tried") && !narrow.contains("[R]"))
    let wide = drawn(run.state, Size(columns: 120, rows: 1)).text[0]
    #expect(wide.contains(Caption(run.state).headline.text) && wide.contains("[R] reveal"))
  }

  @Test func asciiIsEnough() {
    var run = presented(Size(columns: 80, rows: 24))
    run.startStep()
    run.send(.progress(Progress(step: run.step, replies: [ReplyUnderWay(index: 0, asked: 0)])))
    let text = drawn(run.state, Size(columns: 80, rows: 4), markers: .ascii).text
    #expect(text.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
    #expect(text[3].contains("thinking..."))
  }

  @Test func aPresentationShowsPictureLossAndCaptionAlone() {
    for size in [Size(columns: 80, rows: 24), Size(columns: 120, rows: 36), Size(columns: 200, rows: 60)] {
      let run = presented(size)
      var buffer = CellBuffer(size: size)
      var cache = ViewCache()
      Dashboard.draw(run.state, into: &buffer, cache: &cache)
      #expect(run.state.layout.shown == [.picture, .loss])
      #expect(buffer.text.contains { $0.contains(Caption(run.state).headline.text) })
      #expect(buffer.text.contains { $0.contains("●") || $0.contains("▐█▌") })
    }
  }
}
