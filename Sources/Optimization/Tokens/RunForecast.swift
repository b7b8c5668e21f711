import LanguageModels
import Text

/// What a run may use at most, before its first request: every prompt as long as its rows will make it, every reply at
/// its limit.
public struct RunForecast: Hashable, Sendable {
  public var usage: TokenUsage
  /// Nil where no price is known.
  public var dollars: Double?

  /// - Parameter price: of the model that will be asked.
  public init(problem: AnyProblem, settings: RunSettings, prompting: any Prompting, price: TokenPrice?) {
    let start = Self.promptTokens(problem, settings, prompting, rows: 0)
    let sampled = Self.promptTokens(problem, settings, prompting, rows: Self.sample)
    let perRow = max(0, Double(sampled - start) / Double(Self.sample))
    var input = 0.0
    for step in 0..<settings.steps {
      let rows = min(settings.prompt.history ?? .max, settings.initial + step * settings.candidates)
      input += Double(start) + perRow * Double(rows)
    }
    let replies = settings.steps * settings.candidates
    let output = Double(replies) * Double(settings.request.replyTokens ?? OptimizationRun.assumedReplyTokens)
    // One request for all replies of a step is cheaper, where the server has that; nobody knows yet.
    usage = TokenUsage(
      input: Self.whole(input * Double(settings.candidates)), output: Self.whole(output), isEstimated: true)
    dollars = price?.dollars(of: usage)
  }

  /// Rows from which the length of one is taken.
  private static let sample = 16

  private static func whole(_ number: Double) -> Int { Int(min(number, 1e15)) }

  private static func promptTokens(
    _ problem: AnyProblem, _ settings: RunSettings, _ prompting: any Prompting, rows: Int
  ) -> Int {
    var generator = SeededGenerator(runSeed: settings.seed, purpose: .randomProposal)
    var prompt = settings.prompt
    prompt.history = nil
    let rows = (0..<rows).map { row in
      let proposal = problem.randomProposal(using: &generator)
      return PromptRow(id: row, step: row, numbers: proposal.numbers, text: proposal.text, loss: 123.456)
    }
    let context = PromptingContext(
      brief: problem.brief, rows: rows, settings: prompt, step: 1, steps: settings.steps,
      random: SeededGenerator(runSeed: settings.seed, purpose: .prompting, step: 1))
    return TokenEstimate.tokens(of: prompting.metaPrompt(for: context).messages)
  }

  /// "This run may use up to ~1,234,000 tokens, which is $3.40 at the price of 2026-11."
  public func sentence(price: TokenPrice?) -> String {
    let tokens = NumberFormat.count((usage.input + usage.output) / 1000 * 1000)
    guard let dollars else { return "This run may use up to ~\(tokens) tokens." }
    let date = price?.date.map { " at the price of \($0)" } ?? ""
    return "This run may use up to ~\(tokens) tokens, which is $\(NumberFormat.fixed(dollars, decimals: 2))\(date)."
  }
}
