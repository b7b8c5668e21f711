import Charts
import Dashboard
import Optimization
import RunLog
import Text

/// A replay as a recording of a terminal: the screen that Tiller draws, at any size and speed, with a marker a step.
public enum CastExport {
  /// Frames a second while replies come in.
  private static let framesPerSecond = 15.0
  /// The last frame stays so long.
  private static let hold = 2.0
  /// What a terminal and a player can show.
  public static let columns = 20...500, rows = 6...200

  /// - Throws: `LogError` where the log is damaged or became shorter.
  static func bytes(
    of log: consuming FoldedLog, problem: AnyProblem?, _ settings: ExportSettings
  ) throws(LogError) -> [UInt8] {
    let size = settings.size ?? Exporter.castSize
    let started = log.reader.started
    let end = settings.lastStep.map { log.end(ofStep: $0) } ?? log.count
    let duration = log.time(at: end)
    // What is there at once: the problem and its first solutions.
    var position = min(end, log.stepStarts.first?.position ?? 1)
    let offset = log.time(at: position)
    let speed = settings.seconds.map { max(duration - offset, 1e-3) / max(0.1, $0 - hold) } ?? settings.speed
    let paint = Paint(settings.theme)
    var cast = CastWriter(
      columns: size.width, rows: size.height, title: title(started), timestamp: seconds(of: started.started),
      theme: (paint.text, paint.background))
    var stage = Stage(
      size: Size(columns: size.width, rows: size.height), problem: problem, count: log.count, duration: log.duration,
      speed: speed, settings: settings, notice: started.models.optimizer?.notice)
    // The cursor is hidden, and the last column breaks no line.
    cast.output("\u{1B}[?25l\u{1B}[?7l\u{1B}[2J", at: 0)

    var time = offset
    var marked = 0
    var step: (range: Range<Int>, events: [LoggedEvent]) = (0..<0, [])
    func castTime(_ time: Double) -> Double { max(0, time - offset) / speed }
    while true {
      try log.seek(to: position)
      let range = log.stepRange(at: position)
      if step.range != range { step = (range, try log.reader.events(in: range).map(\.event)) }
      let progress = ReplayProgress.progress(
        events: step.events, shown: position - range.lowerBound, time: time)
      while marked < log.stepStarts.count, log.stepStarts[marked].position < position {
        let mark = log.stepStarts[marked]
        cast.marker("step \(mark.step)", at: castTime(log.times[mark.position]))
        marked += 1
      }
      let text = stage.frame(log.state, progress, position: position, time: time)
      if !text.isEmpty { cast.output(text, at: castTime(time)) }
      guard position < end else { break }
      // The next event, but no sooner than a frame; and a frame where a reply is coming in.
      let frame = time + speed / framesPerSecond
      let next = max(log.times[position], frame)
      time = progress.replies.contains(where: \.isComing) ? frame : next
      while position < end, log.times[position] <= time { position += 1 }
      if position == end { time = max(time, duration) }
    }
    let last = castTime(time) + hold
    cast.output("\u{1B}[?7h\u{1B}[?25h", at: last)
    cast.exit(0, at: last)
    return cast.bytes
  }

  private static func title(_ started: RunStarted) -> String {
    let model = started.models.optimizer?.name ?? "random proposals"
    return DisplayText(cleaning: "Tiller: \(started.problem.name) with \(model)").string
  }

  /// The seconds since 1970 of "2026-11-21T18:00:00Z"; nil where the text is none of that form. Days after Howard
  /// Hinnant's days_from_civil, http://howardhinnant.github.io/date_algorithms.html
  static func seconds(of text: String) -> Int? {
    let parts = text.split(whereSeparator: { "-T:Z".contains($0) }).map { Int($0) }
    guard parts.count == 6, let all = parts as? [Int], (1...12).contains(all[1]), (1...31).contains(all[2]),
      (1970...9999).contains(all[0]), (0...23).contains(all[3]), (0...59).contains(all[4]), (0...60).contains(all[5])
    else { return nil }
    let year = all[1] <= 2 ? all[0] - 1 : all[0]
    let era = year / 400, ofEra = year % 400
    let ofYear = (153 * (all[1] + (all[1] > 2 ? -3 : 9)) + 2) / 5 + all[2] - 1
    let days = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    return days * 86_400 + all[3] * 3600 + all[4] * 60 + all[5]
  }
}

extension ReplyUnderWay {
  /// Whether the screen changes while nothing happens.
  fileprivate var isComing: Bool {
    switch phase {
    case .asking, .streaming: true
    case .waiting, .stopped, .done: false
    }
  }
}

/// The screen of a replay that nobody sits before.
private struct Stage {
  private var state: DashboardState
  private var shown: CellBuffer?
  private var buffer: CellBuffer
  private var cache = ViewCache()
  private var difference = CellDifference()
  private let marker: Marker
  private let count: Int
  private let duration: Double
  private let speed: Double

  init(
    size: Size, problem: AnyProblem?, count: Int, duration: Double, speed: Double, settings: ExportSettings,
    notice: String?
  ) {
    state = DashboardState(
      size: size, problem: problem, mode: .replay(ReplayState(count: count, duration: duration)),
      modelNotice: notice, theme: settings.theme)
    buffer = CellBuffer(size: size)
    marker = settings.marker
    self.count = count
    self.duration = duration
    self.speed = speed
    isToBeRevealed = settings.showsReferences
  }

  private var isToBeRevealed: Bool

  /// What turns the frame before into that of a place in the run.
  mutating func frame(_ run: RunState, _ progress: Progress, position: Int, time: Double) -> String {
    let replay = ReplayState(
      position: position, count: count, time: time, duration: duration, pace: .times(speed),
      isPlaying: position < count)
    for action in [Action.replaced(run), .replayMoved(replay), .progress(progress)] { _ = reduce(&state, action) }
    if isToBeRevealed, run.head.started != nil {
      isToBeRevealed = false
      _ = reduce(&state, .line("reveal"))
    }
    draw(state, markers: marker, depth: .direct, into: &buffer, cache: &cache)
    let text = difference.text(from: shown, to: buffer)
    shown = buffer
    return text
  }
}
