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
  private let readReply: @Sendable (Reply, [Shown]) -> [Reading]
  private let readTyped: @Sendable (String) throws -> [Proposal]
  private let judge: @Sendable (JSONValue, EvaluationContext) async throws -> Evaluation
  private let draw: @Sendable ([Known], Bool) -> Picture
  private let write: @Sendable (JSONValue, Int?) -> String?

  public init<P: Problem>(_ problem: P) {
    name = problem.name
    settings = problem.settings
    objective = problem.objective
    space = problem.space
    brief = problem.brief
    references = problem.references
    data = problem.data
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
    makeInitial = { count, generator in problem.initialSolutions(count, using: &generator).map(proposal) }
    makeRandom = { generator in proposal(problem.randomSolution(using: &generator)) }
    makeProposal = { json in problem.solution(from: json).map(proposal) }
    readReply = { reply, shown in
      let known = shown.compactMap { entry in
        (entry.numbers.isEmpty ? problem.solution(from: entry.solution) : problem.solution(from: entry.numbers))
          .map { (entry.id, $0) }
      }
      return problem.read(reply, given: ReadingContext(shown: known)).map { reading in
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
  }

  public func initialProposals(_ count: Int, using generator: inout SeededGenerator) -> [Proposal] {
    makeInitial(count, &generator)
  }
  public func randomProposal(using generator: inout SeededGenerator) -> Proposal { makeRandom(&generator) }
  public func proposal(from json: JSONValue) -> Proposal? { makeProposal(json) }
  public func read(_ reply: Reply, shown: [Shown]) -> [Reading] { readReply(reply, shown) }
  /// - Throws: `InputError`.
  public func proposals(typed text: String) throws -> [Proposal] { try readTyped(text) }
  public func evaluate(_ solution: JSONValue, in context: EvaluationContext) async throws -> Evaluation {
    try await judge(solution, context)
  }
  public func picture(of candidates: [Known], showsReferences: Bool) -> Picture { draw(candidates, showsReferences) }
  public func text(of solution: JSONValue, decimals: Int?) -> String? { write(solution, decimals) }
}

extension AnyProblem {
  /// Hides the type of a problem that is known only at run time.
  public init(erasing problem: any Problem) { self = Self.erased(problem) }

  private static func erased(_ problem: some Problem) -> AnyProblem { AnyProblem(problem) }
}
