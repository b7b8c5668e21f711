import Text

/// The chat completions API, which OpenAI made and most servers speak.
struct ChatCompletionsAPI: ServiceAPI {
  /// The model's name as the server knows it.
  var model: String

  var reader: any ReplyReader { ChatChunkReader() }

  func body(of request: ModelRequest, count: Int, in ways: ServiceWays) throws(ModelError) -> RequestBody {
    let messages = request.messages.map { message in
      JSONValue.object(["role": .string(message.role.rawValue), "content": .string(message.text)])
    }
    var builder = RequestBodyBuilder(["messages": .array(messages), "model": .string(model)], request, ways)
    try builder.addSampling()
    if let seed = request.seed { builder.add(.seed, "seed", .number(Double(seed))) }
    let limits = ["max_tokens", "max_completion_tokens"]
    if let tokens = request.replyTokens, limits.allSatisfy({ request.fields[$0] == nil }) {
      builder.add(.tokenLimit, ways.tokenLimit, .number(Double(tokens)))
    }
    if count > 1 { builder.add(.choices, "n", .number(Double(count))) }
    builder.add(.stream, "stream", true)
    builder.add(.streamOptions, "stream_options", ["include_usage": true])
    return try builder.body()
  }
}
