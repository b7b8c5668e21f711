import LanguageModels
import Optimization

extension CutRun {
  private static func act(_ step: Int, _ settled: Int, _ command: Command) -> ScheduledAct {
    ScheduledAct(step: step, settled: settled, command: command)
  }

  /// Two replies a step, of which one is no pair now and then, one thinks and one repeats; acts of every kind, the most
  /// of them in the last two steps.
  public static var steered: CutRun {
    var settings = RunSettings(steps: 4, candidates: 2, initial: 2, attended: false)
    settings.prompt.history = 3
    settings.temperature = 1
    settings.acts = [
      act(0, .max, .setGuidance("low")), act(1, 1, .mask(ids: [0])), act(2, 2, .pin(ids: [1])),
      act(2, 2, .predict("9 9")), act(3, 1, .inject("2 11; 3 12")), act(3, 2, .setTemperature(0.5)),
      act(3, 2, .predict("8 13")), act(4, 0, .setOrder(.bestLast)), act(4, 1, .undo), act(4, 2, .inject("4 14")),
    ]
    return CutRun("steered", settings) { request in
      let place = request.place ?? RequestPlace(step: 0, index: 0, attempt: 1)
      let digest = digest(of: request)
      if place.step == 3, place.index == 0 { return ModelReply(text: "none") }
      // One that was there before.
      if place.step == 4, place.index == 1 { return ModelReply(text: "2 11", model: "m") }
      return ModelReply(
        text: "\(digest % 9 + 1) \(digest / 9 % 9 + 1)", reasoning: place.index == 0 ? "Hm." : nil, model: "m",
        usage: TokenUsage(input: 9, output: 3))
    }
  }

  private static let busy = ModelError(
    .rateLimited, status: 429, cause: "429", sentence: "The server is busy.", isRetryable: true)
  private static let tooLong = ModelError(
    .contextLength, status: 400, cause: "400", sentence: "The prompt is too long.", isRetryable: false)

  /// Eight replies a step, and a third of the requests meet a server that is busy.
  public static var busyServer: CutRun {
    var settings = RunSettings(steps: 4, candidates: 8, initial: 3, attended: false)
    settings.prompt.history = 5
    settings.acts = [act(2, 3, .inject("2 11; 3 12")), act(3, 5, .pin(ids: [4])), act(4, 7, .setGuidance("x"))]
    return CutRun("busy server", settings) { request in
      let digest = digest(of: request)
      if digest % 3 == 0, request.place?.attempt ?? 9 < 4 { throw busy }
      return ModelReply(text: digest % 5 == 0 ? "none" : "\(digest % 19) \(digest / 19 % 19 + 1)", model: "m")
    }
  }

  /// All replies think, some are cut off.
  public static var thinking: CutRun {
    var settings = RunSettings(steps: 5, candidates: 8, initial: 1, attended: false)
    settings.prompt.history = 6
    settings.request.thinking = .on
    settings.request.showReasoning = true
    settings.repeats = .evaluate
    settings.schedule = TemperatureSchedule(from: 1, to: 0.2)
    return CutRun("thinking", settings) { request in
      let digest = digest(of: request)
      return ModelReply(
        text: digest % 6 == 0 ? "" : "\(digest % 7) \(digest / 7 % 7 + 1)",
        reasoning: "A valley at \(digest % 100), éß🙂 \"so\".", model: "m", finish: digest % 6 == 0 ? .length : .stop,
        usage: TokenUsage(input: 40, output: Int(digest % 50)))
    }
  }

  /// A model that takes few rows: steps begin again with fewer.
  public static var longPrompts: CutRun {
    var settings = RunSettings(steps: 5, candidates: 4, initial: 4, attended: false)
    settings.acts = [act(4, 0, .setHistory(nil))]
    return CutRun("long prompts", settings) { request in
      if request.messages[0].text.split(separator: " ").count > 9 { throw tooLong }
      let digest = digest(of: request)
      return ModelReply(text: "\(digest % 29) \(digest / 29 % 29 + 1)", model: "m")
    }
  }

  /// Nobody is asked.
  public static var random: CutRun {
    var settings = RunSettings(steps: 5, candidates: 3, initial: 2, attended: false)
    settings.acts = [act(4, 1, .inject("1 1; 1 1; 2 2")), act(5, 2, .setSteps(6))]
    var run = CutRun("nobody asked", settings) { _ in throw busy }
    run.hasModel = false
    return run
  }

  public static var all: [CutRun] { [steered, busyServer, thinking, longPrompts, random] }
}
