import LanguageModels
import Optimization
import Problems
import RunLog
import Text

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Everything about a run that is known before a model is chosen: checked, and with nothing opened but the data.
struct RunPlan: Sendable {
  var problem: AnyProblem
  var settings: RunSettings
  var prompting: any Prompting
  var dataRecord: JSONValue?
  /// A run on another machine that may use more tokens than this waits before its first request.
  var forecastTokens: Int?
  /// Makes the model of a name, for who changes it while the run goes on.
  var models: @Sendable (String) throws -> (any LanguageModel)? = ModelAssembly.maker(
    .none, Watching(isWatched: true), LlamaOptions())
  /// Makes the same plan with another seed; data of a person's own stay.
  var replanned: @Sendable (_ seed: UInt64) throws -> RunPlan
}

extension RunPlan {
  /// - Throws: `InputError`.
  init(
    line: LineOptions, prompt: PromptOptions, request: RequestOptions, loop: LoopOptions, isAttended: Bool
  ) throws {
    let preset = try LinePreset(named: line.preset ?? "classroom")
    let given = try line.data.map { try DataFile.read($0) }
    let promptText = try prompt.prompt.map { try Self.promptText($0) }
    self = try Self.planned(
      preset, given: given, promptText: promptText, line, prompt, request, loop, isAttended, seed: loop.seed)
  }

  private static func planned(
    _ preset: LinePreset, given: DataFile?, promptText: String?, _ line: LineOptions, _ prompt: PromptOptions,
    _ request: RequestOptions, _ loop: LoopOptions, _ isAttended: Bool, seed: UInt64?
  ) throws -> RunPlan {
    let defaults = preset.defaults
    let seed = seed ?? defaults.seed
    var lineSettings = LineSettings(preset, seed: seed)
    if let points = line.points { lineSettings.points = points }
    if let noise = line.noise { lineSettings.noise = noise }
    if let truth = line.truth { lineSettings.truth = truth }
    if let start = line.start { lineSettings.start = start }
    if let loss = line.loss { lineSettings.loss = loss }
    var initial = defaults.initialCount
    switch line.initial {
    case .drawn(let count)?: initial = count
    case .given(let solutions)?:
      lineSettings.initial = solutions
      initial = solutions.count
    case nil: break
    }
    let problem = AnyProblem(try LineProblem(lineSettings, data: given?.points))

    var settings = RunSettings(
      steps: loop.steps ?? defaults.steps, candidates: loop.candidates ?? defaults.candidates, initial: initial,
      prompt: defaults.promptSettings, prompting: prompt.prompting ?? defaults.promptingName, promptText: promptText,
      temperature: defaults.temperature, seed: seed, until: loop.until, patience: loop.patience,
      repeats: loop.repeats ?? (defaults.rejectsRepeats ? .reject : .evaluate),
      budget: Budget(tokens: loop.budgetTokens, cost: loop.budgetCost, seconds: loop.budgetSeconds),
      request: Self.requestSettings(request, defaults), paused: loop.paused, attended: isAttended)
    switch loop.temperature {
    case .fixed(let temperature)?: settings.temperature = temperature
    case .schedule(let schedule)?:
      settings.schedule = schedule
      settings.temperature = schedule.from
    case nil: break
    }
    if settings.budget.tokens != nil || settings.budget.cost != nil, settings.request.replyTokens == nil {
      // Without a limit no reply can be held to a budget.
      settings.request.replyTokens = OptimizationRun.assumedReplyTokens
    }
    switch prompt.history {
    case .all?: settings.prompt.history = nil
    case .most(let count)?: settings.prompt.history = count
    case nil: break
    }
    if let order = prompt.order { settings.prompt.order = order }
    if let scores = prompt.scores { settings.prompt.scoresShown = scores }
    if let decimals = prompt.decimals { settings.prompt.decimals = decimals }
    if let dataInPrompt = prompt.dataInPrompt { settings.prompt.dataInPrompt = dataInPrompt }
    if let path = prompt.prompt, let promptText {
      // What is wrong with a person's own prompt is said of their file.
      _ = try TemplatePrompting(
        name: "--prompt \(path)", templateText: promptText, parameters: problem.space.parameterNames)
    }
    return RunPlan(
      problem: problem, settings: settings, prompting: try prompting(for: settings, problem),
      dataRecord: given?.record,
      replanned: { seed in
        try planned(
          preset, given: given, promptText: promptText, line, prompt, request, loop, isAttended, seed: seed)
      })
  }

  private static func requestSettings(
    _ request: RequestOptions, _ defaults: LinePreset.Defaults
  ) -> RequestSettings {
    let fields = Dictionary(request.requestField.map { ($0.key, $0.value) }) { $1 }
    return RequestSettings(
      replyTokens: request.replyTokens ?? defaults.replyTokens, topP: request.topP,
      thinking: request.thinking ?? (defaults.isWithoutThinking ? .off : nil), fields: fields.isEmpty ? nil : fields,
      structured: request.answers != .free, showReasoning: request.showReasoning == true ? true : nil)
  }

  /// The prompting that the settings name, or that of their own text.
  static func prompting(for settings: RunSettings, _ problem: AnyProblem) throws -> any Prompting {
    let parameters = problem.space.parameterNames
    guard let text = settings.promptText else {
      return try PromptingCatalog.prompting(named: settings.prompting, parameters: parameters)
    }
    return try TemplatePrompting(name: settings.prompting, templateText: text, parameters: parameters)
  }

  private static func promptText(_ path: String) throws -> String {
    let bytes = try DataFile.bytes(of: path, what: "prompt", option: "--prompt")
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw InputError("--prompt \(path): the file is no UTF-8 text.")
    }
    return text
  }
}
