/// What carries requests to a server and their answers to an exchange.
protocol ReplyTransport: Sendable {
  /// Starts a request with this body, unless the transport is closed.
  ///
  /// - Returns: what cancels it, to be called at most once and from anywhere; nil where nothing was started.
  func start(_ body: [UInt8], _ exchange: ReplyExchange) -> (@Sendable () -> Void)?
  /// Ends everything under way, and every connection.
  func close()
}

/// Where requests of one API go, and what stands in the head of each.
struct ReplyEndpoint: Sendable {
  var address: ServerAddress
  /// What follows the base, as `/chat/completions`.
  var resource: String
  /// Lines of the head that not every server gets; one of them may hold the key.
  var headers: [String]

  var url: String { address.description + resource }

  static func chatCompletions(_ address: ServerAddress, key: SecretKey?) -> ReplyEndpoint {
    ReplyEndpoint(
      address: address, resource: "/chat/completions",
      headers: key.map { ["Authorization: Bearer \($0.exposed)"] } ?? [])
  }

  /// The Messages API, whose versions go by a date.
  static func messages(_ address: ServerAddress, key: SecretKey?) -> ReplyEndpoint {
    ReplyEndpoint(
      address: address, resource: "/messages",
      headers: ["anthropic-version: 2023-06-01"] + (key.map { ["x-api-key: \($0.exposed)"] } ?? []))
  }

  /// Plain sockets on this machine, else libcurl.
  func transport(_ limits: ReplyLimits, usesSockets: Bool? = nil) -> any ReplyTransport {
    usesSockets ?? (!address.isEncrypted && address.isLoopback)
      ? LoopbackClient(self, limits) : CurlClient(self, limits)
  }
}

extension ReplyEndpoint: CustomStringConvertible, CustomReflectable {
  var description: String { url }
  /// Without the headers, of which one may be the key.
  var customMirror: Mirror { Mirror(self, children: ["url": url]) }
}

/// The part of an answer's head that matters.
struct ReplyHead: Sendable {
  var status: Int
  /// The value of a header by its name, whatever its case.
  var header: @Sendable (String) -> String?

  /// How the body is compressed; nil where it is not.
  var packing: String? {
    let codings = ["Content-Encoding", "Transfer-Encoding"].compactMap(header).flatMap { $0.split(separator: ",") }
    return codings.map { $0.trimmed.lowercased() }.first { !["", "identity", "chunked"].contains($0) }
  }
}
