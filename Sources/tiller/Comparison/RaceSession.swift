import Dashboard
import Optimization
import RunLog
import Terminal

/// A race that is watched and steered, from the first frame to the table.
@TerminalActor
enum RaceSession {
  /// - Parameter stem: of the logs' names.
  static func start(_ race: RacePlan, stem: String?, _ watching: WatchPreferences) async throws -> Int32 {
    let runs = try race.runs(stem: stem) { _ in RunMonitor(onChange: { TerminalActor.wake() }) }
    let loop: ScreenLoop
    do {
      loop = try ScreenLoop(watching.terminal)
    } catch {
      for live in runs { RaceLogs.remove(live.logPath) }
      throw error
    }
    let source = RaceSource(runs)
    let state = ComparisonState(race.lanes(runs), mode: .race, theme: watching.theme)
    source.begin()
    let end = await loop.run(ComparisonContent(state, source, watching, on: loop))
    // The terminal first: whatever the runs still have to finish, the person has the shell's screen back.
    loop.close()
    var signal: Int32?
    if case .signal(let number) = end { signal = number }
    let ended = await source.finish(interrupted: signal != nil)
    await RaceClosing.printTable(race, runs)
    if let signal { return ExitStatus.signal(signal) }
    return ended.contains { $0.reason == .failed } ? ExitStatus.failure : ExitStatus.success
  }
}

/// How the program closes after a race.
enum RaceClosing {
  /// The table of the lanes, and how to see them again.
  static func printTable(_ race: RacePlan, _ runs: [LiveRun]) async {
    var lanes = race.lanes(runs)
    for place in runs.indices {
      lanes[place] = Lane(
        letter: lanes[place].letter, logPath: lanes[place].logPath, problem: nil,
        run: await runs[place].run.currentState)
    }
    Output().write(
      ComparisonReport.lines(lanes, isRace: true) + ["look again with  " + Summary.compareCommand(runs.map(\.logPath))])
  }

  /// Says on standard error why lanes failed, and how to go on with them.
  static func status(_ ended: [RunEnded], _ runs: [LiveRun], signal: Int32?) -> Int32 {
    var status = ExitStatus.success
    for (place, ended) in ended.enumerated() {
      switch ended.reason {
      case .failed, .budget:
        StandardError.write("tiller: lane \(Lane.letters[place]): \(ended.cause ?? "The run failed.")")
        StandardError.write("Go on with: \(Closing.resumeCommand(runs[place].logPath))")
        status = ExitStatus.failure
      case .interrupted: if let signal { status = ExitStatus.signal(signal) }
      case .steps, .solved, .target, .stalled, .person: break
      }
    }
    return signal.map(ExitStatus.signal) ?? status
  }
}
