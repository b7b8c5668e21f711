import Optimization
import Testing

/// Replies that are not meant to be read: the reader must neither crash nor take long, nor point outside of the text.
@Suite struct HostileReplyTests {
  private static func check(_ text: String, form: NumericAnswerReader.Form = .object) {
    let shown = [(id: 3, values: [1.0, 2.0])]
    let reading = NumericAnswerReader(names: ["w", "b"], form: form).read(text, finish: .stop, shown: shown)
    let span: Range<Int>?
    switch reading {
    case .solution(let values, let range):
      #expect(values.count == 2 && values.allSatisfy(\.isFinite))
      #expect(!range.isEmpty)
      span = range
    case .refused(let refusal): span = refusal.span
    }
    guard let span else { return }
    let bytes = Array(text.utf8)
    guard span.lowerBound >= 0 && span.upperBound <= bytes.count else {
      Issue.record("the span \(span) lies outside of \(bytes.count) bytes")
      return
    }
    #expect(
      String(validating: bytes[span], as: UTF8.self) != nil, "the span cuts a character of \(text.debugDescription)")
  }

  static let repeated: [String] = [
    "{", "[", "(", "[(", "{{\"w\":", "{\"w\":", "{\"a\":[", "{\"a\":{}},{", "[1,", "[1, ", "[w, b] = ", "w=", "w=1 ",
    "w=1, b=", "w=1, b=2 ", "w, b = ", "{'", "{\"", "{“", "“", "{//", "{/*", "{\"\\", "\\boxed{", "\\boxed{1,",
    "answer:",
    "answer: w=1, b=2 ", "answer is ", "<think>", "</think>", "<think></think>", "```", "`", "```json\n", " ", "\n",
    "-", "9", "9.", "1e9", "**", "\\", "\u{2212}", "∞", "{\"w\":1,\"b\":2}", "{\"w\":1,\"b\":2} answer: ",
    "[1,2]\n", "[1,2] answer:", "{w:", "{w=1;", "{\"a\":[{},{},", "i cannot ",
  ]

  /// A time that grew with the square of the length would run into the limit many times over.
  @Test(.timeLimit(.minutes(1)), arguments: repeated) func takesLinearTime(forRepeated part: String) {
    let text = String(repeating: part, count: 12_000 / part.utf8.count)
    Self.check(text)
    Self.check(text, form: .brackets)
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["{", "["]) func takesLinearTimeForLongRuns(of part: String) {
    Self.check(String(repeating: part, count: 300_000))
  }

  @Test func namesOnlyBytesOfTheTextForRandomMutations() {
    let seeds =
      NumericAnswerReaderTests.readings + NumericAnswerReaderTests.refusals + RealReplyTests.toClassroom
      + RealReplyTests.toOpro
    let parts: [Unicode.Scalar] = Array("{}[]()\"'`*,:;=.+-_/\\<>wbe0159 \n\tanswer–−“”é∞😀\u{301}\u{0}".unicodeScalars)
    var generator = SeededGenerator(seed: 20)
    for round in 0..<6_000 {
      var scalars = Array(seeds[generator.integer(in: 0...seeds.count - 1)].text.unicodeScalars)
      for _ in 0..<generator.integer(in: 1...6) {
        let place = generator.integer(in: 0...scalars.count)
        switch generator.integer(in: 0...3) {
        case 0: scalars.insert(parts[generator.integer(in: 0...parts.count - 1)], at: place)
        case 1 where place < scalars.count: scalars.remove(at: place)
        case 2 where place < scalars.count: scalars[place] = parts[generator.integer(in: 0...parts.count - 1)]
        case 3:
          let other = Array(seeds[generator.integer(in: 0...seeds.count - 1)].text.unicodeScalars)
          let start = generator.integer(in: 0...other.count)
          scalars.insert(contentsOf: other[start...].prefix(generator.integer(in: 0...30)), at: place)
        default: break
        }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      Self.check(String(text), form: round.isMultiple(of: 2) ? .object : .brackets)
    }
  }
}
