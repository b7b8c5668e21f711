/// What to say of a line that cannot be used: what is wrong with it, and what is allowed.
extension SettingVocabulary {
  func sentence(forHeader path: [String], _ place: Place) -> String {
    let name = Wording.path(path)
    switch place {
    case .setting(let declaration):
      return "[\(name)] is a setting, not a section; write \(name) = \(declaration.builtIn.example.written)."
    case .act: return "[\(name)] is an act, not a section; write \(name) = \"x\"."
    default: break
    }
    if path.first == "prices", path.count > 2 {
      return "[\(name)] is no section; write the name of the model in quotes, as [\(pathInQuotes(path))]."
    }
    if let guess = Wording.nearest(to: path.joined(separator: "."), among: sectionNames) {
      return "[\(name)] is no section, and what stands below it is passed over; did you mean [\(guess)]?"
    }
    return "[\(name)] is no section, and what stands below it is passed over; \(Self.sectionForm)"
  }

  func sentence(forBrokenHeader header: TOMLLine.Unreadable, readAs section: [String]?) -> String {
    if let fault = header.fault.flatMap(sentence(for:)) { return fault }
    let text = "\"\(Wording.shown(header.text))\" is no section"
    if let section { return "\(text); it is read as [\(Wording.path(section))]." }
    return "\(text), and what stands below it is passed over; \(Self.sectionForm)"
  }

  func sentence(forUnknown path: [String]) -> String {
    let name = Wording.path(path)
    // Below a setting, as `run.steps.a`, there is nothing.
    for count in 1..<max(1, min(path.count, 3)) {
      if let declaration = settings[Array(path.prefix(count))] { return sentence(for: .section([]), at: declaration) }
      if case .act = place(of: Array(path.prefix(count))) {
        return "\(Wording.path(Array(path.prefix(count)))) is a table; allowed are \(Self.keysAllowed)."
      }
    }
    let what = path.first == "keys" && path.count == 2 ? "act" : "setting"
    if path.first == "prices" {
      return path.count > 3
        ? "\(name) is no setting; write the name of the model in quotes, as \(pathInQuotes(path))."
        : "\(name) is no setting; a price has \(Wording.list(PriceList.members))."
    }
    if Self.namesSecret(path) {
      return "\(name) is no setting; a key of a service belongs in the environment, as OPENAI_API_KEY, not in a file."
    }
    if let guess = guess(for: path) {
      let place = guess.count == 1 && path.count > 1 ? ", which stands above the first [section]" : ""
      return "\(name) is no \(what); did you mean \(Wording.path(guess))\(place)?"
    }
    return "\(name) is no \(what); `tiller config` lists them all."
  }

  /// What a path that means nothing is likely to stand for: the same name in another section, or one like it in this.
  private func guess(for path: [String]) -> [String]? {
    guard let name = path.last else { return nil }
    // Dots that stand in quotes part nothing.
    let parted = path.flatMap { $0.split(separator: ".").map(String.init) }
    if place(of: parted).isKnown { return parted }
    let section = Array(path.dropLast())
    let near = Wording.nearest(to: section.joined(separator: "."), among: sectionNames)
    let meant = near.map { $0.split(separator: ".").map(String.init) } ?? section
    if place(of: meant + [name]).isKnown { return meant + [name] }
    let here = paths.filter { $0.dropLast().elementsEqual(meant) }
    let others = meant == ["keys"] ? [] : paths.filter { $0.first != "keys" }
    if let same = others.first(where: { $0.last == name }) { return same }
    for candidates in [here, others] {
      if let near = Wording.nearest(to: name, among: candidates.compactMap(\.last)) {
        return candidates.first { $0.last == near }
      }
    }
    return nil
  }

  func sentence(for value: ParsedValue, at declaration: SettingDeclaration) -> String {
    let kind = declaration.kind
    guard case .setting(.text(let text)) = value else {
      return "\(declaration.path) is \(value.shown); allowed are \(kind.allowed)."
    }
    if kind == .address && SettingKind.holdsSecret(text) {
      return "\(declaration.path) holds a name or password; a key belongs in the environment, as OPENAI_API_KEY."
    }
    // A short list shows by itself what was meant.
    let guess = kind.names.count > 6 ? Wording.nearest(to: text, among: kind.names) : nil
    let ending = guess.map { "; did you mean \"\($0)\"?" } ?? "."
    return "\(declaration.path) is \(value.shown); allowed are \(kind.allowed)\(ending)"
  }

