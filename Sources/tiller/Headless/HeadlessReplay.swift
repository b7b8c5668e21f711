import Dashboard
import Optimization
import RunLog

/// A log as lines: what the run would have printed without a screen.
enum HeadlessReplay {
  /// - Parameter isFollowing: whether to go on, where another program writes the log, until the run ends or its writer
  ///   has gone; the status is then 1 where the run did not come to an end.
  static func run(_ path: String, printsEvents: Bool, isFollowing: Bool) async throws -> Int32 {
    let (changes, changed) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    // Before the log is read, so that nothing comes between.
    let watch = isFollowing ? try LogWatch(path, onChange: { changed.yield() }) : nil
    let isWritten = watch?.isWritten ?? false
    let reader = try RunLogReader(path)
    let output = Output()
    var report = HeadlessReport(printsEvents: printsEvents)
    var check = LogCheck()
    var start = 0
    while start < reader.count, !output.isBroken {
      let end = min(start + 1000, reader.count)
      for (event, location) in try reader.events(in: start..<end, heldTo: &check) {
        output.write(report.take(event, location))
      }
      start = end
    }
    var status = ExitStatus.success
    if let watch, isWritten {
      status = try await follow(watch, changes, from: reader.size, &report, output)
    } else if reader.hasTornTail {
      StandardError.write("tiller: The last line of \(path) is torn and was left out.")
    }
    if !printsEvents {
      output.write(Summary.lines(for: report.state, logPath: path, commands: Closing.commands(report.state, path)))
    }
    return status
  }

  /// Takes in what comes, each time that the system says that something came.
  private static func follow(
    _ watch: LogWatch, _ changes: AsyncStream<Void>, from start: Int, _ report: inout HeadlessReport, _ output: Output
  ) async throws -> Int32 {
    var growth = try GrowingLines(watch.path, from: start)
    var changes = changes.makeAsyncIterator()
    while true {
      // First the news, then the lines: what a writer wrote before it went is there to be read.
      let news = watch.take()
      while let events = try growth.next() {
        for (event, location) in events { output.write(report.take(event, location)) }
      }
      if report.state.head.phase == .ended || output.isBroken { return ExitStatus.success }
      guard news.isWritten, !news.isLost else {
        StandardError.write(
          news.isLost
            ? "tiller: The log \(watch.path) was moved or deleted meanwhile."
            : "tiller: The Tiller that wrote \(watch.path) is gone, in the middle of the run.")
        return ExitStatus.failure
      }
      await changes.next()
    }
  }
}
