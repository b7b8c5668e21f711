import EmbeddedModel
import LanguageModels
import Optimization
import Settings
import Text

/// A model that was chosen, and what to tell the person about the choice.
struct ChosenModel: Sendable {
  /// Nil for random proposals.
  var model: (any LanguageModel)?
  var notice: String?
  /// Why a run that is watched waits before it asks this model; nil where it need not.
  var pauseReason: String?
}

/// Turns `--model` and the environment into a model.
enum ModelAssembly {
  /// Checks the options now; looking for a local server, which may take a moment, is left to the closure.
  ///
  /// - Parameter isWatched: whether a person follows the run, for whom a recording takes its time, and who can choose
  ///   where a server offers several models.
  /// - Throws: `SettingError`, `InputError`, `LogError`.
  static func chooser(
    _ options: ModelOptions, _ llama: LlamaOptions, isWatched: Bool,
    environment: [String: String] = Environment.withKeys
  ) throws -> @Sendable () -> ChosenModel {
    let watching = Watching(isWatched: isWatched, pace: options.pace)
    if let name = options.model {
      let choice = try ModelChoice(name)
      if case .service(let service, nil) = choice {
        let chosen = try offered(by: service, baseURL: options.baseURL, isWatched: isWatched, environment)
        return { chosen }
      }
      let chosen = try model(choice, baseURL: options.baseURL, watching, llama, environment)
      return { chosen }
    }
    guard options.baseURL == nil else {
      throw InputError("--base-url names a server but no model: add --model openai:NAME.")
    }
    let places = try LocalServers.places(in: environment)
    let hint = keyHint(environment, isWatched: isWatched)
    return {
      if let server = LocalServers.first(of: places),
        let model = try? ChatCompletionsModel(name: server.model, address: server.address)
      {
        let found = "\(server.label) answers on this machine: \(DisplayText(cleaning: server.model).string)"
        // A person chooses on the screen; lines elsewhere stay short.
        return ChosenModel(
          model: model, notice: [found, isWatched ? hint : nil].compactMap { $0 }.joined(separator: ". "))
      }
      let embedded = EmbeddedModel(pace: watching.chosenPace)
      return ChosenModel(
        model: embedded, notice: [embedded.identity.notice, hint].compactMap { $0 }.joined(separator: ". "))
    }
  }

  /// What to say of keys that are there, for services that nobody named; nil where there is none. A key alone never
  /// chooses a service that costs money.
  static func keyHint(_ environment: [String: String], isWatched: Bool) -> String? {
    let services = Service.named.filter { $0.isPaid && $0.hasKey(in: environment) }
    guard let first = services.first else { return nil }
    let use = isWatched ? "m" : "--model \(first.rawValue):NAME"
    guard services.count > 1, let last = services.last else {
      return "A key for \(first.label) was found; \(use) to use it."
    }
    let labels = services.dropLast().map(\.label).joined(separator: ", ")
    return
      "Keys for \(labels) and \(last.label) were found; \(isWatched ? "m" : "--model \(first.rawValue):NAME, say,") to use one."
  }

  /// The model of a server that was named without one.
  ///
  /// - Throws: `SettingError`; `InputError` where there is none, or several and nobody to choose.
  private static func offered(
    by service: Service, baseURL: String?, isWatched: Bool, _ environment: [String: String]
  ) throws -> ChosenModel {
    let offer = try ModelOffer(service, baseURL: baseURL, environment)
    if !isWatched, let refusal = offer.refusal { throw InputError(refusal) }
    return ChosenModel(
      model: try service.model(named: offer.server.model, baseURL: baseURL, environment: environment),
      notice: offer.notice, pauseReason: offer.pauseReason)
  }

  /// - Throws: `SettingError`, `InputError`, `LogError`.
  static func model(
    _ choice: ModelChoice, baseURL: String?, _ watching: Watching, _ llama: LlamaOptions,
    _ environment: [String: String]
  ) throws -> ChosenModel {
    switch choice {
    case .service(let service, let name?):
      if service.isPaid, !service.hasKey(in: environment), let complaint = KeyFile.contents(environment).complaint {
        throw InputError(complaint)
      }
      return ChosenModel(model: try service.model(named: name, baseURL: baseURL, environment: environment))
    case .service(let service, nil):
      // Whoever changes the model while a run goes on chooses by its name.
      return try offered(by: service, baseURL: baseURL, isWatched: false, environment)
    case .llama(let file): return try llama.model(file, baseURL: baseURL, environment)
    case .recorded, .embedded, .simulated, .none:
      guard baseURL == nil else {
        throw InputError("--base-url goes with a model of a service, as openai:NAME; \(choice) asks no server.")
      }
      guard let model = try StandIns.model(choice, watching, environment) else { return ChosenModel() }
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
    _ prices: ModelPrices, _ watching: Watching, _ llama: LlamaOptions,
    environment: [String: String] = Environment.withKeys
  ) -> @Sendable (String) throws -> (any LanguageModel)? {
    { name in
      let choice = try ModelChoice(name, source: "model")
      return priced(try model(choice, baseURL: nil, watching, llama, environment), prices).model
    }
  }

  /// The model that a log names.
  /// - Throws: `SettingError`, `InputError`, `LogError`.
  static func model(
    of identity: ModelIdentity?, _ watching: Watching, _ llama: LlamaOptions,
    environment: [String: String] = Environment.withKeys
  ) throws -> ChosenModel {
    guard let identity else { return ChosenModel() }
    return try model(
      ModelChoice(identity.name, source: "the log's model"), baseURL: identity.address, watching, llama, environment)
  }
}
