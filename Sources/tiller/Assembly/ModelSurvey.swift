import LanguageModels
import Optimization
import Processes
import Settings
import Text

/// The models that can be asked from here, and which one is where none is named. No key is kept, only whether one is there.
struct ModelSurvey: Sendable {
  struct Entry: Hashable, Sendable {
    /// As `--model` takes it.
    var name: String
    /// What was found.
    var found: String
    /// Why a run does not ask it without `--model`, empty where the heading says it; nil for the one that it asks.
    var whyNot: String?
  }

  struct ServiceEntry: Hashable, Sendable {
    var service: Service
    /// The base URL, or why the environment's is none.
    var address: String
    /// Nil where it wants none.
    var hasKey: Bool?

    var found: String {
      guard let variable = service.keyVariable, let hasKey else { return "needs no key" }
      if hasKey { return "\(variable) found" }
      return service.isPaid ? "\(variable) not set" : "\(variable) not set, seldom needed"
    }
  }

  private(set) var services: [ServiceEntry] = []
  private(set) var localServers: [LocalServers.Listing] = []
  /// The program that `llama:FILE.gguf` starts.
  private(set) var llamaServer: String?
  /// What settings name as the model.
  private(set) var setting: String?
  /// What is wrong with a variable or a setting that was looked at.
  private(set) var complaints: [String] = []

  /// Looks at the environment and at the usual ports of this machine, for a third of a second at most.
  init(_ settings: ResolvedSettings, _ environment: [String: String]) {
    setting = settings.string("run.model")
    if let setting {
      do { _ = try ModelChoice(setting, source: "run.model") } catch { complaints.append("\(error)") }
    }
    services = Service.named.map { service in
      var address = service.defaultAddress
      do {
        address = try service.address(environment: environment).description
      } catch {
        complaints.append("\(error)")
      }
      return ServiceEntry(
        service: service, address: address,
        hasKey: service.keyVariable == nil ? nil : service.hasKey(in: environment))
    }
    do {
      localServers = LocalServers.all(of: try LocalServers.places(in: environment))
    } catch {
      complaints.append("\(error)")
    }
    if let complaint = KeyFile.contents(environment).complaint { complaints.append(complaint) }
    let program = settings.string("run.llama-server") ?? "llama-server"
    llamaServer = ExecutableSearch.find(program, path: environment["PATH"])
  }

  /// The server on this machine that is asked where no model is named.
  var localServer: LocalServer? { localServers.lazy.compactMap(\.server).first }

  /// What a run asks without `--model`.
  var chosen: String {
    setting ?? localServer.map { "openai:\($0.model)" } ?? "embedded"
  }

  /// Why, in a sentence.
  var reason: String {
    if let setting { return "the setting run.model is \"\(setting)\"." }
    if let server = localServer {
      return "\(server.label) answers at \(server.address), and no setting names another."
    }
    return "no setting names one, and no model server answers on this machine."
  }

  /// The service that a run asks and that wants a key which is not set; nil where all is there.
  var serviceWithoutKey: ServiceEntry? {
    guard let setting, let choice = try? ModelChoice(setting), case .service(let service, _) = choice, service.isPaid
    else { return nil }
    return services.first { $0.service == service && $0.hasKey != true }
  }

  // MARK: The lists

  /// What the settings name; nil where nothing is, or nothing that there is.
  private var named: ModelChoice? { setting.flatMap { try? ModelChoice($0) } }

  var serviceEntries: [Entry] {
    services.map { entry in
      var isChosen = false
      if case .service(entry.service, _)? = named { isChosen = true }
      return Entry(
        name: "\(entry.service.rawValue):\(entry.service.offersModels ? "[NAME]" : "NAME")",
        found: "\(entry.found.padded(toColumns: 44))  \(entry.address)", whyNot: isChosen ? nil : "")
    }
  }

