import Optimization
import Text

// Taking a run along, from the screen.
extension DashboardState {
  /// The name of the log without its folder and its end.
  var exportStem: String {
    let name = logPath?.split(separator: "/").last.map(String.init) ?? "run"
    let stem = name.hasSuffix(".jsonl") ? String(name.dropLast(6)) : name
    return stem.isEmpty ? "run" : stem
  }

  mutating func openExport() { overlay = .export(ExportPanel(stem: exportStem)) }

  /// A key while a format is chosen.
  mutating func edit(_ panel: ExportPanel, _ key: KeyPress) -> [Effect] {
    var panel = panel
    switch key.key {
    case .escape:
      overlay = nil
      return []
    case .enter: return submit(panel)
    case .down, .tab: panel.choose((panel.chosen + 1) % ExportPanel.formats.count)
    case .up: panel.choose((panel.chosen + ExportPanel.formats.count - 1) % ExportPanel.formats.count)
    default:
      guard panel.field.take(key) else { return [] }
      panel.complaint = nil
    }
    overlay = .export(panel)
    return []
  }

  private mutating func submit(_ panel: ExportPanel) -> [Effect] {
    do {
      let effects = try export(panel.format, panel.field.string)
      overlay = nil
      return effects
    } catch {
      var panel = panel
      panel.complaint = error.description
      overlay = .export(panel)
      return []
    }
  }

  /// What a line names: a format, and behind it a file if it is not to be called as the log.
  func exportEffects(of text: String) throws(InputError) -> [Effect] {
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    guard let name = words.first, let format = ExportFormat(rawValue: name.lowercased()) else {
      let names = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw InputError("\"\(Words.clean(text))\" is no format: allowed are \(names), and behind it a file.")
    }
    return try export(format, words.count > 1 ? String(words[1]) : exportStem + "." + format.ending)
  }

  private func export(_ format: ExportFormat, _ file: String) throws(InputError) -> [Effect] {
    let file = String(file.trimmingPrefix { $0.isWhitespace }).trimmedEnd
    if file.isEmpty { throw InputError("Type the name of a file, or esc to leave.") }
    if file.contains("\0") { throw InputError("A file's name has no such character.") }
    // A picture is of what is seen: in a replay that is the step that is shown.
    let isPicture = format == .svg || format == .png
    return [
      .export(
        ExportRequest(
          format: format, file: file, lastStep: isPicture && replay != nil ? run.head.step : nil,
          showsReferences: isRevealed, theme: theme))
    ]
  }
}
