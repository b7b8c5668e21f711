import Optimization

/// What the panes of words show: which prompt and which reply, how far they are scrolled, and what has been read of the
/// log for them.
public struct WordPanes: Hashable, Sendable {
  /// The step whose prompt is shown; nil follows the newest.
  public var promptStep: Int?
  public var promptTop = 0
  /// Whether the newest rows of each prompt are brought into view, until a person scrolls.
  public var followsRows = true
  /// The reply that is shown; nil follows the selected candidate, else the newest reply.
  public var reply: ReplyName?
  /// Where a person scrolled; nil shows what was read of the reply, or the end of one that grows.
  var replyScroll: ReplyScroll?

  /// Prompts and replies are large and lie in the log; so many of each are kept.
  private static let kept = 4
  private var prompts: [StepStarted] = []
  private var replies: [ReplyEvent] = []
  /// Asked for, and not here yet.
  private(set) var awaited: Set<LogPart> = []
  /// Where the parts that were asked for lie: a step that began again has another prompt, before and behind that place.
  private var locations: [LogPart: LogLocation] = [:]
  /// Why a part could not be read.
  private(set) var failures: [LogPart: String] = [:]

  public init() {}

  public func prompt(ofStep step: Int) -> StepStarted? { prompts.first { $0.step == step } }
  public func reply(_ name: ReplyName) -> ReplyEvent? {
    replies.first { $0.step == name.step && $0.index == name.index }
  }

  /// - Parameter location: where it lies; nil where that is not known, and any will do.
  func holds(_ part: LogPart, at location: LogLocation?) -> Bool {
    if let location, let known = locations[part], known != location { return false }
    return switch part {
    case .prompt(let step): prompt(ofStep: step) != nil
    case .reply(let name): reply(name) != nil
    }
  }

  mutating func await(_ part: LogPart, at location: LogLocation? = nil) {
    awaited.insert(part)
    locations[part] = location
  }

  mutating func take(_ part: LogPart, _ result: Result<RunEvent, InputError>) {
    awaited.remove(part)
    switch (part, result) {
    case (.prompt, .success(.stepStarted(let prompt))):
      prompts.removeAll { $0.step == prompt.step }
      prompts.append(prompt)
      if prompts.count > Self.kept { locations[.prompt(step: prompts.removeFirst().step)] = nil }
    case (.reply, .success(.reply(let reply))):
      replies.removeAll { $0.step == reply.step && $0.index == reply.index }
      replies.append(reply)
      if replies.count > Self.kept {
        let old = replies.removeFirst()
        locations[.reply(ReplyName(step: old.step, index: old.index))] = nil
      }
    case (_, .success): failures[part] = "The log holds something else there."
    case (_, .failure(let error)): failures[part] = error.description
    }
  }
}

/// A reply by its step and its place in it.
public struct ReplyName: Hashable, Sendable, Comparable {
  public var step: Int
  public var index: Int
  public init(step: Int, index: Int) {
    self.step = step
    self.index = index
  }
  public static func < (left: ReplyName, right: ReplyName) -> Bool {
    (left.step, left.index) < (right.step, right.index)
  }
}

/// The first line that is shown of a reply, once a person has scrolled it; no other reply is held to it.
struct ReplyScroll: Hashable, Sendable {
  var reply: ReplyName
  var top: Int
}

/// A part of the log that a pane shows.
public enum LogPart: Hashable, Sendable {
  case prompt(step: Int)
  case reply(ReplyName)
}
