import Synchronization

/// Answers with the replies of an earlier run, so that it can be repeated with no key and no network.
///
/// A request gets what the request at its place got: the reply, the failure, or nothing where the recorded run gave it
/// up. What the prompt says changes nothing about that; where it is not the recorded one, the first reply that this
/// concerns carries a notice.
///
/// Watched by a person it takes the time that the recorded model took, up to 10 s a reply and a wait. With nobody
/// watching it answers at once, leaves the waits to the run, and passes over failures that a person had to mend.
public final class RecordedModel: LanguageModel {
  /// The longest that a reply or a wait may take, in seconds: what took longer is told faster.
  static let longest = 10.0

  public let identity: ModelIdentity
  private let recording: Recording
  private let isWatched: Bool
  private let sleep: @Sendable (Duration) async throws -> Void
  /// Where it was last said that the prompt has departed.
  private let told = Mutex<RequestPlace?>(nil)

  public init(
    _ recording: Recording, isWatched: Bool,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.recording = recording
    self.isWatched = isWatched
    self.sleep = sleep
    identity = ModelIdentity(
      name: "recorded:\(recording.name)", kind: .recorded, notice: "a recording: no language model is running")
  }

  /// - Throws: `ModelError`; `CancellationError` also where the recorded run cancelled this request.
  public func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    try Task.checkCancellation()
    guard let place = request.place else {
      throw failure("no place", "A recording answers the requests of a run's steps only.")
    }
    switch recording.answer(at: place, passesStops: !isWatched) {
    case .reply(let recorded):
      var reply = recorded.reply
      let speech = Speech(reasoning: reply.reasoning, text: reply.text)
      try await speech.speak(at: pace(of: recorded, tokens: speech.count), sleep: sleep, progress: progress)
      reply.notices = departure(of: request.messages, at: place).map { [$0] } ?? []
      return reply
    case .failure(let failure): throw error(failure)
    case .givenUp: throw CancellationError()
    case nil: throw missing(place)
    }
  }

  // MARK: - Time

  private func pace(of recorded: Recording.Reply, tokens: Int) -> Pace {
    guard isWatched, recorded.seconds > 0, recorded.seconds.isFinite else { return .immediate }
    let scale = min(1, Self.longest / recorded.seconds)
    let whole = recorded.seconds * scale
    let count = Double(max(1, tokens))
    // Where nobody looked the log does not say when the first text came.
    let first = min(whole, max(0, recorded.first.map { $0.isFinite ? $0 * scale : 0 } ?? whole / count))
    let rest = whole - first
    return Pace(firstToken: .seconds(first), tokensPerSecond: rest > 0.001 && tokens > 1 ? (count - 1) / rest : nil)
  }

  // MARK: - Failures

  private func error(_ recorded: Recording.Failure) -> ModelError {
    let cause = ServerComplaint.gist(recorded.cause)
    let status = Int(cause).flatMap { (100...599).contains($0) ? $0 : nil }
    let wait = recorded.wait.flatMap { isWatched && $0 > 0 ? min($0, Self.longest) : nil }
    return ModelError(
      status == 429 ? .rateLimited : .server, status: status, cause: cause,
      sentence: recorded.wait == nil
        ? "The recorded run stopped here for \"\(cause)\": resume to go on as it did, or end the run."
        : "The recorded run was refused here with \"\(cause)\", and asked again.",
      isRetryable: recorded.wait != nil, retryAfter: wait.map { .seconds($0) })
  }

  private func missing(_ place: RequestPlace) -> ModelError {
    let last = recording.lastStep
    if place.step > last {
      return failure(
        "recording used up",
        "The recording \(recording.name) is used up: it ends with step \(last). Go on with another model, or end the run."
      )
    }
    let count = recording.count(ofStep: place.step)
    return failure(
      "not in the recording",
      "The recording \(recording.name) has no reply \(place.index + 1) of step \(place.step): it holds \(count) of that "
        + "step. Cancel the step, or go on with another model.")
  }

  private func failure(_ cause: String, _ sentence: String) -> ModelError {
    ModelError(.notFound, cause: cause, sentence: sentence, isRetryable: false)
  }

  // MARK: - The prompt

  /// Said once in a run; a place that comes again, or an earlier one, is that of a further run.
  private func departure(of messages: [Message], at place: RequestPlace) -> ModelNotice? {
    guard let recorded = recording.prompt(ofStep: place.step, otherThan: messages) else { return nil }
    let isNews = told.withLock { told in
      guard told.map({ place.step < $0.step || place == $0 }) ?? true else { return false }
      told = place
      return true
    }
    guard isNews else { return nil }
    return ModelNotice(
      "recording-departed",
      "From step \(place.step) on the prompt is not that of the recording, whose replies were made for another: "
        + PromptDifference.words(messages, recorded: recorded))
  }
}
