import LanguageModels
import Text

/// An act of steering. Codable and versioned, so that it can come from another process as well as from the screen.
public enum Command: Hashable, Sendable {
  /// No further request; what is under way is finished and kept.
  case pause
  case resume
  /// One step; during a run: pause after this step.
  case step
  /// From the next request on; nil leaves it to the server.
  case setTemperature(Double?)
  /// Solutions as a person types them, several divided by `;`.
  case inject(String)
  /// Gives up the replies that have not come; those that have are judged and kept.
  case cancelStep
  /// The step that the run ends at, more or fewer than before.
  case setSteps(Int)
  /// Ends the run after the replies under way, or at once.
  case end(immediately: Bool)
  /// The model no longer sees these candidates; those that were pinned no longer are.
  case mask(ids: [Int])
  case unmask(ids: [Int])
  /// These candidates are in every prompt; those that were masked no longer are.
  case pin(ids: [Int])
  case unpin(ids: [Int])
  /// Words of a person to the model, in every prompt from the next step on; nil or blank removes them.
  case setGuidance(String?)
  /// How the rows of a prompt are ordered, from the next step on.
  case setOrder(PromptSettings.Order)
  /// How many rows a prompt shows at most, 0 or more; nil shows all.
  case setHistory(Int?)
  /// Whether a prompt shows the losses.
  case setScoresShown(Bool)
  /// Takes back the last change of what the model sees, of the temperature or of the steps.
  case undo
  /// Who is asked from the next step on, as on the command line. The identity is what it turned out to be, nil for random
  /// proposals; the run fills it in.
  case setModel(String, ModelIdentity?)
  /// A person's own solution for the next step, to be judged beside the model's; it replaces an earlier one.
  case predict(String)

  /// The version of this coding.
  public static let version = 1

  /// The word for it, as in the palette and the plain mode.
  public var name: String {
    switch self {
    case .pause: "pause"
    case .resume: "resume"
    case .step: "step"
    case .setTemperature: "temperature"
    case .inject: "inject"
    case .cancelStep: "cancel"
    case .setSteps: "steps"
    case .end: "end"
    case .mask: "mask"
    case .unmask: "unmask"
    case .pin: "pin"
    case .unpin: "unpin"
    case .setGuidance: "guidance"
    case .setOrder: "order"
    case .setHistory: "rows"
    case .setScoresShown: "scores"
    case .undo: "undo"
    case .predict: "predict"
    case .setModel: "model"
    }
  }

  /// The names that this version knows.
  static let names: Set<String> = [
    "pause", "resume", "step", "temperature", "inject", "cancel", "steps", "end", "mask", "unmask", "pin", "unpin",
    "guidance", "order", "rows", "scores", "undo", "predict", "model",
  ]
}

extension Command: Codable {
  private enum Keys: String, CodingKey {
    case version, name, temperature, text, steps, immediately, ids, order, rows, shown, identity
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(Self.version, forKey: .version)
    try container.encode(name, forKey: .name)
    switch self {
    case .setTemperature(let value): try container.encodeIfPresent(value, forKey: .temperature)
    case .inject(let text): try container.encode(text, forKey: .text)
    case .setSteps(let count): try container.encode(count, forKey: .steps)
    case .end(let immediately): try container.encode(immediately, forKey: .immediately)
    case .mask(let ids), .unmask(let ids), .pin(let ids), .unpin(let ids): try container.encode(ids, forKey: .ids)
    case .setGuidance(let text): try container.encodeIfPresent(text, forKey: .text)
    case .setOrder(let order): try container.encode(order, forKey: .order)
    case .setHistory(let rows): try container.encodeIfPresent(rows, forKey: .rows)
    case .setScoresShown(let isShown): try container.encode(isShown, forKey: .shown)
    case .predict(let text): try container.encode(text, forKey: .text)
    case .setModel(let text, let identity):
      try container.encode(text, forKey: .text)
      try container.encodeIfPresent(identity, forKey: .identity)
    case .pause, .resume, .step, .cancelStep, .undo: break
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let version = try container.decode(Int.self, forKey: .version)
    guard version <= Self.version else {
      throw InputError("This command has version \(version); this Tiller reads up to \(Self.version).")
    }
    let name = try container.decode(String.self, forKey: .name)
    switch name {
    case "pause": self = .pause
    case "resume": self = .resume
    case "step": self = .step
    case "temperature": self = .setTemperature(try container.decodeIfPresent(Double.self, forKey: .temperature))
    case "inject": self = .inject(try container.decode(String.self, forKey: .text))
    case "cancel": self = .cancelStep
    case "steps": self = .setSteps(try container.decode(Int.self, forKey: .steps))
    case "end": self = .end(immediately: try container.decodeIfPresent(Bool.self, forKey: .immediately) ?? true)
    case "mask": self = .mask(ids: try container.decode([Int].self, forKey: .ids))
    case "unmask": self = .unmask(ids: try container.decode([Int].self, forKey: .ids))
    case "pin": self = .pin(ids: try container.decode([Int].self, forKey: .ids))
    case "unpin": self = .unpin(ids: try container.decode([Int].self, forKey: .ids))
    case "guidance": self = .setGuidance(try container.decodeIfPresent(String.self, forKey: .text))
    case "order": self = .setOrder(try container.decode(PromptSettings.Order.self, forKey: .order))
    case "rows": self = .setHistory(try container.decodeIfPresent(Int.self, forKey: .rows))
    case "scores": self = .setScoresShown(try container.decode(Bool.self, forKey: .shown))
    case "undo": self = .undo
    case "predict": self = .predict(try container.decode(String.self, forKey: .text))
    case "model":
      self = .setModel(
        try container.decode(String.self, forKey: .text),
        try container.decodeIfPresent(ModelIdentity.self, forKey: .identity))
    default: throw InputError("There is no command \"\(name)\".")
    }
  }
}

/// Where a command came from.
public enum CommandSource: String, Codable, Hashable, Sendable {
  case keyboard, plain, signal, program
  /// Planned before the run began, after the log of another.
  case acts
}

/// What a run says to a command.
public enum CommandOutcome: Hashable, Sendable {
  case accepted
  /// Why not, in a sentence.
  case refused(String)
}
