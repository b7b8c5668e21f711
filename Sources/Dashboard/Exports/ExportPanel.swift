import Optimization

/// What the screen wants written.
public struct ExportRequest: Hashable, Sendable {
  public var format: ExportFormat
  /// As the person typed it.
  public var file: String
  /// The last step that counts; nil takes all.
  public var lastStep: Int?
  public var showsReferences: Bool
  public var theme: Theme
}

/// The choice of a format, with the name of the file.
public struct ExportPanel: Hashable, Sendable {
  public var chosen: Int
  public var field: TextField
  /// Why nothing was written, until the name or the format changes.
  public var complaint: String?

  static let formats = ExportFormat.allCases

  public var format: ExportFormat { Self.formats[chosen] }

  /// - Parameter stem: the name of the log, without its end.
  init(_ format: ExportFormat = .svg, stem: String) {
    chosen = Self.formats.firstIndex(of: format) ?? 0
    field = TextField(stem + "." + format.ending)
  }

  /// Takes another format; a name that ends as the former one does, ends as this one.
  mutating func choose(_ place: Int) {
    let before = "." + format.ending
    chosen = max(0, min(place, Self.formats.count - 1))
    complaint = nil
    let name = field.string
    if name.hasSuffix(before) { field = TextField(String(name.dropLast(before.count)) + "." + format.ending) }
  }
}
