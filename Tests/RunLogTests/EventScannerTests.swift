import Foundation
import LanguageModels
import Optimization
import TestSupport
import Testing
import Text

@testable import RunLog

/// Our own reader of lines is held to the decoder: the same event, or the line is left to it.
@Suite struct EventScannerTests {
  /// What the scanner makes of a line, and what the decoder does; a refusal is nil.
  private func read(_ line: [UInt8]) -> (scanned: LoggedEvent?, decoded: LoggedEvent?) {
    var scanner = EventScanner()
    let scanned = line.withUnsafeBytes { scanner.event(in: $0)?.event }
    return (scanned, try? JSONDecoder().decode(LoggedEvent.self, from: Data(line)))
  }

  private func read(_ line: String) -> (scanned: LoggedEvent?, decoded: LoggedEvent?) { read(Array(line.utf8)) }

  /// As our writer writes them, all but the kinds that are left to the decoder.
  static let lines: [String] = (EventLineTests.events + EventLineTests.acts + frequent).map { event in
    String(
      decoding: EventLine().bytes(of: LoggedEvent(n: 41, time: 12.345678901, event: event)).dropLast(), as: UTF8.self)
  }

  private static let frequent: [RunEvent] = [
    .rejected(
      Rejected(
        step: 1, index: 0, refusal: Refusal(.duplicate, "It was \"proposed\" before.", span: 2..<9, of: 4),
        usage: TokenUsage(input: 3, output: 1, isEstimated: true))),
    .rejected(Rejected(step: 1, index: nil, refusal: Refusal(.notFinite, "é\n"))),
    .measured(Measured(id: 5, at: 2.5, values: ["loss": 0.1, "accuracy": 1e-9])),
    .ghost(GhostEvent(name: "random", evaluation: 1, solution: ["w": 1], loss: 2)),
    .ghost(
      GhostEvent(
        name: "random", evaluation: 2, solution: [1, "a"], loss: nil,
        failure: EvaluationFailure(code: "c", reason: "\t"))),
    .retry(Retry(step: 1, index: 0, attempt: 1, cause: "429", wait: 3, usage: TokenUsage(input: 9, output: 0))),
    .retry(Retry(step: 1, index: 0, attempt: 5, cause: "429", wait: nil)),
    .notice(Notice(code: "c", text: "日本語 🙂 t")),
    .state(StateChange(.waiting, reason: "why")),
  ]

