import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct ComparisonFiguresTests {
  @Test func theAxisCountsEvaluationsTokensOrSeconds() {
    let run = SampleComparison.run(seed: 1, steps: 2, candidates: 2).state.run
    #expect(CourseAxis.evaluations.positions(of: run) == [1, 2, 3, 4, 5])
    // 436 tokens a reply, and what a step took counts for all of its candidates.
    #expect(CourseAxis.tokens.positions(of: run) == [0, 872, 872, 1744, 1744])
    let seconds = CourseAxis.seconds.positions(of: run)
    #expect(abs(seconds[0] - 0.05) < 1e-9 && abs(seconds[2] - 1.3) < 1e-9 && abs(seconds[4] - 2.6) < 1e-9)
    #expect(CourseAxis.allCases.map(\.next) == [.tokens, .seconds, .evaluations])
  }

  @Test func positionsAreNeverFallingAndAsManyAsCandidates() {
    let run = SampleComparison.run(seed: 9, steps: 30, planned: 30, candidates: 3).state.run
    for axis in CourseAxis.allCases {
      let positions = axis.positions(of: run)
      #expect(positions.count == run.trajectory.count)
      #expect(zip(positions, positions.dropFirst()).allSatisfy { $0 <= $1 })
    }
  }

  @Test func oneObjectiveSharesAnAxis() {
    let lanes = SampleComparison.logs().lanes
    #expect(LossMeasure(lanes) == .shared(label: "MSE"))
    #expect(ComparisonNotes.difference(lanes) == nil)
  }

  private func lane(_ place: Int, objective: Objective, losses: [Double], settings: [String: JSONValue] = [:]) -> Lane {
    var state = RunState()
    state.apply(
      LoggedEvent(
        n: 0, time: 0,
        event: .runStarted(
          RunStarted(
            id: "\(place)", started: "",
            problem: .init(
              name: "bowl", settings: settings, parameters: ["w"], objective: objective, references: [], data: nil),
            settings: RunSettings(), models: .init(optimizer: nil)))))
    for (id, loss) in losses.enumerated() {
      state.apply(
        LoggedEvent(
          n: 0, time: 0,
          event: .candidate(
            CandidateEvent(
              id: id, step: 0, origin: .initial, solution: ["w": 1], text: "", loss: loss))))
    }
    return Lane(letter: Lane.letters[place], logPath: "\(place).jsonl", problem: nil, run: state)
  }

  @Test func differentObjectivesAreDrawnAsPartsOfTheFirstAndItIsSaid() {
    let lanes = [
      lane(0, objective: Objective(name: "error", label: "E"), losses: [50, 10]),
      lane(1, objective: Objective(name: "length", label: "km"), losses: [2, 1]),
    ]
    let measure = LossMeasure(lanes)
    #expect(measure == .partOfFirst)
    // The lowest of the initial ones is the first.
    #expect(measure.values(lanes[0].run.trajectory.losses, of: lanes[0].run) == [5, 1])
    #expect(measure.value(2, in: lanes[1].run) == 2)
    #expect(ComparisonNotes.difference(lanes)?.contains("as a part of the one that its run began with") == true)
  }

  @Test func whereAFirstLossIsNotPositiveTheDistanceFromItIsDrawn() {
    let lanes = [
      lane(0, objective: Objective(name: "error", label: "E"), losses: [-5]),
      lane(1, objective: Objective(name: "length", label: "km"), losses: [2]),
    ]
    #expect(LossMeasure(lanes) == .changeFromFirst)
    #expect(LossMeasure(lanes).value(-7, in: lanes[0].run) == -2)
  }

  @Test func otherSettingsOfOneProblemAreSaid() {
    let objective = Objective(name: "error", label: "E")
    let lanes = [
      lane(0, objective: objective, losses: [1], settings: ["seed": 1]),
      lane(1, objective: objective, losses: [1], settings: ["seed": 2]),
    ]
    #expect(LossMeasure(lanes) == .shared(label: "E"))
    #expect(ComparisonNotes.difference(lanes)?.hasPrefix("The problems are set up differently") == true)
    // The screen has it from the start, and for runs that begin later.
    let words = ComparisonNotes.difference(lanes)
    #expect(words != nil && ComparisonState(lanes, mode: .logs).notes == [words ?? ""])
    var state = ComparisonState(
      [lanes[0], Lane(letter: "B", logPath: "", problem: nil)], mode: .race)
    #expect(state.notes == [])
    _ = reduce(&state, .replaced(lane: 1, lanes[1].run))
    #expect(state.notes == [words ?? ""])
  }

  @Test func twinsAreNumbered() {
    let lanes = SampleComparison.logs().lanes
    #expect(lanes.names == ["simulated 1", "simulated 2", "simulated 3"])
    let waiting = ["embedded", "simulated", "embedded"].enumerated().map {
      Lane(letter: Lane.letters[$0.offset], logPath: "", problem: nil, name: $0.element)
    }
    #expect(waiting.names == ["embedded 1", "simulated", "embedded 2"])
  }

  @Test func theTableHasItsColumnsUnderEachOther() throws {
    let lines = LaneTable.lines(LaneFigures.all(of: SampleComparison.logs().lanes))
    #expect(lines.count == 4)
    let end = try #require(lines[0].range(of: "10% evals")?.upperBound)
    let column = lines[0].distance(from: lines[0].startIndex, to: end)
    for line in lines.dropFirst() { #expect(line.prefix(column).last != " ", "\(line)") }
    #expect(lines[1].hasPrefix("A  simulated 1") && lines[3].hasPrefix("C  simulated 3"))
  }

  @Test func figuresAreThoseOfThePlaceThatIsLookedAt() {
    var state = SampleComparison.logs()
    _ = state.move(to: 3)
    _ = reduce(&state, .placed(step: 3, SampleComparison.placed(state, step: 3)))
    let figures = LaneFigures.all(of: state.lanes)
    #expect(figures.map(\.step) == [3, 3, 3])
    #expect(figures[0].evaluations == 4 && figures[0].tokens.total == 3 * 436)
  }

  @Test func aLaneAsJSONHasAllThatTheTableSays() throws {
    let lane = SampleComparison.logs().lanes[1]
    let json = LaneFigures(lane, name: "simulated").json(log: lane.logPath, departure: lane.departure)
    #expect(json["lane"]?.string == "B" && json["forked"]?["from"]?.string == "A")
    #expect(json["forked"]?["changes"]?.array == ["temperature 0.4"])
    #expect(json["evaluations"]?.number == 12 && json["duplicates"]?.number == 1)
    #expect(try JSONValue(parsing: json.canonicalText().utf8) == json)
  }
}

@Suite struct DepartureTests {
  @Test func aForkIsToldWithItsStepAndWhatWasChanged() {
    var finder = DepartureFinder()
    let run = SampleComparison.run(seed: 1, steps: 4, ends: false)
    for event in run.events { finder.takeCommon(event.event) }
    finder.takeOwn(.steered(Steered(step: 4, command: .setTemperature(0.4), source: .keyboard)))
    finder.takeOwn(.steered(Steered(step: 4, command: .resume, source: .keyboard)))
    #expect(!finder.isDone)
    finder.takeOwn(
      .stepStarted(StepStarted(step: 5, messages: [], sections: [], shown: [], temperature: 0.4, model: nil)))
    finder.takeOwn(.steered(Steered(step: 5, command: .undo, source: .keyboard)))
    #expect(finder.isDone)
    let departure = finder.departure(from: "A", file: "a.jsonl")
    #expect(departure.step == 4 && departure.candidates == 5)
    #expect(departure.words(of: "B") == "B forked from A after step 4: temperature 0.4")
  }

  @Test func aParentThatIsNotShownIsCalledByItsFile() {
    let departure = Departure(parent: nil, file: "/runs/first\u{1B}[31m.jsonl", step: 0, candidates: 1, changes: [])
    let words = departure.words(of: "C")
    #expect(words.hasPrefix("C forked from first") && words.hasSuffix(" at its start: nothing was changed"))
    #expect(!words.contains("\u{1B}"))
  }
}

@Suite struct RaceVerdictTests {
  private func lanes(_ losses: [Double?], reason: RunEnded.Reason = .steps) -> [Lane] {
    losses.enumerated().map { place, loss in
      var scene = CaptionScene()
      scene.tries(1, 1, loss: 1000, step: 0, index: nil, origin: .initial)
      if let loss { scene.step(2, 2, loss: loss) }
      scene.run.emit(.runEnded(RunEnded(reason: reason, best: 0, cause: reason == .failed ? "No server." : nil)))
      return SampleComparison.lane(place, scene.run)
    }
  }

  @Test func theLowestLossWins() throws {
    let words = try #require(RaceVerdict.words(lanes([30, 20, 500])))
    #expect(words == "B has the lowest MSE: 20 at evaluation 2; A 30, C 500.")
  }

  @Test func whoCameNearTheOptimumFirstIsSaid() throws {
    let optimum = SampleLine().loss(SampleLine().fit)
    let words = try #require(RaceVerdict.words(lanes([optimum * 1.05, 500])))
    #expect(words.hasSuffix("A came within 10 % of the optimum first, after 2 evaluations."))
  }

  @Test func equalLossesTie() throws {
    #expect(try #require(RaceVerdict.words(lanes([300, 300]))).hasPrefix("A and B tie with a MSE of 300."))
  }

  @Test func thereIsNoneWhileALaneGoesOn() {
    let going = SampleComparison.lane(1, SampleComparison.run(seed: 2, steps: 1, ends: false))
    #expect(RaceVerdict.words([lanes([3])[0], going]) == nil)
    #expect(RaceVerdict.words([]) == nil)
  }

  @Test func aFailureIsTold() throws {
    let words = try #require(RaceVerdict.words(lanes([30, 40], reason: .failed)))
    #expect(words.contains("A failed: No server.") && words.contains("B failed: No server."))
  }
}
