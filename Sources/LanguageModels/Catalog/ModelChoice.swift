/// What `--model` names.
public enum ModelChoice: Hashable, Sendable, CustomStringConvertible {
  /// A model of a service, by the name that the service has for it; nil leaves it open which of those that are there,
  /// which servers of the person's own allow, see `Service.offersModels`.
  case service(Service, name: String?)
  /// A file of weights, for which llama.cpp's server is started.
  case llama(file: String)
  /// The replies of an earlier run, from its log.
  case recorded(log: String)
  /// The transformer that is built in.
  case embedded
  /// The stand-in that is built in, with one of its characters; nil for the usual one.
  case simulated(profile: String?)
  /// No model: proposals are drawn at random.
  case none

  /// What is allowed, for a sentence.
  public static let allowed =
    Service.named.map { "\($0.rawValue):\($0.offersModels ? "[NAME]" : "NAME")" }.joined(separator: ", ")
    + ", llama:FILE.gguf, recorded:LOG, embedded, simulated[:PROFILE] and none"

  /// Reads what people write, as `openai:NAME`, `ollama:`, `llama:FILE.gguf` or `simulated`.
  ///
  /// - Parameter source: the option that held it, for the error.
  /// - Throws: a sentence that names the value and lists what is allowed.
  public init(_ text: String, source: String = "--model") throws(SettingError) {
    let kind = String(text.prefix { $0 != ":" })
    let hasColon = kind.count < text.count
    let rest = String(text.dropFirst(kind.count + 1).filter { !$0.isNewline })
    let isBlank = rest.allSatisfy(\.isWhitespace)
    func missing(_ what: String, _ example: String) -> SettingError {
      SettingError("\(source) \"\(ServerComplaint.gist(text))\" names no \(what): write \(example).")
    }
    if let service = Service(rawValue: kind), service != .llama || isBlank {
      if service.offersModels {
        self = .service(service, name: isBlank ? nil : rest)
      } else if isBlank {
        throw missing("model", "\(kind):NAME, as \(kind):\(service.example)")
      } else {
        self = .service(service, name: rest)
      }
      return
    }
    switch kind {
    case "llama":
      self = .llama(file: rest)
    case "recorded":
      if isBlank { throw missing("log", "recorded:LOG") }
      self = .recorded(log: rest)
    case "simulated":
      if hasColon && isBlank { throw missing("profile", "simulated, or simulated:PROFILE") }
      self = .simulated(profile: hasColon ? rest : nil)
    case "embedded", "none":
      if hasColon {
        throw SettingError(
          "\(source) \"\(ServerComplaint.gist(text))\" has something after \(kind), which takes nothing.")
      }
      self = kind == "none" ? .none : .embedded
    default:
      throw SettingError("\(source) \"\(ServerComplaint.gist(text))\" is unknown: allowed are \(Self.allowed).")
    }
  }

  /// As on the command line.
  public var description: String {
    switch self {
    case .service(let service, let name): "\(service.rawValue):\(name ?? "")"
    case .llama(let file): "llama:\(file)"
    case .recorded(let log): "recorded:\(log)"
    case .simulated(let profile): profile.map { "simulated:\($0)" } ?? "simulated"
    case .embedded: "embedded"
    case .none: "none"
    }
  }
}

extension Service {
  /// A name of a model that a person may know from there.
  fileprivate var example: String {
    switch self {
    case .openai, .vllm, .lmstudio, .ollama, .llama: "qwen2.5-coder-0.5b"
    case .dashscope: "qwen-plus"
    case .openrouter: "qwen/qwen-plus"
    case .groq: "llama-3.1-8b-instant"
    case .anthropic: "claude-haiku-4-5"
    }
  }
}
