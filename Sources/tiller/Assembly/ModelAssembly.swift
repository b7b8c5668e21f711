import LanguageModels
import Optimization
import Settings

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A model that was chosen, and what to tell the person about the choice.
struct ChosenModel: Sendable {
  /// Nil for random proposals.
  var model: (any LanguageModel)?
  var notice: String?
}

/// Turns `--model` and the environment into a model.
enum ModelAssembly {
  /// Checks the options now; looking for a local server, which may take a moment, is left to the closure.
  ///
  /// - Parameter isWatched: whether a person follows the run, for whom a recording takes its time.
  /// - Throws: `SettingError`, `InputError`, `LogError`.
  static func chooser(
    _ options: ModelOptions, candidates: Int, isWatched: Bool,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> @Sendable () -> ChosenModel {
    if let name = options.model {
      let llama = LlamaOptions(program: options.llamaServer, candidates: candidates)
      let chosen = try model(ModelChoice(name), baseURL: options.baseURL, isWatched: isWatched, llama, environment)
      return { chosen }
    }
    guard options.baseURL == nil else {
      throw InputError("--base-url names a server but no model: add --model openai:NAME.")
    }
    let places = try LocalServers.places(from: environment["TILLER_LOCAL_SERVERS"])
    let hasKey = environment["OPENAI_API_KEY"]?.isEmpty == false
    return {
      if let server = LocalServers.first(of: places),
        let model = try? ChatCompletionsModel(name: server.model, address: server.address)
      {
        return ChosenModel(model: model, notice: "\(server.label) answers on this machine: \(server.model)")
      }
      let simulated = SimulatedModel()
      let hint = hasKey ? "A key for OpenAI was found: --model openai:NAME uses it." : nil
      return ChosenModel(
        model: simulated, notice: [simulated.identity.notice, hint].compactMap { $0 }.joined(separator: ". "))
    }
  }

  /// - Throws: `SettingError`, `InputError`, `LogError`.
  static func model(
    _ choice: ModelChoice, baseURL: String?, isWatched: Bool, _ llama: LlamaOptions, _ environment: [String: String]
  ) throws -> ChosenModel {
    switch choice {
    case .service(let service, let name?):
      return ChosenModel(model: try service.model(named: name, baseURL: baseURL, environment: environment))
    case .service(let service, nil):
      // The first that the server has.
      let address = try service.address(baseURL: baseURL, environment: environment)
      let place = LocalServers.Place(address: address, label: service.label)
      guard let server = LocalServers.first(of: [place], within: .seconds(2)) else {
        throw InputError(
          "No model answers at \(address): start \(service.label) there, or name a model, as \(service.rawValue):NAME.")
      }
      return ChosenModel(
        model: try service.model(named: server.model, baseURL: baseURL, environment: environment),
        notice: "\(service.label) offers \(server.model)")
    case .llama(let file): return try llama.model(file, baseURL: baseURL, environment)
    case .recorded, .simulated, .none:
      guard baseURL == nil else {
        throw InputError("--base-url goes with a model of a service, as openai:NAME; \(choice) asks no server.")
      }
      guard let model = try StandIns.model(choice, isWatched: isWatched, environment) else { return ChosenModel() }
      return ChosenModel(model: model, notice: model.identity.notice)
    }
  }

  /// A model with its price, where the settings name one for it, with or without the service before its name.
  static func priced(_ chosen: ChosenModel, _ prices: ModelPrices) -> ChosenModel {
    guard let model = chosen.model else { return chosen }
    let name = model.identity.name
    let plain = name.firstIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
    guard let price = prices.price(of: name) ?? prices.price(of: plain) else { return chosen }
    var chosen = chosen
    chosen.model = PricedModel(
      model,
      price: TokenPrice(input: price.input, output: price.output, cached: price.cached, date: price.date))
    return chosen
  }

  /// Makes models for who changes them while a run goes on.
  static func maker(
    _ prices: ModelPrices, isWatched: Bool, _ llama: LlamaOptions,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> @Sendable (String) throws -> (any LanguageModel)? {
    { name in
      let choice = try ModelChoice(name, source: "model")
      return priced(try model(choice, baseURL: nil, isWatched: isWatched, llama, environment), prices).model
    }
  }

  /// The model that a log names.
  /// - Throws: `SettingError`, `InputError`, `LogError`.
  static func model(
    of identity: ModelIdentity?, isWatched: Bool, _ llama: LlamaOptions,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> ChosenModel {
    guard let identity else { return ChosenModel() }
    return try model(
      ModelChoice(identity.name, source: "the log's model"), baseURL: identity.address, isWatched: isWatched, llama,
      environment)
  }
}
