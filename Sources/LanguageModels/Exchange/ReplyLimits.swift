/// How much of a reply is taken before it counts as run away.
public struct ReplyLimits: Hashable, Sendable {
  /// Bytes of text and reasoning of one reply; where it grows beyond them it ends with the finish `length`.
  public var textBytes: Int
  /// Bytes of one event, or of an answer in one piece.
  public var eventBytes: Int
  /// Bytes of the whole stream. An event is some 250 bytes around one token of 4, hence so much more than the text.
  public var streamBytes: Int
  /// The longest time without a byte; whole seconds, at least 1.
  public var idleSeconds: Int
  /// The longest time from the request to the end of its reply, however much comes; whole seconds, at least 1.
  public var replySeconds: Int

  public init(
    textBytes: Int = 1 << 20, eventBytes: Int = 8 << 20, streamBytes: Int = 128 << 20, idleSeconds: Int = 60,
    replySeconds: Int = 3600
  ) {
    self.textBytes = textBytes
    self.eventBytes = eventBytes
    self.streamBytes = streamBytes
    self.idleSeconds = max(1, idleSeconds)
    self.replySeconds = max(1, replySeconds)
  }
}
