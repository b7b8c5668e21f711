import LanguageModels
import Optimization
import Problems
import Settings

// Settings stand in for options that were not given. Their values have been held to what is allowed.

extension ModelOptions {
  mutating func fill(from settings: ResolvedSettings) {
    model = model ?? settings.string("run.model")
    // An address alone names no model; and one from the environment is read where the model is made.
    if case .file = settings.source(of: "run.base-url"), model?.hasPrefix("openai:") == true {
      baseURL = baseURL ?? settings.string("run.base-url")
    }
    pace = pace ?? settings.string("run.pace").flatMap(ReplyPace.init(rawValue:))
    llamaServer = llamaServer ?? settings.string("run.llama-server")
    allowsHTTP = allowsHTTP || settings.flag("run.allow-http") == true
  }
}

extension LineOptions {
  mutating func fill(from settings: ResolvedSettings) {
    preset = preset ?? settings.string("run.preset")
  }
}

extension PromptOptions {
  mutating func fill(from settings: ResolvedSettings) {
    prompting = prompting ?? settings.string("run.prompting")
    if history == nil {
      history = settings.string("run.history") == "all" ? .all : settings.integer("run.history").map { .most($0) }
    }
    order = order ?? settings.string("run.order").flatMap(PromptSettings.Order.init(rawValue:))
    scores = scores ?? settings.string("run.scores").map { $0 == "shown" }
    decimals = decimals ?? settings.integer("run.decimals")
    dataInPrompt = dataInPrompt ?? settings.flag("run.data-in-prompt")
  }
}

extension LoopOptions {
  mutating func fill(from settings: ResolvedSettings) {
    steps = steps ?? settings.integer("run.steps")
    candidates = candidates ?? settings.integer("run.candidates")
    temperature = temperature ?? settings.value("run.temperature").flatMap(TemperatureChoice.init)
    seed = seed ?? settings.integer("run.seed").map { UInt64($0) }
    until = until ?? settings.number("run.until")
    patience = patience ?? settings.integer("run.patience")
    repeats = repeats ?? settings.string("run.repeats").flatMap(RunSettings.Repeats.init(rawValue:))
    budgetTokens = budgetTokens ?? settings.integer("run.budget-tokens")
    budgetCost = budgetCost ?? settings.number("run.budget-cost")
    budgetSeconds = budgetSeconds ?? settings.number("run.budget-seconds")
    paused = paused || settings.flag("run.paused") == true
  }
}

extension RequestOptions {
  mutating func fill(from settings: ResolvedSettings) {
    thinking = thinking ?? settings.string("run.thinking").flatMap(Thinking.init(rawValue:))
    showReasoning = showReasoning ?? settings.flag("run.show-reasoning")
    answers = answers ?? settings.string("run.answers").flatMap(AnswersChoice.init(rawValue:))
    topP = topP ?? settings.number("run.top-p")
    replyTokens = replyTokens ?? settings.integer("run.reply-tokens")
  }
}

extension TemperatureChoice {
  fileprivate init?(_ setting: SettingValue) {
    switch setting {
    case .number(let number): self = .fixed(number)
    case .text(let text):
      guard let choice = try? OptionValues.temperature(text) else { return nil }
      self = choice
    case .whole, .flag: return nil
    }
  }
}
