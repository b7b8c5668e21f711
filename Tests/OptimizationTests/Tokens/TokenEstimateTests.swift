import LanguageModels
import Optimization
import Testing

/// The counts are those of the vocabularies cl100k and o200k of OpenAI and of SmolLM2, which takes digits one by one.
@Suite struct TokenEstimateTests {
  private static let rows = """
    (w=1.5, b=-2.25): loss=317.96
    (w=-12.0, b=8.75): loss=278.15
    (w=-3.79, b=17.95): loss=142.91
    (w=17.5, b=3.0): loss=118.65
    (w=8.92, b=11.9): loss=18.54
    (w=14.62, b=10.89): loss=10.68
    """
  private static let points = """
    (-1.00,0.93)
    (-0.96,-1.00)
    (-0.92,0.83)
    (-0.88,-2.57)
    (-0.84,-1.89)
    (-0.80,-0.01)
    """
  private static let request = """
    These values of w, b were tried, in descending order, best last, each with its mean squared error as the loss. \
    First, work out from the losses above which values of w, b would fit better. Second, settle on exactly one new \
    proposal. Third, reply with nothing but a JSON object of the form {"w": number, "b": number}, without any text \
    around it.
    """
  private static let prose = """
    Large language models have shown an ability to propose better solutions when they are shown earlier ones with \
    their scores. The meta-prompt describes the problem in natural language, lists a trajectory of solutions and their \
    objective values, and instructs the model to propose something new. A teacher can watch how the temperature \
    changes the spread of the proposals, and intervene whenever the optimization is stuck in a valley.
    """
  private static let code = """
    func loss(_ solution: Solution) -> Double {
      points.reduce(0) { sum, point in
        let error = solution.w * point.x + solution.b - point.y
        return sum + error * error
      } / Double(points.count)
    }

    """
  private static let json = """
    {"candidates": [{"w": 1.25, "b": -3.5, "loss": 12.75}, {"w": 2.5, "b": 0.125, "loss": 8.0}], "step": 12, \
    "done": false}
    """
  private static let reply = """
    The slope looks too small, so I try a steeper line.
    {"w": 14.25, "b": 13.75}
    """

  @Test(arguments: [
    (rows, [107, 107, 142]), (points, [54, 54, 71]), (request, [81, 81, 81]), (prose, [77, 77, 77]),
    (code, [54, 54, 60]), (json, [62, 63, 71]), (reply, [30, 30, 35]),
    // Here the vocabularies differ by half: SmolLM2 would take 72.
    ("这些参数的损失仍然很高，因此我建议使用更大的斜率。请给出一个新的参数组合，使损失低于以上所有值。", [48, 35]),
  ])
  func isWithinAQuarterOfWhatTokenizersCount(text: String, counts: [Int]) {
    let estimate = TokenEstimate.tokens(in: text)
    for count in counts {
      #expect(Double(abs(estimate - count)) <= 0.25 * Double(count), "\(estimate) for \(count)")
    }
  }

  @Test func nothingIsNothing() {
    #expect(TokenEstimate.tokens(in: "") == 0)
    let empty = StepStarted(step: 1, messages: [], sections: [], shown: [], temperature: nil, model: nil)
    #expect(TokenEstimate.tokens(of: empty) == 0)
    #expect(TokenEstimate.correction(estimate: 0, told: 100) == 1)
  }

  @Test func aLongTextIsEstimatedByPieces() {
    let once = TokenEstimate.tokens(in: Self.rows + "\n")
    let times = 2000
    let whole = TokenEstimate.tokens(in: String(repeating: Self.rows + "\n", count: times))
    #expect(abs(Double(whole) / Double(once * times) - 1) < 0.03)
  }

  @Test func whatAServerToldCorrectsTheNextEstimate() {
    let prompt = StepStarted(
      step: 1, messages: [Message(.user, Self.rows)], sections: [], shown: [], temperature: nil, model: nil)
    let estimate = TokenEstimate.tokens(of: prompt)
    #expect(TokenEstimate.correction(estimate: estimate, told: estimate) == 1)
    #expect(abs(TokenEstimate.correction(estimate: estimate, told: estimate * 3 / 2) - 1.5) < 0.02)
    #expect(TokenEstimate.correction(estimate: estimate, told: 1_000_000) == 2)
    #expect(TokenEstimate.correction(estimate: estimate, told: 1) == 0.5)
    #expect(TokenEstimate.correction(estimate: estimate, told: -5) == 1)
  }
}
