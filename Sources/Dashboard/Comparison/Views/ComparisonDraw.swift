import Charts
import Text

/// Layers of a comparison that are costly to draw, kept as long as nothing they depend on has changed.
///
/// A frame that is drawn with a cache equals one that is drawn without.
public struct ComparisonCache: Sendable {
  var courses: CourseView.Base?
  var pictures: [Int: PictureBase] = [:]

  public init() {}
}

/// Draws a whole frame of a comparison. A function of its arguments alone; the cache only saves time.
///
/// - Parameters:
///   - depth: how many colours the terminal shows.
///   - buffer: every cell of it is set; its size rules.
public func draw(
  _ state: ComparisonState, markers: Marker = .braille, depth: ColorDepth = .direct, into buffer: inout CellBuffer,
  cache: inout ComparisonCache
) {
  var state = state
  state.size = buffer.size
  state.theme = state.theme.suited(to: depth)
  let look = Look(theme: state.theme, marker: markers)
  buffer.fill(buffer.area)
  let layout = ComparisonLayout(state)
  guard !layout.isTooSmall else {
    TooSmallView.draw(state.size, needed: ComparisonLayout.smallest, look: look, into: &buffer)
    return state.theme.paint(&buffer)
  }
  ComparisonHeader.draw(state, look: look, into: &buffer, area: layout.header)
  CourseView.draw(state, layout: layout, look: look, into: &buffer, cache: &cache)
  LanePictureView.draw(state, layout: layout, look: look, into: &buffer, cache: &cache)
  LaneTableView.draw(state, layout: layout, look: look, into: &buffer)
  LaneWordsView.draw(state, layout: layout, look: look, into: &buffer)
  drawNotes(state, look: look, into: &buffer, area: layout.notes)
  if let top = state.helpTop { ComparisonHelp(state).draw(top: top, look: look, into: &buffer) }
  ComparisonFooter.draw(state, look: look, into: &buffer, area: layout.footer)
  state.theme.paint(&buffer)
  if look.isASCII { replaceEllipses(in: &buffer) }
}

/// What must be known to read the screen rightly; the last line says how much more there is.
private func drawNotes(_ state: ComparisonState, look: Look, into buffer: inout CellBuffer, area: Area) {
  let inside = area.inset(columns: 1)
  let lines = state.notes.flatMap {
    $0.wrapped(toColumns: max(1, inside.columns))
  }
  for (offset, line) in lines.prefix(inside.rows).enumerated() {
    let isCut = offset == inside.rows - 1 && lines.count > inside.rows
    let text = isCut ? (line + "…").truncated(toColumns: inside.columns) : line
    buffer.write(text, column: inside.column, row: inside.row + offset, in: inside, style: look.theme.text)
  }
}

/// A lane's own look. Its letter stands beside its colour everywhere.
enum LaneStyle {
  private static let roles: [Theme.Role] = [.loss, .warning, .rejected, .best, .person, .ghost]

  static func style(of lane: Int, _ theme: Theme) -> Style {
    Style(theme[roles[lane % roles.count]].foreground)
  }

  /// Of its letter.
  static func letter(of lane: Int, _ theme: Theme, isSelected: Bool = false) -> Style {
    var style = style(of: lane, theme)
    style.attributes = isSelected ? [.bold, .reverse] : .bold
    return style
  }

  /// Of what steps back.
  static func dim(of lane: Int, _ theme: Theme) -> Style {
    var style = style(of: lane, theme)
    style.attributes = .dim
    return style
  }
}

/// The heading of a part of a comparison: a border around it where there is room, else a rule above.
enum LanePane {
  static func draw(
    _ title: [Piece], detail: String = "", layout: ComparisonLayout, look: Look, into buffer: inout CellBuffer,
    area: Area
  ) {
    guard !area.isEmpty else { return }
    let theme = look.theme
    let line: Area
    if layout.hasBorders {
      Panel("", lines: look.lines, borderStyle: theme.border).draw(into: &buffer, area: area)
      line = area.splitTop(1).top.inset(columns: 2)
    } else {
      line = area.splitTop(1).top
      buffer.fill(line, with: Cell(Glyph(look.scalar(.rule)), theme.border))
    }
    let lead = layout.hasBorders ? [Piece(" ")] : []
    let end = buffer.write(lead + title + [Piece(" ")], column: line.column, row: line.row, in: line)
    let width = TextWidth.columns(of: detail) + 2
    if !detail.isEmpty, end + width <= line.endColumn {
      buffer.write(
        " \(detail) ", column: line.endColumn - width, row: line.row, in: line, style: theme.dim)
    }
  }
}
