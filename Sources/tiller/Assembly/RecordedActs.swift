import Optimization
import RunLog

extension ScheduledAct {
  /// What was done to the run of a log, in order.
  /// - Throws: `LogError` where the file is no log or damaged.
  static func acts(ofLog path: String) throws(LogError) -> [ScheduledAct] {
    let reader = try RunLogReader(path)
    var collector = ActCollector()
    var check = LogCheck()
    var start = 0
    while start < reader.count {
      let end = min(start + 1000, reader.count)
      for (event, _) in try reader.events(in: start..<end, heldTo: &check) { collector.take(event.event) }
      start = end
    }
    return collector.acts
  }
}
