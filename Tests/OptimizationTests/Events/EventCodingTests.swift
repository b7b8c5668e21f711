import Foundation
import LanguageModels
import Optimization
import Testing

/// The log's version 1, held to the letter: what these lines say must be readable for ever.
@Suite struct EventCodingTests {
  static let lines: [(String, RunEvent)] = [
    (
      #"{"event":"run-started","id":"r1","models":{"optimizer":{"kind":"simulated","name":"simulated"}},"n":3,"problem":{"data":[[1,2.5]],"name":"line","objective":{"label":"MSE","name":"mean squared error"},"parameters":["w","b"],"references":[{"kind":"truth","label":"truth","loss":0.5,"solution":{"b":2,"w":1},"text":"w=1, b=2"}],"settings":{"points":35}},"settings":{"attended":true,"candidates":1,"initial":1,"paused":false,"prompt":{"dataInPrompt":true,"order":"as-made","scoresShown":true},"prompting":"classroom","repeats":"reject","seed":1,"steps":50},"started":"2026-01-01T00:00:00Z","time":0.25,"version":1}"#,
      .runStarted(
        RunStarted(
          id: "r1", started: "2026-01-01T00:00:00Z",
          problem: RunStarted.ProblemRecord(
            name: "line", settings: ["points": 35], parameters: ["w", "b"],
            objective: Objective(name: "mean squared error", label: "MSE"),
            references: [
              Reference(kind: .truth, label: "truth", solution: ["w": 1, "b": 2], text: "w=1, b=2", loss: 0.5)
            ], data: [[1, 2.5]]),
          settings: RunSettings(),
          models: RunStarted.Models(optimizer: ModelIdentity(name: "simulated", kind: .simulated))))
    ),
    (
      #"{"event":"step-started","messages":[{"role":"user","text":"a/b"}],"model":"openai:x","n":3,"sections":[{"candidate":0,"from":0,"kind":"row","message":0,"to":3}],"shown":[0],"step":1,"temperature":0.5,"time":0.25}"#,
      .stepStarted(
        StepStarted(
          step: 1, messages: [Message(.user, "a/b")],
          sections: [PromptSection(message: 0, from: 0, to: 3, kind: .row, candidate: 0)], shown: [0],
          temperature: 0.5, model: "openai:x"))
    ),
    (
      #"{"attempt":1,"event":"asked","index":0,"n":3,"role":"optimizer","seed":7,"step":1,"time":0.25}"#,
      .asked(Asked(step: 1, index: 0, attempt: 1, role: "optimizer", seed: 7))
    ),
    (
      #"{"attempt":1,"cause":"429","event":"retry","index":0,"n":3,"step":1,"time":0.25,"wait":3}"#,
      .retry(Retry(step: 1, index: 0, attempt: 1, cause: "429", wait: 3))
    ),
    (
      #"{"attempt":2,"event":"reply","finish":"length","first":0.1,"index":0,"model":"m","n":3,"role":"optimizer","seconds":1.5,"step":1,"text":"é\n\u0007","time":0.25,"usage":{"input":10,"output":2}}"#,
      .reply(
        ReplyEvent(
          step: 1, index: 0, attempt: 2, role: "optimizer", text: "é\n\u{7}", model: "m", finish: .length,
          usage: TokenUsage(input: 10, output: 2), seconds: 1.5, first: 0.1))
    ),
    (
      #"{"code":"duplicate","event":"rejected","index":0,"n":3,"of":4,"reason":"Shown.","span":{"from":2,"to":9},"step":1,"time":0.25}"#,
      .rejected(Rejected(step: 1, index: 0, refusal: Refusal(.duplicate, "Shown.", span: 2..<9, of: 4)))
    ),
    (
      #"{"event":"evaluation-started","id":5,"index":0,"n":3,"step":1,"time":0.25}"#,
      .evaluationStarted(EvaluationStarted(id: 5, step: 1, index: 0))
    ),
    (
      #"{"at":2,"event":"measured","id":5,"n":3,"time":0.25,"values":{"loss":0.5}}"#,
      .measured(Measured(id: 5, at: 2, values: ["loss": 0.5]))
    ),
    (
      #"{"event":"candidate","id":5,"index":0,"loss":1.25,"model":"m","n":3,"origin":"model","seconds":0,"solution":{"b":2,"w":1},"span":{"from":0,"to":4},"step":1,"temperature":0.5,"text":"w=1, b=2","time":0.25,"values":{}}"#,
      .candidate(
        CandidateEvent(
          id: 5, step: 1, index: 0, origin: .model, solution: ["w": 1, "b": 2], text: "w=1, b=2", loss: 1.25,
          temperature: 0.5, model: "m", span: Span(0..<4)))
    ),
    (
      #"{"event":"candidate","failure":{"code":"error","reason":"no"},"id":6,"n":3,"origin":"person","seconds":0,"solution":{},"step":0,"text":"","time":0.25,"values":{"x":1}}"#,
      .candidate(
        CandidateEvent(
          id: 6, step: 0, origin: .person, solution: [:], text: "", loss: nil,
          failure: EvaluationFailure(code: "error", reason: "no"), values: ["x": 1]))
    ),
    (
      #"{"evaluation":1,"event":"ghost","loss":2,"n":3,"name":"random","solution":{"w":1},"time":0.25}"#,
      .ghost(GhostEvent(name: "random", evaluation: 1, solution: ["w": 1], loss: 2))
    ),
    (
      #"{"command":{"name":"temperature","temperature":0.4,"version":1},"event":"steered","n":3,"source":"keyboard","step":1,"time":0.25}"#,
      .steered(Steered(step: 1, command: .setTemperature(0.4), source: .keyboard))
    ),
    (
      #"{"command":{"name":"undo","version":1},"event":"steered","n":3,"of":{"ids":[3,4],"name":"mask","version":1},"source":"plain","step":1,"time":0.25}"#,
      .steered(Steered(step: 1, command: .undo, source: .plain, of: .mask(ids: [3, 4])))
    ),
    (
      #"{"command":{"name":"guidance","text":"Nearer.","version":1},"event":"steered","n":3,"source":"keyboard","step":1,"time":0.25}"#,
      .steered(Steered(step: 1, command: .setGuidance("Nearer."), source: .keyboard))
    ),
    (
      #"{"command":{"name":"order","order":"best-last","version":1},"event":"steered","n":3,"source":"keyboard","step":1,"time":0.25}"#,
      .steered(Steered(step: 1, command: .setOrder(.bestLast), source: .keyboard))
    ),
    (
      #"{"command":{"name":"rows","rows":20,"version":1},"event":"steered","n":3,"source":"keyboard","step":1,"time":0.25}"#,
      .steered(Steered(step: 1, command: .setHistory(20), source: .keyboard))
    ),
    (
      #"{"command":{"name":"scores","shown":false,"version":1},"event":"steered","n":3,"source":"keyboard","step":1,"time":0.25}"#,
      .steered(Steered(step: 1, command: .setScoresShown(false), source: .keyboard))
    ),
    (
      #"{"command":{"name":"predict","text":"1 2","version":1},"event":"steered","n":3,"source":"keyboard","step":1,"time":0.25}"#,
      .steered(Steered(step: 1, command: .predict("1 2"), source: .keyboard))
    ),
    (
      #"{"event":"prediction","loss":1.25,"n":3,"solution":{"b":2,"w":1},"step":1,"text":"w=1, b=2","time":0.25}"#,
      .prediction(PredictionEvent(step: 1, solution: ["w": 1, "b": 2], text: "w=1, b=2", loss: 1.25))
    ),
    (
      #"{"event":"prediction","failure":{"code":"error","reason":"no"},"n":3,"solution":{},"step":1,"text":"","time":0.25}"#,
      .prediction(
        PredictionEvent(
          step: 1, solution: [:], text: "", loss: nil, failure: EvaluationFailure(code: "error", reason: "no")))
    ),
    (
      #"{"event":"state","n":3,"reason":"why","state":"waiting","time":0.25}"#,
      .state(StateChange(.waiting, reason: "why"))
    ),
    (#"{"code":"c","event":"notice","n":3,"text":"t","time":0.25}"#, .notice(Notice(code: "c", text: "t"))),
    (#"{"event":"resumed","from":2,"n":3,"time":0.25}"#, .resumed(Resumed(from: 2))),
    (
      #"{"best":5,"event":"run-ended","n":3,"reason":"steps","time":0.25}"#,
      .runEnded(RunEnded(reason: .steps, best: 5))
    ),
  ]

  @Test(arguments: 0..<lines.count) func anEventHasItsFormInTheLog(_ row: Int) throws {
    let (line, event) = Self.lines[row]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let logged = LoggedEvent(n: 3, time: 0.25, event: event)
    #expect(String(decoding: try encoder.encode(logged), as: UTF8.self) == line)
    #expect(try JSONDecoder().decode(LoggedEvent.self, from: Data(line.utf8)) == logged)
  }

  @Test func everyCommandComesBackAsItWas() throws {
    let commands: [Command] = [
      .pause, .resume, .step, .setTemperature(nil), .setTemperature(0.5), .inject("1 2; 3 4"), .cancelStep,
      .setSteps(7), .end(immediately: false), .mask(ids: [1, 2]), .unmask(ids: []), .pin(ids: [0]), .unpin(ids: [7]),
      .setGuidance(nil), .setGuidance("é\n"), .setOrder(.bestFirst), .setHistory(nil), .setHistory(0),
      .setScoresShown(true), .undo, .predict("1 2"),
    ]
    for command in commands {
      let data = try JSONEncoder().encode(command)
      #expect(try JSONDecoder().decode(Command.self, from: data) == command)
      let act = LoggedEvent(n: 1, time: 0, event: .steered(Steered(step: 1, command: command, source: .plain)))
      #expect(try JSONDecoder().decode(LoggedEvent.self, from: JSONEncoder().encode(act)) == act)
    }
  }

  @Test func unknownFieldsAndKindsDoNotStopAReader() throws {
    let known = #"{"event":"notice","n":1,"time":0,"code":"c","text":"t","later":{"a":[1]}}"#
    let unknown = #"{"event":"dreamt","n":2,"time":0,"of":"sheep"}"#
    #expect(
      try JSONDecoder().decode(LoggedEvent.self, from: Data(known.utf8)).event == .notice(Notice(code: "c", text: "t")))
    #expect(try JSONDecoder().decode(LoggedEvent.self, from: Data(unknown.utf8)).event == .unknown(kind: "dreamt"))
  }

  @Test func anActThatOnlyALaterVersionKnowsIsPassedOver() throws {
    let line =
      #"{"command":{"name":"juggle","balls":3,"version":1},"event":"steered","n":2,"source":"keyboard","step":1,"time":0}"#
    #expect(try JSONDecoder().decode(LoggedEvent.self, from: Data(line.utf8)).event == .unknown(kind: "steered"))
    #expect(throws: InputError("There is no command \"juggle\".")) {
      try JSONDecoder().decode(Command.self, from: Data(#"{"name":"juggle","version":1}"#.utf8))
    }
  }

  @Test func anUndoOfAnActThatOnlyALaterVersionKnowsIsStillAnUndo() throws {
    let line =
      #"{"command":{"name":"undo","version":1},"event":"steered","n":2,"of":{"name":"juggle","version":1},"source":"keyboard","step":1,"time":0}"#
    #expect(
      try JSONDecoder().decode(LoggedEvent.self, from: Data(line.utf8)).event
        == .steered(Steered(step: 1, command: .undo, source: .keyboard)))
  }

  @Test func aCommandOfALaterVersionIsRefused() {
    let line = #"{"name":"pause","version":2}"#
    #expect(throws: InputError.self) { try JSONDecoder().decode(Command.self, from: Data(line.utf8)) }
  }
}
