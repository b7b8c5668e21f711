import Dashboard
import Export
import LanguageModels
import Optimization
import Problems
import Settings
import Text

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The command that starts the same run as a log's: what differs from the preset, and what the person's own settings
/// would change.
struct RunCommandLine {
  private(set) var words = ["tiller", "run"]
  /// What the command cannot say, in sentences.
  private(set) var notes: [String] = []
  private var files: [(name: String, option: String, bytes: [UInt8], note: String)] = []

  var text: String { words.map(ShellWord.quoted).joined(separator: " ") }

  /// - Parameters:
  ///   - acts: the log whose acts are to be done again; nil where there are none.
  ///   - preferences: the person's own settings.
  /// - Throws: `InputError` where the program does not know the problem.
  init(_ started: RunStarted, acts: String?, preferences: ResolvedSettings) throws {
    try ProblemCatalog.check(started.problem.name)
    let line = try LineSettings(json: started.problem.settings)
    words += [started.problem.name, "--preset", line.preset.rawValue]
    let settings = started.settings
    add("--seed", String(settings.seed))
    addData(started.problem)
    addLine(line, settings)
    addModel(started.models.optimizer)
    let defaults = line.preset.defaults
    addPrompt(settings, defaults, preferences)
    addRequest(settings, defaults, preferences)
    addLoop(settings, defaults, preferences)
    if let acts { add("--acts", acts) }
    if started.parent != nil {
      notes.append("The run is a fork: the command starts from its beginning, with the settings it went on with.")
    }
  }

  /// Writes what only the log holds, and names it in the command.
  /// - Throws: `InputError` where a file cannot be written, or is there already.
  mutating func write(into folder: String) throws {
    for file in files {
      let path = folder + "/" + file.name
      try ExportFile.write([ExportFile(path: path, bytes: file.bytes)], isForced: false)
      add(file.option, path)
      notes.removeAll { $0 == file.note }
    }
    files = []
  }

  private mutating func add(_ option: String, _ value: String) {
    // A value that begins with a hyphen would be taken for an option.
    words += value.hasPrefix("-") && value != "-" ? ["\(option)=\(value)"] : [option, value]
  }

  // MARK: The problem

  private mutating func addData(_ problem: RunStarted.ProblemRecord) {
    guard problem.settings["data"]?.string == "given", let data = problem.data else { return }
    if let path = data["path"]?.string { return add("--data", path) }
    let rows = (data.array ?? []).compactMap { pair in
      (pair.array ?? []).map { NumberFormat.shortest($0.number ?? 0) }.joined(separator: ",")
    }
    let note = "The points are a person's own, and the log alone holds them: --files FOLDER writes them out."
    notes.append(note)
    files.append(("points.csv", "--data", Array(("x,y\n" + rows.joined(separator: "\n") + "\n").utf8), note))
  }

  private mutating func addLine(_ line: LineSettings, _ settings: RunSettings) {
    let defaults = LineSettings(line.preset, seed: line.seed)
    if line.points != defaults.points { add("--points", String(line.points)) }
    if line.noise != defaults.noise { add("--noise", number(line.noise)) }
    if let truth = line.truth, truth != defaults.truth { add("--truth", "\(number(truth.w)),\(number(truth.b))") }
    if line.start != defaults.start {
      add("--start", "\(number(line.start.lowerBound)):\(number(line.start.upperBound))")
    }
    if let initial = line.initial {
      add("--initial", initial.map { "\(number($0.w)),\(number($0.b))" }.joined(separator: "; "))
    } else if settings.initial != line.preset.defaults.initialCount {
      add("--initial", String(settings.initial))
    }
    if line.loss != defaults.loss { add("--loss", line.loss.rawValue) }
  }

  private mutating func addModel(_ model: ModelIdentity?) {
    guard let model else { return add("--model", "none") }
    add("--model", model.name)
    if model.kind == .server, let address = model.address, !model.name.hasPrefix("llama:") {
      add("--base-url", address)
    }
    if model.kind == .server {
      notes.append("A model on a server may answer differently, even with the same seed and temperature.")
    }
  }

  // MARK: Settings

