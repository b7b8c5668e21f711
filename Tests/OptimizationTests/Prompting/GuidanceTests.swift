import LanguageModels
import Optimization
import Testing

@Suite struct GuidanceTests {
  private let rows = [PromptingFixtures.row(1, 1, 2, loss: 30), PromptingFixtures.row(2, 3, 4, loss: 10)]

  private func prompt(
    _ template: String, guidance: String?, rows: [PromptRow]? = nil
  ) throws -> MetaPrompt {
    var context = PromptingFixtures.context(rows ?? self.rows)
    context.guidance = guidance
    return try TemplatePrompting(name: "mine.txt", templateText: template, parameters: ["w", "b"])
      .metaPrompt(for: context)
  }

  private func texts(_ kind: PromptSection.Kind, of prompt: MetaPrompt) -> [String] {
    prompt.sections.filter { $0.kind == kind }.map { section in
      let bytes = Array(prompt.messages[section.message].text.utf8)
      return String(decoding: bytes[section.from..<section.to], as: UTF8.self)
    }
  }

  private static let introduction = "The person who watches this search gives you this guidance:\n"

  @Test func withoutAPlaceItIsAParagraphBehindTheHistory() throws {
    let prompt = try prompt("[user]\nTried:\n{history}\n\nNow answer.\n[row]\n{id}", guidance: "Try a smaller w.")
    #expect(
      prompt.messages.map(\.text) == ["Tried:\n1\n2\n\n" + Self.introduction + "Try a smaller w.\n\nNow answer."])
    #expect(texts(.guidance, of: prompt) == [Self.introduction + "Try a smaller w."])
    #expect(texts(.instructions, of: prompt).last == "\n\nNow answer.")
  }

  @Test func withoutAHistoryItIsAtTheEnd() throws {
    let template = "[system]\nBe kind.\n[user]\nFind it.\n\nTried:\n{history}\n\nNow answer.\n[row]\n{id}"
    let prompt = try prompt(template, guidance: "Try é.", rows: [])
    #expect(prompt.messages.map(\.text) == ["Be kind.", "Find it.\n\nNow answer.\n\n" + Self.introduction + "Try é."])
    #expect(texts(.guidance, of: prompt) == [Self.introduction + "Try é."])
  }

  @Test func aPlaceInTheTemplateTakesIt() throws {
    let template = "[user]\nA visitor says: {guidance}\n\n{history}\n\nAnswer.\n[row]\n{id}"
    let guided = try prompt(template, guidance: "Go on.")
    #expect(guided.messages.map(\.text) == ["A visitor says: Go on.\n\n1\n2\n\nAnswer."])
    #expect(texts(.guidance, of: guided) == ["Go on."])
    #expect(try prompt(template, guidance: nil).messages.map(\.text) == ["1\n2\n\nAnswer."])
  }

  @Test func aPlaceInTheSystemMessageTakesItAsWell() throws {
    let prompt = try prompt("[system]\n{guidance}\n[user]\n{history}\n[row]\n{id}", guidance: "Go on.")
    #expect(prompt.messages == [Message(.system, "Go on."), Message(.user, "1\n2")])
  }

  @Test func whatAPersonWritesIsNotReadAsATemplate() throws {
    let prompt = try prompt("[user]\n{history}\n[row]\n{id}", guidance: "{data} [row] {history}")
    #expect(prompt.messages[0].text.hasSuffix("{data} [row] {history}"))
  }

  @Test(arguments: PromptingCatalog.names) func theSectionsOfAGuidedPromptCoverItWithoutAGap(_ name: String) throws {
    var context = PromptingFixtures.context(rows)
    let prompting = try PromptingCatalog.prompting(named: name, parameters: ["w", "b"])
    let plain = prompting.metaPrompt(for: context)
    context.guidance = "Näher an 0."
    let guided = prompting.metaPrompt(for: context)
    #expect(plain.sections.allSatisfy { $0.kind != .guidance })
    #expect(guided.sections.filter { $0.kind == .guidance }.count == 1)
    let added = "\n\n" + Self.introduction + "Näher an 0."
    #expect(guided.messages.last?.text.replacing(added, with: "") == plain.messages.last?.text)
    for (index, message) in guided.messages.enumerated() {
      let sections = guided.sections.filter { $0.message == index }.sorted { $0.from < $1.from }
      // Rows have gaps between them that belong to none.
      for (section, next) in zip(sections, sections.dropFirst()) where next.kind != .row {
        #expect(section.to == next.from)
      }
      #expect(sections.last?.to == message.text.utf8.count)
    }
  }

  @Test func aTemplateWhoseHistoryWouldGoWithTheGuidanceIsRefused() {
    #expect(throws: InputError("m has {history} and {guidance} in one paragraph; put an empty line between them.")) {
      try TemplatePrompting(name: "m", templateText: "[user]\n{history}\n{guidance}\n[row]\n{id}", parameters: [])
    }
    #expect(throws: InputError("m has the place {guidance} more than once.")) {
      try TemplatePrompting(
        name: "m", templateText: "[user]\n{history}\n\n{guidance}\n\n{guidance}\n[row]\n{id}", parameters: [])
    }
  }
}
