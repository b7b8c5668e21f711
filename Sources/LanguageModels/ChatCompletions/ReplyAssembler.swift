import Text

/// How much of a reply is taken before it counts as run away.
public struct ReplyLimits: Hashable, Sendable {
  /// Bytes of text and reasoning; a reply that grows beyond them ends there with the finish `length`.
  public var textBytes: Int
  /// Bytes of one event, or of an answer in one piece.
  public var eventBytes: Int
  /// Bytes of the whole stream. An event is some 250 bytes around one token of 4, hence so much more than the text.
  public var streamBytes: Int
  /// The longest time without a byte; whole seconds, at least 1.
  public var idleSeconds: Int

  public init(
    textBytes: Int = 1 << 20, eventBytes: Int = 8 << 20, streamBytes: Int = 128 << 20, idleSeconds: Int = 60
  ) {
    self.textBytes = textBytes
    self.eventBytes = eventBytes
    self.streamBytes = streamBytes
    self.idleSeconds = max(1, idleSeconds)
  }
}

/// Makes a reply of the bytes of a successful answer: events, or one JSON object where the server does not stream.
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

  private let limits: ReplyLimits
  private var form = Form.unknown
  private var parser = EventStreamParser()
  private var body: [UInt8] = []
  private var received = 0

  private(set) var text = ""
  private(set) var reasoning = ""
  private var refusal = ""
  private var model: String?
  private var finish: String?
  private var usage: TokenUsage?
  /// Whether nothing that could still come matters.
  private(set) var isComplete = false

  init(limits: ReplyLimits) { self.limits = limits }

  var progress: ReplyProgress { ReplyProgress(text: text, reasoning: reasoning.isEmpty ? nil : reasoning) }

  /// Takes the next bytes in and tells whether text or reasoning have grown.
  mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> Bool {
    guard !isComplete else { return false }
    received += bytes.count
    if received > limits.streamBytes { throw .tooLong(bytes: limits.streamBytes) }
    if form == .unknown { form = Self.form(of: bytes) }
    guard form == .events else {
      body.append(contentsOf: bytes)
      if body.count > limits.eventBytes { throw .tooLong(bytes: limits.eventBytes) }
      return false
    }
    var parser = EventStreamParser()
    swap(&parser, &self.parser)
    defer { swap(&parser, &self.parser) }
    var failure: Failure?
    var hasGrown = false
    parser.feed(bytes) { event in
      do throws(Failure) {
        if try take(event) { hasGrown = true }
      } catch {
        failure = error
      }
      return failure == nil && !isComplete
    }
    if let failure { throw failure }
    if parser.pending > limits.eventBytes { throw .tooLong(bytes: limits.eventBytes) }
    return hasGrown
  }

  /// The reply, after the end of the answer or as soon as it is complete.
  mutating func reply() throws(Failure) -> ModelReply {
    if !isComplete {
      switch form {
      case .unknown: throw .cutShort
      case .page: throw .malformed(ServerComplaint(body: body).message)
      case .object:
        _ = try add(body, isWhole: true)
      case .events:
        if let last = parser.finish() {
          // An event that the end cut in two is no malformed one.
          do { _ = try take(last) } catch .malformed(_) { throw .cutShort }
        }
        if !isComplete && finish == nil { throw .cutShort }
      }
    }
    if text.isEmpty && !refusal.isEmpty { text = refusal }
    return ModelReply(
      text: text, reasoning: reasoning.isEmpty ? nil : reasoning, model: model,
      finish: finish.map(FinishReason.init(name:)) ?? .stop, usage: usage)
  }

  private mutating func take(_ event: [UInt8]) throws(Failure) -> Bool {
    if event.elementsEqual("[DONE]".utf8) {
      if text.isEmpty && reasoning.isEmpty && finish == nil && usage == nil && refusal.isEmpty {
        throw .malformed("[DONE]")
      }
      isComplete = true
      return false
    }
    if event.allSatisfy({ $0 <= 0x20 }) { return false }
    return try add(event, isWhole: false)
  }

  private mutating func add(_ bytes: [UInt8], isWhole: Bool) throws(Failure) -> Bool {
    let chunk: ChatChunk
    do {
      chunk = try ChatChunk(bytes)
    } catch {
      // Where the bytes ran out, the rest of them is missing; elsewhere they are wrong.
      let isCut = (error as? JSONReader.Malformed).map { $0.offset >= bytes.count } ?? false
      throw isWhole && isCut ? .cutShort : .malformed(gist(of: bytes))
    }
    if let error = chunk.error { throw .complaint(ServerComplaint(error)) }
    if isWhole && !chunk.isReply {
      throw .malformed(gist(of: bytes))
    }
    var hasGrown = false
    if let new = chunk.text, !new.isEmpty {
      text += new
      hasGrown = true
    }
    if let new = chunk.reasoning, !new.isEmpty {
      reasoning += new
      hasGrown = true
    }
    if let new = chunk.refusal { refusal += new }
    if let new = chunk.finish, !new.isEmpty { finish = new }
    if let new = chunk.usage { usage = new }
    if model == nil, let new = chunk.model, !new.isEmpty { model = new }
    if text.utf8.count + reasoning.utf8.count > limits.textBytes {
      finish = FinishReason.length.name
      isComplete = true
    }
    return hasGrown
  }

  private func gist(of bytes: [UInt8]) -> String {
    ServerComplaint.gist(String(decoding: bytes.prefix(400), as: UTF8.self))
  }

  /// By the first byte, because servers do not keep to their content type.
  private static func form(of bytes: UnsafeRawBufferPointer) -> Form {
    switch bytes.first(where: { $0 > 0x20 }) {
    case nil: .unknown
    case UInt8(ascii: "{"), UInt8(ascii: "["): .object
    case UInt8(ascii: "<"): .page
    default: .events
    }
  }
}