  private mutating func addPrompt(
    _ settings: RunSettings, _ defaults: LinePreset.Defaults, _ own: ResolvedSettings
  ) {
    let prompt = settings.prompt, usual = defaults.promptSettings
    if let text = settings.promptText {
      let note = "The prompt is a person's own, and the log alone holds it: --files FOLDER writes it out."
      notes.append(note)
      files.append(("prompt.txt", "--prompt", Array(text.utf8), note))
    } else if settings.prompting != defaults.promptingName || own.value("run.prompting") != nil {
      add("--prompting", settings.prompting)
    }
    if prompt.history != usual.history || own.value("run.history") != nil {
      add("--history", prompt.history.map(String.init) ?? "all")
    }
    if prompt.order != usual.order || own.value("run.order") != nil { add("--order", prompt.order.rawValue) }
    if prompt.scoresShown != usual.scoresShown || own.value("run.scores") != nil {
      add("--scores", prompt.scoresShown ? "shown" : "hidden")
    }
    if let decimals = prompt.decimals {
      if decimals != usual.decimals || own.value("run.decimals") != nil { add("--decimals", String(decimals)) }
    } else if usual.decimals != nil || own.value("run.decimals") != nil {
      notes.append("Pairs were shown in full, which no option says here: the prompt will show fewer decimals.")
    }
    if prompt.dataInPrompt != usual.dataInPrompt || own.value("run.data-in-prompt") != nil {
      add("--data-in-prompt", prompt.dataInPrompt ? "yes" : "no")
    }
  }

  private mutating func addRequest(
    _ settings: RunSettings, _ defaults: LinePreset.Defaults, _ own: ResolvedSettings
  ) {
    let request = settings.request
    if let thinking = request.thinking {
      if thinking != .off || !defaults.isWithoutThinking || own.value("run.thinking") != nil {
        add("--thinking", thinking.rawValue)
      }
    } else if defaults.isWithoutThinking || own.value("run.thinking") != nil {
      notes.append("Thinking was left to the server, which no option says here.")
    }
    if request.showsReasoning {
      words.append("--show-reasoning")
    } else if own.flag("run.show-reasoning") == true {
      words.append("--no-show-reasoning")
    }
    if !request.isStructured || own.value("run.answers") != nil {
      add("--answers", request.isStructured ? "structured" : "free")
    }
    if let topP = request.topP { add("--top-p", number(topP)) }
    if let tokens = request.replyTokens, tokens != defaults.replyTokens || own.value("run.reply-tokens") != nil {
      add("--reply-tokens", String(tokens))
    }
    for (key, value) in (request.fields ?? [:]).sorted(by: { $0.key < $1.key }) {
      add("--request-field", "\(key)=\((try? value.canonicalText()) ?? "null")")
    }
  }

  private mutating func addLoop(
    _ settings: RunSettings, _ defaults: LinePreset.Defaults, _ own: ResolvedSettings
  ) {
    add("--steps", String(settings.steps))
    if settings.candidates != defaults.candidates || own.value("run.candidates") != nil {
      add("--candidates", String(settings.candidates))
    }
    if let schedule = settings.schedule {
      add("--temperature", "\(number(schedule.from)):\(number(schedule.to))")
    } else if let temperature = settings.temperature {
      if temperature != defaults.temperature || own.value("run.temperature") != nil {
        add("--temperature", number(temperature))
      }
    } else if defaults.temperature != nil || own.value("run.temperature") != nil {
      notes.append("The temperature was left to the server, which no option says here.")
    }
    if let until = settings.until { add("--until", number(until)) }
    if let patience = settings.patience { add("--patience", String(patience)) }
    let repeats: RunSettings.Repeats = defaults.rejectsRepeats ? .reject : .evaluate
    if settings.repeats != repeats || own.value("run.repeats") != nil { add("--repeats", settings.repeats.rawValue) }
    if let tokens = settings.budget.tokens { add("--budget-tokens", String(tokens)) }
    if let cost = settings.budget.cost { add("--budget-cost", number(cost)) }
    if let seconds = settings.budget.seconds { add("--budget-seconds", number(seconds)) }
    for (name, isSet) in [
      ("until", settings.until != nil), ("patience", settings.patience != nil),
      ("budget-tokens", settings.budget.tokens != nil), ("budget-cost", settings.budget.cost != nil),
      ("budget-seconds", settings.budget.seconds != nil),
    ] where !isSet && own.value("run.\(name)") != nil {
      notes.append("Your settings have a run.\(name), which the run had not: take it out of them for this one.")
    }
  }

  private func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : NumberFormat.shortest(value)
  }
}
