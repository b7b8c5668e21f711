import Testing

@testable import LanguageModels

@Suite struct PromptReadingTests {
  private func reading(_ text: String) -> PromptReading { PromptReading([Message(.user, text)]) }

  @Test func theClassroomPromptIsRead() {
    let reading = PromptReading([
      Message(.system, "You help to discover the underlying linear relationship y=w*x+b."),
      Message(
        .user,
        """
        (-1.19,2.21)
        (2.04,4.58)
        (w=1.25, b=-0.5): loss=3.20
        (w=-1.5, b=2.25): loss=40.00
        iteration 2 of 50
        Infer a better pair, propose exactly one, and return only a JSON object {"w": number, "b": number} without any other text.
        """),
    ])
    #expect(reading.names == ["w", "b"])
    #expect(reading.trials == [.init(values: [1.25, -0.5], loss: 3.2), .init(values: [-1.5, 2.25], loss: 40)])
    #expect(reading.form == .object)
    #expect(reading.isStrict)
    #expect(reading.decimals == 2)
  }

  @Test func moreParametersThanAnyoneUsesAreStillRead() {
    let names = (1...11).map { "p\($0)" }
    let row = names.map { "\($0)=1.5" }.joined(separator: ", ")
    let form = names.map { "\"\($0)\": number" }.joined(separator: ", ")
    #expect(reading("(\(row)): loss=3").names == names)
    let reading = reading("(\(row)): loss=3\nReturn {\(form)}")
    #expect(reading.names == names && reading.form == .object)
    #expect(reading.trials == [.init(values: Array(repeating: 1.5, count: 11), loss: 3)])
  }

  @Test func theBlocksOfTheOtherPresetAreRead() {
    let reading = reading(
      """
      Minimize a function of w, b. Lower values are better.

      input:
      w=18, b=15
      value:
      10386334

      input:
      w=15, b=14
      value:
      47

      Give a new pair. It must end with [w, b], where w and b are numbers.
      """)
    #expect(reading.names == ["w", "b"])
    #expect(reading.trials == [.init(values: [18, 15], loss: 10_386_334), .init(values: [15, 14], loss: 47)])
    #expect(reading.form == .brackets)
    #expect(!reading.isStrict)
    #expect(reading.decimals == 0)
  }

  @Test(arguments: [
    "w = 1.5, b = -2 gave an error of 12.25",
    "1. w: 1.5; b: -2; mistake: 12.25",
    "{\"w\": 1.5, \"b\": -2, \"loss\": 12.25}",
    "{\"w\": 1.5, \"b\": -2} -> 12.25",
    "loss=12.25 at w=1.5, b=-2",
    "w=1.5, b=-2\nloss:\n12.25",
    "tried w=+1.5 and b=-2.0e0, the squared error was 1.225e1",
  ])
  func otherWordsAroundThePairsMakeNoDifference(_ row: String) {
    let reading = reading("Rows:\n\(row)\nAnswer as {\"w\": number, \"b\": number}.")
    #expect(reading.names == ["w", "b"])
    #expect(reading.trials == [.init(values: [1.5, -2], loss: 12.25)])
  }

  @Test func oneToTenParametersAreRead() {
    for count in 1...10 {
      let row = (1...count).map { "p\($0)=\($0)" }.joined(separator: ", ")
      let reading = reading("\(row): loss=5\n\(row.replacing("=", with: "=1")): loss=6")
      #expect(reading.names == (1...count).map { "p\($0)" })
      #expect(reading.trials.map(\.loss) == [5, 6])
    }
  }

  @Test func dataPointsAreNotLookedAt() {
    let points = "(1.5,2.25)\n(x=1, y=2)\n(x=3, y=4)\n"
    let reading = reading(points + "(w=1, b=2): loss=3\nReturn {\"w\": number, \"b\": number}")
    #expect(reading.trials == [.init(values: [1, 2], loss: 3)])
  }

  @Test func hiddenScoresAreMissing() {
    let reading = reading(
      "(w=1.00, b=2.00)\n(w=2.00, b=2.00)\niteration 3 of 50\nReturn {\"w\": number, \"b\": number}")
    #expect(reading.trials == [.init(values: [1, 2], loss: nil), .init(values: [2, 2], loss: nil)])
  }

  @Test func ourOwnEarlierAnswersAreNoTrials() {
    let reading = PromptReading([Message(.user, "(w=1, b=2): loss=3"), Message(.assistant, "w=9, b=9: loss=0")])
    #expect(reading.trials == [.init(values: [1, 2], loss: 3)])
  }

  @Test func aLossThatIsNoNumberIsNone() {
    let reading = reading("(w=1, b=2): loss=nan\n(w=1, b=3): loss=1e999\n(w=1, b=4): loss=7")
    #expect(reading.trials.map(\.loss) == [nil, nil, 7])
  }

  @Test(arguments: [
    "Reply with nothing but a JSON object of the form {\"w\": number}.",
    "Return {\"w\": number} without any text around it.",
    "Only JSON: {\"w\": number}",
  ])
  func askingForTheAnswerAloneIsUnderstood(_ text: String) {
    #expect(reading(text).isStrict)
    #expect(reading(text).names == ["w"])
  }

  @Test func aTextWithoutAnythingIsEmpty() {
    for text in ["", "hello", "[note] {x}", "{{{[[[", "=:=:=", "w=", "\"", "1 2 3"] {
      #expect(reading(text).names == [], "\(text)")
    }
  }

  @Test func aLongHistoryKeepsItsInstructions() {
    let rows = (0..<5000).map { "(w=\($0).5, b=\($0)): loss=\($0)" }.joined(separator: "\n")
    let reading = reading(rows + "\nreturn only a JSON object {\"w\": number, \"b\": number} without any other text.")
    #expect(reading.trials.count == 5000)
    #expect(reading.form == .object && reading.isStrict)
  }
}
