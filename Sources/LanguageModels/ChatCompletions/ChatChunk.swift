import Text

/// Reads the chunks of a streamed chat completion, and whole ones.
///
/// Servers differ in the order of the members and in what they leave out; whatever is not known is walked past.
struct ChatChunkReader: ReplyReader {
  func chunk(_ bytes: [UInt8]) throws -> ReplyChunk {
    var chunk = ReplyChunk()
    var reader = JSONReader(bytes)
    guard reader.peek() == .object else { throw JSONReader.Malformed(offset: 0) }
    try reader.members { reader, key in
      switch key {
      case "choices": try Self.readChoices(&reader, &chunk)
      case "model": chunk.model = try reader.stringIfAny()
      case "usage": try Self.readUsage(&reader, &chunk)
      // Groq tells the usage of a stream in a place of its own.
      case "x_groq":
        guard reader.peek() == .object else { return try reader.skip() }
        try reader.members { reader, key in
          if key == "usage" { try Self.readUsage(&reader, &chunk) } else { try reader.skip() }
        }
      case "timings":
        chunk.isOfLlama = reader.peek() == .object
        try reader.skip()
      case "error": chunk.error = try reader.complaintIfAny() ?? chunk.error
      default: try reader.skip()
      }
    }
    try reader.end()
    if !chunk.isReply && chunk.output == nil && chunk.error == nil { chunk.error = ServerComplaint.bare(bytes) }
    return chunk
  }

  private static func readChoices(_ reader: inout JSONReader, _ chunk: inout ReplyChunk) throws {
    guard reader.peek() == .array else { return try reader.skip() }
    chunk.isReply = true
    try reader.elements { reader in
      guard reader.peek() == .object else { return try reader.skip() }
      var piece = ReplyChunk.Piece()
      try reader.members { reader, key in
        switch key {
        case "delta", "message": try readMessage(&reader, &piece)
        case "finish_reason":
          if let name = try reader.stringIfAny(), !name.isEmpty { piece.finish = FinishReason(name: name) }
        case "index": piece.index = try reader.integerIfAny() ?? 0
        // OpenRouter may put what went wrong with one of the choices there.
        case "error": chunk.error = try reader.complaintIfAny() ?? chunk.error
        default: try reader.skip()
        }
      }
      chunk.pieces.append(piece)
    }
  }

  private static func readMessage(_ reader: inout JSONReader, _ piece: inout ReplyChunk.Piece) throws {
    guard reader.peek() == .object else { return try reader.skip() }
    // Names for the same thing; a server that sends several repeats itself.
    var reasoning: [String?] = [nil, nil, nil]
    var inContent = ""
    try reader.members { reader, key in
      switch key {
      case "content": piece.text = try content(&reader, reasoning: &inContent)
      case "reasoning_content": reasoning[0] = try reader.stringIfAny()
      case "reasoning": reasoning[1] = try reader.stringIfAny()
      case "reasoning_details": reasoning[2] = try texts(&reader, of: ["text", "summary"])
      case "refusal": piece.refusal = try reader.stringIfAny()
      default: try reader.skip()
      }
    }
    piece.reasoning = reasoning.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? (inContent.isEmpty ? nil : inContent)
  }

  /// A string, or a list of parts of which those of text count; those of thinking are kept apart.
  private static func content(_ reader: inout JSONReader, reasoning: inout String) throws -> String? {
    guard reader.peek() == .array else { return try reader.stringIfAny() }
    var text = ""
    try reader.elements { reader in
      guard reader.peek() == .object else { return try reader.skip() }
      try reader.members { reader, key in
        switch key {
        case "text": text += try reader.stringIfAny() ?? ""
        case "thinking":
          reasoning += try reader.peek() == .string ? reader.string() : texts(&reader, of: ["text"]) ?? ""
        default: try reader.skip()
        }
      }
    }
    return text
  }

  /// The strings under these names in a list of objects, one after another.
  private static func texts(_ reader: inout JSONReader, of names: [String]) throws -> String? {
    guard reader.peek() == .array else {
      try reader.skip()
      return nil
    }
    var text = ""
    try reader.elements { reader in
      guard reader.peek() == .object else { return try reader.skip() }
      try reader.members { reader, key in
        if names.contains(key) { text += try reader.stringIfAny() ?? "" } else { try reader.skip() }
      }
    }
    return text
  }

  private static func readUsage(_ reader: inout JSONReader, _ chunk: inout ReplyChunk) throws {
    guard reader.peek() == .object else { return try reader.skip() }
    try reader.members { reader, key in
      switch key {
      case "prompt_tokens": chunk.input = try reader.countIfAny() ?? chunk.input
      case "completion_tokens": chunk.output = try reader.countIfAny() ?? chunk.output
      case "prompt_tokens_details", "completion_tokens_details":
        guard reader.peek() == .object else { return try reader.skip() }
        try reader.members { reader, key in
          switch key {
          case "cached_tokens": chunk.cached = try reader.countIfAny() ?? chunk.cached
          case "reasoning_tokens": chunk.thought = try reader.countIfAny() ?? chunk.thought
          default: try reader.skip()
          }
        }
      default: try reader.skip()
      }
    }
  }
}

extension JSONReader {
  /// The value under `error`; nil for null.
  mutating func complaintIfAny() throws -> JSONValue? {
    let bytes = try slice()
    let value = (try? JSONValue(parsing: bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
    // Written out: a bare nil would be a null of JSON.
    return value == .null ? Optional.none : value
  }
}
