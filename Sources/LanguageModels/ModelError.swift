/// Why a request brought no reply, in a sentence for a person and a code for the log.
public struct ModelError: Error, Hashable, Sendable {
  public enum Code: String, Codable, Sendable {
    case rateLimited = "rate-limited"
    case server
    case connection
    /// No byte for the time allowed between two.
    case stalled
    case unauthorized
    case notFound = "not-found"
    case badRequest = "bad-request"
    /// The prompt is longer than the model takes: the same request with less of the history may do.
    case contextLength = "context-length"
    /// The server answered something that is no reply.
    case malformed
  }

  public var code: Code
  /// The status of HTTP where there was one.
  public var status: Int?
  /// Short, for a line of the screen: "429", "connection refused", "no byte for 60 s".
  public var cause: String
  /// What happened and what to do about it; text of the server in it is raw until the screen cleans it.
  public var sentence: String
  /// Whether the same request may do better in a moment.
  public var isRetryable: Bool
  /// The wait that the server asked for.
  public var retryAfter: Duration?
  /// Of `contextLength`: by how much, as far as the server told.
  public var overflow: ContextOverflow?

  public init(
    _ code: Code, status: Int? = nil, cause: String, sentence: String, isRetryable: Bool, retryAfter: Duration? = nil,
    overflow: ContextOverflow? = nil
  ) {
    self.code = code
    self.status = status
    self.cause = cause
    self.sentence = sentence
    self.isRetryable = isRetryable
    self.retryAfter = retryAfter
    self.overflow = overflow
  }
}
