/// A colour that a theme file may set: those of btop that mean something here, and Tiller's own.
public enum ThemeKey: String, Hashable, Sendable, CaseIterable {
  // MARK: btop's

  case mainBackground = "main_bg"
  case mainForeground = "main_fg"
  case title
  case highlight = "hi_fg"
  case selectedBackground = "selected_bg"
  case selectedForeground = "selected_fg"
  case inactive = "inactive_fg"
  case graphText = "graph_text"
  case processMisc = "proc_misc"
  case processorBox = "cpu_box"
  case divider = "div_line"
  case temperatureStart = "temp_start"
  case temperatureMiddle = "temp_mid"
  case temperatureEnd = "temp_end"
  case processorStart = "cpu_start"
  case processorMiddle = "cpu_mid"
  case processorEnd = "cpu_end"
  case cachedStart = "cached_start"
  case cachedMiddle = "cached_mid"
  case cachedEnd = "cached_end"
  case availableStart = "available_start"
  case availableMiddle = "available_mid"
  case availableEnd = "available_end"
  case usedStart = "used_start"
  case usedMiddle = "used_mid"
  case usedEnd = "used_end"
  case uploadStart = "upload_start"
  case uploadMiddle = "upload_mid"
  case uploadEnd = "upload_end"

  // MARK: Tiller's own

  case text, strong, dim, border, focus, key, axis
  case data, loss, best, person, model, ghost, reject, initial, random, reference
  /// A mark that is selected, beside `selectForeground` and `selectBackground` of a selected row.
  case select
  case selectForeground = "select_fg"
  case selectBackground = "select_bg"
  case running, paused, waiting, ended
  case accepted, warning, trap, span, simulated, cursor
  case mask, pin, guidance, changed
  case changedBackground = "changed_bg"
  case caption
  case captionBackground = "caption_bg"
  case match
  case matchBackground = "match_bg"
  case lineStart = "line_start"
  case lineMiddle = "line_mid"
  case lineEnd = "line_end"
  case planeStart = "plane_start"
  case planeMiddle = "plane_mid"
  case planeEnd = "plane_end"

  /// The key of this name; nil where there is none.
  public init?(name: String) {
    guard let key = Self.byName[name] else { return nil }
    self = key
  }

  /// Whether it is a key of Tiller's own, whose colour was chosen for what is drawn here.
  var isOwn: Bool { !Self.btops.contains(self) }

  private static let btops: Set<ThemeKey> = Set(allCases.prefix { $0 != .text })

  static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// btop's keys for what Tiller does not have.
  static let passedOver: Set<String> = [
    "meter_bg", "mem_box", "net_box", "proc_box", "free_start", "free_mid", "free_end", "download_start",
    "download_mid", "download_end", "process_start", "process_mid", "process_end", "followed_bg", "followed_fg",
    "proc_banner_bg", "proc_banner_fg", "proc_follow_bg", "proc_pause_bg",
  ]
}

extension ThemeKey {
  /// Whose colours may stand in for this one, the nearest in meaning first; the default theme's own where none is set.
  var stands: [ThemeKey] {
    switch self {
    case .text, .data, .model, .reference, .strong: [.mainForeground]
    case .dim: [.graphText, .inactive]
    case .axis, .initial, .mask: [.dim] + Self.dim.stands
    case .ghost: [.dim, .inactive, .graphText, .divider]
    case .border: [.processorBox, .divider]
    case .focus, .key, .ended: [.highlight]
    case .loss: [.temperatureStart]
    case .best: [.processMisc, .highlight, .processorStart, .temperatureStart, .availableEnd]
    case .running, .accepted, .span: [.best] + Self.best.stands
    case .person: [.cachedMiddle, .cachedEnd, .cachedStart, .uploadEnd, .temperatureStart]
    case .guidance: [.person] + Self.person.stands
    case .reject: [.usedEnd, .usedMiddle, .usedStart, .temperatureEnd, .processorEnd]
    case .waiting: [.reject] + Self.reject.stands
    case .warning: [.availableEnd, .availableMiddle, .availableStart]
    case .random, .paused, .trap, .simulated: [.warning] + Self.warning.stands
    case .pin: [.key] + Self.key.stands
    case .select, .caption: [.title]
    case .selectForeground: [.selectedForeground]
    case .selectBackground: [.selectedBackground]
    case .changed: [.uploadEnd, .uploadMiddle, .uploadStart]
    case .match: [.highlight]
    default: []
    }
  }

  /// The contrast to the background that a colour needs which stands in for this one: it was chosen for another use,
  /// as btop's colour of what is inactive. Nil where any will do.
  var neededContrast: Double? {
    switch self {
    case .border, .focus, .data, .loss: 3
    case .text, .strong, .dim, .title, .key, .axis, .best, .person, .model, .ghost, .reject, .initial, .random,
      .reference, .select, .running, .paused, .waiting, .ended, .accepted, .warning, .trap, .span, .simulated, .mask,
      .pin, .guidance, .changed, .caption, .match, .selectForeground:
      4.5
    default: nil
    }
  }

  /// Whether it may have attributes.
  var hasAttributes: Bool { neededContrast != nil || self == .cursor }

  /// What it lies on.
  public var background: ThemeKey {
    switch self {
    case .selectForeground: .selectBackground
    case .changed: .changedBackground
    case .caption: .captionBackground
    case .match: .matchBackground
    default: .mainBackground
    }
  }

  /// Whether an empty value means that there is no such colour rather than the terminal's own.
  var isPartOfGradient: Bool { rawValue.hasSuffix("_mid") || rawValue.hasSuffix("_end") }
}

/// Colours that go over into each other.
public enum ThemeGradient: Hashable, Sendable, CaseIterable {
  /// The steps, from the oldest to the newest.
  case line
  /// The loss over two parameters, from the least to the greatest.
  case plane

  /// Start, middle and end; all three of the first that the file sets any of.
  var keys: [[ThemeKey]] {
    switch self {
    case .line: [[.lineStart, .lineMiddle, .lineEnd], [.processorStart, .processorMiddle, .processorEnd]]
    case .plane:
      [[.planeStart, .planeMiddle, .planeEnd], [.temperatureStart, .temperatureMiddle, .temperatureEnd]]
    }
  }
}

/// What a letter may have beside its colour.
public struct ThemeAttributes: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let bold = ThemeAttributes(rawValue: 1)
  public static let dim = ThemeAttributes(rawValue: 2)
  public static let underline = ThemeAttributes(rawValue: 4)
  public static let reverse = ThemeAttributes(rawValue: 8)
  public static let italic = ThemeAttributes(rawValue: 16)

  static let named: [(name: String, attribute: ThemeAttributes)] = [
    ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse), ("italic", .italic),
  ]
}

/// A colour as a theme gives it.
public enum ThemeColor: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case terminal
  case rgb(RGB)

  public var rgb: RGB? {
    if case .rgb(let color) = self { color } else { nil }
  }
}