  @Test(arguments: lines) func aLineOfOursIsReadAsTheDecoderReadsIt(_ line: String) throws {
    let (scanned, decoded) = read(line)
    #expect(decoded != nil)
    // Rare kinds, a name beyond ASCII, a number at the edge of what a double holds.
    let isLeft = [#""event":"steered""#, #""event":"prediction""#, #""é":"#, "e-324"].contains { line.contains($0) }
    if isLeft { #expect(scanned == nil) } else { #expect(scanned == decoded) }
  }

  @Test(arguments: [
    // Other orders of members, unknown members and kinds.
    #"{"time":1,"n":2,"event":"notice","text":"t","code":"c"}"#,
    #"{"code":"c","event":"notice","later":{"a":[1,{"b":null}],"c":true},"n":2,"text":"t","time":1}"#,
    #"{"event":"dreamt","n":2,"of":"sheep","time":0,"step":"none"}"#,
    #"{"event":"","n":2,"time":0}"#,
    // Escapes.
    #"{"code":"\u0063","event":"notice","n":2,"text":"a\/\"\\\b\f\n\r\t\u00e9\u20AC\u0000","time":1}"#,
    // Numbers.
    #"{"event":"asked","attempt":1,"index":-3,"n":2,"role":"r","step":9007199254740993,"time":1E2}"#,
    #"{"at":0.1234567890123456789,"event":"measured","id":1,"n":2,"time":1e-7,"values":{"a":-0.0,"b":1e300}}"#,
  ]) func whatIsPlainIsReadAsTheDecoderReadsIt(_ line: String) {
    let (scanned, decoded) = read(line)
    #expect(decoded != nil)
    #expect(scanned == decoded)
  }

  @Test(arguments: [
    // Blanks, members twice, escapes in names, halves of pairs, nothing for something.
    #"{ "code":"c","event":"notice","n":2,"text":"t","time":1}"#,
    #"{"code":"c","event":"notice","n":2,"n":3,"text":"t","time":1}"#,
    #"{"c\u006Fde":"c","event":"notice","n":2,"text":"t","time":1}"#,
    #"{"code":"c","event":"n\u006Ftice","n":2,"text":"t","time":1}"#,
    #"{"code":"c","event":"notice","n":2,"text":"\ud83d\ude42","time":1}"#,
    #"{"code":"c","event":"notice","n":2,"text":"\ud83d","time":1}"#,
    #"{"event":"evaluation-started","id":1,"index":null,"n":2,"step":1,"time":1}"#,
    // Integers in other forms, and what no integer or double holds.
    #"{"event":"evaluation-started","id":1.0,"n":2,"step":1,"time":1}"#,
    #"{"event":"evaluation-started","id":1e0,"n":2,"step":1,"time":1}"#,
    #"{"event":"evaluation-started","id":18446744073709551616,"n":2,"step":1,"time":1}"#,
    #"{"event":"evaluation-started","id":-0,"n":2,"step":1,"time":1}"#,
    #"{"event":"evaluation-started","id":01,"n":2,"step":1,"time":1}"#,
    #"{"event":"evaluation-started","id":1,"n":2,"step":1,"time":1e999}"#,
    #"{"event":"evaluation-started","id":1,"n":2,"step":1,"time":00000000000000000000001.5}"#,
    #"{"at":1,"event":"measured","id":1,"n":2,"time":1,"values":{"a":1,"a":2}}"#,
    #"{"at":9999999999999999999,"event":"measured","id":1,"n":2,"time":1844674407370955161.5,"values":{}}"#,
    // Damage.
    #"{"event":"evaluation-started","id":1,"n":2,"step":1,"time":1"#,
    #"{"event":"evaluation-started","id":1,"n":2,"step":1,"time":1}}"#,
    #"{"event":"evaluation-started","id":1,"n":2,"step":1,"time":1,}"#,
    #"{"event":"evaluation-started","id":,"n":2,"step":1,"time":1}"#,
    #"{"event":"notice","code":"c","n":2,"text":"t,"time":1}"#,
    #"{"event":"notice","code":"c","n":2,"text":"\x","time":1}"#,
    #"{"event":"candidate","n":2,"time":1}"#, "{}", "", "[]", "nonsense", "{\"", "{\"event\"", "{\"event\":\"",
  ]) func whatIsNotPlainIsLeftToTheDecoder(_ line: String) {
    #expect(read(line).scanned == nil)
  }

  @Test func textThatIsNoUTF8IsLeftToTheDecoder() {
    var line = Array(#"{"code":"c","event":"notice","n":2,"text":"t?","time":1}"#.utf8)
    line[line.firstIndex(of: UInt8(ascii: "?"))!] = 0xC3
    #expect(read(line).scanned == nil)
  }

  /// Whatever becomes of a line: where the scanner reads an event, the decoder reads the same.
  @Test(arguments: [UInt64(1), 2, 3, 4]) func noMutationOfALineIsReadOtherwiseThanByTheDecoder(_ seed: UInt64) {
    var random = SplitMix(state: seed)
    let pieces: [[UInt8]] = [
      "null", "1e5", "-0", "0.1", "\"", "\\", "{", "}", "[", "]", ",", ":", " ", "\\u00e9", "\\ud800", "é", "1",
      "\"n\":1,", "99999999999999999999", "true", "\u{0}", ".",
    ].map { Array($0.utf8) }
    var read = 0
    var scanner = EventScanner()
    for _ in 0..<6000 {
      var line = Array(Self.lines[Int.random(in: 0..<Self.lines.count, using: &random)].utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) where !line.isEmpty {
        let place = Int.random(in: 0..<line.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: line[place] = UInt8.random(in: 0...255, using: &random)
        case 1: line.remove(at: place)
        case 2: line.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &random)], at: place)
        case 3:
          let end = min(line.count, place + Int.random(in: 1...20, using: &random))
          line.insert(contentsOf: line[place..<end], at: Int.random(in: 0...line.count, using: &random))
        default:
          // A digit or letter for another is often still an event.
          let places = line.indices.filter { line[$0] >= 0x30 && line[$0] <= 0x39 }
          if let digit = places.randomElement(using: &random) {
            line[digit] = UInt8.random(in: 0x30...0x39, using: &random)
          }
        }
      }
      // What is left to the decoder is its business.
      guard let scanned = line.withUnsafeBytes({ scanner.event(in: $0)?.event }) else { continue }
      read += 1
      #expect(
        scanned == (try? JSONDecoder().decode(LoggedEvent.self, from: Data(line))),
        "\(String(decoding: line, as: UTF8.self))")
    }
    // Else nothing was held to anything.
    #expect(read > 500)
  }

  @Test func everyDoubleComesBackToTheBit() {
    var random = SplitMix(state: 7)
    for _ in 0..<20_000 {
      let digits = String(random.next() >> UInt64.random(in: 0..<60, using: &random))
      let places = Int.random(in: 0...19, using: &random)
      let text: String
      switch Int.random(in: 0..<4, using: &random) {
      case 0: text = Double(bitPattern: random.next() & 0x7FEF_FFFF_FFFF_FFFF).description
      case 1: text = Double.random(in: -1000...1000, using: &random).description
      case 2: text = "-" + digits + "e-\(places)"
      default: text = "0." + String(repeating: "0", count: places) + digits
      }
      let value = Array(text.utf8).withUnsafeBytes { bytes -> Double? in
        var scanner = JSONScanner(bytes)
        return scanner.double()
      }
      guard let value else { continue }
      #expect(value.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
    for (text, expected) in [("0.30000000000000004", 0.1 + 0.2), ("12.345678901", 12.345678901)] {
      #expect(
        Array(text.utf8).withUnsafeBytes { bytes in
          var scanner = JSONScanner(bytes)
          return scanner.double()
        } == expected)
    }
  }

  @Test func aStepWithoutItsPromptCountsTheSameTokens() throws {
    let step = StepStarted(
      step: 3, messages: [Message(.system, "You minimize.\n\"w\" and b"), Message(.user, "w=1.25, b=é\\ -> 3\n")],
      sections: [PromptSection(message: 1, from: 0, to: 2, kind: .row, candidate: 4)], shown: [4, 2],
      temperature: 1, model: "openai:a/b")
    let line = EventLine().bytes(of: LoggedEvent(n: 1, time: 2, event: .stepStarted(step))).dropLast()
    var scanner = EventScanner(keepsPrompts: false)
    let scanned = try #require(line.withUnsafeBytes { scanner.event(in: $0) })
    #expect(scanned.promptTokens == TokenEstimate.tokens(of: step))
    var bare = step
    bare.messages = []
    bare.sections = []
    #expect(scanned.event.event == .stepStarted(bare))
  }
}
