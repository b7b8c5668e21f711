import LanguageModels
import Text

/// What happened in a run. A run is the sequence of these; nothing else is state.
///
/// The fields are those of the log, version 1. Losses are in full precision; no field holds a secret.
public enum RunEvent: Hashable, Sendable {
  /// Held apart, as it is far larger than the others and comes once.
  indirect case runStarted(RunStarted)
  case stepStarted(StepStarted)
  case asked(Asked)
  case retry(Retry)
  case reply(ReplyEvent)
  case rejected(Rejected)
  case evaluationStarted(EvaluationStarted)
  case measured(Measured)
  case candidate(CandidateEvent)
  case ghost(GhostEvent)
  case prediction(PredictionEvent)
  case steered(Steered)
  case state(StateChange)
  case notice(Notice)
  case resumed(Resumed)
  case runEnded(RunEnded)
  /// A kind of a later version: kept, and without meaning here.
  case unknown(kind: String)
}

/// An event with its place: `n` counts from 0 in the file, `time` is seconds since the start of the run.
public struct LoggedEvent: Hashable, Sendable {
  public var n: Int
  public var time: Double
  public var event: RunEvent
  public init(n: Int, time: Double, event: RunEvent) {
    self.n = n
    self.time = time
    self.event = event
  }
}

public struct RunStarted: Hashable, Codable, Sendable {
  public struct ProblemRecord: Hashable, Codable, Sendable {
    public var name: String
    public var settings: [String: JSONValue]
    /// The names of a solution's numbers in the problem's order; empty where it has none.
    public var parameters: [String]
    public var objective: Objective
    public var references: [Reference]
    /// The data itself, or {path, sha256} where it is larger than 1 MB.
    public var data: JSONValue?
    public init(
      name: String, settings: [String: JSONValue], parameters: [String], objective: Objective,
      references: [Reference], data: JSONValue?
    ) {
      self.name = name
      self.settings = settings
      self.parameters = parameters
      self.objective = objective
      self.references = references
      self.data = data
    }
  }
  public struct Models: Hashable, Codable, Sendable {
    /// Nil for `--model none`.
    public var optimizer: ModelIdentity?
    public init(optimizer: ModelIdentity?) { self.optimizer = optimizer }
  }
  public struct Parent: Hashable, Codable, Sendable {
    public var id: String
    public var file: String
    public var n: Int
    public init(id: String, file: String, n: Int) {
      self.id = id
      self.file = file
      self.n = n
    }
  }

  /// The version of the log's format.
  public var version: Int
  public var id: String
  /// The date and time of the start, ISO 8601, UTC.
  public var started: String
  public var problem: ProblemRecord
  public var settings: RunSettings
  public var models: Models
  public var parent: Parent?

  public init(
    version: Int = RunStarted.currentVersion, id: String, started: String, problem: ProblemRecord,
    settings: RunSettings, models: Models, parent: Parent? = nil
  ) {
    self.version = version
    self.id = id
    self.started = started
    self.problem = problem
    self.settings = settings
    self.models = models
    self.parent = parent
  }

  public static let currentVersion = 1
}

public struct StepStarted: Hashable, Codable, Sendable {
  /// From 1; the initial solutions belong to step 0.
  public var step: Int
  public var messages: [Message]
  public var sections: [PromptSection]
  public var shown: [Int]
  public var temperature: Double?
  public var model: String?
  public init(
    step: Int, messages: [Message], sections: [PromptSection], shown: [Int], temperature: Double?, model: String?
  ) {
    self.step = step
    self.messages = messages
    self.sections = sections
    self.shown = shown
    self.temperature = temperature
    self.model = model
  }
}

public struct Asked: Hashable, Codable, Sendable {
  public var step: Int
  /// Which of the step's replies, from 0.
  public var index: Int
  /// From 1.
  public var attempt: Int
  public var role: String
  /// The sampling temperature of this request, where it departs from the step's.
  public var temperature: Double?
  public var seed: Int?
  public init(step: Int, index: Int, attempt: Int, role: String, temperature: Double? = nil, seed: Int? = nil) {
    self.step = step
    self.index = index
    self.attempt = attempt
    self.role = role
    self.temperature = temperature
    self.seed = seed
  }
}

