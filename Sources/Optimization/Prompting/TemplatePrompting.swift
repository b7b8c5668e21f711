import LanguageModels
import Text

/// A prompting that fills a template; `PromptTemplate` documents the format of its text.
public struct TemplatePrompting: Prompting {
  public let name: String
  /// The text of the template, for the log.
  public let templateText: String
  private let template: PromptTemplate

  /// - Parameters:
  ///   - name: of the prompting, or of the file that the text is from; errors name it.
  ///   - templateText: in the format of `PromptTemplate`.
  ///   - parameters: the names of a solution's numbers, which are places of a row.
  /// - Throws: `InputError` with the line, what is wrong there and what is allowed.
  public init(name: String, templateText: String, parameters: [String]) throws {
    self.name = name
    self.templateText = templateText
    template = try PromptTemplateParser(name: name, parameters: parameters).template(from: templateText)
  }

  public var asksForAnswerForm: Bool {
    (template.system + template.user).contains { $0.holds(.answer) }
  }

  public func metaPrompt(for context: PromptingContext) -> MetaPrompt {
    let rows = RowChoice.rows(of: context)
    var writer = PromptWriter(template: template, context: context, rows: rows)
    writer.write(template.system, role: .system)
    writer.write(template.user, role: .user)
    return MetaPrompt(messages: writer.messages, sections: writer.sections, shown: rows.map(\.id))
  }
}

/// Fills the places of a template and notes what each part of the text is.
private struct PromptWriter {
  let template: PromptTemplate
  let context: PromptingContext
  let rows: [PromptRow]
  private(set) var messages: [Message] = []
  private(set) var sections: [PromptSection] = []
  private var text = ""
  /// Where the part that is not yet noted begins, and what it is.
  private var start = 0
  private var kind = PromptSection.Kind.brief
  private var hasGuidance = false

  init(template: PromptTemplate, context: PromptingContext, rows: [PromptRow]) {
    self.template = template
    self.context = context
    self.rows = rows
  }

  /// One message; none where all of its paragraphs are left out.
  mutating func write(_ paragraphs: [PromptTemplate.Paragraph], role: Message.Role) {
    text = ""
    text.reserveCapacity(1024 + 48 * rows.count + 16 * context.brief.dataLines.count)
    start = 0
    kind = role == .system ? .system : .brief
    for paragraph in paragraphs {
      if isLeftOut(paragraph) {
        // What follows the history instructs, shown or not.
        if paragraph.holds(.history) { end(next: .instructions) }
        continue
      }
      if !text.isEmpty { text += paragraph.gap }
      for piece in paragraph.pieces { write(piece) }
      if paragraph.holds(.history) { writeGuidanceParagraph() }
    }
    if role == .user { writeGuidanceParagraph() }
    end(next: .brief)
    if !text.isEmpty { messages.append(Message(role, text)) }
  }

  private func isLeftOut(_ paragraph: PromptTemplate.Paragraph) -> Bool {
    (paragraph.holds(.data) && (!context.settings.dataInPrompt || context.brief.dataLines.isEmpty))
      || (paragraph.holds(.history) && rows.isEmpty) || (paragraph.holds(.formula) && context.brief.formula == nil)
      || (paragraph.holds(.guidance) && context.guidance == nil)
  }

  private mutating func write(_ piece: PromptTemplate.Piece) {
    guard case .place(let place) = piece else {
      if case .text(let part) = piece { text += part }
      return
    }
    switch place {
    case .data: writeData()
    case .history: writeRows()
    case .iteration: text += String(context.step - 1)
    case .step: text += String(context.step)
    case .steps: text += String(context.steps)
    case .parameters: text += context.brief.parameters.joined(separator: ", ")
    case .answer: text += context.brief.answerExample
    case .formula: text += context.brief.formula ?? ""
    case .lossName: text += context.brief.lossName
    case .order: text += orderInWords
    case .guidance: writeGuidance()
    case .solution, .number, .loss, .id, .point, .pointNumber: break
    }
  }

