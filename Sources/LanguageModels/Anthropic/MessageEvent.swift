import Text

/// Reads the events of a streamed message, and whole messages.
///
/// An event tells its kind by its member `type`, so that the line `event:` beside it is not needed. Kinds that are not
/// known are walked past, as the API asks of its clients.
struct MessageEventReader: ReplyReader {
  func chunk(_ bytes: [UInt8]) throws -> ReplyChunk {
    var chunk = ReplyChunk()
    var piece = ReplyChunk.Piece()
    var kind: String?
    var reader = JSONReader(bytes)
    guard reader.peek() == .object else { throw JSONReader.Malformed(offset: 0) }
    try reader.members { reader, key in
      switch key {
      case "type": kind = try reader.stringIfAny()
      case "message": try Self.readMessage(&reader, &chunk, &piece)
      case "content_block": try Self.readBlock(&reader, &piece)
      case "delta": try Self.readDelta(&reader, &piece)
      case "usage": try Self.readUsage(&reader, &chunk)
      case "error": chunk.error = try reader.complaintIfAny() ?? chunk.error
      // Those of a whole message, which is the object itself.
      case "content": try Self.readContent(&reader, &piece)
      case "stop_reason": piece.finish = try Self.finish(&reader)
      case "model": chunk.model = try reader.stringIfAny()
      default: try reader.skip()
      }
    }
    try reader.end()
    switch kind {
    case "message", "message_start", "content_block_start", "content_block_delta", "message_delta":
      chunk.isReply = true
      chunk.pieces = [piece]
    case "message_stop": chunk.isEnd = true
    case nil where chunk.error == nil: chunk.error = ServerComplaint.bare(bytes)
    default: break
    }
    return chunk
  }

  /// The message of the first event, which has no content yet.
  private static func readMessage(
    _ reader: inout JSONReader, _ chunk: inout ReplyChunk, _ piece: inout ReplyChunk.Piece
  ) throws {
    guard reader.peek() == .object else { return try reader.skip() }
    try reader.members { reader, key in
      switch key {
      case "model": chunk.model = try reader.stringIfAny()
      case "usage": try readUsage(&reader, &chunk)
      case "content": try readContent(&reader, &piece)
      default: try reader.skip()
      }
    }
  }

  private static func readContent(_ reader: inout JSONReader, _ piece: inout ReplyChunk.Piece) throws {
    guard reader.peek() == .array else {
      piece.text = try reader.stringIfAny()
      return
    }
    try reader.elements { try readBlock(&$0, &piece) }
  }

  private static func readBlock(_ reader: inout JSONReader, _ piece: inout ReplyChunk.Piece) throws {
    guard reader.peek() == .object else { return try reader.skip() }
    try reader.members { reader, key in
      switch key {
      case "text": if let new = try reader.stringIfAny() { piece.text = (piece.text ?? "") + new }
      case "thinking": if let new = try reader.stringIfAny() { piece.reasoning = (piece.reasoning ?? "") + new }
      default: try reader.skip()
      }
    }
  }

  /// Of a block or of the whole message: their members have different names.
  private static func readDelta(_ reader: inout JSONReader, _ piece: inout ReplyChunk.Piece) throws {
    guard reader.peek() == .object else { return try reader.skip() }
    try reader.members { reader, key in
      switch key {
      case "text": piece.text = try reader.stringIfAny()
      case "thinking": piece.reasoning = try reader.stringIfAny()
      case "stop_reason": piece.finish = try finish(&reader)
      default: try reader.skip()
      }
    }
  }

  private static func finish(_ reader: inout JSONReader) throws -> FinishReason? {
    switch try reader.stringIfAny() {
    case nil: nil
    case "end_turn", "stop_sequence": .stop
    case "max_tokens", "model_context_window_exceeded": .length
    case "refusal": .filtered
    case let name?: .other(name)
    }
  }

  /// The tokens read from the cache and written to it are counted beside the rest of the input.
  private static func readUsage(_ reader: inout JSONReader, _ chunk: inout ReplyChunk) throws {
    guard reader.peek() == .object else { return try reader.skip() }
    var input: Int?
    var cached: Int?
    var written = 0
    try reader.members { reader, key in
      switch key {
      case "input_tokens": input = try reader.countIfAny()
      case "cache_read_input_tokens": cached = try reader.countIfAny()
      case "cache_creation_input_tokens": written = try reader.countIfAny() ?? 0
      case "output_tokens": chunk.output = try reader.countIfAny()
      default: try reader.skip()
      }
    }
    if let input {
      chunk.input = input + (cached ?? 0) + written
      chunk.cached = cached
    }
  }
}
