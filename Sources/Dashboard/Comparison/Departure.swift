import Optimization

/// Where a run left the run that it was forked from.
public struct Departure: Hashable, Sendable {
  /// The letter of the lane that it left; nil where that is not among those compared.
  public var parent: String?
  /// The parent's log, by the name of its file; not yet safe to show.
  public var file: String
  /// The last step that they have in common; 0 where that is the initial solutions.
  public var step: Int
  /// How many candidates they have in common.
  public var candidates: Int
  /// What a person changed before the next step began.
  public var changes: [Command]

  public init(parent: String?, file: String, step: Int, candidates: Int, changes: [Command]) {
    self.parent = parent
    self.file = file
    self.step = step
    self.candidates = candidates
    self.changes = changes
  }

  /// "B forked from A after step 12: temperature 0.4"; safe to show.
  func words(of letter: String) -> String {
    let origin = parent ?? Words.clean(file.split(separator: "/").last.map(String.init) ?? file)
    let place = step == 0 ? "at its start" : "after step \(step)"
    let changes =
      changes.isEmpty
      ? "nothing was changed"
      : changes.map { Words.clean(Words.command($0)) }
        .joined(separator: ", ")
    return "\(letter) forked from \(origin) \(place): \(changes)"
  }
}

/// Finds where a run departs from another: first what they have in common is taken, event by event, then what follows in
/// the run itself until a step begins.
public struct DepartureFinder: Sendable {
  private var step = 0
  private var candidates = 0
  private var changes: [Command] = []
  /// Whether all is known.
  public private(set) var isDone = false

  public init() {}

  /// Whether an event of a run and that of another at the same place are the same, whenever they happened.
  public static func isCommon(_ event: RunEvent, _ other: RunEvent) -> Bool { event == other }

  public mutating func takeCommon(_ event: RunEvent) {
    switch event {
    case .stepStarted(let started): step = started.step
    case .candidate: candidates += 1
    default: break
    }
  }

  public mutating func takeOwn(_ event: RunEvent) {
    switch event {
    case .stepStarted: isDone = true
    case .steered(let steered) where !isDone:
      switch steered.command {
      case .pause, .resume, .step: break
      default: changes.append(steered.command)
      }
    default: break
    }
  }

  public func departure(from parent: String?, file: String) -> Departure {
    Departure(parent: parent, file: file, step: step, candidates: candidates, changes: changes)
  }
}
