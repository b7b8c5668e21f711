import LanguageModels
import Text

/// What a run is made of. Everything that could differ between two runs of the same seed is handed in.
public struct RunConfiguration: Sendable {
  public var problem: AnyProblem
  public var settings: RunSettings
  public var prompting: any Prompting
  /// Nil for uniform random proposals from the problem's space.
  public var model: (any LanguageModel)?
  /// Makes the model of a name, as on the command line, for who changes it while the run goes on; nil is for random
  /// proposals. Throws a sentence. Where it is missing the model cannot be changed.
  public var models: (@Sendable (String) throws -> (any LanguageModel)?)?
  public var retries: RetryPolicy
  public var clock: any RunClock
  /// The run's name for itself and its log.
  public var id: String
  /// The date and time of the start, ISO 8601, UTC.
  public var started: String
  /// What the log keeps instead of the problem's data where those are large.
  public var dataRecord: JSONValue?

  public init(
    problem: AnyProblem, settings: RunSettings, prompting: any Prompting, model: (any LanguageModel)?,
    models: (@Sendable (String) throws -> (any LanguageModel)?)? = nil, retries: RetryPolicy = RetryPolicy(),
    clock: any RunClock = SystemClock(), id: String, started: String,
    dataRecord: JSONValue? = nil
  ) {
    self.problem = problem
    self.settings = settings
    self.prompting = prompting
    self.model = model
    self.models = models
    self.retries = retries
    self.clock = clock
    self.id = id
    self.started = started
    self.dataRecord = dataRecord
  }

  var runStarted: RunStarted {
    RunStarted(
      id: id, started: started,
      problem: RunStarted.ProblemRecord(
        name: problem.name, settings: problem.settings, parameters: problem.space.parameterNames,
        objective: problem.objective, references: problem.references, data: dataRecord ?? problem.data),
      settings: settings, models: RunStarted.Models(optimizer: model?.identity))
  }
}