public struct Retry: Hashable, Codable, Sendable {
  public var step: Int
  public var index: Int
  /// The attempt that failed, from 1.
  public var attempt: Int
  public var cause: String
  /// Seconds until the next attempt; nil where the tries are used up.
  public var wait: Double?
  /// What the part of a reply that had come is likely to have cost; nil where nothing had.
  public var usage: TokenUsage?
  public init(step: Int, index: Int, attempt: Int, cause: String, wait: Double?, usage: TokenUsage? = nil) {
    self.usage = usage
    self.step = step
    self.index = index
    self.attempt = attempt
    self.cause = cause
    self.wait = wait
  }
}

public struct ReplyEvent: Hashable, Codable, Sendable {
  public var step: Int
  public var index: Int
  public var attempt: Int
  public var role: String
  /// Raw.
  public var text: String
  public var reasoning: String?
  public var model: String?
  public var finish: FinishReason
  public var usage: TokenUsage?
  /// Seconds from the request to the end, and to the first text.
  public var seconds: Double
  public var first: Double?
  public init(
    step: Int, index: Int, attempt: Int, role: String, text: String, reasoning: String? = nil, model: String? = nil,
    finish: FinishReason = .stop, usage: TokenUsage? = nil, seconds: Double, first: Double? = nil
  ) {
    self.step = step
    self.index = index
    self.attempt = attempt
    self.role = role
    self.text = text
    self.reasoning = reasoning
    self.model = model
    self.finish = finish
    self.usage = usage
    self.seconds = seconds
    self.first = first
  }
}

public struct Rejected: Hashable, Codable, Sendable {
  public var step: Int
  /// Nil where it was no reply but something injected.
  public var index: Int?
  public var code: Refusal.Code
  public var reason: String
  public var span: Span?
  public var of: Int?
  /// What the part of a cancelled reply that had come is likely to have cost; nil for all else.
  public var usage: TokenUsage?
  public init(step: Int, index: Int?, refusal: Refusal, usage: TokenUsage? = nil) {
    self.usage = usage
    self.step = step
    self.index = index
    code = refusal.code
    reason = refusal.reason
    span = refusal.span.map(Span.init)
    of = refusal.of
  }
}

/// A half-open range of UTF-8 offsets.
public struct Span: Hashable, Codable, Sendable {
  public var from: Int
  public var to: Int
  public init(_ range: Range<Int>) {
    from = range.lowerBound
    to = range.upperBound
  }
  /// Nil where the offsets are no range.
  public var range: Range<Int>? { from >= 0 && to >= from ? from..<to : nil }
}

public struct EvaluationStarted: Hashable, Codable, Sendable {
  public var id: Int
  public var step: Int
  public var index: Int?
  public init(id: Int, step: Int, index: Int?) {
    self.id = id
    self.step = step
    self.index = index
  }
}

public struct Measured: Hashable, Codable, Sendable {
  public var id: Int
  public var at: Double
  public var values: [String: Double]
  public init(id: Int, at: Double, values: [String: Double]) {
    self.id = id
    self.at = at
    self.values = values
  }
}

/// Who proposed a candidate.
public enum Origin: String, Codable, CaseIterable, Hashable, Sendable {
  case initial, model, person, random, fallback
}

