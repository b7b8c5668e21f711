import Dashboard
import RunLog

/// A log as lines: what the run would have printed without a screen.
enum HeadlessReplay {
  static func run(_ reader: consuming RunLogReader, printsEvents: Bool) throws -> Int32 {
    let output = Output()
    var report = HeadlessReport(printsEvents: printsEvents)
    let path = reader.path
    var start = 0
    while start < reader.count, !output.isBroken {
      let end = min(start + 1000, reader.count)
      for (event, location) in try reader.events(in: start..<end) { output.write(report.take(event, location)) }
      start = end
    }
    if reader.hasTornTail { StandardError.write("tiller: The last line of \(path) is torn and was left out.") }
    if !printsEvents {
      output.write(Summary.lines(for: report.state, logPath: path, commands: Closing.commands(report.state, path)))
    }
    return ExitStatus.success
  }
}
