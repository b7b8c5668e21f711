import LanguageModels
import Optimization
import Testing

@Suite struct TemplatePromptingTests {
  private func prompt(_ template: String, _ context: PromptingContext) throws -> MetaPrompt {
    try TemplatePrompting(name: "mine.txt", templateText: template, parameters: ["w", "b"]).metaPrompt(for: context)
  }

  private func user(_ template: String, _ context: PromptingContext) throws -> String {
    try prompt(template, context).messages.last?.text ?? ""
  }

  private let rows = [
    PromptingFixtures.row(1, 1, 2, loss: 30), PromptingFixtures.row(2, 3, 4, loss: 10),
    PromptingFixtures.row(3, 5, 6, loss: 20), PromptingFixtures.row(4, 7, 8, loss: 10),
  ]

  // MARK: Rows

  @Test func ordersAndLimitsRows() throws {
    func shown(_ order: PromptSettings.Order, _ history: Int?) throws -> [Int] {
      let context = PromptingFixtures.context(rows, PromptSettings(history: history, order: order))
      return try prompt("[user]\n{history}\n[row]\n{id}", context).shown
    }
    #expect(try shown(.asMade, nil) == [1, 2, 3, 4])
    #expect(try shown(.asMade, 2) == [3, 4])
    #expect(try shown(.bestFirst, nil) == [2, 4, 3, 1])
    #expect(try shown(.bestLast, nil) == [1, 3, 4, 2])
    #expect(try shown(.bestFirst, 3) == [2, 4, 3])
    #expect(try shown(.bestLast, 1) == [2])
    #expect(try shown(.bestLast, 0) == [])
    #expect(try shown(.asMade, 9) == [1, 2, 3, 4])
  }

  @Test func picksTheBestOfManyAsASortDoes() throws {
    var generator = SeededGenerator(seed: 4)
    let rows = (1...500).map { id in
      PromptingFixtures.row(id, Double(id), 0, loss: Double(generator.integer(in: 0...60)))
    }
    let best = rows.sorted { ($0.loss, $0.id) < ($1.loss, $1.id) }.prefix(20).map(\.id)
    let context = PromptingFixtures.context(rows, PromptSettings(history: 20, order: .bestFirst))
    #expect(try prompt("[user]\n{history}\n[row]\n{id}", context).shown == best)
  }

  @Test func showsARepeatOnceWhereRowsAreOrderedByLoss() throws {
    let rows = rows + [PromptingFixtures.row(5, 3, 4, loss: 10)]
    func shown(_ order: PromptSettings.Order) throws -> [Int] {
      try prompt("[user]\n{history}\n[row]\n{id}", PromptingFixtures.context(rows, PromptSettings(order: order))).shown
    }
    #expect(try shown(.bestFirst) == [2, 4, 3, 1])
    #expect(try shown(.asMade) == [1, 2, 3, 4, 5])
  }

  @Test func writesNumbersInFullOrWithDecimals() throws {
    let rows = [PromptingFixtures.row(1, 0.1, -2.345, loss: 1234.5678)]
    let template = "[user]\n{history}\n[row]\n{solution}|{b}|{w}|{loss}|{id}|{step}"
    #expect(try user(template, PromptingFixtures.context(rows)) == "w=0.1, b=-2.345|-2.345|0.1|1234.57|1|0")
    let short = PromptingFixtures.context(rows, PromptSettings(decimals: 1))
    #expect(try user(template, short) == "w=0.1, b=-2.3|-2.3|0.1|1234.57|1|0")
  }

  @Test(arguments: [
    ("", "1234.57"), ("[format]\nloss: 0 decimals\n", "1235"), ("[format]\nloss: 1 decimal\n", "1234.6"),
    ("[format]\nloss: whole\n", "1234"), ("[format]\nloss: full\n", "1234.5678"),
  ]) func writesLossesInTheFormatAskedFor(format: String, expected: String) throws {
    let rows = [PromptingFixtures.row(1, 0, 0, loss: 1234.5678)]
    #expect(try user(format + "[user]\n{history}\n[row]\n{loss}", PromptingFixtures.context(rows)) == expected)
  }

