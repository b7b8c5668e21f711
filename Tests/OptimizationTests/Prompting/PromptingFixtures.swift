import Optimization

/// Contexts that several suites of promptings share.
enum PromptingFixtures {
  static let brief = Brief(
    formula: "y=w*x+b", parameters: ["w", "b"], lossName: "mean squared error",
    dataLines: ["(1.5,-2.25)", "(-3.0,0.75)"], answerExample: #"{"w": number, "b": number}"#)

  static func row(_ id: Int, _ w: Double, _ b: Double, loss: Double) -> PromptRow {
    PromptRow(id: id, step: id - 1, numbers: [w, b], text: "w=\(w), b=\(b)", loss: loss)
  }

  static func context(
    _ rows: [PromptRow], _ settings: PromptSettings = PromptSettings(), step: Int = 1, steps: Int = 50,
    brief: Brief = brief
  ) -> PromptingContext {
    PromptingContext(
      brief: brief, rows: rows, settings: settings, step: step, steps: steps, random: SeededGenerator(seed: 1))
  }
}
