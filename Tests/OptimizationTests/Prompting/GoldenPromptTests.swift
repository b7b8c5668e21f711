import LanguageModels
import Optimization
import Testing

/// The text of both published prompts, letter by letter.
@Suite struct GoldenPromptTests {
  private let rows = [
    PromptingFixtures.row(1, 3.61, -4.02, loss: 87.125),
    PromptingFixtures.row(2, 0.5, 2, loss: 12.3456),
    PromptingFixtures.row(3, -1.25, 0.1, loss: 1000.999),
  ]

  @Test func writesTheClassroomsMessages() throws {
    let prompting = try PromptingCatalog.prompting(named: "classroom", parameters: ["w", "b"])
    let prompt = prompting.metaPrompt(for: PromptingFixtures.context(rows, step: 4))
    #expect(
      prompt.messages == [
        Message(
          .system,
          "You are a patient helper who uncovers the linear relationship y=w*x+b that a set of points follows."),
        Message(
          .user,
          """
          These are the points, one a line, as (x,y):
          (1.5,-2.25)
          (-3.0,0.75)

          These values of w, b were tried, in the order in which they were tried, each with its mean squared error as \
          the loss:
          (w=3.61, b=-4.02): loss=87.12
          (w=0.5, b=2.0): loss=12.35
          (w=-1.25, b=0.1): loss=1001.00

          This is iteration 3 of 50.

          First, work out from the losses above which values of w, b would fit better.
          Second, settle on exactly one new proposal.
          Third, reply with nothing but a JSON object of the form {"w": number, "b": number}, without any text around it.
          """),
      ])
    #expect(prompt.shown == [1, 2, 3])
  }

  @Test func writesTheOproMessage() throws {
    let prompting = try PromptingCatalog.prompting(named: "opro", parameters: ["w", "b"])
    var brief = PromptingFixtures.brief
    brief.answerExample = "[w, b]"
    let rows = [
      PromptingFixtures.row(1, 18, 15, loss: 393_751.99), PromptingFixtures.row(2, 10, 13, loss: 1_086_508.2),
      PromptingFixtures.row(3, 15, 10, loss: 836.7),
    ]
    let settings = PromptSettings(history: 2, order: .bestLast, dataInPrompt: false, decimals: 0)
    let prompt = prompting.metaPrompt(for: PromptingFixtures.context(rows, settings, steps: 500, brief: brief))
    #expect(
      prompt.messages == [
        Message(
          .user,
          """
          The task is to minimize a function of the input variables w, b. Below are inputs that were evaluated, each \
          with the function's value there. They are listed in descending order, best last; the lower the value, the better.

          input:
          w=18, b=15
          value:
          393751

          input:
          w=15, b=10
          value:
          836

          Propose new values of w, b that differ from every input above and whose function value is lower than each of \
          the values above. Do not write any code. End your answer with [w, b], putting numbers in the place of the names.
          """)
      ])
    #expect(prompt.shown == [1, 3])
  }

  @Test func showsTheDataOfABlackBoxWhereTheyAreWanted() throws {
    let prompting = try PromptingCatalog.prompting(named: "opro", parameters: ["w", "b"])
    let settings = PromptSettings(order: .bestFirst, decimals: 0)
    let text = prompting.metaPrompt(for: PromptingFixtures.context(rows, settings)).messages[0].text
    #expect(
      text.contains(
        """
        in ascending order, best first; the lower the value, the better.

        The value is the mean squared error of y=w*x+b over these points (x,y):
        (1.5,-2.25)
        (-3.0,0.75)

        input:
        w=0, b=2
        """))
  }

  @Test func printsTemplatesThatCanBeReadAgain() throws {
    for name in PromptingCatalog.names {
      let text = try PromptingCatalog.templateText(of: name)
      let context = PromptingFixtures.context(rows, PromptSettings(scoresShown: false))
      let edited = try TemplatePrompting(name: "mine.txt", templateText: text, parameters: ["w", "b"])
      let named = try PromptingCatalog.prompting(named: name, parameters: ["w", "b"])
      #expect(edited.metaPrompt(for: context) == named.metaPrompt(for: context))
    }
    #expect(throws: InputError("Unknown prompting \"mine\"; the promptings are: classroom, opro.")) {
      try PromptingCatalog.templateText(of: "mine")
    }
  }
}
