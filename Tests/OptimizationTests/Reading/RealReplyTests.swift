import Testing

/// Replies of small language models (135 million to 1.5 billion parameters), taken down from real runs of both presets.
@Suite struct RealReplyTests {
  static let toClassroom: [ReplyCase] = [
    ReplyCase(
      "To find the pair (w, b) with a lower loss ... Let's implement this step-by-step in Python.\n\n1. **Define",
      .refused(.truncated), finish: .length),
    ReplyCase(
      "1. Loss for w=1.00, b=-1.28: 51.306\n2. Loss for w=-1.54, b=-1", .refused(.truncated), finish: .length),
    // The same, had it ended by itself: an echo of the history is no answer.
    ReplyCase(
      "1. Loss for w=1.00, b=-1.28: 51.306\n2. Loss for w=-1.54, b=-1", .refused(.ambiguous),
      shown: [[1, -1.28], [-1.54, -1]]),
    ReplyCase(
      #"Mark {"w": -0.79, "b": 0.79}      Mark the pair with lower loss: {"w": -1.54, "b": -1.39}"#,
      .refused(.ambiguous)),
    ReplyCase(
      #"Mark {"w": -0.79, "b": 0.79}      Mark the pair with lower loss: {"w": -1.54, "b": -1.39}"#,
      .read([-1.54, -1.39], from: #"{"w": -1.54, "b": -1.39}"#), shown: [[3, 3], [-0.79, 0.79]]),
    ReplyCase(
      "Mark your own pair and its mean squared error ...: w=4.08, b=-0.27\n\nLoss: 274.083", .refused(.ambiguous)),
    ReplyCase("```json\n{\"w\": 0.7, \"b\": 0.3}\n```", .read([0.7, 0.3], from: #"{"w": 0.7, "b": 0.3}"#)),
    ReplyCase(
      "Here's the proposed pair of values with a lower loss:\n\n```json\n{\"w\": 0.68, \"b\": 0.42}\n```",
      .read([0.68, 0.42], from: #"{"w": 0.68, "b": 0.42}"#)),
    ReplyCase(
      "w=1.19, b=3.84, loss=72.464\njson_object={\"w\": 1.19, \"b\": 3.84, \"w\" : 1.19, \"b\" : 3.84}",
      .read([1.19, 3.84], from: #"{"w": 1.19, "b": 3.84, "w" : 1.19, "b" : 3.84}"#)),
    ReplyCase(
      "w=1.19, b=3.84, loss=72.464\njson_object={\"w\": 1.19, \"b\": 3.84, \"w\" : 1.19, \"b\" : 3.84}",
      .duplicate(of: 2), shown: [[0, 0], [1.19, 3.84]]),
    ReplyCase(
      "JSON\n{\n  \"w\": 1.00, \"b\": 2.00, \"loss\": 31.879\n}",
      .read([1, 2], from: "{\n  \"w\": 1.00, \"b\": 2.00, \"loss\": 31.879\n}")),
    ReplyCase(
      "```json\n{\n  \"w\": {\n    \"label\": \"1\",\n    \"description", .refused(.truncated), finish: .length),
    ReplyCase("```json\n{\n  \"w\": {\n    \"label\": \"1\",\n    \"description", .refused(.malformed)),
    ReplyCase(
      "the goal is to minimize a function f(x) = x^3 + 2 ... is a JSON object {\"w\": 1.0, \"b\": 2.0}.",
      .read([1, 2], from: #"{"w": 1.0, "b": 2.0}"#)),
    ReplyCase("The original data is:\n(-1.19, 2.21)\n(2.04, 4.58)\n(-4.69, 0.27) ...", .refused(.none)),
    // Of the servers' constrained output.
    ReplyCase("{\n\n  }", .refused(.none)),
    ReplyCase("{\"w\": 27868.237399555204,\n \"b\": 1112.32007914", .refused(.truncated), finish: .length),
  ]

  static let toOpro: [ReplyCase] = [
    .brackets("36, 15", .read([36, 15], from: "36, 15")),
    .brackets("w=18, b=13", .read([18, 13], from: "w=18, b=13")),
    .brackets("w=15, b=12, value=251478", .refused(.ambiguous)),
    .brackets("[17, 13, 18]", .refused(.malformed)),
    .brackets(
      "We can try w = 14, b = 14, as it is different from all pairs above ... The new function value is 385664.",
      .refused(.ambiguous)),
    .brackets(#"To find a new pair \([w, b]\) that minimises ..."#, .refused(.none)),
    .brackets("[w=9,", .refused(.truncated), finish: .length),
    .brackets("[w=9,", .refused(.malformed)),
    .brackets("[17, b, value=157439]", .refused(.malformed)),
    .brackets("[(17, b)][12, 17]", .read([12, 17], from: "[12, 17]")),
    .brackets("12\n17", .refused(.malformed)),
    .brackets("2\n```\n2\n```\n\nA new (w, b) pair ... is 470751.", .refused(.none)),
    .brackets(
      "You cannot have a pair (w, b) with a lower function value than the first pair. So, the answer is ['2', '17']",
      .read([2, 17], from: "['2', '17']")),
    .brackets(
      "You cannot have a pair (w, b) with a lower function value than the first pair. So, the answer is ['2', '17']",
      .duplicate(of: 1), shown: [[2, 17]]),
  ]

  @Test(arguments: toClassroom) func readsRepliesToTheClassroomPrompt(reply: ReplyCase) { reply.check() }
  @Test(arguments: toOpro) func readsRepliesToTheOproPrompt(reply: ReplyCase) { reply.check() }
}
