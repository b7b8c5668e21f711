import LanguageModels
import Optimization
import Testing

@Suite struct NumericAnswerReaderTests {
  /// What a careful person reads, with the bytes it is read from.
  static let readings: [ReplyCase] = [
    ReplyCase(#"{"w": 1.5, "b": -2.25}"#, .read([1.5, -2.25], from: #"{"w": 1.5, "b": -2.25}"#)),
    ReplyCase(#"{"b": -2.25, "w": 1.5}"#, .read([1.5, -2.25], from: #"{"b": -2.25, "w": 1.5}"#)),
    ReplyCase("  \n{\"w\":1e-1,\"b\":2E+1}\n ", .read([0.1, 20], from: #"{"w":1e-1,"b":2E+1}"#)),
    ReplyCase("```\n{\"w\": 1, \"b\": 2}\n```\n", .read([1, 2], from: #"{"w": 1, "b": 2}"#)),
    ReplyCase("`{\"w\": 1, \"b\": 2}`", .read([1, 2], from: #"{"w": 1, "b": 2}"#)),
    ReplyCase("{'w': 1, 'b': 2}", .read([1, 2], from: "{'w': 1, 'b': 2}")),
    ReplyCase("{w: 1, b: 2}", .read([1, 2], from: "{w: 1, b: 2}")),
    ReplyCase("{“w”: 1, “b”: 2}", .read([1, 2], from: "{“w”: 1, “b”: 2}")),
    ReplyCase(#"{"w": "1.5", "b": "-2"}"#, .read([1.5, -2], from: #"{"w": "1.5", "b": "-2"}"#)),
    ReplyCase(#"{"w": 1.5, "b": 2,}"#, .read([1.5, 2], from: #"{"w": 1.5, "b": 2,}"#)),
    ReplyCase(
      "{\"w\": \u{2212}1.5, \"b\": \u{2013}2}", .read([-1.5, -2], from: "{\"w\": \u{2212}1.5, \"b\": \u{2013}2}")),
    ReplyCase(#"{"w": +1.5, "b": .5}"#, .read([1.5, 0.5], from: #"{"w": +1.5, "b": .5}"#)),
    ReplyCase(#"{"w": 5., "b": 2.}"#, .read([5, 2], from: #"{"w": 5., "b": 2.}"#)),
    ReplyCase(#"{"W": 1.5, "B": 2}"#, .read([1.5, 2], from: #"{"W": 1.5, "B": 2}"#)),
    ReplyCase(
      "{\"w\": 1.5 // slope\n, \"b\": 2 /* shift */}",
      .read([1.5, 2], from: "{\"w\": 1.5 // slope\n, \"b\": 2 /* shift */}")),
    ReplyCase(#"{\"w\": 1.5, \"b\": 2}"#, .read([1.5, 2], from: #"{\"w\": 1.5, \"b\": 2}"#)),
    ReplyCase(
      #"{"reasoning": "w=3, b=4 was bad: {no}", "w": 1.5, "b": 2}"#,
      .read([1.5, 2], from: #"{"reasoning": "w=3, b=4 was bad: {no}", "w": 1.5, "b": 2}"#)),
    ReplyCase(#"{"answer": {"w": 1.5, "b": 2}}"#, .read([1.5, 2], from: #"{"w": 1.5, "b": 2}"#)),
    ReplyCase(#"[{"w": 1.5, "b": 2}]"#, .read([1.5, 2], from: #"{"w": 1.5, "b": 2}"#)),
    ReplyCase(
      "The form is {\"w\": number, \"b\": number}. So:\n{\"w\": 1.5, \"b\": 2}",
      .read([1.5, 2], from: #"{"w": 1.5, "b": 2}"#)),
    ReplyCase(
      #"{"type": "object", "properties": {"w": {"type": "number"}, "b": {"type": "number"}}} {"w": 1.5, "b": 2}"#,
      .read([1.5, 2], from: #"{"w": 1.5, "b": 2}"#)),
    ReplyCase(
      "<think>w=3, b=4? No: {\"w\": 9, \"b\": 9}</think>\n{\"w\": 1.5, \"b\": 2}",
      .read([1.5, 2], from: #"{"w": 1.5, "b": 2}"#)),
    ReplyCase(
      "Perhaps {\"w\": 9, \"b\": 9}?</think>{\"w\": 1.5, \"b\": 2}", .read([1.5, 2], from: #"{"w": 1.5, "b": 2}"#)),
    ReplyCase(
      "{\"w\": 1.5, \"b\": 2}\n<think>or {\"w\": 9, \"b\": 9}", .read([1.5, 2], from: #"{"w": 1.5, "b": 2}"#)),
    ReplyCase(
      "Between w=1, b=2 (loss 30.5) and w=3, b=4 (loss 12.25) lies {\"w\": 2.5, \"b\": 3.5}.",
      .read([2.5, 3.5], from: #"{"w": 2.5, "b": 3.5}"#)),
    ReplyCase(
      "{\"w\": 1, \"b\": 2} is what I propose.\n```json\n{\"w\": 1.0, \"b\": 2.0}\n```",
      .read([1, 2], from: #"{"w": 1, "b": 2}"#)),
    ReplyCase(
      "First thought {\"w\": 9, \"b\": 9}, too high.\n\n```json\n{\"w\": 1.5, \"b\": 2}\n```",
      .read([1.5, 2], from: #"{"w": 1.5, "b": 2}"#)),
    ReplyCase(
      "{\"w\": 9, \"b\": 9} had loss 12. Answer: {\"w\": 1.5, \"b\": 2}. It beats {\"w\": 8, \"b\": 8}.",
      .read([1.5, 2], from: #"{"w": 1.5, "b": 2}"#)),
    ReplyCase("w=1.5, b=2", .read([1.5, 2], from: "w=1.5, b=2")),
    ReplyCase("I would try b = 2 and w = 1.5 next.", .read([1.5, 2], from: "b = 2 and w = 1.5")),
    ReplyCase("**w** = 1.5\n**b** = \u{2212}2", .read([1.5, -2], from: "w** = 1.5\n**b** = \u{2212}2")),
    ReplyCase("- w: 1.5\n- b: 2.0\n", .read([1.5, 2], from: "w: 1.5\n- b: 2.0")),
    ReplyCase("\"w\": 1.5,\n\"b\": 2", .read([1.5, 2], from: "w\": 1.5,\n\"b\": 2")),
    ReplyCase(#"With \(w = 1.5\) and \(b = -2\)."#, .read([1.5, -2], from: #"w = 1.5\) and \(b = -2"#)),
    ReplyCase("The slope w is 1.5, so the shift b is 2.", .read([1.5, 2], from: "w is 1.5, so the shift b is 2")),
    ReplyCase(
      "After 3 tries (w=9, b=9 was 12.5): the answer is w=1.5, b=2.", .read([1.5, 2], from: "w=1.5, b=2")),
    ReplyCase(
      "Answer: w=9, b=9. No, wait, 10 is too much.\n**Final answer:** w=1.5, b=2 (not w=8, b=8)",
      .read([1.5, 2], from: "w=1.5, b=2")),
    ReplyCase(#"Loss 3.2, so \boxed{w = 1.5, b = 2}, not w=9, b=9."#, .read([1.5, 2], from: "w = 1.5, b = 2")),
    ReplyCase(#"\boxed{\{"w": 1.5, "b": 2\}} and 7"#, .read([1.5, 2], from: #"{"w": 1.5, "b": 2\}"#)),
    ReplyCase(#"Step 1 ... \boxed{(1.5, -2)}"#, .read([1.5, -2], from: "(1.5, -2)")),
    ReplyCase("In 2 steps.\n<answer>{\"w\": 1.5, \"b\": 2}</answer>", .read([1.5, 2], from: #"{"w": 1.5, "b": 2}"#)),
    ReplyCase("w=9, b=9: 31.5\n\n## Answer\n\nw = 1.5\nb = 2\n", .read([1.5, 2], from: "w = 1.5\nb = 2")),
    ReplyCase("[w, b] = [15, 14]", .read([15, 14], from: "[15, 14]")),
    ReplyCase("So (w, b) = (1.5, -2) is better than 31.5.", .read([1.5, -2], from: "(1.5, -2)")),
    ReplyCase("w, b = 1.5, 2", .read([1.5, 2], from: "1.5, 2")),
    .brackets("[15, 14]", .read([15, 14], from: "[15, 14]")),
    .brackets("[w, b] = [15, 14]", .read([15, 14], from: "[15, 14]")),
    .brackets("[w=15, b=14]", .read([15, 14], from: "[w=15, b=14]")),
    .brackets("[b: 14, w: 15]", .read([15, 14], from: "[b: 14, w: 15]")),
    .brackets("[15,14] as the new [w, b]", .read([15, 14], from: "[15,14]")),
    .brackets("[[15, 14]]", .read([15, 14], from: "[15, 14]")),
    .brackets("[**15**, 14]", .read([15, 14], from: "[**15**, 14]")),
    .brackets("[15,\n14]", .read([15, 14], from: "[15,\n14]")),
    .brackets("[1e2, -3]", .read([100, -3], from: "[1e2, -3]")),
    .brackets(#"{"w": 15, "b": 14}"#, .read([15, 14], from: #"{"w": 15, "b": 14}"#)),
    .brackets("[15, 14] beats [16, 13]", .read([15, 14], from: "[15, 14]"), shown: [[16, 13]]),
    .brackets(
      "We saw [18, 15] at 393751 and tried [16, 16] in our head.\n\n[17, 13]", .read([17, 13], from: "[17, 13]")),
    .brackets("Lower than 836 would be\n\n[w, b]: [14, 15]", .read([14, 15], from: "[14, 15]")),
    .brackets(#"\[ [w, b] = [15, 14] \]"#, .read([15, 14], from: "[15, 14]")),
    .brackets("```\n15, 14\n```", .read([15, 14], from: "15, 14")),
    .brackets("(15, 14)", .read([15, 14], from: "(15, 14)")),
  ]

  /// What a careful person does not read, and why.
  static let refusals: [ReplyCase] = [
    ReplyCase("", .refused(.none)),
    ReplyCase(" \n\t\n", .refused(.none)),
    ReplyCase("", .refused(.truncated), finish: .length),
    ReplyCase(#"{"w": 1.5, "b": 2}"#, .refused(.truncated), finish: .length),
    ReplyCase(#"{"w": 1.5, "b": 2}"#, .refused(.refused), finish: .filtered),
    ReplyCase("<think>{\"w\": 1.5, \"b\": 2}", .refused(.none)),
    ReplyCase("<thinking>{\"w\": 1.5, \"b\": 2}</thinking>\n", .refused(.none)),
    ReplyCase("The loss should go down from here.", .refused(.none)),
    ReplyCase("I cannot help with that.", .refused(.refused)),
    ReplyCase("I\u{2019}m sorry, but I am unable to find a better pair than 31.5.", .refused(.refused)),
    ReplyCase("I can't do better than w=1.5, b=2.", .refused(.refused)),
    ReplyCase(#"{"w": 1.5}"#, .refused(.malformed)),
    ReplyCase(#"{"w": 1.5, "b": null}"#, .refused(.malformed)),
    ReplyCase(#"{"w": 1.5, "b": true}"#, .refused(.malformed)),
    ReplyCase(#"{"w": 1.5, "b": "two"}"#, .refused(.malformed)),
    ReplyCase(#"{"w": 1.5, "b": 1/2}"#, .refused(.malformed)),
    ReplyCase(#"{"w": 1,5, "b": 2}"#, .refused(.malformed)),
    ReplyCase(#"{"w": [1.5], "b": 2}"#, .refused(.malformed)),
    ReplyCase(#"{"w": {"value": 1.5}, "b": {"value": 2}}"#, .refused(.malformed)),
    ReplyCase(#"{"w": 1.5, "b": 2"#, .refused(.malformed)),
    ReplyCase(#"{"w": 1.5, "b": 2, "w": 3}"#, .refused(.malformed)),
    ReplyCase(#"{"w": number, "b": number}"#, .refused(.malformed)),
    ReplyCase("[1.5, 2]", .refused(.malformed)),
    ReplyCase("1.5 2", .refused(.malformed)),
    ReplyCase("I would take w = 1.5 now.", .refused(.malformed)),
    ReplyCase("w = 1/2, b = 2", .refused(.malformed)),
    ReplyCase("w = 1.5 + 2, b = 3", .refused(.malformed)),
    ReplyCase("w = 1,5, b = 2", .refused(.malformed)),
    ReplyCase(#"{"w": NaN, "b": 2}"#, .refused(.notFinite)),
    ReplyCase(#"{"w": -Infinity, "b": 2}"#, .refused(.notFinite)),
    ReplyCase(#"{"w": "inf", "b": 2}"#, .refused(.notFinite)),
    ReplyCase(#"{"w": 1e309, "b": 2}"#, .refused(.notFinite)),
    ReplyCase("w = nan, b = 2", .refused(.notFinite)),
    .brackets("[nan, 1]", .refused(.notFinite)),
    .brackets("The answer is [inf, 2]", .refused(.notFinite)),
    ReplyCase(#"{"w": 1, "b": 2} {"w": 3, "b": 4}"#, .refused(.ambiguous)),
    ReplyCase("{\"w\": 1, \"b\": 2}\n{\"w\": 3, \"b\": 4}", .refused(.ambiguous)),
    ReplyCase(#"[{"w": 1, "b": 2}, {"w": 3, "b": 4}]"#, .refused(.ambiguous)),
    ReplyCase(#"{"w": 1, "b": 2} or {"w": 3, "b": NaN}"#, .refused(.ambiguous)),
    ReplyCase(
      "{\"w\": 1, \"b\": 2}\n{\"w\": 3, \"b\": 4}", .refused(.ambiguous), shown: [[1, 2], [3, 4]]),
    ReplyCase("Try w=1, b=2 or w=3, b=4.", .refused(.ambiguous)),
    ReplyCase("(w=1, b=2): loss=30.25\n(w=3, b=4): loss=12.5", .refused(.ambiguous), shown: [[1, 2], [3, 4]]),
    ReplyCase("1. w=1.5, b=2", .refused(.ambiguous)),
    ReplyCase("The answer lies between: w=1, b=2 and w=3, b=4.", .refused(.ambiguous)),
    .brackets("[15, 14] beats [16, 13]", .refused(.ambiguous)),
    .brackets("[15, 14]\n[16, 13]", .refused(.ambiguous)),
    .brackets("[15]", .refused(.malformed)),
    .brackets("[15, 14, 3]", .refused(.malformed)),
    .brackets("[fifteen, 14]", .refused(.malformed)),
    .brackets("15, 14, 3", .refused(.malformed)),
    .brackets("See above.", .refused(.none)),
    ReplyCase(#"{"w": 1.50, "b": -2}"#, .duplicate(of: 2), shown: [[3, 4], [1.5, -2]]),
    ReplyCase("w=1.5, b=-2", .duplicate(of: 1), shown: [[1.5, -2]]),
    ReplyCase(#"{"w": -0.0, "b": 1}"#, .duplicate(of: 1), shown: [[0, 1]]),
    .brackets("Answer: [16, 13]", .duplicate(of: 1), shown: [[16, 13]]),
    // As the prompt showed it, a candidate is known again.
    ReplyCase("w=1.23, b=-0.46", .duplicate(of: 2), shown: [[1.2, 3], [1.2345, -0.456]], decimals: 2),
    ReplyCase("w=1.23, b=-0.46", .duplicate(of: 2), shown: [[1.2345, -0.456], [1.23, -0.46]], decimals: 2),
    ReplyCase("w=0, b=3", .duplicate(of: 1), shown: [[-0.4, 3.4]], decimals: 0),
    ReplyCase(#"{"w": 1.2345, "b": -0.456}"#, .duplicate(of: 1), shown: [[1.2345, -0.456]], decimals: 2),
  ]

  static let besideRoundedRows: [ReplyCase] = [
    ReplyCase(
      "w=1.24, b=-0.46", .read([1.24, -0.46], from: "w=1.24, b=-0.46"), shown: [[1.2345, -0.456]], decimals: 2),
    ReplyCase("w=1.23, b=-0.46", .read([1.23, -0.46], from: "w=1.23, b=-0.46"), shown: [[1.2345, -0.456]]),
    ReplyCase(
      "w=1.234, b=-0.46", .read([1.234, -0.46], from: "w=1.234, b=-0.46"), shown: [[1.2345, -0.456]], decimals: 2),
    // An echo of the history beside a new proposal.
    ReplyCase(
      #"Not {"w": 1.23, "b": -0.46} but {"w": 2, "b": 1}."#, .read([2, 1], from: #"{"w": 2, "b": 1}"#),
      shown: [[1.2345, -0.456]], decimals: 2),
  ]

  @Test(arguments: besideRoundedRows) func readsWhatIsNewBesideRoundedRows(reply: ReplyCase) { reply.check() }
  @Test(arguments: readings) func readsWhatACarefulPersonReads(reply: ReplyCase) { reply.check() }
  @Test(arguments: refusals) func refusesWhatACarefulPersonRefuses(reply: ReplyCase) { reply.check() }

  @Test func adjustsNumbersBeforeTheyAreCompared() {
    let reader = NumericAnswerReader(names: ["w", "b"], form: .brackets) { $0.map { $0.rounded(.toNearestOrEven) } }
    guard case .solution(let values, _) = reader.read("[15.4, 13.6] or rather [15, 14]", finish: .stop, shown: [])
    else {
      Issue.record("two spellings of one rounded pair are one answer")
      return
    }
    #expect(values == [15, 14])
    guard case .refused(let refusal) = reader.read("[15.4, 13.6]", finish: .stop, shown: [(id: 7, values: [15, 14])])
    else {
      Issue.record("the rounded pair is shown already")
      return
    }
    #expect(refusal.code == .duplicate)
    #expect(refusal.of == 7)
  }

  @Test func readsOneNumberAndTenNumbers() {
    let one = NumericAnswerReader(names: ["rate"], form: .object)
    guard case .solution([0.5], let span) = one.read("so: {\"rate\": 0.5}", finish: .stop, shown: []) else {
      Issue.record("one parameter was not read")
      return
    }
    #expect(span == 4..<17)
    let names = (0..<10).map { "p\($0)" }
    let ten = NumericAnswerReader(names: names, form: .brackets)
    let numbers = (0..<10).map(Double.init)
    let list = "[" + numbers.map { "\($0)" }.joined(separator: ", ") + "]"
    guard case .solution(numbers, 0..<list.utf8.count) = ten.read(list, finish: .stop, shown: []) else {
      Issue.record("ten parameters were not read from a list")
      return
    }
    let text = names.map { "\($0)=\($0.dropFirst())" }.joined(separator: " ")
    guard case .solution(numbers, 0..<text.utf8.count) = ten.read(text, finish: .stop, shown: []) else {
      Issue.record("ten parameters were not read by name")
      return
    }
  }

  @Test func readsAReplyWithAnUnknownFinish() {
    let reader = NumericAnswerReader(names: ["w", "b"])
    guard case .solution([1, 2], 0..<16) = reader.read(#"{"w": 1, "b": 2}"#, finish: .other("eos"), shown: []) else {
      Issue.record("the reply was not read")
      return
    }
  }

  @Test func givesTheFormsAsExamples() {
    #expect(NumericAnswerReader.Form.object.example(of: ["w", "b"]) == #"{"w": number, "b": number}"#)
    #expect(NumericAnswerReader.Form.brackets.example(of: ["w", "b"]) == "[w, b]")
  }
}
