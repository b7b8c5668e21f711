import LanguageModels
import Optimization
import Text

/// What a server of the person's own offers where they named it and no model of it.
struct ModelOffer: Sendable {
  let service: Service
  let server: LocalServer

  /// Asks the server what it has, for two seconds at most.
  ///
  /// - Throws: `SettingError`, `InputError` where there is nothing to ask.
  init(_ service: Service, baseURL: String?, _ environment: [String: String]) throws {
    let address = try service.checkedAddress(baseURL: baseURL, environment: environment)
    guard !address.isEncrypted else {
      throw InputError(
        "\(service.label) at \(address) is asked for its models only over http://: name one, as \(service.rawValue):NAME."
      )
    }
    let place = LocalServers.Place(address: address, label: service.label)
    guard let listing = LocalServers.all(of: [place], within: .seconds(2)).first, let models = listing.models else {
      throw InputError("No model server answers at \(address): \(service.howToStart).")
    }
    guard let server = listing.server else {
      let has = models.isEmpty ? "no model" : "no model that talks, only \(Self.list(models))"
      throw InputError("\(service.label) at \(address) has \(has): \(service.howToGetOne).")
    }
    self.service = service
    self.server = server
  }

  /// Safe to print.
  var model: String { Self.shown(server.model) }

  /// What is said of the one that is there, or that the run begins with.
  var notice: String {
    server.others.isEmpty
      ? "\(service.label) offers \(model), which is asked"
      : "\(service.label) offers \(model), \(Self.list(server.others))"
  }

  /// Why a run waits before it asks the first of several; nil where there is but one.
  var pauseReason: String? {
    guard !server.others.isEmpty else { return nil }
    return "\(service.label) offers \(server.others.count + 1) models and none was named: \(model) is to be asked. "
      + "m asks another: \(Self.list(server.others)). Resume to start."
  }

  /// Why none can be taken where nobody can choose; nil where there is but one.
  var refusal: String? {
    guard !server.others.isEmpty else { return nil }
    return "\(service.label) at \(server.address) offers \(server.others.count + 1) models: name one, as "
      + "\(service.rawValue):\(model); the others are \(Self.list(server.others))."
  }

  /// So many names that a sentence stays one.
  private static func list(_ models: [String]) -> String {
    let most = 8
    let names = models.prefix(most).map(shown).joined(separator: ", ")
    return models.count > most ? "\(names) and \(models.count - most) more" : names
  }

  private static func shown(_ name: String) -> String {
    let clean = DisplayText(cleaning: String(name.prefix(81))).string
    return clean.count > 80 ? "\(clean.prefix(79))…" : clean
  }
}

extension Service {
  fileprivate var howToStart: String {
    switch self {
    case .ollama: "start Ollama (ollama serve), or set OLLAMA_HOST to where it runs"
    case .lmstudio: "start LM Studio's server (lms server start), or name its address with --base-url"
    case .vllm: "start vLLM (vllm serve NAME), or name its address with --base-url"
    case .llama: "name a file, as llama:FILE.gguf, or the address of a llama-server that runs with --base-url"
    default: "name a model, as \(rawValue):NAME"
    }
  }

  fileprivate var howToGetOne: String {
    switch self {
    case .ollama: "fetch one, as with ollama pull qwen3:0.6b"
    case .lmstudio: "load one, as with lms get"
    case .vllm: "start vLLM with one, as with vllm serve NAME"
    default: "start it with one, as with --model FILE.gguf"
    }
  }
}
