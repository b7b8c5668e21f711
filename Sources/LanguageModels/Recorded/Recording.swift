/// What an earlier run asked its model and what came of it, by step, index and attempt.
public struct Recording: Hashable, Sendable {
  /// A reply and how long it took.
  public struct Reply: Hashable, Sendable {
    public var reply: ModelReply
    /// From the request to the end, and to the first text where that is known; any number that a file can hold.
    public var seconds: Double
    public var first: Double?
    public init(_ reply: ModelReply, seconds: Double = 0, first: Double? = nil) {
      self.reply = reply
      self.seconds = seconds
      self.first = first
    }
  }

  /// A request that brought no reply.
  public struct Failure: Hashable, Sendable {
    /// In the words of the recorded run, as "429".
    public var cause: String
    /// Seconds that it waited before the next attempt; nil where it stopped for the failure.
    public var wait: Double?
    public init(cause: String, wait: Double?) {
      self.cause = cause
      self.wait = wait
    }
  }

  enum Answer: Hashable {
    case reply(Reply)
    case failure(Failure)
    /// The recorded run had no use for a reply any more.
    case givenUp
  }

  private struct Slot: Hashable {
    var step: Int
    var index: Int
  }

  /// Where it comes from, for sentences: the path of its log.
  public let name: String
  /// Several for a step that began again with another prompt.
  private var prompts: [Int: [[Message]]] = [:]
  /// By attempt; never `givenUp`.
  private var answers: [Slot: [Int: Answer]] = [:]
  private var givenUp: Set<Slot> = []

  public init(name: String) { self.name = name }

  // MARK: - What was recorded

  /// What a step asked.
  public mutating func add(prompt messages: [Message], step: Int) { prompts[step, default: []].append(messages) }

  /// Of several for one place the last counts.
  public mutating func add(_ reply: Reply, at place: RequestPlace) { add(.reply(reply), at: place) }

  public mutating func add(_ failure: Failure, at place: RequestPlace) { add(.failure(failure), at: place) }

  /// A reply that was cancelled before it had come.
  public mutating func addGivenUp(step: Int, index: Int) { givenUp.insert(Slot(step: step, index: index)) }

  private mutating func add(_ answer: Answer, at place: RequestPlace) {
    answers[Slot(step: place.step, index: place.index), default: [:]][place.attempt] = answer
  }

  public var replyCount: Int {
    answers.values.reduce(0) { sum, attempts in
      sum + attempts.values.count { if case .reply = $0 { true } else { false } }
    }
  }

  // MARK: - What a request gets

  /// The prompt that a step had last in the place of this one; nil where this was one of its own, or none is known.
  func prompt(ofStep step: Int, otherThan messages: [Message]) -> [Message]? {
    guard let known = prompts[step], !known.contains(messages) else { return nil }
    return known.last
  }

  /// The last step of which there is anything; 0 for none.
  var lastStep: Int { answers.keys.reduce(givenUp.map(\.step).max() ?? 0) { max($0, $1.step) } }

  /// How many replies of a step there are.
  func count(ofStep step: Int) -> Int {
    answers.count { $0.key.step == step && $0.value.values.contains { if case .reply = $0 { true } else { false } } }
  }

  /// What came of a request: that of its attempt, else of the next one that is known, as an attempt may have been cut
  /// off by the end of the program; else the reply of an earlier one.
  ///
  /// - Parameter passesStops: whether a failure that stopped the recorded run is passed over where it went on later.
  /// - Returns: nil where the recording knows nothing of it.
  func answer(at place: RequestPlace, passesStops: Bool) -> Answer? {
    let slot = Slot(step: place.step, index: place.index)
    let attempts = (answers[slot] ?? [:]).sorted { $0.key < $1.key }
    let due = attempts.filter { $0.key >= place.attempt }.map(\.value)
    for (position, answer) in due.enumerated() {
      if passesStops, case .failure(let failure) = answer, failure.wait == nil, position + 1 < due.count { continue }
      return answer
    }
    if givenUp.contains(slot) { return .givenUp }
    return attempts.map(\.value).last { if case .reply = $0 { true } else { false } }
  }
}
