import LanguageModels
import Text

/// A problem whose type of solution is hidden: the run, the screen and the log see JSON, text and keys.
public struct AnyProblem: Sendable {
  public let name: String
  public let settings: [String: JSONValue]
  public let objective: Objective
  public let space: Space
  public let brief: Brief
  public let references: [Reference]
  public let data: JSONValue?
  /// The loss at any numbers, by parameter in the problem's order: cheap and without side effects, for a map. Nil where
  /// the problem has no such function.
  public let landscape: (@Sendable (_ numbers: [Double]) -> Double)?
  /// The form of one answer, for servers that can be held to it.
  public let answerForm: AnswerForm?

  /// A solution as everything outside the problem knows it.
  public struct Proposal: Hashable, Sendable {
    public var solution: JSONValue
    /// In full.
    public var text: String
    public var key: String
    /// By parameter, in the problem's order; empty where the space has no numbers.
    public var numbers: [Double]
    public var isSolved: Bool
  }

  public enum Reading: Sendable {
    case proposal(Proposal, span: Range<Int>)
    case refused(Refusal)
  }

  /// A candidate as the run or the screen hands it in: by id and JSON.
  public typealias Known = (id: Int, solution: JSONValue)

  /// A candidate that a prompt showed: by its numbers where its space has them, which is fast, else as JSON.
  public struct Shown: Hashable, Sendable {
    public var id: Int
    public var numbers: [Double]
    public var solution: JSONValue
    public init(id: Int, numbers: [Double] = [], solution: JSONValue = .null) {
      self.id = id
      self.numbers = numbers
      self.solution = solution
    }
  }

  private let makeInitial: @Sendable (Int, inout SeededGenerator) -> [Proposal]
  private let makeRandom: @Sendable (inout SeededGenerator) -> Proposal
  private let makeProposal: @Sendable (JSONValue) -> Proposal?
  private let readReply: @Sendable (Reply, [Shown], Int?) -> [Reading]
  private let readTyped: @Sendable (String) throws -> [Proposal]
  private let judge: @Sendable (JSONValue, EvaluationContext) async throws -> Evaluation
  private let draw: @Sendable ([Known], Bool) -> Picture
  private let write: @Sendable (JSONValue, Int?) -> String?
  private let compare: @Sendable (Shown, Shown) -> String
  private let typed: @Sendable (Picture.Point, Picture.Point) -> String?

  public init<P: Problem>(_ problem: P) {
    name = problem.name
    settings = problem.settings
    objective = problem.objective
    space = problem.space
    brief = problem.brief
    references = problem.references
    data = problem.data
    landscape = problem.landscape
    answerForm = problem.answerForm
    let names = problem.space.parameterNames

    @Sendable func proposal(_ solution: P.Solution) -> Proposal {
      let json = problem.json(of: solution)
      return Proposal(
        solution: json, text: problem.text(of: solution, decimals: nil), key: problem.key(of: solution),
        numbers: names.compactMap { json[$0]?.number }, isSolved: problem.isSolved(by: solution))
    }
    @Sendable func decoded(_ known: [Known]) -> [(id: Int, solution: P.Solution)] {
      known.compactMap { entry in problem.solution(from: entry.solution).map { (entry.id, $0) } }
    }
    @Sendable func solution(_ shown: Shown) -> P.Solution? {
      shown.numbers.isEmpty ? problem.solution(from: shown.solution) : problem.solution(from: shown.numbers)
    }
    makeInitial = { count, generator in problem.initialSolutions(count, using: &generator).map(proposal) }
    makeRandom = { generator in proposal(problem.randomSolution(using: &generator)) }
    makeProposal = { json in problem.solution(from: json).map(proposal) }
    readReply = { reply, shown, decimals in
      let known = shown.compactMap { entry in solution(entry).map { (entry.id, $0) } }
      return problem.read(reply, given: ReadingContext(shown: known, decimals: decimals)).map { reading in
        switch reading {
        case .solution(let solution, let span): .proposal(proposal(solution), span: span)
        case .refused(let refusal): .refused(refusal)
        }
      }
    }
    readTyped = { text in try problem.solutions(typed: text).map(proposal) }
    judge = { json, context in
      guard let solution = problem.solution(from: json) else {
        return Evaluation(failure: EvaluationFailure(code: "invalid", reason: "This is no solution of the problem."))
      }
      return try await problem.evaluate(solution, in: context)
    }
    draw = { known, showsReferences in
      problem.picture(of: PictureState(candidates: decoded(known), showsReferences: showsReferences))
    }
    write = { json, decimals in
      problem.solution(from: json).map { problem.text(of: $0, decimals: decimals) }
    }
    compare = { new, old in
      guard let new = solution(new), let old = solution(old) else { return ChangeWords.unknown }
      return problem.words(for: new, comparedWith: old)
    }
    typed = { start, end in problem.typedSolution(drawnFrom: start, to: end) }
  }

  public func initialProposals(_ count: Int, using generator: inout SeededGenerator) -> [Proposal] {
    makeInitial(count, &generator)
  }
  public func randomProposal(using generator: inout SeededGenerator) -> Proposal { makeRandom(&generator) }
  public func proposal(from json: JSONValue) -> Proposal? { makeProposal(json) }
  /// - Parameters:
  ///   - shown: the candidates that the prompt showed.
  ///   - decimals: how many of their numbers' decimals it showed; nil where all.
  public func read(_ reply: Reply, shown: [Shown], decimals: Int? = nil) -> [Reading] {
    readReply(reply, shown, decimals)
  }
  /// - Throws: `InputError`.
  public func proposals(typed text: String) throws -> [Proposal] { try readTyped(text) }
  public func evaluate(_ solution: JSONValue, in context: EvaluationContext) async throws -> Evaluation {
    try await judge(solution, context)
  }
  public func picture(of candidates: [Known], showsReferences: Bool) -> Picture { draw(candidates, showsReferences) }
  public func text(of solution: JSONValue, decimals: Int?) -> String? { write(solution, decimals) }

  /// What changed from one solution to another in plain words that follow "tried": "a steeper line"; "something else"
  /// where one of them is no solution of the problem.
  public func words(for numbers: [Double], comparedWith previous: [Double]) -> String {
    compare(Shown(id: 0, numbers: numbers), Shown(id: 0, numbers: previous))
  }
  public func words(for solution: JSONValue, comparedWith previous: JSONValue) -> String {
    compare(Shown(id: 0, solution: solution), Shown(id: 0, solution: previous))
  }

  /// The solution that a person draws from one point of the picture to another, in the picture's coordinates, as it
  /// would be typed; nil where the picture cannot be drawn into, or not like this.
  public func typedSolution(drawnFrom start: (x: Double, y: Double), to end: (x: Double, y: Double)) -> String? {
    guard [start.x, start.y, end.x, end.y].allSatisfy(\.isFinite) else { return nil }
    return typed(Picture.Point(x: start.x, y: start.y), Picture.Point(x: end.x, y: end.y))
  }
}

extension AnyProblem {
  /// Hides the type of a problem that is known only at run time.
  public init(erasing problem: any Problem) { self = Self.erased(problem) }

  private static func erased(_ problem: some Problem) -> AnyProblem { AnyProblem(problem) }
}
