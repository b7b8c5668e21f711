import Foundation
import LanguageModels
import Optimization
import RunLog
import Synchronization
import TestSupport

/// A run whose log is cut off and which is then taken further: it must come to what it would have been.
///
/// The model answers by what it is asked alone, so that a prompt, a temperature or a seed that is another brings another
/// reply. A person's acts are planned in the settings, so that they come again where the log was cut before them.
public struct CutRun: Sendable, CustomStringConvertible {
  public var description: String { name }
  public var name: String
  public var settings: RunSettings
  /// What is made of a request; the model and its name are the same throughout.
  public var reply: @Sendable (ModelRequest) throws -> ModelReply
  /// Else proposals are random.
  public var hasModel = true

  public init(_ name: String, _ settings: RunSettings, reply: @escaping @Sendable (ModelRequest) throws -> ModelReply) {
    self.name = name
    self.settings = settings
    self.reply = reply
  }

  /// A number that hangs on all that a model sees of a request.
  public static func digest(of request: ModelRequest) -> UInt64 {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ bytes: some Sequence<UInt8>) { for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 } }
    for message in request.messages { mix(message.text.utf8) }
    mix("\(request.temperature ?? -1) \(request.seed ?? -1) \(request.place?.attempt ?? 0)".utf8)
    return state ^ state >> 29
  }

  private func configuration(_ model: any LanguageModel) -> RunConfiguration {
    RunConfiguration(
      problem: AnyProblem(BowlProblem()), settings: settings, prompting: ShortPrompting(),
      model: hasModel ? model : nil,
      clock: ManualClock(skipsSleeps: true), id: "cut", started: "2026-01-01T00:00:00Z")
  }

  /// Runs it without a break, and gives the bytes of its log.
  public func whole(in folder: String) async throws -> [UInt8] {
    let path = folder + "/\(UUID().uuidString).jsonl"
    defer { unlink(path) }
    let model = ScriptedModel { [reply] request, _, _ in try reply(request) }
    _ = await OptimizationRun(configuration(model), sink: try RunLogWriter(creating: path)).run()
    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// The offset at which the last so many steps begin.
  public static func start(ofLast steps: Int, in log: [UInt8], at path: String) throws -> Int {
    try Data(log).write(to: URL(fileURLWithPath: path))
    let folded = try FoldedLog(try RunLogReader(path))
    let start = folded.stepStarts.suffix(steps).first?.position ?? 0
    return folded.reader.location(at: start).offset
  }

  /// Cuts the log after some bytes and lets a writer go on with it, as for a run that is taken further.
  ///
  /// - Parameter path: a file of its own, removed afterwards.
  /// - Returns: what the writer leaves of the log.
  public static func remains(cutAt bytes: Int, of log: [UInt8], path: String) throws -> [UInt8] {
    try Data(log[..<bytes]).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    do { _ = try RunLogWriter.continuing(path) }
    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Cuts the log after some bytes, takes the run further and holds the outcome to the run that had no break.
  ///
  /// - Returns: what is wrong; nil where all is well.
  public func complaint(cutAt bytes: Int, of log: [UInt8], expected: RunCourse, path: String) async throws -> String? {
    try Data(log[..<bytes]).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    let (writer, dropped) = try RunLogWriter.continuing(path)
    let reader = try RunLogReader(path)
    let events = try reader.events(in: 0..<reader.count).map(\.event)
    let state = events.reduce(into: RunState()) { $0.apply($1) }
    let tail = LogTail(events)
    let prefix = RunCourse(events)
    var resumption = Resumption(state: state, tail: tail.events)
    resumption.droppedBytes = dropped
    let asked = Mutex<[RunCourse.Place]>([])
    let model = ScriptedModel { [reply] request, _, _ in
      if let place = request.place { asked.withLock { $0.append(.init(step: place.step, index: place.index)) } }
      return try reply(request)
    }
    _ = await OptimizationRun(configuration(model), resuming: resumption, sink: writer).run()
    let whole = try RunLogReader(path)
    let all = try whole.events(in: 0..<whole.count).map(\.event)
    let course = RunCourse(all)
    let again = asked.withLock { $0 }.filter { prefix.repliesCame.contains($0) }
    if !again.isEmpty { return "cut at \(bytes): asked again for \(again)" }
    if let difference = course.difference(from: expected) { return "cut at \(bytes): \(difference)" }
    // What was interrupted is said.
    let notices = all.compactMap { if case .notice(let notice) = $0.event { notice.code } else { nil } }
    if notices.contains(OptimizationRun.tornNotice) != (dropped > 0) {
      return "cut at \(bytes): the torn line is not told"
    }
    if notices.count(where: { $0 == OptimizationRun.judgedAgainNotice }) != prefix.openEvaluations {
      return "cut at \(bytes): \(prefix.openEvaluations) evaluations were open, and \(notices) is told"
    }
    return nil
  }
}

/// A prompt of one line: what the model sees, in as few bytes as can be.
public struct ShortPrompting: Prompting {
  public init() {}
  public var name: String { "short" }
  public var asksForAnswerForm: Bool { false }
  public func metaPrompt(for context: PromptingContext) -> MetaPrompt {
    let rows = context.rows.map { context.settings.scoresShown ? "\($0.id)=\($0.loss)" : "\($0.id)" }
    let text = "\(context.step)/\(context.steps) \(rows.joined(separator: " ")) \(context.guidance ?? "")"
    return MetaPrompt(messages: [.init(.user, text)], sections: [], shown: context.rows.map(\.id))
  }
}

/// What happened in a run, without what differs between two runs of the same course: times, the order in which replies
/// came, how often it was left and gone on with.
public struct RunCourse: Hashable, Sendable {
  public struct Place: Hashable, Comparable, Sendable {
    public var step: Int
    public var index: Int
    public static func < (one: Place, other: Place) -> Bool { (one.step, one.index) < (other.step, other.index) }
  }

  private var settled: [RunEvent] = []
  private var replies: [ReplyEvent] = []
  /// Those for several replies at once have seeds of their own, and whether a server takes them turns out anew.
  private var asked: Set<[Int]> = []
  private var retries: [Retry] = []
  private var inForce: InForce
  public private(set) var openEvaluations = 0

  public var repliesCame: Set<Place> { Set(replies.map { Place(step: $0.step, index: $0.index) }) }

  public init(_ events: [LoggedEvent]) {
    inForce = InForce(RunState())
    var state = RunState()
    var open: Set<Int> = []
    for logged in events {
      state.apply(logged)
      switch logged.event {
      case .asked(let event): asked.insert([event.step, event.index, event.attempt])
      case .retry(var event):
        // Spread by chance.
        event.wait = event.wait.map { _ in 0 }
        retries.append(event)
      case .reply(var event):
        (event.seconds, event.first) = (0, nil)
        replies.append(event)
      case .candidate(var event):
        event.seconds = 0
        open.remove(event.id)
        settled.append(.candidate(event))
      case .evaluationStarted(let event):
        open.insert(event.id)
        settled.append(logged.event)
      case .notice(let notice):
        let ofBreaks = [OptimizationRun.tornNotice, OptimizationRun.judgedAgainNotice]
        if !ofBreaks.contains(notice.code) { settled.append(logged.event) }
      case .state, .resumed: break
      default: settled.append(logged.event)
      }
    }
    openEvaluations = open.count
    replies.sort { ($0.step, $0.index, $0.attempt) < ($1.step, $1.index, $1.attempt) }
    retries.sort { ($0.step, $0.index, $0.attempt) < ($1.step, $1.index, $1.attempt) }
    inForce = InForce(state)
  }

  /// What steering and the run's own course have left in force.
  private struct InForce: Hashable, Sendable {
    var temperatures: [Double?]
    var prompt: PromptSettings
    var rows: [Set<Int>]
    var guidance: String?
    var undoable: [UndoableChange]
    var predictions: [PendingPrediction?]
    var judged: Predictions
    var score: PredictionScore
    var numbers: [Int]
    var traps: [ActiveTrap]
    var best: RunHead.Best?
    var counts: RunHead.Counts
    var tokens: Spending
    var ended: RunEnded?

    init(_ state: RunState) {
      let head = state.head
      temperatures = [head.temperature, head.nextTemperature]
      prompt = head.prompt
      rows = [head.masked, head.pinned]
      guidance = head.guidance
      undoable = head.undoable
      predictions = [head.prediction, head.predictionUnderWay]
      judged = state.predictions
      score = head.score
      numbers = [head.step, head.steps, head.actsDone, head.improvedAtStep]
      traps = head.activeTraps
      best = head.best
      counts = head.counts
      tokens = head.tokens
      ended = head.ended
    }
  }

  /// The first difference in words; nil where there is none.
  public func difference(from other: RunCourse) -> String? {
    if self == other { return nil }
    for (place, pair) in zip(settled, other.settled).enumerated() where pair.0 != pair.1 {
      return "event \(place) is \(pair.0), and was \(pair.1)"
    }
    if settled.count != other.settled.count { return "\(settled.count) events, and there were \(other.settled.count)" }
    if replies != other.replies { return "other replies" }
    if asked != other.asked { return "other requests: \(asked.symmetricDifference(other.asked))" }
    if retries != other.retries { return "other retries: \(retries), and there were \(other.retries)" }
    if inForce != other.inForce { return "in force is \(inForce), and was \(other.inForce)" }
    return "another course"
  }
}
