import LanguageModels
import Text

/// Makes the meta-prompt: a pure function of facts, trajectory and settings.
public protocol Prompting: Sendable {
  var name: String { get }
  /// Whether the prompt asks for the problem's own form of an answer, so that a server may be held to it.
  var asksForAnswerForm: Bool { get }
  func metaPrompt(for context: PromptingContext) -> MetaPrompt
}

extension Prompting {
  public var asksForAnswerForm: Bool { false }
}

/// One row of the trajectory as a prompting sees it.
public struct PromptRow: Hashable, Sendable {
  public var id: Int
  public var step: Int
  /// The numbers of the solution by parameter, in the problem's order; empty where it has none.
  public var numbers: [Double]
  /// The solution as text.
  public var text: String
  /// Finite; candidates without a loss are not shown.
  public var loss: Double
  /// The gist of the reasoning that led to it, where prompts show it.
  public var gist: String?
  public init(id: Int, step: Int, numbers: [Double], text: String, loss: Double, gist: String? = nil) {
    self.gist = gist
    self.id = id
    self.step = step
    self.numbers = numbers
    self.text = text
    self.loss = loss
  }
}

public struct PromptingContext: Sendable {
  public var brief: Brief
  /// The candidates with a loss that may be shown, as made: none of them is masked.
  public var rows: [PromptRow]
  /// The ids of those that are shown whatever the history allows.
  public var pinned: Set<Int>
  /// Words of a person to the model.
  public var guidance: String?
  public var settings: PromptSettings
  /// From 1.
  public var step: Int
  /// The step that the run ends at.
  public var steps: Int
  public var random: SeededGenerator
  public init(
    brief: Brief, rows: [PromptRow], pinned: Set<Int> = [], guidance: String? = nil, settings: PromptSettings,
    step: Int, steps: Int, random: SeededGenerator
  ) {
    self.brief = brief
    self.rows = rows
    self.pinned = pinned
    self.guidance = guidance
    self.settings = settings
    self.step = step
    self.steps = steps
    self.random = random
  }
}

/// What of the trajectory a prompt shows and how.
public struct PromptSettings: Hashable, Codable, Sendable {
  public enum Order: String, Codable, CaseIterable, Sendable {
    case bestLast = "best-last"
    case bestFirst = "best-first"
    case asMade = "as-made"
  }
  /// The most rows shown: the best ones where the order is by loss, else the newest; nil shows all.
  public var history: Int?
  public var order: Order
  public var scoresShown: Bool
  public var dataInPrompt: Bool
  /// Decimals of the numbers of a solution in the prompt; nil shows them in full.
  public var decimals: Int?
  public init(
    history: Int? = nil, order: Order = .asMade, scoresShown: Bool = true, dataInPrompt: Bool = true,
    decimals: Int? = nil
  ) {
    self.history = history
    self.order = order
    self.scoresShown = scoresShown
    self.dataInPrompt = dataInPrompt
    self.decimals = decimals
  }
}

/// The messages of a step, with what each part of them is.
public struct MetaPrompt: Hashable, Sendable {
  public var messages: [Message]
  public var sections: [PromptSection]
  /// The candidates shown, in the order shown.
  public var shown: [Int]
  public init(messages: [Message], sections: [PromptSection], shown: [Int]) {
    self.messages = messages
    self.sections = sections
    self.shown = shown
  }
}

/// A labelled part of a message: half-open UTF-8 offsets into that message's text.
public struct PromptSection: Hashable, Codable, Sendable {
  public enum Kind: String, Codable, Sendable {
    case system, brief, data, row, exemplar, feedback, guidance, instructions
  }
  /// The message, from 0.
  public var message: Int
  public var from: Int
  public var to: Int
  public var kind: Kind
  /// The candidate of a row.
  public var candidate: Int?
  public init(message: Int, from: Int, to: Int, kind: Kind, candidate: Int? = nil) {
    self.message = message
    self.from = from
    self.to = to
    self.kind = kind
    self.candidate = candidate
  }
}
