/// Reads and checks a template; see `PromptTemplate` for the format.
struct PromptTemplateParser {
  private typealias Place = PromptTemplate.Place

  private struct Section {
    var name: String
    /// The line of its header, from 1.
    var line: Int
    var lines: [Substring] = []
  }

  private static let sectionNames = ["format", "system", "user", "row", "row-without-scores", "point"]

  let name: String
  let parameters: [String]

  /// - Throws: `InputError` with the line and what is allowed there.
  func template(from text: String) throws -> PromptTemplate {
    let sections = try sections(of: text)
    guard let user = sections["user"], let row = sections["row"] else {
      let missing = sections["user"] == nil ? "user" : "row"
      throw InputError("\(name) has no section [\(missing)]; [user] and [row] are needed.")
    }
    let messagePlaces: [String: Place] = [
      "data": .data, "history": .history, "iteration": .iteration, "step": .step, "steps": .steps,
      "parameters": .parameters, "answer": .answer, "formula": .formula, "loss-name": .lossName, "order": .order,
      "guidance": .guidance,
    ]
    var rowPlaces: [String: Place] = ["solution": .solution]
    for (index, parameter) in parameters.enumerated() { rowPlaces[parameter] = .number(index) }
    let plainRowPlaces = rowPlaces.merging(["id": .id, "step": .step]) { parameter, _ in parameter }
    rowPlaces = plainRowPlaces.merging(["loss": .loss]) { parameter, _ in parameter }

    let system = try sections["system"].map { try paragraphs(of: $0, places: messagePlaces) } ?? []
    let message = try paragraphs(of: user, places: messagePlaces)
    try checkCounts(in: system + message, user: message)
    let rowPieces = try pieces(of: row, places: rowPlaces)
    let plainRow = try sections["row-without-scores"].map { try pieces(of: $0, places: plainRowPlaces) }
    let point = try sections["point"].map { try pieces(of: $0, places: ["point": .point, "number": .pointNumber]) }
    return PromptTemplate(
      system: system, user: message, row: rowPieces, rowWithoutScores: plainRow ?? [.place(.solution)],
      rowGap: gap(after: rowPieces), rowGapWithoutScores: gap(after: plainRow ?? []),
      point: point ?? [.place(.point)], lossFormat: try sections["format"].map(lossFormat) ?? .decimals(2))
  }

  // MARK: Sections

