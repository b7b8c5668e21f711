import LanguageModels
import Optimization
import Problems
import RunLog
import Settings
import Text

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A run with its log and the monitor that shows it.
struct LiveRun: Sendable {
  let run: OptimizationRun
  let monitor: RunMonitor
  let plan: RunPlan
  let chosen: ChosenModel
  let logPath: String
  /// What the log held before this run went on with it; nil for a new run.
  var history: RunState?

  /// Starts a new run; the log exists already, and is empty.
  init(_ plan: RunPlan, _ chosen: ChosenModel, log: NewLog, monitor: RunMonitor) {
    self.monitor = monitor
    let (plan, chosen) = Self.paused(plan, chosen)
    run = OptimizationRun(
      RunConfiguration(
        problem: plan.problem, settings: plan.settings, prompting: plan.prompting, model: chosen.model,
        models: plan.models, id: log.name.id, started: log.name.started, dataRecord: plan.dataRecord),
      sink: log.writer, monitor: monitor)
    self.plan = plan
    self.chosen = chosen
    logPath = log.writer.path
    history = nil
  }

  /// What is wrong with a budget in dollars for a model elsewhere that nobody knows the price of; nil where nothing is.
  static func unheldBudget(_ plan: RunPlan, _ chosen: ChosenModel) -> String? {
    guard let cost = plan.settings.budget.cost, let model = chosen.model?.identity, model.isElsewhere,
      model.price == nil
    else { return nil }
    return "A budget of $\(NumberFormat.compact(cost)) cannot be held: the settings name no price for \(model.name)."
  }

  /// A run that must not begin by itself waits for the person, for all the reasons that there are.
  private static func paused(_ plan: RunPlan, _ chosen: ChosenModel) -> (RunPlan, ChosenModel) {
    var chosen = chosen
    let reason = chosen.pauseReason
    // The next run of the same model has no reason to wait.
    chosen.pauseReason = nil
    var (forecast, told) = Self.forecast(plan, chosen)
    guard let reason, plan.settings.attended else { return (forecast, told) }
    let second = forecast.settings.pauseReason == plan.settings.pauseReason ? nil : forecast.settings.pauseReason
    forecast.settings.paused = true
    forecast.settings.pauseReason = [reason, second].compactMap(\.self).joined(separator: " ")
    return (forecast, told)
  }

  /// A run that may cost more than the person's settings let pass unasked says so before its first request, and waits
  /// where there is somebody.
  private static func forecast(_ plan: RunPlan, _ chosen: ChosenModel) -> (RunPlan, ChosenModel) {
    if let complaint = unheldBudget(plan, chosen), plan.settings.attended {
      var plan = plan
      plan.settings.paused = true
      plan.settings.pauseReason = complaint + " Resume to go on without it."
      return (plan, chosen)
    }
    guard let threshold = plan.forecastTokens, let model = chosen.model, model.identity.isElsewhere else {
      return (plan, chosen)
    }
    let price = model.identity.price
    let forecast = RunForecast(
      problem: plan.problem, settings: plan.settings, prompting: plan.prompting, price: price)
    guard forecast.usage.input + forecast.usage.output > threshold else { return (plan, chosen) }
    var (plan, chosen) = (plan, chosen)
    let sentence = forecast.sentence(price: price)
    if plan.settings.attended {
      plan.settings.paused = true
      plan.settings.pauseReason = sentence + " Resume to start it."
    } else {
      chosen.notice = [chosen.notice, sentence].compactMap(\.self).joined(separator: " ")
    }
    return (plan, chosen)
  }

  /// Goes on with the run of a log.
  init(_ recorded: RecordedRun, monitor: RunMonitor) {
    self.monitor = monitor
    run = OptimizationRun(
      recorded.configuration, resuming: recorded.resumption, sink: recorded.writer, monitor: monitor)
    plan = recorded.plan
    chosen = recorded.chosen
    logPath = recorded.writer.path
    history = recorded.resumption.state
  }
}

/// A log that was just made.
struct NewLog: Sendable {
  var name: RunName
  var writer: RunLogWriter

  /// - Parameter path: as the person named it; nil puts it among the runs.
  /// - Throws: `LogError`, `InputError`.
  init(problem: String, path: String?) throws {
    name = RunName(problem: problem)
    writer = try RunLogWriter(creating: try path ?? StateFolder.runs() + "/\(name.id).jsonl")
  }

