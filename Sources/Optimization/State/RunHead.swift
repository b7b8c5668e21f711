import LanguageModels

/// The small part of a run's state that is replaced rather than appended to.
public struct RunHead: Hashable, Sendable {
  /// Nil before the first event.
  public var started: RunStarted?
  public var phase: Phase = .idle
  /// Why the phase is what it is, in a sentence.
  public var phaseReason = ""
  /// The step under way or done last; 0 before the first.
  public var step = 0
  /// The step that the run ends at.
  public var steps = 0
  /// What the next request is sent with; nil leaves it to the server.
  public var temperature: Double?
  /// What the next prompt shows and how.
  public var prompt = PromptSettings()
  /// The ids of the candidates that the model does not see.
  public var masked: Set<Int> = []
  /// The ids of the candidates that every prompt shows; none of them is masked.
  public var pinned: Set<Int> = []
  /// Words of a person in every prompt.
  public var guidance: String?
  /// What can be taken back, newest last, at most `undoableKept`.
  public internal(set) var undoable: [UndoableChange] = []
  /// A person's own solution for the step that begins next.
  public var prediction: PendingPrediction?
  /// That of the step under way, until it is judged.
  public var predictionUnderWay: PendingPrediction?
  /// How many of the planned acts are done or left out.
  public internal(set) var actsDone = 0
  /// People against the model.
  public var score = PredictionScore()
  /// The traps that the model is in, in the order in which they began.
  public var activeTraps: [ActiveTrap] = []
  public var best: Best?
  /// The step of the last improvement.
  public var improvedAtStep = 0
  public var counts = Counts()
  /// The tokens and the dollars of the run and of its newest steps.
  public internal(set) var spending = SpendingRecord()
  public internal(set) var budgetPauses = BudgetPauses()
  /// Seconds that the run was running, without its pauses.
  public internal(set) var activeSeconds = 0.0
  /// Who is asked next; nil where nobody is.
  public internal(set) var model: ModelIdentity?
  /// The model that the server of `model` says it uses; nil before its first reply.
  public internal(set) var servedModel: String?
  /// In force until a person sets a temperature.
  public internal(set) var schedule: TemperatureSchedule?
  /// The step under way or done last.
  public var current: CurrentStep?
  /// The newest replies in the order of step and index, at most `recentRepliesKept`.
  public var recentReplies: [StepReply] = []
  /// What a person should notice, newest last, at least the last `happeningsKept` of them.
  public internal(set) var happenings = Happenings()
  public var ended: RunEnded?
  /// Events folded so far.
  public var events = 0
  /// The time of the newest event, seconds since the start.
  public var time = 0.0

  public static let recentRepliesKept = 64
  public static let happeningsKept = 500
  public static let undoableKept = 200

  public enum Phase: String, Hashable, Sendable {
    /// No event yet.
    case idle
    case running, paused
    /// Paused for a cause that a person must mend.
    case waiting
    case ended
  }

  public struct Best: Hashable, Sendable {
    public var id: Int
    public var row: Int
    public var loss: Double
  }

  public struct Counts: Hashable, Sendable {
    public var replies = 0
    public var retries = 0
    public var rejected: [Refusal.Code: Int] = [:]
    public var origins: [Origin: Int] = [:]
    public var rejectedInAll: Int { rejected.values.reduce(0, +) }
  }

  /// What the run has used in all.
  public var tokens: Spending { spending.run }

  /// What the run will have used at its end, if the steps to come are as the newest were.
  public var projectedSpending: Spending? {
    spending.projection(stepsLeft: max(0, steps) - max(0, step))
  }

  /// What the next step's replies are asked with; nil leaves it to the server.
  public var nextTemperature: Double? {
    schedule?.temperature(ofStep: step + 1, of: steps) ?? temperature
  }

  public struct CurrentStep: Hashable, Sendable {
    public var step: Int
    public var shown: [Int]
    public var temperature: Double?
    public var model: String?
    /// Our own count of the prompt's tokens.
    public var promptTokens: Int
    public var location: LogLocation?
  }
}

/// One reply with what was made of it.
public struct StepReply: Hashable, Sendable {
  public enum Verdict: Hashable, Sendable {
    /// Not judged yet.
    case pending
    case candidate(id: Int, span: Span?)
    case rejected(code: Refusal.Code, reason: String, span: Span?, of: Int?)
  }
  public var step: Int
  public var index: Int
  public var attempt: Int
  /// Raw.
  public var text: String
  public var reasoning: String?
  public var model: String?
  public var finish: FinishReason
  public var usage: TokenUsage?
  public var temperature: Double?
  public var seconds: Double
  public var verdict: Verdict
}

/// Something that a person should notice, for the event pane to put into words.
public struct Happening: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Held apart, as it is far larger than the others and rare.
    indirect case steered(Command, CommandSource)
    /// Of a reply by its index, or of something injected.
    case rejected(index: Int?, code: Refusal.Code, reason: String)
    case retry(index: Int, attempt: Int, cause: String, wait: Double?)
    case improved(id: Int, loss: Double, by: Origin)
    case failed(id: Int, reason: String)
    case state(StateChange.State, reason: String)
    case notice(code: String, text: String)
    case resumed
    case ended(RunEnded.Reason, cause: String?)
  }
  public var time: Double
  public var step: Int
  public var kind: Kind
  /// The candidate that a rejected reply repeats.
  public var of: Int?
  /// Empty but for an undo: a list is small where it holds nothing.
  private var undoneCommands: [Command]
  /// What an undo took back.
  public var undone: Command? { undoneCommands.first }

  init(time: Double, step: Int, kind: Kind, of: Int? = nil, undone: Command? = nil) {
    self.time = time
    self.step = step
    self.kind = kind
    self.of = of
    undoneCommands = undone.map { [$0] } ?? []
  }
}