  private func sections(of text: String) throws -> [String: Section] {
    var sections: [String: Section] = [:]
    var current: Section?
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      // A byte order mark is no part of the first line.
      let line = index == 0 && line.first == "\u{FEFF}" ? line.dropFirst() : line
      if let header = header(line) {
        guard Self.sectionNames.contains(header) else {
          let allowed = Self.sectionNames.map { "[\($0)]" }.joined(separator: ", ")
          throw InputError(
            "Line \(index + 1) of \(name) begins the unknown section [\(header)]; the sections are \(allowed).")
        }
        if let current { sections[current.name] = current }
        if let earlier = sections[header] {
          throw InputError(
            "Line \(index + 1) of \(name) begins [\(header)] again, after line \(earlier.line); each section stands once."
          )
        }
        current = Section(name: header, line: index + 1)
      } else if current != nil {
        current?.lines.append(line)
      } else if !isBlank(line) && !line.hasPrefix("#") {
        throw InputError(
          "Line \(index + 1) of \(name) stands before the first section; a template begins with a line like [user], and "
            + "only lines that begin with # may stand before it.")
      }
    }
    if let current { sections[current.name] = current }
    guard !sections.isEmpty else {
      throw InputError("\(name) is empty; a template has at least the sections [user] and [row].")
    }
    return sections
  }

  /// The name in a line that is `[name]` and nothing else.
  private func header(_ line: Substring) -> String? {
    var line = line
    while let last = line.last, last == " " || last == "\t" { line.removeLast() }
    guard line.hasPrefix("["), line.hasSuffix("]"), line.count > 2 else { return nil }
    let word = line.dropFirst().dropLast()
    let isName = word.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x2D }
    // [w] in a prompt is text.
    return isName && !parameters.contains(String(word)) ? String(word) : nil
  }

  private func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

  /// The lines of a section with their numbers, less the empty ones at its ends.
  private func content(of section: Section) throws -> [(line: Substring, number: Int)] {
    var lines = section.lines.enumerated().map { (line: $0.element, number: section.line + 1 + $0.offset) }
    while let last = lines.last, isBlank(last.line) { lines.removeLast() }
    lines = Array(lines.drop { isBlank($0.line) })
    guard !lines.isEmpty else {
      throw InputError("The section [\(section.name)] of \(name), line \(section.line), is empty.")
    }
    return lines
  }

  // MARK: Places

  private func paragraphs(of section: Section, places: [String: Place]) throws -> [PromptTemplate.Paragraph] {
    var paragraphs: [PromptTemplate.Paragraph] = []
    var gap = ""
    for (line, number) in try content(of: section) {
      if isBlank(line) {
        gap += "\n"
        continue
      }
      let pieces = try pieces(of: line, number: number, places: places, section: section.name)
      if gap.isEmpty && !paragraphs.isEmpty {
        paragraphs[paragraphs.count - 1].pieces += [.text("\n")] + pieces
      } else {
        paragraphs.append(PromptTemplate.Paragraph(gap: paragraphs.isEmpty ? "" : gap + "\n", pieces: pieces))
      }
      gap = ""
    }
    return paragraphs.map { PromptTemplate.Paragraph(gap: $0.gap, pieces: PromptTemplate.joined($0.pieces)) }
  }

  private func pieces(of section: Section, places: [String: Place]) throws -> [PromptTemplate.Piece] {
    var pieces: [PromptTemplate.Piece] = []
    for (line, number) in try content(of: section) {
      if !pieces.isEmpty { pieces.append(.text("\n")) }
      pieces += try self.pieces(of: line, number: number, places: places, section: section.name)
    }
    return PromptTemplate.joined(pieces)
  }

  private func pieces(
    of line: Substring, number: Int, places: [String: Place], section: String
  ) throws -> [PromptTemplate.Piece] {
    var pieces: [PromptTemplate.Piece] = []
    var rest = line
    while let open = rest.firstIndex(of: "{") {
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      rest = rest[open...]
      if let word = word(inBracesAt: rest, count: 2) {
        pieces.append(.text("{\(word)}"))
        rest = rest.dropFirst(word.count + 4)
      } else if let word = word(inBracesAt: rest, count: 1) {
        guard let place = places[String(word)] else {
          let allowed = places.keys.sorted().map { "{\($0)}" }.joined(separator: ", ")
          throw InputError(
            "Line \(number) of \(name) has the unknown place {\(word)}; in [\(section)] there are \(allowed). "
              + "Write {{\(word)}} for the text itself.")
        }
        pieces.append(.place(place))
        rest = rest.dropFirst(word.count + 2)
      } else {
        pieces.append(.text("{"))
        rest = rest.dropFirst()
      }
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    return pieces
  }

  /// The word between this many braces, where the text begins with them.
  private func word(inBracesAt text: Substring, count: Int) -> Substring? {
    let inner = text.dropFirst(count)
    guard text.prefix(count).allSatisfy({ $0 == "{" }) else { return nil }
    let word = inner.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    guard let first = word.first, first.isLetter, word.count + count <= inner.count else { return nil }
    let closing = inner.dropFirst(word.count).prefix(count)
    return closing.allSatisfy { $0 == "}" } ? word : nil
  }

  // MARK: Checks

  private func checkCounts(
    in all: [PromptTemplate.Paragraph], user: [PromptTemplate.Paragraph]
  ) throws {
    func count(_ place: Place, _ paragraphs: [PromptTemplate.Paragraph]) -> Int {
      paragraphs.reduce(0) { $0 + $1.pieces.filter { $0 == .place(place) }.count }
    }
    guard count(.history, all) > 0 else {
      throw InputError(
        "\(name) has no place {history}, so the model would never see what was tried; put it into [user]. (To show no "
          + "rows on purpose, set the history to 0.)")
    }
    guard count(.history, all) == 1 && count(.history, user) == 1 else {
      throw InputError("\(name) must have the place {history} once, in [user].")
    }
    for (place, word) in [(Place.data, "data"), (.guidance, "guidance")] where count(place, all) > 1 {
      throw InputError("\(name) has the place {\(word)} more than once.")
    }
    // The paragraph is left out where there is no guidance, and the history would go with it.
    if user.contains(where: { $0.holds(.history) && $0.holds(.guidance) }) {
      throw InputError("\(name) has {history} and {guidance} in one paragraph; put an empty line between them.")
    }
  }

  private func gap(after row: [PromptTemplate.Piece]) -> String {
    let hasLines = row.contains { if case .text(let text) = $0 { text.contains("\n") } else { false } }
    return hasLines ? "\n\n" : "\n"
  }

  private func lossFormat(_ section: Section) throws -> PromptTemplate.LossFormat {
    let lines = try content(of: section).filter { !isBlank($0.line) }
    let line = lines.first
    let words = (line?.line ?? "").split { $0.isWhitespace || $0 == ":" }.map(String.init)
    if lines.count == 1, words.first == "loss", line?.line.contains(":") == true {
      switch Array(words.dropFirst()) {
      case ["whole"]: return .whole
      case ["full"]: return .full
      case let words where words.count == 2 && ["decimals", "decimal"].contains(words[1]):
        if let decimals = Int(words[0]), (0...17).contains(decimals) { return .decimals(decimals) }
      default: break
      }
    }
    throw InputError(
      "Line \(line?.number ?? section.line) of \(name) is no format; [format] has one line, such as loss: 2 decimals "
        + "(0 to 17), loss: whole, or loss: full.")
  }
}