  func sentence(for value: ParsedValue, atSection path: [String]) -> String {
    let name = Wording.path(path)
    if path.first == "prices", path.count == 2 {
      return "\(name) is \(value.shown); a price is written as \(PriceList.example)."
    }
    return "\(name) is \(value.shown), but it is a section; its settings stand below a line [\(name)]."
  }

  func sentence(for unreadable: TOMLLine.Unreadable, in section: [String]) -> String {
    if let fault = unreadable.fault.flatMap(sentence(for:)) { return fault }
    let text = unreadable.text
    guard let value = unreadable.value else {
      // Not much of it is repeated: it may be a key that was pasted by mistake.
      let word = String(text.prefix { !$0.isWhitespace })
      return "\"\(Wording.shown(word, columns: 16))\" is followed by no =; \(Self.settingForm)"
    }
    guard let path = unreadable.path.map({ section + $0 }) else {
      let name = Wording.trimmed(text.prefix { $0 != "=" })
      return (name.isEmpty ? "there is no name before =" : "\"\(Wording.shown(name))\" is no name") + "; "
        + Self.settingForm
    }
    guard let allowed = allowed(at: path) else { return sentence(forUnknown: path) }
    let name = Wording.path(path)
    if value.isEmpty { return "\(name) has no value; allowed are \(allowed)." }
    if case .unclosed(let missing)? = unreadable.fault { return "\(name) does not end: \(missing) is missing." }
    if !unreadable.isFirstLine {
      return "\(name) cannot be read from \"\(Wording.shown(Wording.trimmed(text)))\" on; allowed are \(allowed)."
    }
    return sentence(forUnreadable: value, at: path, allowed: allowed)
  }

  /// Of a value that is no TOML, at a path that means something.
  private func sentence(forUnreadable value: String, at path: [String], allowed: String) -> String {
    let name = Wording.path(path)
    let place = place(of: path)
    if case .setting(let declaration) = place, declaration.kind == .address, SettingKind.holdsSecret(value) {
      return sentence(for: .setting(.text(value)), at: declaration)
    }
    if let quote = value.first, quote == "\"" || quote == "'" {
      let rest = value.dropFirst()
      if !rest.contains(quote) { return "\(name) does not end: \(quote) is missing." }
      if quote == "\"", value.contains("\\") {
        return "\(name) holds an escape that TOML does not know; a \\ that is one stands in single quotes, as 'a\\b'."
      }
    } else if case .setting(let declaration) = place, let meant = declaration.kind.value(of: .text(value)) {
      return "\(name) is \(Wording.shown(value)), which is no value; write \(name) = \(Wording.shown(meant.written))."
    }
    if value.first == "{", !value.contains("}") { return "\(name) does not end: a table in { } stands on one line." }
    return "\(name) is \(Wording.shown(value)), which is no value; allowed are \(allowed)."
  }

  /// What may stand at a path; nil where nothing may.
  private func allowed(at path: [String]) -> String? {
    switch place(of: path) {
    case .setting(let declaration): declaration.kind.allowed
    case .act: Self.keysAllowed
    case .price: PriceList.kind.allowed
    case .model: "tables, as " + PriceList.example
    case .section: "tables, as { name = value }"
    case .unknown: nil
    }
  }

  private func sentence(for fault: TOMLStatement.Fault) -> String? {
    switch fault {
    case .notUTF8: return "the line holds bytes that are no UTF-8; settings are written in UTF-8."
    case .control(let byte):
      let digits = String(byte, radix: 16, uppercase: true)
      let code = String(repeating: "0", count: 4 - digits.count) + digits
      return "the line holds the control character U+\(code), which no setting takes."
    case .tooDeep:
      return
        "the line nests lists or tables deeper than \(TOMLStatements.deepest) levels, which no setting does."
    case .unclosed: return nil
    }
  }

  private func pathInQuotes(_ path: [String]) -> String {
    let isFigure = path.last.map(PriceList.figures.contains) == true
    let model = path.dropFirst().dropLast(isFigure ? 1 : 0).joined(separator: ".")
    return "prices.\"\(Wording.shown(model))\"" + (isFigure ? "." + (path.last ?? "") : "")
  }

  private static func namesSecret(_ path: [String]) -> Bool {
    let name = (path.last ?? "").lowercased()
    return ["api-key", "api_key", "apikey", "secret", "password"].contains { name.contains($0) }
  }
}
