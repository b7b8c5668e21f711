import Dashboard
import Optimization
import RunLog

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A run without a screen: one line a step and a summary, or the events as JSON Lines.
struct HeadlessSession {
  let live: LiveRun
  let changes: AsyncStream<Void>
  let printsEvents: Bool

  /// Waits for the run to end and returns the exit status.
  func run() async -> Int32 {
    let signals = Signals([live.run])
    let output = Output()
    var report = HeadlessReport(printsEvents: printsEvents, goingOnFrom: live.history)
    if !printsEvents, let notice = live.chosen.notice { output.write(notice) }

    let run = live.run
    async let running = run.run()
    for await _ in changes {
      let update = live.monitor.take()
      do {
        var missed = update.missed ?? 0..<0
        while !missed.isEmpty {
          let (events, end) = try RunLogReader.events(of: live.logPath, bytes: missed)
          for (event, location) in events { output.write(report.take(event, location)) }
          missed = end..<missed.upperBound
        }
      } catch {
        StandardError.write("tiller: \(error)")
      }
      for (event, location) in update.events { output.write(report.take(event, location)) }
      if output.isBroken { _ = await run.perform(.end(immediately: true), source: .program) }
      if report.state.head.phase == .ended { break }
      // A fast run would wake this for every line; what comes meanwhile is written together.
      try? await Task.sleep(for: .milliseconds(20))
    }
    let ended = await running
    if !printsEvents {
      output.write(
        Summary.lines(for: report.state, logPath: live.logPath, commands: Closing.commands(report.state, live.logPath)))
    }
    return Closing.status(ended, signal: signals.last, logPath: live.logPath)
  }
}

extension RunMonitor {
  /// For lines on standard output: looked at when there is a line to write.
  static func forLines(printsEvents: Bool, onChange: @escaping @Sendable () -> Void) -> RunMonitor {
    RunMonitor(
      showsProgress: false,
      wakes: { event in
        switch event {
        case .stepStarted, .runEnded, .retry, .notice: true
        default: printsEvents
        }
      }, onChange: onChange)
  }
}

/// What headless output says about each event.
struct HeadlessReport {
  private(set) var state: RunState
  let printsEvents: Bool
  private let encoder: JSONEncoder

  init(printsEvents: Bool, goingOnFrom history: RunState? = nil) {
    state = history ?? RunState()
    self.printsEvents = printsEvents
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  /// The lines for an event, folding it: a step's line comes when the step is over.
  mutating func take(_ event: LoggedEvent, _ location: LogLocation) -> [String] {
    defer { state.apply(event, at: location) }
    guard !printsEvents else {
      return (try? encoder.encode(event)).map { [String(decoding: $0, as: UTF8.self)] } ?? []
    }
    switch event.event {
    case .stepStarted, .runEnded: return state.trajectory.count > 0 ? [StepLine.line(for: state)] : []
    case .retry(let retry):
      let wait = retry.wait.map { ", next try in \(Int($0.rounded(.up))) s" } ?? ""
      return ["  reply \(retry.index + 1): \(retry.cause)\(wait)"]
    case .notice(let notice): return ["  \(notice.text)"]
    default: return []
    }
  }
}

/// Standard output, which may go away.
final class Output {
  private(set) var isBroken = false

  func write(_ line: String) { write([line]) }

  /// The bell of a terminal.
  func ring() {
    guard !isBroken, isatty(STDOUT_FILENO) == 1 else { return }
    try? Descriptors.write([7], to: STDOUT_FILENO)
  }

  func write(_ lines: [String]) {
    guard !isBroken, !lines.isEmpty else { return }
    do {
      try Descriptors.write((lines.joined(separator: "\n") + "\n").utf8, to: STDOUT_FILENO)
    } catch {
      isBroken = true
    }
  }
}

/// How the program closes after a run.
enum Closing {
  static func status(_ ended: RunEnded, signal: Int32?, logPath: String) -> Int32 {
    switch ended.reason {
    case .failed, .budget:
      StandardError.write("tiller: \(ended.cause ?? "The run failed.")")
      StandardError.write("Go on with: \(resumeCommand(logPath))")
      return ExitStatus.failure
    case .interrupted: return signal.map(ExitStatus.signal) ?? ExitStatus.success
    case .steps, .solved, .target, .stalled, .person: return ExitStatus.success
    }
  }

  /// What can be done with the log of a run.
  static func commands(_ state: RunState, _ path: String) -> [String] {
    let canGoOn =
      switch state.head.ended?.reason {
      case .solved, .target, .stalled, .steps: false
      default: true
      }
    return (canGoOn ? [resumeCommand(path)] : []) + [Summary.replayCommand(path)]
  }

  static func resumeCommand(_ path: String) -> String {
    Summary.replayCommand(path).replacing("tiller replay", with: "tiller resume", maxReplacements: 1)
  }
}
