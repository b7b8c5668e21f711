import Text

/// What one chunk of a streamed reply, or a whole reply in one object, adds.
///
/// Servers differ in the order of the members and in what they leave out; whatever is not known is walked past.
struct ChatChunk {
  var text: String?
  var reasoning: String?
  var refusal: String?
  var finish: String?
  var model: String?
  var usage: TokenUsage?
  /// What the server put under `error`, which may come in a reply of status 200 and in mid-stream.
  var error: JSONValue?
  /// Whether it has the form of a reply at all.
  var isReply = false

  init(_ bytes: [UInt8]) throws {
    var reader = JSONReader(bytes)
    guard reader.peek() == .object else { throw JSONReader.Malformed(offset: 0) }
    try reader.members { reader, key in
      switch key {
      case "choices": try readChoices(&reader)
      case "model": model = try reader.stringIfAny()
      case "usage": usage = try Self.usage(&reader) ?? usage
      case "error":
        let bytes = try reader.slice()
        let value = (try? JSONValue(parsing: bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
        if value != .null { error = value }
      default: try reader.skip()
      }
    }
    try reader.end()
    if !isReply && usage == nil && error == nil { error = ServerComplaint.bare(bytes) }
  }

  private mutating func readChoices(_ reader: inout JSONReader) throws {
    guard reader.peek() == .array else { return try reader.skip() }
    isReply = true
    try reader.elements { reader in
      guard reader.peek() == .object else { return try reader.skip() }
      var choice = Choice()
      try reader.members { reader, key in
        switch key {
        case "delta", "message": try choice.read(&reader)
        case "finish_reason": choice.finish = try reader.stringIfAny()
        case "index": choice.index = try reader.integerIfAny() ?? 0
        default: try reader.skip()
        }
      }
      // One reply was asked for: what a server sends beyond it is none of ours.
      guard choice.index == 0 else { return }
      text = choice.text ?? text
      reasoning = choice.reasoning ?? choice.otherReasoning ?? reasoning
      refusal = choice.refusal ?? refusal
      finish = choice.finish ?? finish
    }
  }

  private struct Choice {
    var index = 0
    var text: String?
    var reasoning: String?
    var otherReasoning: String?
    var refusal: String?
    var finish: String?

    mutating func read(_ reader: inout JSONReader) throws {
      guard reader.peek() == .object else { return try reader.skip() }
      try reader.members { reader, key in
        switch key {
        case "content": text = try Self.content(&reader)
        // Two names for the same thing; a server that sends both repeats itself.
        case "reasoning_content": reasoning = try reader.stringIfAny()
        case "reasoning": otherReasoning = try reader.stringIfAny()
        case "refusal": refusal = try reader.stringIfAny()
        default: try reader.skip()
        }
      }
    }

    /// A string, or a list of parts of which those of text count.
    private static func content(_ reader: inout JSONReader) throws -> String? {
      guard reader.peek() == .array else { return try reader.stringIfAny() }
      var text = ""
      try reader.elements { reader in
        guard reader.peek() == .object else { return try reader.skip() }
        try reader.members { reader, key in
          if key == "text" { text += try reader.stringIfAny() ?? "" } else { try reader.skip() }
        }
      }
      return text
    }
  }

  private static func usage(_ reader: inout JSONReader) throws -> TokenUsage? {
    guard reader.peek() == .object else {
      try reader.skip()
      return nil
    }
    var input: Int?
    var output: Int?
    var cached: Int?
    try reader.members { reader, key in
      switch key {
      case "prompt_tokens": input = try reader.integerIfAny()
      case "completion_tokens": output = try reader.integerIfAny()
      case "prompt_tokens_details":
        guard reader.peek() == .object else { return try reader.skip() }
        try reader.members { reader, key in
          if key == "cached_tokens" { cached = try reader.integerIfAny() } else { try reader.skip() }
        }
      default: try reader.skip()
      }
    }
    guard let input, let output else { return nil }
    return TokenUsage(input: input, output: output, cached: cached)
  }
}
