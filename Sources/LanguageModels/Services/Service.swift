/// A service or a kind of server that models are asked at: where it is, which key it wants, and which API it speaks.
public enum Service: String, CaseIterable, Codable, Sendable {
  /// OpenAI, and with a base URL any other server of chat completions.
  case openai
  /// Alibaba Cloud's Model Studio, where the Qwen models are served.
  case dashscope
  case openrouter
  case groq
  case vllm
  case lmstudio
  case ollama
  case anthropic
  /// llama.cpp's server: one that runs already; `llama:` with a file starts one for it.
  case llama

  /// Those that `--model` knows by name.
  public static let named = allCases.filter { $0 != .llama }

  /// What people call it.
  public var label: String {
    switch self {
    case .openai: "OpenAI"
    case .dashscope: "DashScope"
    case .openrouter: "OpenRouter"
    case .groq: "Groq"
    case .vllm: "vLLM"
    case .lmstudio: "LM Studio"
    case .ollama: "Ollama"
    case .anthropic: "Anthropic"
    case .llama: "llama.cpp"
    }
  }

  /// The base URL that its documentation gives; for DashScope that of the international service.
  public var defaultAddress: String {
    switch self {
    case .openai: ServerAddress.openAI
    case .dashscope: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"
    case .openrouter: "https://openrouter.ai/api/v1"
    case .groq: "https://api.groq.com/openai/v1"
    case .vllm: "http://127.0.0.1:8000/v1"
    case .lmstudio: "http://127.0.0.1:1234/v1"
    case .ollama: "http://127.0.0.1:11434/v1"
    case .anthropic: "https://api.anthropic.com/v1"
    case .llama: "http://127.0.0.1:8080/v1"
    }
  }

  /// The variable of the environment that holds its key; nil for those that are asked without one.
  public var keyVariable: String? {
    switch self {
    case .openai: "OPENAI_API_KEY"
    case .dashscope: "DASHSCOPE_API_KEY"
    case .openrouter: "OPENROUTER_API_KEY"
    case .groq: "GROQ_API_KEY"
    case .vllm: "VLLM_API_KEY"
    case .anthropic: "ANTHROPIC_API_KEY"
    case .lmstudio, .ollama, .llama: nil
    }
  }

  /// The variable of the environment that may name another base URL; nil where none is customary.
  public var addressVariable: String? {
    switch self {
    case .openai: "OPENAI_BASE_URL"
    case .anthropic: "ANTHROPIC_BASE_URL"
    case .ollama: "OLLAMA_HOST"
    default: nil
    }
  }

  /// Whether its requests cost money and it wants a key for them.
  public var isPaid: Bool {
    switch self {
    case .openai, .dashscope, .openrouter, .groq, .anthropic: true
    case .vllm, .lmstudio, .ollama, .llama: false
    }
  }

  /// Whether a person may leave the model's name away: the server is theirs, and lists what it has.
  public var offersModels: Bool { !isPaid }

  /// Whether the key to it is in the environment.
  public func hasKey(in environment: [String: String]) -> Bool {
    keyVariable.flatMap { environment[$0] }?.contains { !$0.isWhitespace } == true
  }

  /// What a request to it is, for sentences.
  var api: String { self == .anthropic ? "the Messages API" : "chat completions" }

  /// What follows the base URL.
  var resource: String { self == .anthropic ? "/messages" : "/chat/completions" }

  /// The base URL: the one given, else that of the environment, else its own.
  ///
  /// - Parameter baseURL: of `--base-url`.
  public func address(
    baseURL: String? = nil, environment: [String: String] = [:]
  ) throws(SettingError) -> ServerAddress {
    if let baseURL { return try ServerAddress(baseURL) }
    if let variable = addressVariable, let text = environment[variable], !text.trimmed.isEmpty {
      return try ServerAddress(self == .ollama ? OllamaHost.baseURL(text) : text, source: variable)
    }
    return try ServerAddress(defaultAddress)
  }

  /// The base URL, where it may be asked.
  ///
  /// - Throws: an address that is none, or one of another machine over plain http that nobody allowed.
  public func checkedAddress(
    baseURL: String? = nil, environment: [String: String]
  ) throws(SettingError) -> ServerAddress {
    let address = try address(baseURL: baseURL, environment: environment)
    try address.checkThatPlainTextIsAllowed(environment)
    return address
  }

  /// A model of this service; nothing is asked yet.
  ///
  /// - Parameters:
  ///   - name: as the service knows it.
  ///   - baseURL: of `--base-url`, in place of the service's own.
  ///   - environment: where the key is.
  /// - Throws: an address or a key that is none, or a key that would travel unencrypted to another machine.
  public func model(
    named name: String, baseURL: String? = nil, environment: [String: String], limits: ReplyLimits = ReplyLimits()
  ) throws(SettingError) -> any LanguageModel {
    let address = try checkedAddress(baseURL: baseURL, environment: environment)
    let key = keyVariable.flatMap { environment[$0] }
    guard self == .anthropic else {
      return try ChatCompletionsModel(name: name, address: address, service: self, key: key, limits: limits)
    }
    return try AnthropicModel(name: name, address: address, key: key, limits: limits)
  }
}
