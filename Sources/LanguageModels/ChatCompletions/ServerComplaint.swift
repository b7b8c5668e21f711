import Text

/// What a server says went wrong, whichever form it says it in.
struct ServerComplaint: Hashable {
  /// In the server's words, short and on one line; empty where it had none.
  var message: String
  /// The names by which the error goes: OpenAI's `code` and `type`, llama.cpp's `type`.
  var names: Set<String>
  /// A status of HTTP that the body names, as llama.cpp and OpenRouter do inside a stream.
  var status: Int?

  /// From what stands under `error`: an object, or a sentence.
  init(_ error: JSONValue) {
    var message = error.string ?? error["message"]?.string ?? error["detail"]?.string ?? ""
    // OpenRouter wraps the words of the service behind it.
    if let raw = error["metadata"]?["raw"]?.string { message += message.isEmpty ? raw : ": " + raw }
    names = Set([error["code"], error["type"], error["status"]].compactMap { $0?.string?.lowercased() })
    let numbers = [error["code"], error["status"]].compactMap { value in
      value?.number.flatMap { Int(exactly: $0) } ?? value?.string.flatMap { Int($0) }
    }
    status = numbers.first { 400...599 ~= $0 }
    self.message = Self.gist(message)
  }

  /// From the body of an answer whose status says that it failed.
  init(body: [UInt8]) {
    if let value = try? JSONValue(parsing: body) {
      if let error = value["error"], error != .null {
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
    guard isError || value["detail"]?.string != nil || value["message"]?.string != nil else { return .none }
    return value
  }

  func isCalled(_ parts: String...) -> Bool {
    parts.contains { part in names.contains { $0.contains(part) } }
  }

  func says(_ parts: String...) -> Bool {
    let words = message.lowercased()
    return parts.contains { words.contains($0) }
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
