/// What a run can be taken along as.
public enum ExportFormat: String, CaseIterable, Hashable, Sendable {
  case csv, json, markdown, svg, gif, png, cast

  /// The usual end of a file's name.
  public var ending: String { self == .markdown ? "md" : rawValue }

  /// What it is for, in a few words.
  public var words: String {
    switch self {
    case .csv: "the trajectory, for a spreadsheet"
    case .json: "settings, trajectory and steering, for programs"
    case .markdown: "a report with tables and the picture"
    case .svg: "the picture and the loss, sharp at any size"
    case .gif: "the same, step by step"
    case .png: "the same, as an image"
    case .cast: "the screen as it was, for asciinema's player"
    }
  }

  /// Whether it is text that may go to a pipe.
  public var isText: Bool { self != .gif && self != .png }
}
