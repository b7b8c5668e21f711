import LanguageModels
import Text

/// Everything a run was started with, beside the problem and the models; steering changes what is in force, not this.
public struct RunSettings: Hashable, Sendable {
  /// How many steps the run has; 1 or more.
  public var steps: Int
  /// Replies a step; 1 or more.
  public var candidates: Int
  /// How many initial solutions the problem is asked for; 0 or more.
  public var initial: Int
  public var prompt: PromptSettings
  public var prompting: String
  /// The text of an edited prompt.
  public var promptText: String?
  /// 0 or more; nil leaves it to the server.
  public var temperature: Double?
  /// Temperatures over the steps, in the place of one for all.
  public var schedule: TemperatureSchedule?
  /// What else requests are sent with.
  public var request = RequestSettings()
  public var seed: UInt64
  /// Ends the run at this loss or below.
  public var until: Double?
  /// Ends the run after so many steps without a better loss.
  public var patience: Int?
  public var repeats: Repeats
  /// What the run may use before it pauses.
  public var budget: Budget
  /// Whether the run starts paused, before its first request.
  public var paused: Bool
  /// Why it starts paused, in a sentence; nil where a person asked for it.
  public var pauseReason: String?
  /// Whether a person is there to decide; without one a pause for a cause ends the run.
  public var attended: Bool
  /// What the run does to itself, in order, after the log of another; nil for nothing.
  public var acts: [ScheduledAct]?

  public enum Repeats: String, Codable, CaseIterable, Sendable {
    /// A proposal that is already in the trajectory is rejected as a duplicate.
    case reject
    case evaluate
  }

  public init(
    steps: Int = 50, candidates: Int = 1, initial: Int = 1, prompt: PromptSettings = PromptSettings(),
    prompting: String = "classroom", promptText: String? = nil, temperature: Double? = nil,
    schedule: TemperatureSchedule? = nil, seed: UInt64 = 1, until: Double? = nil, patience: Int? = nil,
    repeats: Repeats = .reject, budget: Budget = Budget(), request: RequestSettings = RequestSettings(),
    paused: Bool = false, attended: Bool = true
  ) {
    self.steps = steps
    self.candidates = candidates
    self.initial = initial
    self.prompt = prompt
    self.prompting = prompting
    self.promptText = promptText
    self.temperature = temperature
    self.schedule = schedule
    self.seed = seed
    self.until = until
    self.patience = patience
    self.repeats = repeats
    self.budget = budget
    self.request = request
    self.paused = paused
    self.attended = attended
  }
}

/// What every request of a run is sent with, beside messages, temperature and seed.
public struct RequestSettings: Hashable, Codable, Sendable {
  /// The most tokens of a reply; nil leaves it to the server.
  public var replyTokens: Int?
  /// Above 0 up to 1; nil leaves it to the server.
  public var topP: Double?
  /// Nil leaves it to the server.
  public var thinking: Thinking?
  /// Further members of the body, as they are.
  public var fields: [String: JSONValue]?
  /// Whether servers are held to the problem's form of an answer where they can be and the prompt asks for that form.
  public var structured: Bool?
  /// Whether prompts show the gist of the reasoning that led to each pair.
  public var showReasoning: Bool?

  public init(
    replyTokens: Int? = nil, topP: Double? = nil, thinking: Thinking? = nil, fields: [String: JSONValue]? = nil,
    structured: Bool? = nil, showReasoning: Bool? = nil
  ) {
    self.replyTokens = replyTokens
    self.topP = topP
    self.thinking = thinking
    self.fields = fields
    self.structured = structured
    self.showReasoning = showReasoning
  }

  public var isStructured: Bool { structured ?? false }
  public var showsReasoning: Bool { showReasoning ?? false }
}

extension RunSettings: Codable {
  // As in the log: budgets and what requests are sent with stand beside the rest, absent where nobody set them.
  private enum CodingKeys: String, CodingKey {
    case steps, candidates, initial, prompt, prompting, promptText, temperature, schedule, seed, until, patience
    case repeats, budgetTokens, budgetCost, budgetSeconds, paused, pauseReason, attended, acts
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    steps = try container.decode(Int.self, forKey: .steps)
    candidates = try container.decode(Int.self, forKey: .candidates)
    initial = try container.decode(Int.self, forKey: .initial)
    prompt = try container.decode(PromptSettings.self, forKey: .prompt)
    prompting = try container.decode(String.self, forKey: .prompting)
    promptText = try container.decodeIfPresent(String.self, forKey: .promptText)
    temperature = try container.decodeIfPresent(Double.self, forKey: .temperature)
    schedule = try container.decodeIfPresent(TemperatureSchedule.self, forKey: .schedule)
    seed = try container.decode(UInt64.self, forKey: .seed)
    until = try container.decodeIfPresent(Double.self, forKey: .until)
    patience = try container.decodeIfPresent(Int.self, forKey: .patience)
    repeats = try container.decode(Repeats.self, forKey: .repeats)
    budget = Budget(
      tokens: try container.decodeIfPresent(Int.self, forKey: .budgetTokens),
      cost: try container.decodeIfPresent(Double.self, forKey: .budgetCost),
      seconds: try container.decodeIfPresent(Double.self, forKey: .budgetSeconds))
    paused = try container.decode(Bool.self, forKey: .paused)
    pauseReason = try container.decodeIfPresent(String.self, forKey: .pauseReason)
    attended = try container.decode(Bool.self, forKey: .attended)
    acts = try container.decodeIfPresent([ScheduledAct].self, forKey: .acts)
    request = try RequestSettings(from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(steps, forKey: .steps)
    try container.encode(candidates, forKey: .candidates)
    try container.encode(initial, forKey: .initial)
    try container.encode(prompt, forKey: .prompt)
    try container.encode(prompting, forKey: .prompting)
    try container.encodeIfPresent(promptText, forKey: .promptText)
    try container.encodeIfPresent(temperature, forKey: .temperature)
    try container.encodeIfPresent(schedule, forKey: .schedule)
    try container.encode(seed, forKey: .seed)
    try container.encodeIfPresent(until, forKey: .until)
    try container.encodeIfPresent(patience, forKey: .patience)
    try container.encode(repeats, forKey: .repeats)
    try container.encodeIfPresent(budget.tokens, forKey: .budgetTokens)
    try container.encodeIfPresent(budget.cost, forKey: .budgetCost)
    try container.encodeIfPresent(budget.seconds, forKey: .budgetSeconds)
    try container.encode(paused, forKey: .paused)
    try container.encodeIfPresent(pauseReason, forKey: .pauseReason)
    try container.encode(attended, forKey: .attended)
    try container.encodeIfPresent(acts, forKey: .acts)
    try request.encode(to: encoder)
  }
}
