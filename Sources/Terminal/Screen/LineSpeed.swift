/// How fast the way to the terminal is, and how much may be on it.
///
/// What a program writes goes into buffers of the system, of a network and of the terminal; on a slow line they hold
/// many seconds of old frames, before which no key shows its effect. So the terminal is asked for its status now and then
/// (DSR 5, ECMA-48, 8.3.35): its answer says that everything before the question has arrived. From the time that takes
/// the speed is known, and only so much is put on the way as takes a tenth of a second. A terminal that never answers is
/// never waited for.
struct LineSpeed {
  typealias Instant = ContinuousClock.Instant

  /// What asks a terminal for its status.
  static let question = Array("\u{1B}[5n".utf8)
  /// How long what is on the way may take.
  static let delay: Duration = .milliseconds(100)
  /// The least and the most that may be on the way, in bytes. A line that takes the most is not slow.
  static let bounds = 256...65_536
  /// A line that is not slow is asked once in so many bytes: often at first, and less and less while it answers at once.
  static let intervals = 2048...32_768
  /// How long an answer may take beyond the time that its bytes need, twice; on a line that is not known yet, on one of
  /// 9,600 bits a second.
  static let patience: Duration = .seconds(2)
  static let slowestRate = 960.0

  private struct Question {
    /// Bytes written before it, since the beginning.
    var total: Int
    var time: Instant
  }

  private var questions: [Question] = []
  private var askedTotal = 0
  private var arrivedTotal = 0
  private var arrivedTime: Instant?
  /// The shortest time from a question to its answer.
  private var shortest: Duration?
  /// Bytes a second; nil until the terminal has answered twice.
  private(set) var rate: Double?
  private var interval = Self.intervals.lowerBound
  private var failures = 0
  /// Answers that were given up, and may still come.
  private var overdue = 0

  /// - Parameter total: Bytes that were written before, and are not counted.
  init(after total: Int = 0) {
    askedTotal = total
    arrivedTotal = total
  }

  /// How many bytes may be on the way.
  var window: Int {
    guard let rate else { return Self.bounds.upperBound }
    let bytes = rate * (Self.delay / .seconds(1))
    return bytes >= Double(Self.bounds.upperBound) ? Self.bounds.upperBound : max(Self.bounds.lowerBound, Int(bytes))
  }

  private var isSlow: Bool { window < Self.bounds.upperBound }

  /// How many bytes may be written now, where `total` have been written since the beginning.
  func allowance(total: Int, at time: Instant) -> Int {
    // Late already, whatever the line did before.
    if let shortest, let first = questions.first, first.time + shortest + Self.delay + Self.delay < time { return 0 }
    return isSlow ? max(0, window - (total - arrivedTotal)) : .max
  }

  /// Whether to ask, now that all is written.
  func wantsQuestion(total: Int) -> Bool {
    guard failures < 3, questions.count < 8 else { return false }
    // The last question itself is among the bytes.
    return total - askedTotal >= (isSlow ? Self.question.count + 1 : interval)
  }

  /// Notes a question that is written.
  mutating func ask(total: Int, at time: Instant) {
    questions.append(Question(total: total, time: time))
    askedTotal = total
  }

  /// Takes an answer in.
  mutating func answer(at time: Instant) {
    if overdue > 0 {
      overdue -= 1
      return
    }
    guard !questions.isEmpty else { return }
    let question = questions.removeFirst()
    failures = 0
    let bytes = question.total - arrivedTotal
    let waited = question.time.duration(to: time)
    // On a line that was busy before, the bytes came one after the other since the last answer; else they came after
    // the way there and back.
    if let shortest, bytes > 0 {
      let since = arrivedTime.map { max($0, question.time) } ?? question.time
      let way = since == question.time ? shortest : .zero
      let seconds = max(since.duration(to: time) - way, .microseconds(500)) / .seconds(1)
      let measured = Double(bytes) / seconds
      rate = rate.map { ($0 + measured) / 2 } ?? measured
    }
    let isPrompt = shortest.map { waited <= $0 + $0 + .milliseconds(20) } ?? false
    interval = isPrompt && !isSlow ? min(2 * interval, Self.intervals.upperBound) : Self.intervals.lowerBound
    shortest = shortest.map { min($0, waited) } ?? waited
    arrivedTotal = question.total
    arrivedTime = time
  }

  /// When to stop waiting for the oldest answer; nil where nothing waits for one.
  var deadline: Instant? {
    guard let first = questions.first else { return nil }
    let seconds = 2 * Double(first.total - arrivedTotal) / (rate ?? Self.slowestRate)
    return max(first.time, arrivedTime ?? first.time) + Self.patience + .seconds(min(60, seconds))
  }

  /// How long a terminal of which nothing is known yet may keep the shell waiting: it may be one that never answers.
  static let firstWait: Duration = .milliseconds(30)

  /// Until when an answer to the last question may reasonably be waited for before somebody else gets the keys; nil
  /// where none is due.
  var reasonableWait: Instant? {
    guard let last = questions.last else { return nil }
    guard let shortest else { return failures == 0 ? last.time + Self.firstWait : nil }
    let bytes = Double(last.total - arrivedTotal)
    let way = shortest + shortest + .milliseconds(20) + .seconds(rate.map { min(1, 2 * bytes / $0) } ?? 0)
    return last.time + min(way, .seconds(1))
  }

  /// Forgets the questions, as no answer came in time: what was on the way has gone, or nobody will tell.
  mutating func giveUp() {
    failures += 1
    // Once again, and those were lost for good.
    overdue = overdue > 0 ? 0 : questions.count
    questions.removeAll()
    arrivedTotal = askedTotal
    arrivedTime = nil
    rate = nil
    interval = Self.intervals.lowerBound
  }
}
