/// What carries a request to a server and its answer to an exchange.
protocol ReplyTransport: Sendable {
  /// Starts a request with this body, unless the transport is closed.
  ///
  /// - Returns: what cancels it, to be called at most once and from anywhere; nil where nothing was started.
  func start(_ body: [UInt8], _ exchange: ReplyExchange) -> (@Sendable () -> Void)?
  /// Ends everything under way, and every connection.
  func close()
}

/// The part of an answer's head that matters.
struct ReplyHead: Sendable {
  var status: Int
  /// The value of a header by its name, whatever its case.
  var header: @Sendable (String) -> String?
}
