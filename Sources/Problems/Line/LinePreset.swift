import Optimization

/// A published set-up of the line problem.
public enum LinePreset: String, CaseIterable, Codable, Sendable {
  /// A classroom notebook in which a model that sees the data fits a line: one pair a step, all pairs shown as made.
  case classroom
  /// Linear regression as in "Large Language Models as Optimizers" (Yang et al., 2023): a black box over whole
  /// numbers, eight pairs a step, the best twenty shown.
  case opro

  /// The preset of this name.
  /// - Throws: `InputError` naming the presets there are.
  public init(named name: String) throws {
    guard let preset = LinePreset(rawValue: name) else {
      let names = LinePreset.allCases.map(\.rawValue).joined(separator: ", ")
      throw InputError("Unknown preset \"\(name)\"; the presets of the problem line are \(names).")
    }
    self = preset
  }

  /// What a run of this preset starts with where nothing else is said.
  public struct Defaults: Hashable, Sendable {
    public var steps: Int
    /// Replies asked for in a step.
    public var candidates: Int
    public var initialCount: Int
    public var promptSettings: PromptSettings
    public var promptingName: String
    /// Nil leaves it to the server.
    public var temperature: Double?
    /// The most tokens of a reply; nil leaves it to the server.
    public var replyTokens: Int?
    /// Whether the publication ran its model without thinking; else it is left to the service.
    public var isWithoutThinking: Bool
    /// Whether a proposal that is already in the trajectory is rejected instead of evaluated again.
    public var rejectsRepeats: Bool
    /// The seed of the run where none is given.
    public var seed: UInt64
  }

  public var defaults: Defaults {
    switch self {
    case .classroom:
      // The notebook evaluated repeats again; rejecting them is a departure on purpose.
      Defaults(
        steps: 50, candidates: 1, initialCount: 1, promptSettings: PromptSettings(), promptingName: "classroom",
        temperature: nil, replyTokens: nil, isWithoutThinking: true, rejectsRepeats: true, seed: 1)
    case .opro:
      Defaults(
        steps: 500, candidates: 8, initialCount: 5,
        promptSettings: PromptSettings(
          history: 20, order: .bestLast, scoresShown: true, dataInPrompt: false, decimals: 0),
        promptingName: "opro", temperature: 1, replyTokens: 1024, isWithoutThinking: false, rejectsRepeats: true,
        seed: 1)
    }
  }
}