  /// The log of a further run: beside the first where the person named that one.
  init(problem: String, beside path: String?) throws {
    guard let path else {
      try self.init(problem: problem, path: nil)
      return
    }
    let url = URL(fileURLWithPath: path)
    let stem = url.deletingPathExtension().path
    let ending = url.pathExtension.isEmpty ? "" : "." + url.pathExtension
    for number in 2...9999 {
      do {
        try self.init(problem: problem, path: "\(stem)-\(number)\(ending)")
        return
      } catch let error as LogError where error.code == .exists {
        continue
      }
    }
    throw InputError("There are too many logs beside \(path): name another with --log.")
  }
}

/// The run of a log, ready to go on.
struct RecordedRun: Sendable {
  var configuration: RunConfiguration
  var resumption: Resumption
  var writer: RunLogWriter
  var plan: RunPlan
  var chosen: ChosenModel

  /// - Parameter pauseReason: why it waits for a person before it goes on; nil where it need not.
  /// - Throws: `LogError`, `InputError`, `SettingError`; then the log is as it was, but for a torn last line.
  init(
    _ path: String, steps: Int?, isAttended: Bool, modelOptions: ModelOptions, prices: ModelPrices,
    pauseReason: String? = nil
  ) throws {
    let started = try RunLogReader.started(of: path)
    let problem = try Self.problem(of: started)
    // The lock first: what is read behind it, nobody else changes.
    let dropped: Int
    (writer, dropped) = try RunLogWriter.continuing(path)
    let reader = try RunLogReader(path)
    resumption = try Self.resumption(from: reader, steps: steps)
    resumption.droppedBytes = dropped
    try Self.check(resumption.state, steps: steps, path)

    var settings = started.settings
    settings.attended = isAttended
    settings.paused = pauseReason != nil
    settings.pauseReason = pauseReason
    let prompting = try RunPlan.prompting(for: settings, problem)
    let llama = LlamaOptions(
      program: modelOptions.llamaServer, candidates: settings.candidates,
      isThinkingOff: settings.request.thinking == .off)
    let watching = Watching(isWatched: isAttended, pace: modelOptions.pace)
    chosen =
      modelOptions.model == nil
      ? try ModelAssembly.model(of: resumption.state.head.model, watching, llama)
      : try ModelAssembly.chooser(modelOptions, llama, isWatched: isAttended)()
    if let reason = chosen.pauseReason, isAttended {
      settings.paused = true
      settings.pauseReason = [reason, pauseReason].compactMap(\.self).joined(separator: " ")
    }
    chosen = ModelAssembly.priced(chosen, prices)
    plan = RunPlan(
      problem: problem, settings: settings, prompting: prompting, dataRecord: started.problem.data,
      models: ModelAssembly.maker(prices, watching, llama),
      replanned: { _ in throw InputError("A resumed run has no next seed: start a new run with tiller run.") })
    configuration = RunConfiguration(
      problem: problem, settings: settings, prompting: prompting, model: chosen.model,
      models: plan.models, id: started.id, started: started.started, dataRecord: started.problem.data)
  }

  /// Folds a log; of its events only those of the last step are kept.
  private static func resumption(from reader: borrowing RunLogReader, steps: Int?) throws -> Resumption {
    var state = RunState()
    var tail: (step: Int?, start: Int) = (nil, 0)
    try reader.fold(0..<reader.count, into: &state) { event, position in
      if case .stepStarted(let started) = event.event, started.step != tail.step { tail = (started.step, position) }
    }
    let events = try reader.events(in: tail.start..<reader.count).map(\.event)
    return Resumption(state: state, tail: LogTail(events).events, steps: steps)
  }

  /// The problem that a log describes.
  static func problem(of started: RunStarted) throws -> AnyProblem {
    let record = started.problem
    var data = record.data
    if let named = record.data, let points = try DataFile.points(of: named) {
      data = .array(zip(points.xs, points.ys).map { [.number($0), .number($1)] })
    }
    return AnyProblem(
      erasing: try ProblemCatalog.problem(named: record.name, settings: record.settings, data: data))
  }

  private static func check(_ state: RunState, steps: Int?, _ path: String) throws {
    let head = state.head
    switch head.ended?.reason {
    case .solved: throw InputError("The run of \(path) is solved: there is nothing to go on with.")
    case .target: throw InputError("The run of \(path) has reached its target loss: there is nothing to go on with.")
    case .stalled: throw InputError("The run of \(path) ended for want of improvement: start a new one.")
    default: break
    }
    let end = steps ?? head.steps
    if end <= head.step, head.ended != nil || steps != nil {
      throw InputError("The run of \(path) has done \(head.step) steps: --steps \(head.step + 10) would go on.")
    }
  }
}

extension ModelIdentity {
  /// Asked on another machine, where tokens may be charged.
  fileprivate var isElsewhere: Bool {
    guard kind == .server, let address, let server = try? ServerAddress(address) else { return false }
    return !server.isLoopback
  }
}
