import Text

/// What one event of a stream, or a whole answer in one object, adds to the replies of a request, whichever API it is of.
struct ReplyChunk: Equatable {
  /// What is added to one of the replies.
  struct Piece: Equatable {
    /// Which of them, from 0.
    var index = 0
    var text: String?
    var reasoning: String?
    /// Why the model does not answer, where the service has a place of its own for that.
    var refusal: String?
    var finish: FinishReason?
  }

  var pieces: [Piece] = []
  var model: String?
  /// What was counted, each figure where it was told; a later one takes the place of an earlier.
  var input: Int?
  var output: Int?
  var cached: Int?
  /// The part of the output that the model thought, where it was counted apart.
  var thought: Int?
  /// What the server put under `error`, which may come in a reply of status 200 and in mid-stream.
  var error: JSONValue?
  /// Whether it has the form of a reply at all.
  var isReply = false
  /// Whether nothing follows it.
  var isEnd = false
  /// Whether it holds what llama.cpp's server alone adds.
  var isOfLlama = false
}

/// Reads the events of one API, which come one JSON object each.
protocol ReplyReader: Sendable {
  /// - Throws: `JSONReader.Malformed`.
  func chunk(_ bytes: [UInt8]) throws -> ReplyChunk
}

/// What a request brought.
struct AssembledReplies: Equatable {
  /// By index; nil for those that did not come to their end. At least one did.
  var replies: [ModelReply?]
  /// Tokens that were thought and never shown, where the server told.
  var thought = 0
  var isOfLlama = false
}
