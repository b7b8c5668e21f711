/// The panes that a screen is made of.
public enum Pane: Int, CaseIterable, Hashable, Sendable {
  /// The problem's own picture.
  case picture
  /// The loss over two parameters.
  case plane
  /// The meta-prompt of a step.
  case prompt
  /// The loss of every candidate.
  case loss
  /// What the temperature does: the replies of a step and their figures over the steps.
  case spread
  /// One reply in full.
  case reply
  /// The candidates.
  case table
  /// The newest replies, one a row.
  case replies
  /// What a person should notice.
  case events

  /// Those that share the large place.
  static let large: Set<Pane> = [.picture, .plane, .prompt]
  /// Those that share the place beside it.
  static let beside: Set<Pane> = [.loss, .spread, .reply]
}

/// What a person chose to see and how: everything beside its size that a layout depends on.
public struct Arrangement: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The picture at the left, the figures at the right, words below.
    case picture
    /// Prompt and reply beside the picture.
    case words
    /// The picture over the whole width, all else below.
    case wide
  }

  public var kind = Kind.picture
  /// What stands in the large place.
  public var large = Pane.picture
  /// What stands beside it.
  public var beside = Pane.loss
  public var focus = Pane.table
  public var isZoomed = false
  public var isPresentation = false
  /// The left side's share of the width in percent; nil leaves it to the layout.
  public var split: Int?

  /// What a divider can be moved to.
  public static let splits = 20...80

  public init() {}

  /// What the large place shows where the prompt has a place of its own.
  var picture: Pane { large == .prompt ? .picture : large }
}