  var localEntries: [Entry] {
    localServers.map { listing in
      let models = listing.models ?? []
      let found =
        listing.models == nil ? "nothing answers" : models.isEmpty ? "no model" : models.joined(separator: ", ")
      var whyNot: String?
      if listing.server == nil {
        whyNot = listing.models == nil ? "" : "it has no model that talks"
      } else if setting != nil {
        whyNot = "the setting run.model comes first"
      } else if listing.server != localServer {
        whyNot = "\(localServer?.label ?? "another") comes first"
      }
      return Entry(name: "\(listing.place.label) at \(listing.place.address)", found: found, whyNot: whyNot)
    }
  }

  var ownEntries: [Entry] {
    let llama = llamaServer.map { "Starts \($0)." } ?? "llama-server is not on the PATH; --llama-server names it."
    var isLlama = false, isRecording = false, isEmbedded = false, profile: String?
    switch named {
    case .llama?: isLlama = true
    case .recorded?: isRecording = true
    case .simulated(let name)?: profile = name ?? SimulatedProfile.steady.name
    case .embedded?: isEmbedded = true
    case nil where setting == nil && localServer == nil: isEmbedded = true
    default: break
    }
    return [
      Entry(name: "embedded", found: Self.embedded, whyNot: isEmbedded ? nil : ""),
      Entry(name: "llama:FILE.gguf", found: llama, whyNot: isLlama ? nil : ""),
      Entry(
        name: "recorded:LOG", found: "Repeats the replies of an earlier run, without a network.",
        whyNot: isRecording ? nil : ""),
    ]
      + SimulatedProfile.allCases.map {
        Entry(name: "simulated:\($0.name)", found: $0.shows, whyNot: $0.name == profile ? nil : "")
      }
      + [
        Entry(
          name: "none", found: "No model: proposals are drawn at random.", whyNot: named == ModelChoice.none ? nil : "")
      ]
  }

  private static let embedded =
    "A transformer trained to optimize in context, not a language model: it reads the pairs in the prompt and no words."

  // MARK: In words

  /// Safe to print.
  var lines: [String] {
    var lines = ["Without --model a run asks \(chosen): \(reason)"]
    func section(_ title: String, _ entries: [Entry]) {
      lines += ["", title]
      let width = min(44, entries.map { TextWidth.columns(of: $0.name) }.max() ?? 0)
      for entry in entries {
        let whyNot = entry.whyNot.map { $0.isEmpty ? "" : " (not chosen: \($0))" }
        lines.append("  \(entry.name.padded(toColumns: width))  \(entry.found)\(whyNot ?? " (chosen)")")
      }
    }
    section("Services, asked only when one is named; a key alone never chooses one that costs money:", serviceEntries)
    if localServers.isEmpty {
      lines += ["", "Servers on this machine: none is looked for (TILLER_LOCAL_SERVERS)."]
    } else {
      section(
        "Servers on this machine; where no model is named, the first of them that has one is asked:", localEntries)
    }
    section("In files and in the program, asked when named; embedded where there is nothing else:", ownEntries)
    if !complaints.isEmpty { lines += [""] + complaints }
    return lines.map { DisplayText(cleaning: $0).string }
  }

  var json: JSONValue {
    [
      "chosen": .string(chosen), "reason": .string(reason),
      "services": .array(
        services.map {
          [
            "name": .string($0.service.rawValue), "label": .string($0.service.label), "address": .string($0.address),
            "keyVariable": $0.service.keyVariable.map { .string($0) } ?? .null,
            "keyFound": $0.hasKey.map { .bool($0) } ?? .null, "paid": .bool($0.service.isPaid),
          ]
        }),
      "localServers": .array(
        localServers.map {
          [
            "label": .string($0.place.label), "address": .string($0.place.address.description),
            "models": $0.models.map { .array($0.map { .string($0) }) } ?? .null,
          ]
        }),
      "llamaServer": llamaServer.map { .string($0) } ?? .null,
      "embedded": .string(Self.embedded),
      "simulated": .array(
        SimulatedProfile.allCases.map { ["name": .string("simulated:\($0.name)"), "shows": .string($0.shows)] }),
      "problems": .array(complaints.map { .string($0) }),
    ]
  }
}