  @Test func hidesScores() throws {
    let context = PromptingFixtures.context(Array(rows.prefix(2)), PromptSettings(scoresShown: false))
    #expect(try user("[user]\n{history}\n[row]\n{solution}: {loss}", context) == "w=1.0, b=2.0\nw=3.0, b=4.0")
    #expect(
      try user("[user]\n{history}\n[row]\n{loss}\n[row-without-scores]\n<\n{w}\n>", context)
        == "<\n1.0\n>\n\n<\n3.0\n>")
  }

  @Test func writesARowWithoutNumbersAsItsText() throws {
    let rows = [PromptRow(id: 1, step: 0, numbers: [], text: "a tour", loss: 3)]
    #expect(try user("[user]\n{history}\n[row]\n{solution}", PromptingFixtures.context(rows)) == "a tour")
  }

  // MARK: Places

  @Test func fillsThePlacesOfAMessage() throws {
    let template = """
      # a comment
      [user]
      {history} {iteration} {step} {steps} {parameters} {answer} {formula} {loss-name} {order}
      {"w": number} {} { w } {1} {{history}} {{w}} }{ {
      {data}
      [row]
      r
      [point]
      {number}) {point};
      """
    let expected = """
      r 6 7 50 w, b {"w": number, "b": number} y=w*x+b mean squared error in the order in which they were tried
      {"w": number} {} { w } {1} {history} {w} }{ {
      1) (1.5,-2.25);
      2) (-3.0,0.75);
      """
    #expect(try user(template, PromptingFixtures.context([rows[0]], step: 7)) == expected)
  }

  @Test func leavesOutParagraphsThatHaveNothingToShow() throws {
    let template =
      "[system]\nAbout {formula}.\n[user]\nStart.\n\nPoints:\n{data}\n\n\nTried:\n{history}\n\nEnd.\n[row]\n{w}"
    let full = try prompt(template, PromptingFixtures.context([rows[0]]))
    #expect(
      full.messages.map(\.text) == [
        "About y=w*x+b.", "Start.\n\nPoints:\n(1.5,-2.25)\n(-3.0,0.75)\n\n\nTried:\n1.0\n\nEnd.",
      ])
    var brief = PromptingFixtures.brief
    brief.formula = nil
    brief.dataLines = []
    let least = try prompt(template, PromptingFixtures.context([], brief: brief))
    #expect(least.messages == [Message(.user, "Start.\n\nEnd.")])
    #expect(least.sections.map(\.kind) == [.brief, .instructions])
    let hidden = PromptingFixtures.context([rows[0]], PromptSettings(dataInPrompt: false))
    #expect(try user(template, hidden) == "Start.\n\n\nTried:\n1.0\n\nEnd.")
  }

  @Test func toleratesCarriageReturnsAByteOrderMarkAndEmptyLinesAtTheEnds() throws {
    let template = "\u{FEFF}[user]\r\n\r\nTried:\r\n{history}\r\n\r\n[row] \r\n{w}\r\n"
    #expect(try user(template, PromptingFixtures.context([rows[0]])) == "Tried:\n1.0")
  }

  // MARK: Sections

  @Test func namesTheBytesOfEveryPart() throws {
    for name in PromptingCatalog.names {
      let prompting = try PromptingCatalog.prompting(named: name, parameters: ["w", "b"])
      let context = PromptingFixtures.context(rows, PromptSettings(order: .bestLast), step: 5)
      let prompt = prompting.metaPrompt(for: context)
      var ends = [Int](repeating: 0, count: prompt.messages.count)
      for section in prompt.sections {
        #expect(section.from >= ends[section.message] && section.to > section.from)
        ends[section.message] = section.to
      }
      #expect(ends == prompt.messages.map(\.text.utf8.count))
      func texts(_ kind: PromptSection.Kind) -> [String] {
        prompt.sections.filter { $0.kind == kind }.map { section in
          String(decoding: Array(prompt.messages[section.message].text.utf8)[section.from..<section.to], as: UTF8.self)
        }
      }
      let linked = prompt.sections.filter { $0.kind == .row }
      #expect(linked.map(\.candidate) == prompt.shown)
      #expect(prompt.shown == [1, 3, 4, 2])
      #expect(texts(.data) == ["(1.5,-2.25)\n(-3.0,0.75)"])
      #expect(
        texts(.row).count == 4 && texts(.row)[0].contains("w=1.0, b=2.0")
          && texts(.row)[3].hasSuffix(name == "opro" ? "10" : "10.00"))
      #expect(texts(.instructions).count == 1 && texts(.instructions)[0].contains(context.brief.answerExample))
      #expect(texts(.system).count == (name == "classroom" ? 1 : 0))
    }
  }

  // MARK: Errors

  @Test(arguments: [
    ("", "mine.txt is empty; a template has at least the sections [user] and [row]."),
    ("\n# nothing\n", "mine.txt is empty; a template has at least the sections [user] and [row]."),
    ("[row]\n{w}", "mine.txt has no section [user]; [user] and [row] are needed."),
    ("[user]\n{history}", "mine.txt has no section [row]; [user] and [row] are needed."),
    (
      "Hello\n[user]",
      "Line 1 of mine.txt stands before the first section; a template begins with a line like [user], and only lines "
        + "that begin with # may stand before it."
    ),
    (
      "[user]\n{history}\n[rows]\n{w}",
      "Line 3 of mine.txt begins the unknown section [rows]; the sections are [format], [system], [user], [row], "
        + "[row-without-scores], [point]."
    ),
    (
      "[user]\n{history}\n[user]\nx",
      "Line 3 of mine.txt begins [user] again, after line 1; each section stands once."
    ),
    ("[user]\n\n[row]\n{w}", "The section [user] of mine.txt, line 1, is empty."),
    (
      "[user]\n\nHi {histery}\n[row]\n{w}",
      "Line 3 of mine.txt has the unknown place {histery}; in [user] there are {answer}, {data}, {formula}, {guidance}, "
        + "{history}, {iteration}, {loss-name}, {order}, {parameters}, {step}, {steps}. Write {{histery}} for the text itself."
    ),
    (
      "[user]\n{history}\n[row]\n{c}",
      "Line 4 of mine.txt has the unknown place {c}; in [row] there are {b}, {id}, {loss}, {solution}, {step}, {w}. "
        + "Write {{c}} for the text itself."
    ),
    (
      "[user]\n{history}\n[row]\n{w}\n[row-without-scores]\n{loss}",
      "Line 6 of mine.txt has the unknown place {loss}; in [row-without-scores] there are {b}, {id}, {solution}, "
        + "{step}, {w}. Write {{loss}} for the text itself."
    ),
    (
      "[user]\nHi\n[row]\n{w}",
      "mine.txt has no place {history}, so the model would never see what was tried; put it into [user]. (To show no "
        + "rows on purpose, set the history to 0.)"
    ),
    ("[user]\n{history}{history}\n[row]\n{w}", "mine.txt must have the place {history} once, in [user]."),
    ("[system]\n{history}\n[user]\nx\n[row]\n{w}", "mine.txt must have the place {history} once, in [user]."),
    ("[system]\n{data}\n[user]\n{data}{history}\n[row]\n{w}", "mine.txt has the place {data} more than once."),
    (
      "[format]\nloss: 18 decimals\n[user]\n{history}\n[row]\n{w}",
      "Line 2 of mine.txt is no format; [format] has one line, such as loss: 2 decimals (0 to 17), loss: whole, or "
        + "loss: full."
    ),
  ]) func saysWhatIsWrongInATemplate(template: String, expected: String) {
    #expect(throws: InputError(expected)) {
      try TemplatePrompting(name: "mine.txt", templateText: template, parameters: ["w", "b"])
    }
  }
}
