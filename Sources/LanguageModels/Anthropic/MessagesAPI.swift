import Text

/// Anthropic's Messages API, of the version 2023-06-01 that its requests name.
struct MessagesAPI: ServiceAPI {
  /// The limit of a reply's tokens where none is asked for, since the API wants one: no answer to a prompt of an
  /// optimization comes near it.
  static let tokens = 4096
  /// The same with what a model may think before it answers.
  static let tokensWithThinking = 24_576

  /// The model's name as the service knows it.
  var model: String

  var reader: any ReplyReader { MessageEventReader() }

  func body(of request: ModelRequest, count: Int, in ways: ServiceWays) throws(ModelError) -> RequestBody {
    var system = request.messages.filter { $0.role == .system }.map(\.text).joined(separator: "\n\n")
    var messages = request.messages.filter { $0.role != .system }
    // A conversation without a word of the user's is none to it.
    if messages.isEmpty, !system.isEmpty {
      messages = [Message(.user, system)]
      system = ""
    }
    var members: [String: JSONValue] = [
      "model": .string(model),
      "messages": .array(messages.map { ["role": .string($0.role.rawValue), "content": .string($0.text)] }),
    ]
    if !system.isEmpty { members["system"] = .string(system) }
    var builder = RequestBodyBuilder(members, request, ways)
    try builder.addSampling()
    let thinks = request.thinking.map { $0 != .off } ?? false
    let tokens = request.replyTokens ?? (thinks ? Self.tokensWithThinking : Self.tokens)
    builder.add(.tokenLimit, "max_tokens", .number(Double(tokens)))
    builder.add(.stream, "stream", true)
    return try builder.body()
  }
}
