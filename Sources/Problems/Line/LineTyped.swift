import Optimization

extension LineSolution {
  static let typedForms = "write 1.25 -0.5, or w=1.25 b=-0.5, or {\"w\": 1.25, \"b\": -0.5}, and a ; between several"

  /// Lines as a person types them: numbers in the order w, b divided by blanks or a comma; `w=1.25 b=-0.5` in any
  /// order; or a JSON object with the keys w and b. Several are divided by `;`.
  ///
  /// - Throws: `InputError` that quotes the part that is wrong.
  public static func list(typed text: String) throws -> [LineSolution] {
    // A last ; ends the list, as it does in many languages.
    var parts = text.split(separator: ";", omittingEmptySubsequences: false).map(trimmed)
    if parts.count > 1 && parts.last == "" { parts.removeLast() }
    guard parts != [""] else { throw InputError("Nothing was typed; \(typedForms).") }
    return try parts.enumerated().map { index, part in
      let place = parts.count > 1 ? "Part \(index + 1)" : "The text"
      guard !part.isEmpty else { throw InputError("\(place) of \(parts.count) is empty; \(typedForms).") }
      return try one(typed: part, place: "\(place), \"\(part.prefix(60))\",")
    }
  }

  private static func trimmed(_ part: Substring) -> String {
    let text = part.drop { $0.isWhitespace }
    return String(text[..<(text.lastIndex { !$0.isWhitespace }.map(text.index(after:)) ?? text.startIndex)])
  }

  private static func one(typed part: String, place: String) throws -> LineSolution {
    if part.hasPrefix("{") { return try object(typed: part, place: place) }
    let pieces = part.replacing("=", with: " = ").split { $0 == "," || $0.isWhitespace }.map(String.init)
    if pieces.contains("=") { return try named(pieces, place: place) }
    guard pieces.count == 2 else {
      if let word = pieces.first(where: { Double($0.replacing("\u{2212}", with: "-")) == nil }) {
        throw InputError("\(place) has \"\(word)\" where numbers for w and b are needed; \(typedForms).")
      }
      let count = pieces.count == 1 ? "one number" : "\(pieces.count) numbers"
      throw InputError("\(place) holds \(count) where w and b are needed; \(typedForms).")
    }
    return LineSolution(w: try number(pieces[0], "w", place), b: try number(pieces[1], "b", place))
  }

  private static func named(_ pieces: [String], place: String) throws -> LineSolution {
    var values: [String: Double] = [:]
    var index = 0
    while index < pieces.count {
      let name = pieces[index]
      guard index + 2 < pieces.count && pieces[index + 1] == "=" else {
        throw InputError("\(place) is not of the form w=1.25 b=-0.5 at \"\(name)\"; \(typedForms).")
      }
      guard name == "w" || name == "b" else {
        throw InputError("\(place) names \"\(name)\"; the names are w and b.")
      }
      guard values[name] == nil else {
        throw InputError("\(place) gives \(name) twice; each of w and b is given once.")
      }
      values[name] = try number(pieces[index + 2], name, place)
      index += 3
    }
    guard let w = values["w"] else { throw InputError("\(place) gives no w; \(typedForms).") }
    guard let b = values["b"] else { throw InputError("\(place) gives no b; \(typedForms).") }
    return LineSolution(w: w, b: b)
  }

  private static func object(typed part: String, place: String) throws -> LineSolution {
    let reader = NumericAnswerReader(names: LineProblem.names, form: .object)
    // A person's text is read by the rules of a reply; only an object may stand in it.
    guard part.hasSuffix("}") else { throw InputError("\(place) is a JSON object that does not end; \(typedForms).") }
    switch reader.read(part, finish: .stop, shown: []) {
    case .solution(let values, let span) where span == 0..<part.utf8.count:
      return LineSolution(w: values[0], b: values[1])
    case .solution: throw InputError("\(place) is not one JSON object; \(typedForms).")
    case .refused(let refusal): throw InputError("\(place) cannot be taken: \(refusal.reason) Please \(typedForms).")
    }
  }

  /// Plain decimal numbers, a Unicode minus included.
  private static func number(_ text: String, _ name: String, _ place: String) throws -> Double {
    let plain = text.replacing("\u{2212}", with: "-")
    guard plain.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let value = Double(plain) else {
      if ["nan", "inf", "infinity"].contains(plain.lowercased().drop { $0 == "-" || $0 == "+" }) {
        throw InputError("\(place) gives \(name) the value \(text); only finite numbers are allowed.")
      }
      throw InputError("\(place) has \"\(text)\" where a number for \(name) is needed; \(typedForms).")
    }
    guard value.isFinite else {
      throw InputError("\(place) gives \(name) the value \(text), which is too large; only finite numbers are allowed.")
    }
    return value
  }
}
