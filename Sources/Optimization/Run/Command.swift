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
    }
  }
}

extension Command: Codable {
  private enum Keys: String, CodingKey { case version, name, temperature, text, steps, immediately }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(Self.version, forKey: .version)
    try container.encode(name, forKey: .name)
    switch self {
    case .setTemperature(let value): try container.encodeIfPresent(value, forKey: .temperature)
    case .inject(let text): try container.encode(text, forKey: .text)
    case .setSteps(let count): try container.encode(count, forKey: .steps)
    case .end(let immediately): try container.encode(immediately, forKey: .immediately)
    case .pause, .resume, .step, .cancelStep: break
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
    default: throw InputError("There is no command \"\(name)\".")
    }
  }
}

/// Where a command came from.
public enum CommandSource: String, Codable, Hashable, Sendable {
  case keyboard, plain, signal, program
}

/// What a run says to a command.
public enum CommandOutcome: Hashable, Sendable {
  case accepted
  /// Why not, in a sentence.
  case refused(String)
}
