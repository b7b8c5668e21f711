import LanguageModels
import Optimization

/// The pass over a log's lines that makes its summary.
struct SummaryScan {
  private var lines = LineReader(keepsPrompts: false)
  private var check = LogCheck()
  /// Folds all that is not of candidates and replies: how the run stands, and which model is asked.
  private var state = RunState()
  private var events = 0
  private var line = 0
  private var damagedLine: Int?
  private var candidates = 0
  private var best: LogSummary.Best?
  private var losses = LossSamples()
  private var replies = 0
  private var rejected = 0
  private var tokens = Spending()
  private var time = 0.0

  /// Takes the whole lines at the start of some bytes.
  /// - Returns: how many bytes they are.
  mutating func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    var place = 0
    while let end = LogLines.endOfLine(in: bytes, from: place) {
      line += 1
      do {
        let scanned = try lines.event(in: UnsafeRawBufferPointer(rebasing: bytes[place..<end]))
        // Behind the first damage nothing is in its place any more.
        if damagedLine == nil, check.objection(to: scanned.event) != nil { damagedLine = line }
        take(scanned)
      } catch {
        damagedLine = damagedLine ?? line
      }
      place = end + 1
    }
    return place
  }

  private mutating func take(_ scanned: EventScanner.Scanned) {
    events += 1
    time = max(time, scanned.event.time)
    switch scanned.event.event {
    case .candidate(let candidate):
      candidates += 1
      if let loss = candidate.loss, loss < best?.loss ?? .infinity { best = .init(id: candidate.id, loss: loss) }
      losses.append(best?.loss ?? .infinity)
    case .reply(let reply):
      replies += 1
      let usage =
        reply.usage
        ?? .settled(nil, prompt: state.head.current?.promptTokens ?? 0, texts: [reply.text, reply.reasoning])
      tokens.add(usage, at: state.head.model?.price)
    case .rejected(let event):
      rejected += 1
      if let usage = event.usage { tokens.add(usage, at: state.head.model?.price) }
    case .retry(let event): if let usage = event.usage { tokens.add(usage, at: state.head.model?.price) }
    case .asked, .evaluationStarted, .measured, .ghost, .prediction, .unknown: break
    case .runStarted, .stepStarted, .steered, .state, .notice, .resumed, .runEnded:
      state.apply(scanned.event, promptTokens: scanned.promptTokens)
    }
  }

  func finish(_ summary: inout LogSummary) {
    summary.events = events
    summary.damagedLine = damagedLine
    summary.steps = state.head.step
    summary.plannedSteps = state.head.steps
    summary.candidates = candidates
    summary.best = best
    summary.losses = losses.samples
    summary.replies = replies
    summary.rejected = rejected
    summary.tokens = tokens
    summary.model = state.head.model
    summary.phase = state.head.phase
    summary.ended = state.head.ended
    summary.duration = time
  }
}
