import Text

/// What a server says went wrong, whichever form it says it in.
struct ServerComplaint: Hashable {
  /// In the server's words, short and on one line; empty where it had none.
  let message: String
  /// The same in small letters and longer, to look for what it is about.
  private let words: String
  /// The names by which the error goes: OpenAI's `code` and `type`, llama.cpp's `type`.
  let names: Set<String>
  /// A status of HTTP that the body names, as llama.cpp and OpenRouter do inside a stream.
  let status: Int?
  /// The member of the request that it is about, where that has a place of its own: `temperature`.
  let parameter: String?
  /// Nil where it is not about a prompt that is too long.
  let overflow: ContextOverflow?

  /// From what stands under `error`: an object, or a sentence.
  init(_ error: JSONValue) {
    let inner = error["message"]?.object == nil ? error : error["message"] ?? error
    let detail = Self.details(of: inner)
    var message = inner.string ?? inner["message"]?.string ?? inner["detail"]?.string ?? detail?.message ?? ""
    // OpenRouter wraps the words of the service behind it.
    if let raw = error["metadata"]?["raw"]?.string { message += message.isEmpty ? raw : ": " + raw }
    // xAI says the name beside the sentence.
    if message.isEmpty, let words = error["error"]?.string { message = words }
    let names = Set([error["code"], error["type"], error["status"]].compactMap { $0?.string?.lowercased() })
    let numbers = [error["code"], error["status"]].compactMap { value in
      value?.number.flatMap { Int(exactly: $0) } ?? value?.string.flatMap { Int($0) }
    }
    self.init(
      message, names: names, status: numbers.first { 400...599 ~= $0 },
      parameter: error["param"]?.string ?? detail?.parameter,
      told: ContextOverflow(
        needed: Self.count(error["n_prompt_tokens"]), available: Self.count(error["n_ctx"])))
  }

  /// A count of tokens that can be one.
  private static func count(_ value: JSONValue?) -> Int? {
    value?.number.flatMap { Int(exactly: $0) }.flatMap { 0...JSONReader.largestCount ~= $0 ? $0 : nil }
  }

  private init(_ message: String, names: Set<String>, status: Int?, parameter: String?, told: ContextOverflow) {
    self.message = Self.gist(message)
    words = String(message.prefix(4096)).lowercased()
    self.names = names
    self.status = status
    self.parameter = parameter.flatMap { $0.isEmpty ? nil : $0 }
    overflow = ContextOverflow(words: words, names: names, told: told)
  }

  /// From the body of an answer whose status says that it failed.
  init(body: [UInt8]) {
    if let value = try? JSONValue(parsing: body) {
      if let error = value["error"], error != .null, error.string == nil || value["code"] == nil {
        self.init(error)
      } else if case .object = value {
        self.init(value)
      } else if let first = value.array?.first {
        self.init(first["error"] ?? first)
      } else {
        self.init(value)
      }
    } else {
      self.init(.string(Self.withoutMarkup(String(decoding: body, as: UTF8.self))))
    }
  }

  /// An object that is an error by itself, without `error` around it; nil where it is none.
  static func bare(_ body: [UInt8]) -> JSONValue? {
    guard let value = try? JSONValue(parsing: body) else { return nil }
    let isError = value["object"]?.string == "error" || value["type"]?.string == "error"
    let hasWords = ["detail", "message"].contains { value[$0]?.string != nil }
    guard isError || hasWords || value["detail"]?.array != nil else { return .none }
    return value
  }

  /// The list of a server that checks requests against a schema: what is wrong, and with which member.
  private static func details(of error: JSONValue) -> (message: String, parameter: String?)? {
    guard let first = error["detail"]?.array?.first else { return nil }
    let place = first["loc"]?.array?.compactMap(\.string).filter { $0 != "body" } ?? []
    let words = first["msg"]?.string ?? first["type"]?.string ?? ""
    return (place.isEmpty ? words : place.joined(separator: ".") + ": " + words, place.first)
  }

  func isCalled(_ parts: String...) -> Bool {
    parts.contains { part in names.contains { $0.contains(part) } }
  }

  func says(_ parts: String...) -> Bool { says(anyOf: parts) }

  func says(anyOf parts: [String]) -> Bool { parts.contains { words.contains($0) } }

  /// Whether it is about this member of the request, or names it.
  ///
  /// A name of a few letters, or one that is a word of the language, counts only where it stands in quotes.
  func isAbout(_ name: String, isWord: Bool = false) -> Bool {
    let name = name.lowercased()
    if let parameter = parameter?.lowercased() {
      if parameter == name || parameter.hasPrefix(name + ".") || parameter.hasPrefix(name + "[") { return true }
      // What is about another of its members is not about this one.
      if parameter != "messages" && parameter != "body" { return false }
    }
    let text = Array(words.utf8)
    let sought = Array(name.utf8)
    var rest = text[...]
    while let range = rest.firstRange(of: sought) {
      let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : nil
      let after = range.upperBound < text.count ? text[range.upperBound] : nil
      let isQuoted = before.map { "'\"`".utf8.contains($0) } == true && after.map { "'\"`".utf8.contains($0) } == true
      if isQuoted || (!isWord && !Self.isOfName(before) && !Self.isOfName(after)) { return true }
      rest = text[range.upperBound...]
    }
    return false
  }

  private static func isOfName(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  /// The whole numbers in its words.
  var numbers: [Int] {
    words.split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
  }

  /// One line of at most 240 characters.
  static func gist(_ text: String) -> String {
    let line = text.prefix(4096).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count <= 240 ? line : line.prefix(239).trimmed + "…"
  }

  /// The title of a page, or its words without the tags.
  private static func withoutMarkup(_ text: String) -> String {
    let page = String(text.prefix(16_384))
    guard page.contains("<") else { return page }
    let bytes = Array(page.utf8)
    let lower = bytes.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
    if let start = lower.firstRange(of: "<title".utf8)?.upperBound,
      let open = lower[start...].firstIndex(of: UInt8(ascii: ">")),
      let end = lower[open...].firstRange(of: "</title".utf8)?.lowerBound
    {
      return String(decoding: bytes[(open + 1)..<end], as: UTF8.self)
    }
    var words = ""
    var isTag = false
    for character in page {
      if character == "<" {
        isTag = true
      } else if character == ">" {
        isTag = false; words += " "
      } else if !isTag {
        words.append(character)
      }
    }
    return words
  }
}
