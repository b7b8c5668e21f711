import Dashboard
import Optimization
import Settings
import Testing

@testable import Export

@Suite struct FilmTests {
  static func state(_ losses: [Double?], steps: (Int) -> Int = { $0 }) -> RunState {
    var state = RunState()
    let started = RunStarted(
      id: "t", started: "", problem: .words, settings: RunSettings(steps: max(1, losses.count)),
      models: .init(optimizer: nil))
    state.apply(LoggedEvent(n: 0, time: 0, event: .runStarted(started)))
    var step = 0
    for (row, loss) in losses.enumerated() {
      if steps(row) > step {
        step = steps(row)
        let event = StepStarted(step: step, messages: [], sections: [], shown: [], temperature: nil, model: nil)
        state.apply(LoggedEvent(n: row, time: 0, event: .stepStarted(event)))
      }
      let candidate = CandidateEvent(
        id: row, step: step, origin: .model, solution: .string("s"), text: "s", loss: loss,
        failure: loss == nil ? EvaluationFailure(code: "x", reason: "x") : nil)
      state.apply(LoggedEvent(n: row, time: Double(row), event: .candidate(candidate)))
    }
    return state
  }

  static func film(_ state: RunState, width: Double = 960, height: Double = 540) -> Film {
    FilmMaker(state, problem: nil, theme: .standard, width: width, height: height, showsReferences: true).film()
  }

  @Test func longRunsAreThinnedToFramesThatEndWithTheRun() {
    let strip = FilmStrip(Self.state((0..<1000).map { Double(1000 - $0) }))
    #expect(strip.count == FilmStrip.mostFrames)
    #expect(strip.steps.first == 0 && strip.steps.last == 999)
    #expect(strip.arrivals.last == strip.count - 1)
    #expect(zip(strip.arrivals, strip.arrivals.dropFirst()).allSatisfy { $0 <= $1 })
    for (row, frame) in strip.arrivals.enumerated() {
      #expect(strip.steps[frame] >= row, "no candidate comes too soon")
    }
  }

  @Test func theBestOfEachFrameIsTheBestSoFar() {
    let state = Self.state([5, 7, nil, 3, 4])
    #expect(FilmStrip(state).best(in: state.trajectory) == [0, 0, 0, 3, 3])
    #expect(FilmStrip.spans(of: [nil, 2, 2, 5]).map(\.frames) == [1..<3, 3..<4])
  }

  @Test func everythingLiesInsideThePictureWhateverTheLossesAre() {
    let odd: [[Double?]] = [
      [], [nil], [1], [0], [-3, 2, nil], [1e308, 1e-308], [.leastNonzeroMagnitude], Array(repeating: 4, count: 50),
      (0..<30_000).map { Double($0 % 977) + 0.5 },
    ]
    for losses in odd {
      for (width, height) in [(960.0, 540.0), (160, 120), (300, 4000), (4000, 120)] {
        let film = Self.film(Self.state(losses), width: width, height: height)
        #expect(!film.frames.isEmpty)
        for element in film.elements {
          #expect(!element.frames.isEmpty && element.frames.upperBound <= film.frames.count)
          let points: [ScenePoint]
          switch element.shape {
          case .line(let places, _), .polygon(let places, _): points = places
          case .circle(let center, _, _, _): points = [center]
          case .label(let label): points = [label.place]
          }
          for point in points {
            guard (-1...width + 1).contains(point.x), (-1...height + 1).contains(point.y) else {
              Issue.record("\(point) lies outside \(width)x\(height) for \(losses.prefix(5))")
              return
            }
          }
        }
      }
    }
  }

  @Test func manyCandidatesStayFewMarks() {
    let film = Self.film(Self.state((0..<30_000).map { Double($0 % 977) + 0.5 }))
    #expect(film.elements.count < 25_000)
  }

  @Test func everyCompiledThemeGivesColoursThatAreSeen() throws {
    let catalog = ThemeCatalog()
    for name in catalog.names {
      let paint = Paint(Theme(try catalog.theme(named: name)))
      for ink in [paint.text, paint.data, paint.best, paint.person, paint.shade(at: 0), paint.shade(at: 1)] {
        #expect(ink != paint.background, "\(name)")
      }
    }
  }

  @Test func linesAreCutAtTheEdges() {
    let box = Rectangle(x: 0, y: 0, width: 10, height: 10)
    let cut = box.clip(lineThrough: ScenePoint(4, -5), ScenePoint(6, 15))
    #expect(cut?.0 == ScenePoint(4.5, 0) && cut?.1 == ScenePoint(5.5, 10))
    #expect(box.clip(lineThrough: ScenePoint(-1, 0), ScenePoint(-1, 5)) == nil)
    #expect(box.clip(lineThrough: ScenePoint(3, 3), ScenePoint(3, 3)) == nil)
    #expect(box.clip(lineThrough: ScenePoint(0, .infinity), ScenePoint(1, 2)) == nil)
  }
}