public struct CandidateEvent: Hashable, Codable, Sendable {
  public var id: Int
  public var step: Int
  public var index: Int?
  public var origin: Origin
  public var parent: Int?
  public var solution: JSONValue
  public var text: String
  /// Where it differs from the solution's canonical JSON.
  public var key: String?
  /// Finite, or nil with a failure.
  public var loss: Double?
  public var failure: EvaluationFailure?
  public var values: [String: Double]
  public var temperature: Double?
  public var model: String?
  /// The bytes of the reply that it was read from.
  public var span: Span?
  /// The gist of the reasoning that led to it, where prompts show it.
  public var gist: String?
  /// What judging it took.
  public var seconds: Double
  public init(
    id: Int, step: Int, index: Int? = nil, origin: Origin, parent: Int? = nil, solution: JSONValue, text: String,
    key: String? = nil, loss: Double?, failure: EvaluationFailure? = nil, values: [String: Double] = [:],
    temperature: Double? = nil, model: String? = nil, span: Span? = nil, gist: String? = nil, seconds: Double = 0
  ) {
    self.gist = gist
    self.id = id
    self.step = step
    self.index = index
    self.origin = origin
    self.parent = parent
    self.solution = solution
    self.text = text
    self.key = key
    self.loss = loss
    self.failure = failure
    self.values = values
    self.temperature = temperature
    self.model = model
    self.span = span
    self.seconds = seconds
  }
}

public struct GhostEvent: Hashable, Codable, Sendable {
  public var name: String
  public var evaluation: Int
  public var solution: JSONValue
  public var loss: Double?
  public var failure: EvaluationFailure?
  public init(name: String, evaluation: Int, solution: JSONValue, loss: Double?, failure: EvaluationFailure? = nil) {
    self.name = name
    self.evaluation = evaluation
    self.solution = solution
    self.loss = loss
    self.failure = failure
  }
}

/// A person's own solution of a step, judged beside the model's. It is no candidate: nothing but the score counts it.
public struct PredictionEvent: Hashable, Codable, Sendable {
  public var step: Int
  public var solution: JSONValue
  public var text: String
  /// Finite, or nil with a failure.
  public var loss: Double?
  public var failure: EvaluationFailure?
  public init(step: Int, solution: JSONValue, text: String, loss: Double?, failure: EvaluationFailure? = nil) {
    self.step = step
    self.solution = solution
    self.text = text
    self.loss = loss
    self.failure = failure
  }
}

public struct Steered: Hashable, Codable, Sendable {
  /// The step under way or done last.
  public var step: Int
  public var command: Command
  public var source: CommandSource
  /// What an undo took back; for the reader of a log, the fold finds it by itself.
  public var of: Command?
  public init(step: Int, command: Command, source: CommandSource, of: Command? = nil) {
    self.step = step
    self.command = command
    self.source = source
    self.of = of
  }
}

extension Steered {
  private enum CodingKeys: String, CodingKey { case step, command, source, of }

  /// What was taken back may be a command that only a later version knows; the fold does without it.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    step = try container.decode(Int.self, forKey: .step)
    command = try container.decode(Command.self, forKey: .command)
    source = try container.decode(CommandSource.self, forKey: .source)
    of = try? container.decodeIfPresent(Command.self, forKey: .of)
  }
}

public struct StateChange: Hashable, Codable, Sendable {
  public enum State: String, Codable, Sendable {
    case running, paused
    /// Paused for a cause that a person must mend.
    case waiting
  }
  public var state: State
  public var reason: String
  public init(_ state: State, reason: String) {
    self.state = state
    self.reason = reason
  }
}

public struct Notice: Hashable, Codable, Sendable {
  public var code: String
  public var text: String
  public init(code: String, text: String) {
    self.code = code
    self.text = text
  }
}

public struct Resumed: Hashable, Codable, Sendable {
  /// The `n` after which the run went on.
  public var from: Int
  public init(from: Int) { self.from = from }
}

public struct RunEnded: Hashable, Codable, Sendable {
  public enum Reason: String, Codable, Sendable {
    case steps, solved, target, stalled, budget, person, failed, interrupted
  }
  public var reason: Reason
  /// The best candidate.
  public var best: Int?
  /// A sentence where the reason needs one.
  public var cause: String?
  public init(reason: Reason, best: Int?, cause: String? = nil) {
    self.reason = reason
    self.best = best
    self.cause = cause
  }
}
