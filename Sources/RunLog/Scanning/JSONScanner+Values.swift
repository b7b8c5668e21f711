import LanguageModels
import Optimization
import Text

/// The parts that events have.
extension JSONScanner {
  mutating func text() -> String? { string().map { value(of: $0) } }

  /// Calls a function at the start of every element, which passes over it.
  mutating func passesList(_ element: (inout JSONScanner) -> Bool) -> Bool {
    guard take(UInt8(ascii: "[")) else { return false }
    if take(UInt8(ascii: "]")) { return true }
    while true {
      guard element(&self) else { return false }
      if take(UInt8(ascii: "]")) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  mutating func list<Value>(_ element: (inout JSONScanner) -> Value?) -> [Value]? {
    var values: [Value] = []
    let isList = passesList { scanner in
      guard let value = element(&scanner) else { return false }
      values.append(value)
      return true
    }
    return isList ? values : nil
  }

  /// Calls a function at the start of every member's value, which passes over it.
  private mutating func passesObject(_ member: (inout JSONScanner, Text) -> Bool) -> Bool {
    guard take(UInt8(ascii: "{")) else { return false }
    if take(UInt8(ascii: "}")) { return true }
    while true {
      guard let name = nameText(), member(&self, name) else { return false }
      if take(UInt8(ascii: "}")) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  /// Keeps a value that may come only once.
  private static func keep<Value>(_ value: Value?, in place: inout Value?) -> Bool {
    guard place == nil, let value else { return false }
    place = value
    return true
  }

  mutating func value(depth: Int = 0) -> JSONValue? {
    guard depth < Self.maximumDepth else { return nil }
    switch next {
    case UInt8(ascii: "\""): return text().map(JSONValue.string)
    case UInt8(ascii: "{"):
      var members: [String: JSONValue] = [:]
      let isObject = passesObject { scanner, name in
        guard let value = scanner.value(depth: depth + 1) else { return false }
        return members.updateValue(value, forKey: scanner.value(of: name)) == nil
      }
      return isObject ? .object(members) : nil
    case UInt8(ascii: "["): return list { $0.value(depth: depth + 1) }.map(JSONValue.array)
    case UInt8(ascii: "t"): return word("true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return word("false") ? .bool(false) : nil
    case UInt8(ascii: "n"): return word("null") ? .null : nil
    default: return double().map(JSONValue.number)
    }
  }

  mutating func numbers() -> [String: Double]? {
    var numbers: [String: Double] = [:]
    let isObject = passesObject { scanner, name in
      guard let value = scanner.double() else { return false }
      return numbers.updateValue(value, forKey: scanner.value(of: name)) == nil
    }
    return isObject ? numbers : nil
  }

  mutating func span() -> Span? {
    var from: Int?, to: Int?
    let isObject = passesObject { scanner, name in
      if scanner.isEqual(name, "from") { return Self.keep(scanner.int(), in: &from) }
      if scanner.isEqual(name, "to") { return Self.keep(scanner.int(), in: &to) }
      return scanner.skipValue(depth: 1)
    }
    guard isObject, let from, let to else { return nil }
    var span = Span(0..<0)
    span.from = from
    span.to = to
    return span
  }

  mutating func failure() -> EvaluationFailure? {
    var code: String?, reason: String?
    let isObject = passesObject { scanner, name in
      if scanner.isEqual(name, "code") { return Self.keep(scanner.text(), in: &code) }
      if scanner.isEqual(name, "reason") { return Self.keep(scanner.text(), in: &reason) }
      return scanner.skipValue(depth: 1)
    }
    guard isObject, let code, let reason else { return nil }
    return EvaluationFailure(code: code, reason: reason)
  }

  mutating func usage() -> TokenUsage? {
    var input: Int?, output: Int?, cached: Int?, estimated: Bool?
    let isObject = passesObject { scanner, name in
      if scanner.isEqual(name, "input") { return Self.keep(scanner.int(), in: &input) }
      if scanner.isEqual(name, "output") { return Self.keep(scanner.int(), in: &output) }
      if scanner.isEqual(name, "cached") { return Self.keep(scanner.int(), in: &cached) }
      if scanner.isEqual(name, "estimated") { return Self.keep(scanner.bool(), in: &estimated) }
      return scanner.skipValue(depth: 1)
    }
    guard isObject, let input, let output else { return nil }
    return TokenUsage(input: input, output: output, cached: cached, isEstimated: estimated ?? false)
  }

  private mutating func bool() -> Bool? {
    switch next {
    case UInt8(ascii: "t"): word("true") ? true : nil
    case UInt8(ascii: "f"): word("false") ? false : nil
    default: nil
    }
  }

  mutating func message() -> Message? {
    var role: Message.Role?, text: String?
    let isObject = passesObject { scanner, name in
      if scanner.isEqual(name, "role") { return Self.keep(scanner.role(), in: &role) }
      if scanner.isEqual(name, "text") { return Self.keep(scanner.text(), in: &text) }
      return scanner.skipValue(depth: 1)
    }
    guard isObject, let role, let text else { return nil }
    return Message(role, text)
  }

  private mutating func role() -> Message.Role? {
    guard let name = string() else { return nil }
    if isEqual(name, "user") { return .user }
    if isEqual(name, "system") { return .system }
    return isEqual(name, "assistant") ? .assistant : nil
  }

  /// Passes over a message and says where its text lies.
  mutating func messageText() -> Text? {
    var role: Message.Role?, text: Text?
    let isObject = passesObject { scanner, name in
      if scanner.isEqual(name, "role") { return Self.keep(scanner.role(), in: &role) }
      if scanner.isEqual(name, "text") { return Self.keep(scanner.string(), in: &text) }
      return scanner.skipValue(depth: 1)
    }
    return isObject && role != nil ? text : nil
  }

  mutating func section() -> PromptSection? {
    var message: Int?, from: Int?, to: Int?, kind: PromptSection.Kind?, candidate: Int?
    let isObject = passesObject { scanner, name in
      if scanner.isEqual(name, "message") { return Self.keep(scanner.int(), in: &message) }
      if scanner.isEqual(name, "from") { return Self.keep(scanner.int(), in: &from) }
      if scanner.isEqual(name, "to") { return Self.keep(scanner.int(), in: &to) }
      if scanner.isEqual(name, "kind") { return Self.keep(scanner.sectionKind(), in: &kind) }
      if scanner.isEqual(name, "candidate") { return Self.keep(scanner.int(), in: &candidate) }
      return scanner.skipValue(depth: 1)
    }
    guard isObject, let message, let from, let to, let kind else { return nil }
    return PromptSection(message: message, from: from, to: to, kind: kind, candidate: candidate)
  }

  private mutating func sectionKind() -> PromptSection.Kind? {
    guard let name = string() else { return nil }
    // Most sections are rows.
    return isEqual(name, "row") ? .row : PromptSection.Kind(rawValue: value(of: name))
  }

  /// Whether what comes next is a list of sections; they are not made.
  mutating func passesSections() -> Bool { passesList { $0.section() != nil } }
}
