import Charts
import Optimization
import Text

/// The themes there are, at the right side; the chosen one is previewed by everything that is left of it.
enum ThemesView {
  static func draw(_ menu: ThemeMenu, _ state: DashboardState, look: Look, into buffer: inout CellBuffer) {
    let parts = Parts(menu, state)
    let choose: OverlayBox.Hint = (key(.down, state) + " " + key(.up, state), "choose")
    let keeps: OverlayBox.Hint = ("enter", "keeps"), back: OverlayBox.Hint = ("esc", "brings back")
    _ = OverlayBox.draw(
      "themes", detail: "\(menu.chosen + 1) of \(menu.themes.count)",
      hints: [[choose, keeps, back], [keeps, back], [keeps, ("esc", "back")], [("esc", "back")]], look: look,
      into: &buffer, area: parts.box)
    for (offset, theme) in menu.themes.dropFirst(parts.top).prefix(parts.list.rows).enumerated() {
      let line = Area(column: parts.list.column, row: parts.list.row + offset, columns: parts.list.columns, rows: 1)
      draw(
        theme, isChosen: parts.top + offset == menu.chosen, wasBefore: theme.theme == menu.before, parts, look: look,
        into: &buffer, line: line)
    }
    for (offset, text) in parts.source.enumerated() {
      buffer.write(
        text, column: parts.sourceArea.column, row: parts.sourceArea.row + offset, in: parts.sourceArea,
        style: look.theme.dim)
    }
  }

  /// A row: a mark, the name, where it is from, and some of its colours.
  private static func draw(
    _ named: NamedTheme, isChosen: Bool, wasBefore: Bool, _ parts: Parts, look: Look, into buffer: inout CellBuffer,
    line: Area
  ) {
    let theme = look.theme
    let style = isChosen ? theme.selectedRow : theme.text
    if isChosen { buffer.fill(line, with: Cell(.blank, style)) }
    // The one that was in force keeps a sign, so that the way back is seen.
    let mark = isChosen ? look.symbol(.person) : wasBefore ? look.symbol(.smallDot) : " "
    buffer.write(mark, column: line.column, row: line.row, in: line, style: style)
    let name = Area(column: line.column + 2, row: line.row, columns: parts.nameColumns, rows: 1).intersection(line)
    buffer.write(
      [Piece(Words.clean(named.name), isChosen ? style : wasBefore ? theme.strong : theme.text)], column: name.column,
      row: name.row, in: name)
    if parts.showsColours {
      let colours = colours(of: named.theme)
      for (offset, colour) in colours.enumerated() {
        buffer[column: line.endColumn - colours.count + offset, row: line.row] =
          Cell(Glyph(look.scalar(.square)), colour)
      }
    }
    guard parts.sourceColumns > 0 else { return }
    let source = Area(column: name.endColumn + 1, row: line.row, columns: parts.sourceColumns, rows: 1)
    buffer.write(
      [Piece(Words.clean(named.source), isChosen ? style : theme.dim)], column: source.column, row: source.row,
      in: source)
  }

  /// What shares a plot, each in its own colour and on the theme's own ground.
  private static func colours(of theme: Theme) -> [Style] {
    [
      theme.lineGradient.color(at: 0), theme.lineGradient.color(at: 1), theme.best.foreground, theme.person.foreground,
      theme.rejected.foreground,
    ].map { theme.grounded(Style($0)) }
  }

  private static func key(_ act: Act, _ state: DashboardState) -> String {
    state.keyMap.keys(of: act).first?.name ?? (act == .down ? "down" : "up")
  }

  /// The place in the menu of the row under a cell of the screen.
  static func place(at cell: ScreenCell, _ menu: ThemeMenu, _ state: DashboardState) -> Int? {
    let parts = Parts(menu, state)
    guard parts.list.contains(column: cell.column, row: cell.row) else { return nil }
    let place = parts.top + cell.row - parts.list.row
    return menu.themes.indices.contains(place) ? place : nil
  }

  /// Where everything lies.
  struct Parts {
    let box: Area
    let list: Area
    let sourceArea: Area
    /// Where the chosen one is from, in full, unless its row says that.
    let source: [String]
    /// The first of the list that is seen.
    let top: Int
    let nameColumns: Int
    /// 0 where a row has no room for where a theme is from.
    let sourceColumns: Int
    let showsColours: Bool

    private static let colourColumns = 6, leastSourceColumns = 8

    init(_ menu: ThemeMenu, _ state: DashboardState) {
      let size = state.size, layout = state.layout
      let width = min(size.columns, max(24, min(44, size.columns * 40 / 100)))
      let first = layout.header.endRow, last = max(first, layout.footer.row)
      let sources = menu.themes.indices.contains(menu.chosen) ? Words.clean(menu.themes[menu.chosen].source) : ""
      let room = max(0, last - first - 2)
      // Room for two rows of it in any case, so that the list stands still as one goes through it.
      let forSource = room >= 9 ? 3 : 0
      let height = min(room, menu.themes.count + forSource) + 2
      box = Area(
        column: size.columns - width, row: first, columns: width, rows: min(height, max(0, last - first)))
      let inside = Panel.inner(of: box).inset(columns: 1)
      let bottom: Area
      (list, bottom) = inside.splitBottom(forSource)
      sourceArea = bottom.splitTop(1).rest
      top = OverlayBox.top(chosen: menu.chosen, count: menu.themes.count, rows: list.rows)
      showsColours = list.columns >= 22
      let widest = menu.themes.reduce(0) { max($0, TextWidth.columns(of: Words.clean($1.name))) }
      let forText = list.columns - 2 - (showsColours ? Self.colourColumns : 0)
      nameColumns = min(widest, forText)
      let left = forText - nameColumns - 1
      sourceColumns = left >= Self.leastSourceColumns ? left : 0
      source =
        TextWidth.columns(of: sources) <= sourceColumns
        ? [] : Array(Self.broken(sources, columns: max(1, sourceArea.columns)).prefix(sourceArea.rows))
    }

    /// In lines that end at a slash where there is one, since a path has no blanks.
    private static func broken(_ path: String, columns: Int) -> [String] {
      var lines = [""]
      for part in path.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
        let text = (part.offset == 0 ? "" : "/") + part.element
        let isFitting = TextWidth.columns(of: lines[lines.count - 1]) + TextWidth.columns(of: text) <= columns
        if isFitting { lines[lines.count - 1] += text } else { lines.append(text) }
      }
      return lines.flatMap { $0.wrapped(toColumns: columns) }.filter { !$0.isEmpty }
    }
  }
}
