import Optimization
import Text

/// Where a model means to propose, for the step that is shown: what was asked of it and told.
///
/// A distribution is a function of a step's prompt, so that it is told once a step and kept; the temperature is put in
/// when it is shown.
public struct Foresight: Hashable, Sendable {
  /// The model that can tell where it would propose, given a prompt; nil where there is none.
  public let model: String?
  /// Of the runs that the screen has shown: an answer may come when another run has taken the place of its own.
  private var run = 0
  /// The newest last.
  private var told: [Told] = []
  private(set) var awaited: ForesightQuestion?

  private struct Told: Hashable, Sendable {
    var question: ForesightQuestion
    var distribution: ProposalDistribution?
    /// Why its prompt could not be read.
    var failure: String?
  }

  /// So many steps are kept: going back and forth in a replay asks for nothing again.
  static let mostKept = 64

  init(by model: String?) { self.model = model }

  func question(step: Int, location: LogLocation) -> ForesightQuestion {
    ForesightQuestion(run: run, step: step, location: location)
  }

  /// Whether it was told, be it that there is none.
  func holds(_ question: ForesightQuestion) -> Bool { told.contains { $0.question == question } }

  func distribution(for question: ForesightQuestion) -> ProposalDistribution? {
    told.last { $0.question == question }?.distribution
  }

  func failure(of question: ForesightQuestion) -> String? { told.last { $0.question == question }?.failure }

  /// What was told last of this run, to be shown until the next comes.
  var newest: (question: ForesightQuestion, distribution: ProposalDistribution)? {
    told.last { $0.question.run == run }.flatMap { told in told.distribution.map { (told.question, $0) } }
  }

  mutating func await(_ question: ForesightQuestion) { awaited = question }

  mutating func take(_ result: Result<ProposalDistribution?, InputError>, for question: ForesightQuestion) {
    if awaited == question { awaited = nil }
    guard question.run == run else { return }
    told.removeAll { $0.question == question }
    switch result {
    case .success(let distribution): told.append(Told(question: question, distribution: distribution))
    case .failure(let error): told.append(Told(question: question, failure: error.description))
    }
    if told.count > Self.mostKept { told.removeFirst() }
  }

  /// Another run takes the place of this one.
  mutating func forget() {
    run += 1
    told = []
    awaited = nil
  }
}

/// Asks where a model would propose, given the prompt of a step.
public struct ForesightQuestion: Hashable, Sendable {
  let run: Int
  public let step: Int
  /// Of the prompt in the log: a step may begin again with another.
  public let location: LogLocation
}

// MARK: - What is shown of it

extension DashboardState {
  /// What the parameter plane shows.
  public enum PlaneContent: String, CaseIterable, Hashable, Sendable {
    /// The loss as a map, with the way that was taken.
    case loss
    /// Where a model means to propose.
    case foresight
  }

  /// What the plane shows if it is open. Over one parameter there is no map of the loss.
  var shownPlaneContent: PlaneContent {
    if spanned.count == 1 { return .foresight }
    return reasonAgainstForesight == nil ? planeContent : .loss
  }

  var showsForesight: Bool { shownPlaneContent == .foresight && layout.shows(.plane) && reasonAgainstForesight == nil }

  /// Why nothing can be told of where a model means to propose, in a sentence.
  var reasonAgainstForesight: String? {
    if foresight.model == nil { return "There is no model here that can tell where it means to propose." }
    guard problem != nil else { return "This log's problem is not known here, so nothing can be foretold." }
    let count = problem?.space.parameterNames.count ?? 0
    guard spanned.count == count, (1...2).contains(count) else {
      return "Foresight needs a problem with one number or two."
    }
    return nil
  }

  /// What must be known for the step under way, or done last.
  var foresightWanted: ForesightQuestion? {
    guard let current = run.head.current, current.step >= 1, let location = current.location else { return nil }
    return foresight.question(step: current.step, location: location)
  }

  /// Whether the model that can tell is the one that this step's prompt went to.
  var isOwnForesight: Bool { run.head.current?.model == foresight.model }

  /// The temperature that is shown: the step's own, but what a person set since is shown at once. Nil is the model's own.
  var foresightTemperature: Double? {
    run.head.schedule == nil ? run.head.temperature : run.head.current?.temperature
  }

  /// Where the model means to propose, at the temperature that is shown, and for which step; until that is told, for the
  /// step before. Nil where nothing is told.
  var shownForesight: (step: Int, distribution: ProposalDistribution)? {
    guard reasonAgainstForesight == nil, let wanted = foresightWanted else { return nil }
    let found: (question: ForesightQuestion, distribution: ProposalDistribution)?
    if foresight.holds(wanted) {
      found = foresight.distribution(for: wanted).map { (wanted, $0) }
    } else {
      found = foresight.newest
    }
    guard var shown = found else { return nil }
    if let temperature = foresightTemperature { shown.distribution.temperature = temperature }
    return (shown.question.step, shown.distribution)
  }

  /// Asks for what the plane shows and is not known, each once, and only while it is shown.
  mutating func foresightsWanted() -> [Effect] {
    guard showsForesight, let wanted = foresightWanted, !foresight.holds(wanted), foresight.awaited != wanted else {
      return []
    }
    foresight.await(wanted)
    return [.foresee(wanted)]
  }

  /// What can be shown: over this problem's parameters, in their order, and made of numbers.
  func usable(_ distribution: ProposalDistribution) -> ProposalDistribution? {
    let names = spanned.map(\.name)
    let places = names.compactMap { distribution.parameters.firstIndex(of: $0) }
    let count = names.count
    guard places.count == count, distribution.parameters.count == count, distribution.center.count == count,
      distribution.frame.count == count, distribution.frame.allSatisfy({ $0.count == count }),
      !distribution.components.isEmpty, distribution.temperature >= 0, distribution.temperature.isFinite,
      distribution.center.allSatisfy(\.isFinite), distribution.frame.joined().allSatisfy(\.isFinite),
      distribution.components.allSatisfy({ component in
        component.weight >= 0 && component.weight.isFinite && component.mean.count == count
          && component.spread.count == count * (count + 1) / 2 && component.mean.allSatisfy(\.isFinite)
          && component.spread.allSatisfy(\.isFinite)
      }), distribution.components.contains(where: { $0.weight > 0 })
    else { return nil }
    var distribution = distribution
    distribution.components.removeAll { $0.weight <= 0 }
    distribution.parameters = names
    distribution.center = places.map { distribution.center[$0] }
    distribution.frame = distribution.frame.map { column in places.map { column[$0] } }
    return distribution
  }
}
