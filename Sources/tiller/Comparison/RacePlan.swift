import Dashboard
import LanguageModels
import Optimization
import Problems
import RunLog

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a race runs: one plan, with a model and a log for each lane.
struct RacePlan: Sendable {
  var plan: RunPlan
  /// As the command line names them, in the order of the lanes.
  var names: [String]
  var models: [ChosenModel]

  var letters: [String] { Array(Lane.letters.prefix(models.count)) }

  /// The runs, each with a new log.
  ///
  /// - Parameters:
  ///   - stem: of the logs' names; nil puts them among the runs.
  ///   - monitor: makes what shows a lane, by its place.
  /// - Throws: `LogError`, `InputError`; then no log is left behind.
  func runs(stem: String?, monitor: (Int) -> RunMonitor) throws -> [LiveRun] {
    let logs = try RaceLogs.make(problem: plan.problem.name, stem: stem, letters: letters)
    return zip(models, logs).enumerated().map { place, lane in
      LiveRun(plan, lane.0, log: lane.1, monitor: monitor(place))
    }
  }

  /// The lanes before their runs begin.
  func lanes(_ runs: [LiveRun]) -> [Lane] {
    runs.enumerated().map { place, live in
      Lane(
        letter: Lane.letters[place], logPath: live.logPath, problem: plan.problem,
        name: live.chosen.model?.identity.name ?? names[place])
    }
  }
}

/// The logs of a race: one name, and the letter of the lane.
enum RaceLogs {
  static func make(problem: String, stem: String?, letters: [String]) throws -> [NewLog] {
    let name = RunName(problem: problem)
    var logs: [NewLog] = []
    do {
      for letter in letters {
        var own = name
        own.id += "-" + letter.lowercased()
        logs.append(try NewLog(own, path: try path(stem, own, letter.lowercased())))
      }
    } catch {
      // A race without one of its lanes is none.
      for log in logs { remove(log.writer.path) }
      throw error
    }
    return logs
  }

  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  /// "race.jsonl" and "race" alike make "race-a.jsonl".
  private static func path(_ stem: String?, _ name: RunName, _ letter: String) throws -> String {
    guard let stem else { return try StateFolder.runs() + "/\(name.id).jsonl" }
    return (stem.hasSuffix(".jsonl") ? String(stem.dropLast(6)) : stem) + "-\(letter).jsonl"
  }
}

extension NewLog {
  /// A log of a name that several share but for their ends.
  ///
  /// - Throws: `LogError`.
  init(_ name: RunName, path: String) throws {
    self.name = name
    writer = try RunLogWriter(creating: path)
  }
}
