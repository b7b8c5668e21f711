import TestSupport
import Text

/// A server that refuses requests for what they hold, as services do that do not take every setting.
struct StrictServer {
  let server: LoopbackServer

  /// - Parameters:
  ///   - refusal: the status and the body for a request that is refused; nil for one that is answered.
  ///   - answer: what is done to the others.
  init(
    answer: @escaping @Sendable (JSONValue) -> [ServerStep] = { _ in .chat(["ok"]) },
    refusal: @escaping @Sendable (JSONValue) -> (Int, String)?
  ) throws {
    server = try LoopbackServer { request in
      let body = Self.body(of: request)
      if let (status, body) = refusal(body) { return .answer(status, body) }
      return answer(body)
    }
  }

  /// What came, as JSON.
  var bodies: [JSONValue] { server.requests.all.map(Self.body) }

  private static func body(of request: ServerRequest) -> JSONValue {
    (try? JSONValue(parsing: Array(request.body))) ?? .null
  }

  /// OpenAI's words for a member that a model does not take.
  static func unsupported(_ name: String, _ words: String? = nil) -> (Int, String) {
    let message = words ?? "Unsupported parameter: '\(name)' is not supported with this model."
    return (
      400,
      "{\"error\":{\"message\":\(ServerStep.jsonString(message)),\"type\":\"invalid_request_error\",\"param\":\"\(name)\",\"code\":\"unsupported_parameter\"}}"
    )
  }
}
