/// The one form that an event has outside: a flat object with `event`, `n` and `time` beside the fields of its kind.
extension LoggedEvent: Codable {
  private enum Keys: String, CodingKey { case event, n, time }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(event.kind, forKey: .event)
    try container.encode(n, forKey: .n)
    try container.encode(time, forKey: .time)
    try event.payload?.encode(to: encoder)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    n = try container.decode(Int.self, forKey: .n)
    time = try container.decode(Double.self, forKey: .time)
    event = try RunEvent(kind: try container.decode(String.self, forKey: .event), from: decoder)
  }
}

extension RunEvent {
  /// The value of the field `event`.
  public var kind: String {
    switch self {
    case .runStarted: "run-started"
    case .stepStarted: "step-started"
    case .asked: "asked"
    case .retry: "retry"
    case .reply: "reply"
    case .rejected: "rejected"
    case .evaluationStarted: "evaluation-started"
    case .measured: "measured"
    case .candidate: "candidate"
    case .ghost: "ghost"
    case .prediction: "prediction"
    case .steered: "steered"
    case .state: "state"
    case .notice: "notice"
    case .resumed: "resumed"
    case .runEnded: "run-ended"
    case .unknown(let kind): kind
    }
  }

  fileprivate var payload: (any Encodable)? {
    switch self {
    case .runStarted(let value): value
    case .stepStarted(let value): value
    case .asked(let value): value
    case .retry(let value): value
    case .reply(let value): value
    case .rejected(let value): value
    case .evaluationStarted(let value): value
    case .measured(let value): value
    case .candidate(let value): value
    case .ghost(let value): value
    case .prediction(let value): value
    case .steered(let value): value
    case .state(let value): value
    case .notice(let value): value
    case .resumed(let value): value
    case .runEnded(let value): value
    case .unknown: nil
    }
  }

  fileprivate init(kind: String, from decoder: any Decoder) throws {
    switch kind {
    case "run-started": self = .runStarted(try RunStarted(from: decoder))
    case "step-started": self = .stepStarted(try StepStarted(from: decoder))
    case "asked": self = .asked(try Asked(from: decoder))
    case "retry": self = .retry(try Retry(from: decoder))
    case "reply": self = .reply(try ReplyEvent(from: decoder))
    case "rejected": self = .rejected(try Rejected(from: decoder))
    case "evaluation-started": self = .evaluationStarted(try EvaluationStarted(from: decoder))
    case "measured": self = .measured(try Measured(from: decoder))
    case "candidate": self = .candidate(try CandidateEvent(from: decoder))
    case "ghost": self = .ghost(try GhostEvent(from: decoder))
    case "prediction": self = .prediction(try PredictionEvent(from: decoder))
    case "steered":
      // A later version may know more commands; their events are passed over like those of an unknown kind.
      let command = try decoder.container(keyedBy: SteeredKeys.self).decode(CommandName.self, forKey: .command)
      self = Command.names.contains(command.name) ? .steered(try Steered(from: decoder)) : .unknown(kind: kind)
    case "state": self = .state(try StateChange(from: decoder))
    case "notice": self = .notice(try Notice(from: decoder))
    case "resumed": self = .resumed(try Resumed(from: decoder))
    case "run-ended": self = .runEnded(try RunEnded(from: decoder))
    default: self = .unknown(kind: kind)
    }
  }

  private enum SteeredKeys: String, CodingKey { case command }
  private struct CommandName: Decodable { var name: String }
}