  /// In a paragraph of its own, where the template has no place for it: behind the history, else at the end.
  private mutating func writeGuidanceParagraph() {
    guard context.guidance != nil, !hasGuidance, !template.placesGuidance else { return }
    if !text.isEmpty { text += "\n\n" }
    writeGuidance(after: "The person who watches this search gives you this guidance:\n")
  }

  private mutating func writeGuidance(after introduction: String = "") {
    let before = kind
    end(next: .guidance)
    text += introduction + (context.guidance ?? "")
    end(next: before)
    hasGuidance = true
  }

  private var orderInWords: String {
    switch context.settings.order {
    case .bestLast: "in descending order, best last"
    case .bestFirst: "in ascending order, best first"
    case .asMade: "in the order in which they were tried"
    }
  }

  private mutating func writeData() {
    let before = kind
    end(next: .data)
    for (index, line) in context.brief.dataLines.enumerated() {
      if index > 0 { text += "\n" }
      for piece in template.point {
        switch piece {
        case .text(let part): text += part
        case .place(.pointNumber): text += String(index + 1)
        case .place: text += line
        }
      }
    }
    end(next: before)
  }

  private mutating func writeRows() {
    end(next: .row)
    let isScored = context.settings.scoresShown
    let pieces = isScored ? template.row : template.rowWithoutScores
    let gap = isScored ? template.rowGap : template.rowGapWithoutScores
    let spelledOut = spelledOut(pieces)
    sections.reserveCapacity(sections.count + rows.count + 4)
    for (index, row) in rows.enumerated() {
      if index > 0 { text += gap }
      let from = text.utf8.count
      for piece in row.numbers.count == context.brief.parameters.count ? spelledOut : pieces {
        switch piece {
        case .text(let part): text += part
        case .place(let place): write(place, of: row)
        }
      }
      if let gist = row.gist { text += " (reasoning: " + gist + ")" }
      sections.append(
        PromptSection(message: messages.count, from: from, to: text.utf8.count, kind: .row, candidate: row.id))
    }
    start = text.utf8.count
    kind = .instructions
  }

  private mutating func write(_ place: PromptTemplate.Place, of row: PromptRow) {
    switch place {
    case .solution: text += row.text
    case .number(let index): if index < row.numbers.count { text += number(row.numbers[index]) }
    case .loss: text += loss(row.loss)
    case .id: text += String(row.id)
    case .step: text += String(row.step)
    default: break
    }
  }

  /// With the names and numbers in the place of a solution, and neighbouring texts made one: rows are most of a prompt.
  private func spelledOut(_ pieces: [PromptTemplate.Piece]) -> [PromptTemplate.Piece] {
    let parameters = context.brief.parameters
    guard !parameters.isEmpty else { return pieces }
    let solution = parameters.enumerated().flatMap { index, name in
      [.text((index > 0 ? ", " : "") + name + "="), .place(.number(index))] as [PromptTemplate.Piece]
    }
    return PromptTemplate.joined(pieces.flatMap { $0 == .place(.solution) ? solution : [$0] })
  }

  private func number(_ value: Double) -> String {
    context.settings.decimals.map { NumberFormat.fixed(value, decimals: $0) } ?? NumberFormat.shortest(value)
  }

  private func loss(_ value: Double) -> String {
    switch template.lossFormat {
    case .decimals(let decimals): NumberFormat.fixed(value, decimals: decimals)
    // Adding zero makes -0 plain.
    case .whole: NumberFormat.fixed(value.rounded(.towardZero) + 0, decimals: 0)
    case .full: NumberFormat.shortest(value)
    }
  }

  /// Notes the part that ends here, and what the next one is.
  private mutating func end(next: PromptSection.Kind) {
    let end = text.utf8.count
    if end > start { sections.append(PromptSection(message: messages.count, from: start, to: end, kind: kind)) }
    start = end
    kind = next
  }
}
