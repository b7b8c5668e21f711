import Optimization
import Text

/// A log as the library of runs lists it.
public struct LibraryRun: Hashable, Sendable {
  public var path: String
  /// The file's name without folders and ending, safe to show.
  public var name: String
  /// Bytes.
  public var size: Int
  /// When it was last written, seconds since 1970.
  public var modified: Double
  /// Whether a Tiller has it open to write.
  public var isBeingWritten: Bool
  public var contents: Contents

  public enum Contents: Hashable, Sendable {
    /// Not looked at yet.
    case unread
    indirect case figures(Figures)
    /// Why there are none, in a sentence.
    case unreadable(String)
  }

  /// - Parameter name: as the file system has it.
  public init(
    path: String, name: String, size: Int, modified: Double, isBeingWritten: Bool = false, contents: Contents = .unread
  ) {
    self.path = path
    self.name = Words.clean(name)
    self.size = size
    self.modified = modified
    self.isBeingWritten = isBeingWritten
    self.contents = contents
  }

  public var figures: Figures? { if case .figures(let figures) = contents { figures } else { nil } }

  /// Whether it was given another name than the one it was made with.
  var hasOwnName: Bool { figures.map { $0.id != name } ?? false }

  /// The last part of a name that was made: four letters.
  var tag: String { name.lastIndex(of: "-").map { String(name[name.index(after: $0)...]) } ?? name }

  /// When the run began; while that is unknown, when its file was last written.
  public var moment: Double { figures?.started ?? modified }

  /// What a log says of its run; all text is safe to show.
  public struct Figures: Hashable, Sendable {
    public var id: String
    /// Seconds since 1970; nil where the log's date is none.
    public var started: Double?
    public var problem: String
    /// Short, as "MSE".
    public var lossLabel: String
    public var model: String
    /// What it was started with, where that tells one run from another.
    public var settings: [Fact]
    public var parent: Parent?
    /// The step under way or done last, and the one that the run ends at.
    public var step = 0
    public var steps: Int
    public var best: Double?
    public var bestID: Int?
    /// The lowest loss so far at evenly spaced candidates; infinite before the first.
    public var losses: [Double] = []
    public var candidates = 0
    public var replies = 0
    public var rejected = 0
    public var events = 0
    public var tokens = Spending()
    public var phase = RunHead.Phase.idle
    public var ended: RunEnded?
    /// Seconds.
    public var duration = 0.0
    public var hasTornTail = false
    /// From 1.
    public var damagedLine: Int?

    public init(_ started: RunStarted, model: ModelIdentity?) {
      id = Words.clean(started.id)
      self.started = LibraryDate.seconds(of: started.started)
      problem = Words.problem(started.problem)
      lossLabel = Words.clean(started.problem.objective.label)
      self.model = model.map { Words.clean($0.name) } ?? "none"
      settings = Fact.settings(of: started)
      parent = started.parent.map { Parent(id: $0.id, file: Words.clean($0.file), event: $0.n) }
      steps = started.settings.steps
    }
  }

  public struct Fact: Hashable, Sendable {
    public var label: String
    public var text: String
    init(_ label: String, _ text: String) {
      self.label = label
      self.text = text
    }
  }

  /// The run that a fork came from.
  public struct Parent: Hashable, Sendable {
    public var id: String
    public var file: String
    /// The number of the event behind which it departs.
    public var event: Int
  }

  /// How it stands, in a word for people, for a filter and for other programs.
  public enum Standing: String, Hashable, Sendable, CaseIterable {
    case running, paused, waiting
    case solved, target, steps, stalled, budget, person, failed
    /// It neither ended nor goes on.
    case interrupted
    /// It cannot be read, or not all of it.
    case damaged
    case unread
  }

  /// Of a damaged log, how its run stands as far as that can be read.
  public var standing: Standing {
    switch contents {
    case .unread: return .unread
    case .unreadable: return .damaged
    case .figures(let figures):
      if let ended = figures.ended { return Standing(rawValue: ended.reason.rawValue) ?? .interrupted }
      guard isBeingWritten else { return .interrupted }
      switch figures.phase {
      case .paused: return .paused
      case .waiting: return .waiting
      case .idle, .running, .ended: return .running
      }
    }
  }

  /// Whether something of it cannot be read; a torn end of a log that is being written is none.
  public var isDamaged: Bool {
    switch contents {
    case .unread: false
    case .unreadable: true
    case .figures(let figures): figures.damagedLine != nil || isTorn
    }
  }

  public var isTorn: Bool { figures?.hasTornTail == true && !isBeingWritten }
}

extension LibraryRun.Fact {
  /// The settings of a run in few words, those of its problem first.
  static func settings(of started: RunStarted) -> [LibraryRun.Fact] {
    var facts: [LibraryRun.Fact] = []
    func add(_ label: String, _ text: String?) {
      if let text { facts.append(.init(label, text)) }
    }
    let settings = started.settings
    for (name, value) in started.problem.settings.sorted(by: { $0.key < $1.key }) where name != "preset" {
      // Numbers tell problems apart; whatever else there is stays in the log.
      guard facts.count < 4, name != "seed", let number = value.number else { continue }
      add(Words.clean(name), NumberFormat.compact(number))
    }
    add("seed", String(settings.seed))
    if settings.candidates != 1 { add("replies", "\(NumberFormat.count(settings.candidates)) a step") }
    if let schedule = settings.schedule {
      add("T", "\(Words.temperature(schedule.from)) to \(Words.temperature(schedule.to))")
    } else {
      add("T", settings.temperature.map(Words.temperature))
    }
    add("prompt", Words.clean(settings.promptText == nil ? settings.prompting : "edited \(settings.prompting)"))
    if let rows = settings.prompt.history { add("rows", NumberFormat.count(rows)) }
    add("until", settings.until.map(Words.loss))
    add("patience", settings.patience.map { Words.count($0, "step", "steps") })
    if settings.repeats == .evaluate { add("repeats", "evaluated") }
    add("thinking", settings.request.thinking.flatMap { $0.rawValue == "off" ? nil : Words.clean($0.rawValue) })
    add("budget", settings.budget.tokens.map { "\(Words.tokens($0, isEstimated: false)) tokens" })
    add("budget", settings.budget.cost.map { Words.dollars($0, isEstimated: false) })
    add("acts", settings.acts.map { "\(NumberFormat.count($0.count)) planned" })
    return facts
  }
}
