import Text

/// How each service is told whether and how much to think.
extension ServiceDialect {
  /// The members that say it, the closest first; the next are for models that do not take the ones before.
  ///
  /// - Parameter replyTokens: the limit of the reply, of which Anthropic's older models take a part for thinking.
  func thinkingForms(_ thinking: Thinking, replyTokens: Int?) -> [[String: JSONValue]] {
    let isOn = thinking != .off
    /// Nil for off and on, which name no level.
    let level: JSONValue? = [.low, .medium, .high].contains(thinking) ? .string(thinking.rawValue) : nil
    switch self {
    case .openAI:
      // `none` since gpt-5.1, `minimal` for gpt-5; the o series thinks at `low` at least.
      if !isOn { return [["reasoning_effort": "none"], ["reasoning_effort": "minimal"], ["reasoning_effort": "low"]] }
      return [["reasoning_effort": level ?? "medium"]]
    case .ollama:
      return [["reasoning_effort": isOn ? level ?? "medium" : "none"]]
    case .groq:
      // Qwen knows `none` and `default`, gpt-oss the three levels, others nothing.
      if !isOn {
        return [
          ["reasoning_effort": "none", "reasoning_format": "parsed"], ["reasoning_effort": "none"],
          ["reasoning_effort": "low"],
        ]
      }
      return [
        ["reasoning_effort": level ?? "medium"], ["reasoning_effort": "default", "reasoning_format": "parsed"],
        ["reasoning_format": "parsed"],
      ]
    case .openRouter:
      if !isOn {
        return [
          ["reasoning": ["enabled": false]], ["reasoning": ["effort": "minimal"]], ["reasoning": ["effort": "low"]],
        ]
      }
      return [["reasoning": level.map { ["effort": $0] } ?? ["enabled": true]]]
    case .dashScope:
      if !isOn { return [["enable_thinking": false]] }
      // Some models want the budget named, others do not know it.
      let budgeted: [String: JSONValue] = [
        "enable_thinking": true, "thinking_budget": .number(Double(Self.budget(thinking))),
      ]
      return level == nil ? [["enable_thinking": true], budgeted] : [budgeted, ["enable_thinking": true]]
    case .vllm:
      let template = Self.template(isOn)
      return level.map { [template.merging(["reasoning_effort": $0]) { $1 }, template] } ?? [template]
    case .llama:
      guard let level else { return [Self.template(isOn)] }
      return [
        [
          "chat_template_kwargs": ["enable_thinking": true, "reasoning_effort": level],
          "thinking_budget_tokens": .number(Double(Self.budget(thinking))),
        ], Self.template(true),
      ]
    case .compatible, .lmStudio:
      let effort: [String: JSONValue] = ["reasoning_effort": isOn ? level ?? "medium" : "none"]
      return [effort.merging(Self.template(isOn)) { $1 }, effort, Self.template(isOn)]
    case .anthropic: return Self.anthropic(thinking, replyTokens: replyTokens)
    }
  }

  /// What the templates of Qwen and GLM, and of DeepSeek and Granite, are told; one that knows neither does not mind.
  private static func template(_ isOn: Bool) -> [String: JSONValue] {
    ["chat_template_kwargs": ["enable_thinking": .bool(isOn), "thinking": .bool(isOn)]]
  }

  /// Tokens to think with, where a service counts them.
  private static func budget(_ thinking: Thinking) -> Int {
    switch thinking {
    case .off: 0
    case .low: 1024
    case .medium: 4096
    case .on: 8192
    case .high: 16_384
    }
  }

  private static func anthropic(_ thinking: Thinking, replyTokens: Int?) -> [[String: JSONValue]] {
    if thinking == .off { return [["thinking": ["type": "disabled"]]] }
    // Newer models measure themselves, and keep their thinking to themselves unless a summary is asked for.
    var adaptive: [String: JSONValue] = ["thinking": ["type": "adaptive", "display": "summarized"]]
    if thinking != .on { adaptive["output_config"] = ["effort": .string(thinking.rawValue)] }
    // Older ones take a part of the reply's tokens, 1024 at least and never all of them.
    let budget = min(Self.budget(thinking), (replyTokens ?? MessagesAPI.tokensWithThinking) - 1)
    guard budget >= 1024 else { return [adaptive] }
    return [adaptive, ["thinking": ["type": "enabled", "budget_tokens": .number(Double(budget))]]]
  }

  /// The names by which a refusal may call the setting beside those of the members themselves.
  static let thinkingNames = ["thinking", "think", "reasoning", "reasoning_effort", "effort"]
}
