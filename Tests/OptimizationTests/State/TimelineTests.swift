import Optimization
import Testing

@Suite struct TimelineTests {
  private static func step(_ step: Int) -> RunEvent {
    .stepStarted(StepStarted(step: step, messages: [], sections: [], shown: [], temperature: nil, model: nil))
  }

  private static func candidate(_ id: Int, _ loss: Double?) -> RunEvent {
    .candidate(
      CandidateEvent(
        id: id, step: 0, origin: .model, solution: .null, text: "", loss: loss,
        failure: loss == nil ? EvaluationFailure(code: "failed", reason: "It failed.") : nil))
  }

  /// By place: a step, a best, no best, an act, a second start, a retry, a failure, a step, a best, a wait, a notice.
  private let events: [RunEvent] = [
    .notice(Notice(code: "a", text: "b")), candidate(0, 5), step(1), candidate(1, 7),
    .steered(Steered(step: 1, command: .pause, source: .keyboard)), step(1),
    .retry(Retry(step: 1, index: 0, attempt: 1, cause: "429", wait: 1)), candidate(2, nil), step(2), candidate(3, 5),
    candidate(4, 1), .state(StateChange(.waiting, reason: "full")), .state(StateChange(.running, reason: "")),
    .runEnded(RunEnded(reason: .failed, best: 4)),
  ]

  private var timeline: Timeline {
    events.reduce(into: Timeline()) { $0.take($1) }
  }

  @Test func whatAPersonLooksForIsMarkedJustBehindItsEvent() {
    let timeline = timeline
    #expect(timeline.count == events.count)
    #expect(Array(timeline.places(of: .best)) == [2, 11])
    #expect(Array(timeline.places(of: .steering)) == [5])
    #expect(Array(timeline.places(of: .error)) == [7, 8, 12, 14])
  }

  @Test func aStepThatBeginsAgainStartsOnce() {
    let timeline = timeline
    #expect(timeline.stepStarts.map(\.step) == [1, 2])
    #expect(timeline.stepStarts.map(\.position) == [2, 8])
    #expect(timeline.lastStep == 2)
    #expect(timeline.stepRange(at: 1).isEmpty && timeline.stepRange(at: 2).isEmpty)
    #expect(timeline.stepRange(at: 3) == 2..<8 && timeline.stepRange(at: 8) == 2..<8)
    #expect(timeline.stepRange(at: 9) == 8..<14)
    #expect([0, 1, 2, 9].map(timeline.end(ofStep:)) == [2, 8, 14, 14])
  }

  @Test func boundariesLieBetweenSteps() {
    let timeline = timeline
    #expect([0, 1, 2, 5, 8, 14].map(timeline.boundary(after:)) == [2, 2, 8, 8, 14, 14])
    #expect([0, 1, 2, 3, 8, 9, 14].map(timeline.boundary(before:)) == [0, 0, 0, 2, 2, 8, 8])
    #expect(Timeline().boundary(after: 3) == 0 && Timeline().boundary(before: 3) == 0)
  }

  @Test func marksAreFoundFromEveryPlace() {
    let timeline = timeline
    let all = TimelineMark.Kind.allCases.flatMap { timeline.places(of: $0) }.map(Int.init).sorted()
    for place in -1...events.count + 1 {
      #expect(timeline.next(nil, after: place) == all.first { $0 > place })
      #expect(timeline.previous(nil, before: place) == all.last { $0 < place })
      for kind in TimelineMark.Kind.allCases {
        let places = timeline.places(of: kind).map(Int.init)
        #expect(timeline.next(kind, after: place) == places.first { $0 > place })
        #expect(timeline.previous(kind, before: place) == places.last { $0 < place })
        #expect(timeline.first(kind, in: place..<place + 2) == places.first { (place..<place + 2).contains($0) })
      }
    }
  }

  @Test func marksThatAreHandedOnMakeTheSameTimeline() {
    var whole = Timeline(), copy = Timeline()
    for event in events {
      let mark = whole.take(event)
      copy.append(mark.map { [$0] } ?? [], count: whole.count)
    }
    #expect(copy.stepStarts == whole.stepStarts && copy.count == whole.count)
    for kind in TimelineMark.Kind.allCases { #expect(copy.places(of: kind) == whole.places(of: kind)) }
  }
}
