import Charts

/// The lines of the help, made from the key declarations, and how they fall into columns at a size of the screen.
struct HelpContent {
  enum Line: Hashable {
    case heading(String)
    case key(String, sentence: String)
    case blank
  }

  let lines: [Line]
  /// One or two.
  let columns: Int
  /// Lines that are seen at once.
  let height: Int

  init(_ mode: KeyBinding.ScreenMode, _ size: Size) {
    var lines: [Line] = []
    for group in KeyBinding.Group.allCases {
      let bindings = KeyBinding.all.filter { $0.group == group && $0.modes.contains(mode) }
      if bindings.isEmpty { continue }
      if !lines.isEmpty { lines.append(.blank) }
      lines.append(.heading(group.rawValue))
      lines += bindings.map { .key($0.keyNames, sentence: $0.help) }
    }
    self.lines = lines
    columns = size.columns >= 150 ? 2 : 1
    height = max(0, size.rows - 4)
  }

  /// Lines that one column holds.
  var linesInColumn: Int { (lines.count + columns - 1) / columns }

  /// The furthest that the help can be scrolled.
  var lastTop: Int { max(0, linesInColumn - height) }
}
