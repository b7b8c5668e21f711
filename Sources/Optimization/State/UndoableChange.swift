import LanguageModels

/// A change by a person that can be taken back, with how it was before. Only what changes is kept, so that 200 of them
/// are small beside a run.
public struct UndoableChange: Hashable, Sendable {
  /// What changed it.
  public var command: Command
  var before: Before

  enum Before: Hashable, Sendable {
    case temperature(Double?, TemperatureSchedule?)
    case model(ModelIdentity?)
    case steps(Int)
    case prompt(PromptSettings)
    case guidance(String?)
    case marks(MarkChange)
  }
}

/// Which candidates become masked or pinned, and which no longer are.
struct MarkChange: Hashable, Sendable {
  var masked: [Int] = []
  var unmasked: [Int] = []
  var pinned: [Int] = []
  var unpinned: [Int] = []

  var isEmpty: Bool { masked.isEmpty && unmasked.isEmpty && pinned.isEmpty && unpinned.isEmpty }

  var inverted: MarkChange { MarkChange(masked: unmasked, unmasked: masked, pinned: unpinned, unpinned: pinned) }
}

extension RunHead {
  /// What an undo takes back now; nil where there is nothing.
  ///
  /// A number of steps that the run has passed cannot come back; such a change is passed over.
  public var nextUndo: Command? { nextUndoPosition.map { undoable[$0].command } }

  public var canUndo: Bool { nextUndoPosition != nil }

  private var nextUndoPosition: Int? {
    undoable.lastIndex { change in
      if case .steps(let steps) = change.before { steps >= step } else { true }
    }
  }

  /// What a command changes here. Nothing where the command is none of these, or changes nothing.
  mutating func changeContext(by command: Command) {
    let before: UndoableChange.Before
    switch command {
    case .setTemperature(let new):
      guard new != temperature || schedule != nil else { return }
      before = .temperature(temperature, schedule)
      temperature = new
      schedule = nil
    case .setModel(_, let new):
      guard new != model else { return }
      before = .model(model)
      use(new)
    case .setSteps(let new):
      guard new != steps else { return }
      before = .steps(steps)
      steps = new
    case .setGuidance(let text):
      let new = Guidance.normalized(text)
      guard new != guidance else { return }
      before = .guidance(guidance)
      guidance = new
    case .setOrder, .setHistory, .setScoresShown:
      var new = prompt
      if case .setOrder(let order) = command { new.order = order }
      if case .setHistory(let rows) = command { new.history = rows.map { max(0, $0) } }
      if case .setScoresShown(let isShown) = command { new.scoresShown = isShown }
      guard new != prompt else { return }
      before = .prompt(prompt)
      prompt = new
    case .mask, .unmask, .pin, .unpin:
      let change = markChange(by: command)
      guard !change.isEmpty else { return }
      before = .marks(change.inverted)
      apply(change)
    case .undo: return undo()
    case .pause, .resume, .step, .inject, .cancelStep, .end, .predict: return
    }
    undoable.append(UndoableChange(command: command, before: before))
    if undoable.count > Self.undoableKept { undoable.removeFirst() }
  }

  /// What a command would change of the marks; empty where nothing.
  func markChange(by command: Command) -> MarkChange {
    var change = MarkChange()
    var seen: Set<Int> = []
    switch command {
    case .mask(let ids):
      change.masked = ids.filter { !masked.contains($0) && seen.insert($0).inserted }
      change.unpinned = change.masked.filter(pinned.contains)
    case .unmask(let ids): change.unmasked = ids.filter { masked.contains($0) && seen.insert($0).inserted }
    case .pin(let ids):
      change.pinned = ids.filter { !pinned.contains($0) && seen.insert($0).inserted }
      change.unmasked = change.pinned.filter(masked.contains)
    case .unpin(let ids): change.unpinned = ids.filter { pinned.contains($0) && seen.insert($0).inserted }
    default: break
    }
    return change
  }

  private mutating func apply(_ change: MarkChange) {
    masked.formUnion(change.masked)
    masked.subtract(change.unmasked)
    pinned.formUnion(change.pinned)
    pinned.subtract(change.unpinned)
  }

  private mutating func use(_ new: ModelIdentity?) {
    model = new
    servedModel = nil
  }

  private mutating func undo() {
    guard let position = nextUndoPosition else { return }
    switch undoable[position].before {
    case .temperature(let value, let plan): (temperature, schedule) = (value, plan)
    case .model(let value): use(value)
    case .steps(let value): steps = value
    case .prompt(let value): prompt = value
    case .guidance(let value): guidance = value
    case .marks(let change): apply(change)
    }
    undoable.removeSubrange(position...)
  }
}

/// Words of a person to the model.
public enum Guidance {
  /// The most characters of it.
  public static let limit = 4000

  /// Without the blanks around it; nil where nothing else is there.
  static func normalized(_ text: String?) -> String? {
    guard let text else { return nil }
    let start = text.firstIndex { !$0.isWhitespace }
    guard let start, let end = text.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    return String(text[start...end])
  }
}
