import Text

/// Makes replies of the bytes of a successful answer: events, or one JSON object where the server does not stream.
struct ReplyAssembler {
  enum Failure: Error, Equatable {
    /// An error that the server told of in a reply of status 200.
    case complaint(ServerComplaint)
    /// Bytes that are no reply; the gist of them.
    case malformed(String)
    case tooLong(bytes: Int)
    /// The stream ended before the reply did.
    case cutShort
  }

  private enum Form { case unknown, events, object, page }

  /// One of the replies.
  private struct Part {
    var answer = AnswerText()
    var refusal = ""
    var finish: FinishReason?
    var hasCome = false
  }

  private let limits: ReplyLimits
  private let reader: any ReplyReader
  private var form = Form.unknown
  private var parser = EventStreamParser()
  private var body: [UInt8] = []
  private var received = 0

  private var parts: [Part]
  private var model: String?
  private var counted = ReplyChunk()
  private var isOfLlama = false
  /// Whether nothing that could still come matters.
  private(set) var isComplete = false
  /// Whether what still comes is not even to be read.
  private(set) var isCut = false

  /// - Parameter count: how many replies were asked for in the one request; what a server sends beyond is none of ours.
  init(limits: ReplyLimits, reader: any ReplyReader = ChatChunkReader(), count: Int = 1) {
    self.limits = limits
    self.reader = reader
    parts = Array(repeating: Part(), count: max(1, count))
  }

  /// What has come of a reply so far.
  func progress(_ index: Int) -> ReplyProgress {
    let answer = parts[index].answer
    return ReplyProgress(text: answer.text, reasoning: answer.reasoning.isEmpty ? nil : answer.reasoning)
  }

  /// Takes the next bytes in and gives the indices of the replies that have grown.
  mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> [Int] {
    guard !isComplete else { return [] }
    received += bytes.count
    if received > limits.streamBytes { throw .tooLong(bytes: limits.streamBytes) }
    if form == .unknown { form = Self.form(of: bytes) }
    guard form == .events else {
      body.append(contentsOf: bytes)
      if body.count > limits.eventBytes { throw .tooLong(bytes: limits.eventBytes) }
      return []
    }
    var parser = EventStreamParser()
    swap(&parser, &self.parser)
    defer { swap(&parser, &self.parser) }
    var failure: Failure?
    var grown: [Int] = []
    parser.feed(bytes) { event in
      do throws(Failure) {
        try take(event, &grown)
      } catch {
        failure = error
      }
      return failure == nil && !isComplete
    }
    if let failure { throw failure }
    if parser.pending > limits.eventBytes { throw .tooLong(bytes: limits.eventBytes) }
    return grown
  }

  /// The replies, after the end of the answer or as soon as they are complete.
  mutating func replies() throws(Failure) -> AssembledReplies {
    if !isComplete {
      var grown: [Int] = []
      switch form {
      case .unknown: throw .cutShort
      case .page: throw .malformed(ServerComplaint(body: body).message)
      case .object:
        // A byte order mark may come first.
        try add(Array(body.drop { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "[") }), isWhole: true, &grown)
        guard parts.contains(where: \.hasCome) else { throw .malformed(gist(of: body)) }
        isComplete = true
      case .events:
        if let last = parser.finish() {
          // An event that the end cut in two is no malformed one.
          do { try take(last, &grown) } catch .malformed(_) { throw .cutShort }
        }
      }
    }
    guard let replies = finished else { throw .cutShort }
    return replies
  }

  /// Those that have come to their end, though the answer may not; nil where none has.
  var finished: AssembledReplies? {
    var isFirst = true
    let replies = parts.map { part -> ModelReply? in
      guard part.finish != nil || (isComplete && part.hasCome) else { return nil }
      var answer = part.answer
      answer.finish()
      defer { isFirst = false }
      return ModelReply(
        text: answer.text.isEmpty ? part.refusal : answer.text,
        reasoning: answer.reasoning.isEmpty ? nil : answer.reasoning, model: model, finish: part.finish ?? .stop,
        usage: isFirst ? usage : nil)
    }
    guard !isFirst else { return nil }
    return AssembledReplies(replies: replies, thought: counted.thought ?? 0, isOfLlama: isOfLlama)
  }

  private var usage: TokenUsage? {
    guard let input = counted.input, let output = counted.output else { return nil }
    return TokenUsage(input: input, output: output, cached: counted.cached)
  }

  private mutating func take(_ event: [UInt8], _ grown: inout [Int]) throws(Failure) {
    if event.elementsEqual("[DONE]".utf8) {
      guard parts.contains(where: \.hasCome) else { throw .malformed("[DONE]") }
      isComplete = true
      return
    }
    if event.allSatisfy({ $0 <= 0x20 }) { return }
    try add(event, isWhole: false, &grown)
  }

  private mutating func add(_ bytes: [UInt8], isWhole: Bool, _ grown: inout [Int]) throws(Failure) {
    let chunk: ReplyChunk
    do {
      chunk = try reader.chunk(bytes)
    } catch {
      // Where the bytes ran out, the rest of them is missing; elsewhere they are wrong.
      let isCut = (error as? JSONReader.Malformed).map { $0.offset >= bytes.count } ?? false
      throw isWhole && isCut ? .cutShort : .malformed(gist(of: bytes))
    }
    if let error = chunk.error { throw .complaint(ServerComplaint(error)) }
    if isWhole && !chunk.isReply { throw .malformed(gist(of: bytes)) }
    for piece in chunk.pieces where parts.indices.contains(piece.index) {
      if add(piece) && !grown.contains(piece.index) { grown.append(piece.index) }
    }
    counted.input = chunk.input ?? counted.input
    counted.output = chunk.output ?? counted.output
    counted.cached = chunk.cached ?? counted.cached
    counted.thought = chunk.thought ?? counted.thought
    if model == nil, let new = chunk.model, !new.isEmpty { model = new }
    if chunk.isOfLlama { isOfLlama = true }
    if chunk.isEnd, parts.contains(where: \.hasCome) { isComplete = true }
  }

  /// Returns whether text or reasoning of the reply have grown.
  private mutating func add(_ piece: ReplyChunk.Piece) -> Bool {
    parts[piece.index].hasCome = true
    if parts[piece.index].finish == .length, parts[piece.index].answer.count > limits.textBytes { return false }
    let before = parts[piece.index].answer.count
    if let new = piece.reasoning, !new.isEmpty { parts[piece.index].answer.append(reasoning: new) }
    if let new = piece.text, !new.isEmpty { parts[piece.index].answer.append(new) }
    if let new = piece.refusal { parts[piece.index].refusal += new }
    if let new = piece.finish { parts[piece.index].finish = new }
    let after = parts[piece.index].answer.count
    if after > limits.textBytes {
      parts[piece.index].finish = .length
      if parts.allSatisfy({ $0.finish != nil }) {
        isComplete = true
        isCut = true
      }
    }
    return after > before
  }

  private func gist(of bytes: [UInt8]) -> String {
    ServerComplaint.gist(String(decoding: bytes.prefix(400), as: UTF8.self))
  }

  /// By the first byte, because servers do not keep to their content type.
  private static func form(of bytes: UnsafeRawBufferPointer) -> Form {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return switch bytes.first(where: { $0 > 0x20 && !mark.contains($0) }) {
    case nil: .unknown
    case UInt8(ascii: "{"), UInt8(ascii: "["): .object
    case UInt8(ascii: "<"): .page
    default: .events
    }
  }
}
