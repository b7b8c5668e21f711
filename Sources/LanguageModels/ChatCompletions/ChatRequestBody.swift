import Text

/// The JSON of a request to `/chat/completions`.
enum ChatRequestBody {
  /// - Throws: `ModelError` for a temperature that is negative or no number.
  static func bytes(of request: ModelRequest, model: String) throws(ModelError) -> [UInt8] {
    let messages = request.messages.map { message in
      JSONValue.object(["role": .string(message.role.rawValue), "content": .string(message.text)])
    }
    var members: [String: JSONValue] = [
      "messages": .array(messages), "model": .string(model), "stream": true,
      "stream_options": ["include_usage": true],
    ]
    if let temperature = request.temperature {
      guard temperature.isFinite && temperature >= 0 else { throw refused(temperature) }
      members["temperature"] = .number(temperature)
    }
    if let seed = request.seed { members["seed"] = .number(Double(seed)) }
    if let tokens = request.replyTokens { members["max_tokens"] = .number(Double(tokens)) }
    do throws(JSONNumberError) {
      return try JSONValue.object(members).canonicalUTF8()
    } catch {
      throw refused(error.value)
    }
  }

  private static func refused(_ temperature: Double) -> ModelError {
    ModelError(
      .badRequest, cause: "temperature", sentence: "The temperature is \(temperature): it must be 0 or more.",
      isRetryable: false)
  }
}
