/// Everything a run was started with, beside the problem and the models; steering changes what is in force, not this.
public struct RunSettings: Hashable, Codable, Sendable {
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
  public var seed: UInt64
  /// Ends the run at this loss or below.
  public var until: Double?
  /// Ends the run after so many steps without a better loss.
  public var patience: Int?
  public var repeats: Repeats
  /// Pauses the run when so many tokens have been used.
  public var budgetTokens: Int?
  public var replyTokens: Int?
  /// Whether the run starts paused, before its first request.
  public var paused: Bool
  /// Whether a person is there to decide; without one a pause for a cause ends the run.
  public var attended: Bool

  public enum Repeats: String, Codable, CaseIterable, Sendable {
    /// A proposal that is already in the trajectory is rejected as a duplicate.
    case reject
    case evaluate
  }

  public init(
    steps: Int = 50, candidates: Int = 1, initial: Int = 1, prompt: PromptSettings = PromptSettings(),
    prompting: String = "classroom", promptText: String? = nil, temperature: Double? = nil, seed: UInt64 = 1,
    until: Double? = nil, patience: Int? = nil, repeats: Repeats = .reject, budgetTokens: Int? = nil,
    replyTokens: Int? = nil, paused: Bool = false, attended: Bool = true
  ) {
    self.steps = steps
    self.candidates = candidates
    self.initial = initial
    self.prompt = prompt
    self.prompting = prompting
    self.promptText = promptText
    self.temperature = temperature
    self.seed = seed
    self.until = until
    self.patience = patience
    self.repeats = repeats
    self.budgetTokens = budgetTokens
    self.replyTokens = replyTokens
    self.paused = paused
    self.attended = attended
  }
}
