import Dashboard
import Optimization
import RunLog
import Settings

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Makes forks of logs, and the runs that go on from them.
struct Forker: Sendable {
  /// Where there is nobody, a fork does not wait for changes.
  var isAttended: Bool
  /// The model where it is another than the parent's, and how models are reached.
  var model: ModelOptions
  var prices: ModelPrices

  /// What a person asks of a fork before it begins.
  struct Wishes: Sendable {
    /// The last step that it shares; nil for the last that is done.
    var step: Int?
    /// The step that it ends at; nil for the parent's, or ten more where that is reached.
    var steps: Int?
    var changes: [Command] = []
    var isPaused = false
    /// Where its log goes; nil among the runs, or beside a parent that is elsewhere.
    var log: String?
  }

  /// - Throws: `LogError`, `InputError`, `SettingError`; then there is no log of a fork, and the parent is as it was.
  func fork(_ parent: String, _ wishes: Wishes) throws -> RecordedRun {
    let path = URL(fileURLWithPath: parent).standardizedFileURL.path
    let fork = try LogFork(of: path, afterStep: wishes.step)
    let log = try write(fork, wishes)
    do {
      return try open(log, fork, wishes)
    } catch {
      try? FileManager.default.removeItem(atPath: log)
      throw error
    }
  }

  private func write(_ fork: LogFork, _ wishes: Wishes) throws -> String {
    let problem = try RunLogReader.started(of: fork.parent).problem.name
    let name = RunName(problem: problem)
    if let log = wishes.log { return try Self.write(fork, name, to: log) }
    let parent = URL(fileURLWithPath: fork.parent)
    if parent.deletingLastPathComponent().path == StateFolder.path() {
      return try Self.write(fork, name, to: try StateFolder.runs() + "/\(name.id).jsonl")
    }
    let stem = parent.deletingPathExtension().path + "-fork"
    for number in 1...9999 {
      let path = "\(stem)\(number == 1 ? "" : "-\(number)").jsonl"
      if let written = try Self.writeUnlessThere(fork, name, to: path) { return written }
    }
    throw InputError("There are too many forks beside \(fork.parent): name another log with --log.")
  }

  private static func write(_ fork: LogFork, _ name: RunName, to path: String) throws(LogError) -> String {
    try fork.write(to: path, id: name.id, started: name.started, parentFile: fork.parent)
    return path
  }

  /// Nil where there is a log of that name.
  private static func writeUnlessThere(
    _ fork: LogFork, _ name: RunName, to path: String
  ) throws(LogError) -> String? {
    do throws(LogError) {
      return try write(fork, name, to: path)
    } catch {
      if error.code == .exists { return nil }
      throw error
    }
  }

  private func open(_ log: String, _ fork: LogFork, _ wishes: Wishes) throws -> RecordedRun {
    let waits = wishes.isPaused || (isAttended && wishes.changes.isEmpty && model.model == nil)
    let reason = "A fork behind step \(fork.step): change something, then resume."
    var recorded = try RecordedRun(
      log, steps: nil, isAttended: isAttended, modelOptions: model, prices: prices, pauseReason: waits ? reason : nil)
    try Self.check(recorded, fork)
    let head = recorded.resumption.state.head
    let steps = wishes.steps ?? (head.steps > fork.step ? head.steps : fork.step + 10)
    guard steps > fork.step else {
      throw InputError("A fork behind step \(fork.step) cannot end at step \(steps): allowed are more.")
    }
    if steps != head.steps { recorded.resumption.steps = steps }
    try Self.check(wishes.changes, recorded)
    recorded.resumption.changes = wishes.changes
    return recorded
  }

  /// A run that would end before anything could be changed is none.
  private static func check(_ recorded: RecordedRun, _ fork: LogFork) throws {
    let state = recorded.resumption.state, settings = recorded.configuration.settings
    let why: String?
    if let until = settings.until, let best = state.head.best, best.loss <= until {
      why = "the target loss was reached by then"
    } else if let patience = settings.patience, state.head.step - state.head.improvedAtStep >= patience {
      why = "the run had stalled by then"
    } else {
      let problem = recorded.configuration.problem
      let rows = 0..<state.trajectory.count
      let isSolved = rows.contains { problem.proposal(from: state.trajectory.solution(at: $0))?.isSolved == true }
      why = isSolved ? "it was solved by then" : nil
    }
    if let why {
      throw InputError("There is nothing to go on with behind step \(fork.step): \(why). Fork at an earlier step.")
    }
  }

  private static func check(_ changes: [Command], _ recorded: RecordedRun) throws {
    let trajectory = recorded.resumption.state.trajectory
    for change in changes {
      switch change {
      case .mask(let ids):
        if let unknown = ids.first(where: { trajectory.row(of: $0) == nil }) {
          throw InputError("--mask \(unknown): the fork has no candidate #\(unknown).")
        }
      case .inject(let text):
        do {
          _ = try recorded.configuration.problem.proposals(typed: text)
        } catch {
          throw InputError("--inject \(text): \(error)")
        }
      default: break
      }
    }
  }
}

extension Forker {
  /// For the logs that a person looks at: their models are asked again.
  init(_ preferences: Preferences, isAttended: Bool) throws {
    var model = try ModelOptions.parse([])
    model.fill(from: preferences.settings)
    model.announce()
    self.init(isAttended: isAttended, model: model.ofLogs, prices: preferences.settings.configuration.prices)
  }
}

extension ModelOptions {
  /// The same ways to reach models, for a model that a log names.
  var ofLogs: ModelOptions {
    var options = self
    options.model = nil
    options.baseURL = nil
    return options
  }
}
