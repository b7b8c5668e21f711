import Foundation
import LanguageModels
import Optimization
import TestSupport
import Testing

@testable import RunLog

@Suite struct EventLineTests {
  static let events: [RunEvent] = [
    .asked(Asked(step: 1, index: 2, attempt: 3, role: "optimizer", temperature: 0.5, seed: 2_147_483_647)),
    .asked(Asked(step: 1, index: 2, attempt: 3, role: "a\"b\\c/d\u{1}\u{7F}é🙂\u{2028}")),
    .reply(
      ReplyEvent(
        step: 1, index: 0, attempt: 1, role: "optimizer", text: "{\"w\": 1}\n\t\r\u{8}\u{C}", reasoning: "why",
        model: "m",
        finish: .other("tool"), usage: TokenUsage(input: 1, output: 2, cached: 3), seconds: 1.5, first: 1e-7)),
    .reply(ReplyEvent(step: 1, index: 0, attempt: 1, role: "optimizer", text: "", seconds: 3)),
    .reply(
      ReplyEvent(
        step: 1, index: 0, attempt: 1, role: "x", text: "t", usage: TokenUsage(input: 1, output: 2), seconds: 0)),
    .evaluationStarted(EvaluationStarted(id: 7, step: 2, index: nil)),
    .evaluationStarted(EvaluationStarted(id: 7, step: 2, index: 1)),
    .candidate(
      CandidateEvent(
        id: 1, step: 2, index: 0, origin: .model, parent: 0,
        solution: ["w": 1e25, "b": -0.1, "é": [1, "x", nil, true]],
        text: "w=1e+25", key: "k", loss: .leastNonzeroMagnitude, values: ["z": 1.0, "a": 123_456_789.123],
        temperature: 0.7,
        model: "m", span: Span(3..<9), seconds: 0.000001)),
    .candidate(
      CandidateEvent(
        id: 1, step: 2, origin: .person, solution: .null, text: "", loss: nil,
        failure: EvaluationFailure(code: "c", reason: "r"))),
    .candidate(CandidateEvent(id: 1, step: 2, origin: .initial, solution: [:], text: "", loss: 1.7976931348623157e308)),
    .stepStarted(
      StepStarted(
        step: 3, messages: [Message(.system, "s"), Message(.user, "u\n/")],
        sections: [
          PromptSection(message: 0, from: 0, to: 1, kind: .system),
          PromptSection(message: 1, from: 0, to: 2, kind: .row, candidate: 4),
        ], shown: [4, 2], temperature: 1, model: "openai:a/b")),
    .stepStarted(StepStarted(step: 3, messages: [], sections: [], shown: [], temperature: nil, model: nil)),
  ]

  @Test(arguments: events) func aLineWrittenByHandIsThatOfTheEncoder(_ event: RunEvent) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for time in [0, 0.25, 12345.678901, 1e9] {
      let logged = LoggedEvent(n: 41, time: time, event: event)
      let written = try #require(try EventLine.written(logged))
      #expect(String(decoding: written, as: UTF8.self) == String(decoding: try encoder.encode(logged), as: UTF8.self))
    }
  }

  static let acts: [RunEvent] = [
    .prediction(PredictionEvent(step: 1, solution: ["w": 0.1], text: "w=0.1", loss: 1e300)),
    .prediction(
      PredictionEvent(
        step: 1, solution: .null, text: "é\n", loss: nil, failure: EvaluationFailure(code: "c", reason: "r"))),
    .steered(Steered(step: 2, command: .undo, source: .plain, of: .setHistory(nil))),
    .steered(Steered(step: 2, command: .setGuidance("\u{1B}[2J\u{202E}"), source: .keyboard)),
    .steered(Steered(step: 0, command: .pin(ids: [3, 1]), source: .program)),
    .steered(Steered(step: 0, command: .predict("1 2"), source: .program)),
    .notice(Notice(code: Trap.valley.code, text: "w is too small.")),
  ]

  @Test(arguments: events + acts) func aLineGivesBackItsEvent(_ event: RunEvent) throws {
    let logged = LoggedEvent(n: 41, time: 0.25, event: event)
    let line = EventLine().bytes(of: logged)
    #expect(line.last == UInt8(ascii: "\n"))
    #expect(!line.dropLast().contains(UInt8(ascii: "\n")))
    #expect(try JSONDecoder().decode(LoggedEvent.self, from: Data(line)) == logged)
  }

  @Test func anEventThatJSONCannotHoldIsReplacedByANoticeThatSaysSo() throws {
    let event = LoggedEvent(
      n: 5, time: 1,
      event: .candidate(CandidateEvent(id: 0, step: 0, origin: .initial, solution: [:], text: "", loss: .nan)))
    let line = EventLine().bytes(of: event)
    let read = try JSONDecoder().decode(LoggedEvent.self, from: Data(line))
    #expect(read.n == 5)
    guard case .notice(let notice) = read.event else {
      Issue.record("No notice stands in its place.")
      return
    }
    #expect(notice.text.contains("candidate"))
  }
}
