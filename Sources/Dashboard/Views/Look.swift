import Charts
import Text

/// What every view is given beside the state: the theme, and the characters that the terminal can show.
struct Look: Hashable, Sendable {
  var theme: Theme
  var marker: Marker
  /// Larger marks, for the back of a room.
  var isLarge = false

  var isASCII: Bool { marker == .ascii }
  var lines: LineSet { isASCII ? .ascii : .rounded }
  /// Of the pane that keys go to, so that it is told from the others without its colour.
  var focusLines: LineSet { isASCII ? .heavyASCII : .heavy }
  var plotLines: LineSet { isASCII ? .ascii : .plain }

  func symbol(_ symbol: Symbol) -> String { isASCII ? symbol.forms.ascii : symbol.forms.unicode }
  func scalar(_ symbol: Symbol) -> Unicode.Scalar { self.symbol(symbol).unicodeScalars.first ?? " " }

  /// Shapes that stand beside colours; none wider than a column.
  enum Symbol {
    case best
    case selected
    case failed
    case accepted
    case dot
    case smallDot
    case ring
    /// A solution that the run began with.
    case initial
    /// A reply that brought what is known.
    case repeated
    case square
    /// An optimizer that runs beside the model.
    case ghost
    /// A known answer.
    case reference
    /// The middle of a part of what a model means to propose.
    case mean
    /// What people say before the model does.
    case prediction
    /// The model no longer sees it.
    case masked
    /// In every prompt.
    case pinned
    case person
    case warning
    case pause
    case play
    case bullet
    case rule
    case heavyRule
    /// Where a line has a mark of its scale; heavy as the line.
    case tick
    case heavyTick
    case full
    case light
    case cut

    /// As it is drawn, and where a terminal has no more than ASCII.
    var forms: (unicode: String, ascii: String) {
      switch self {
      case .best: ("★", "*")
      case .selected: ("◆", "#")
      case .failed: ("✗", "x")
      case .accepted: ("✓", "+")
      case .dot: ("●", "o")
      case .smallDot: ("•", "o")
      case .ring: ("○", "o")
      case .initial: ("○", "i")
      case .repeated: ("○", "=")
      case .square: ("■", "=")
      case .ghost: ("◇", "%")
      case .reference: ("╋", "X")
      case .mean: ("✚", "M")
      case .prediction: ("▹", "}")
      case .masked: ("◌", "-")
      case .pinned: ("◉", "@")
      case .person: ("▸", ">")
      case .warning: ("!", "!")
      case .pause: ("‖", "|")
      case .play: ("▶", ">")
      case .bullet: ("·", ".")
      case .rule: ("─", "-")
      case .heavyRule: ("━", "=")
      case .tick: ("┴", "+")
      case .heavyTick: ("┷", "+")
      case .full: ("█", "#")
      case .light: ("░", ".")
      case .cut: ("…", "~")
      }
    }
  }
}

/// A piece of text with its style, as views lay them out in rows.
struct Piece: Hashable, Sendable {
  var text: String
  var style: Style
  init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
  var columns: Int { TextWidth.columns(of: text) }
}

extension CellBuffer {
  /// Writes pieces one behind the other and returns the column behind the last.
  @discardableResult
  mutating func write(_ pieces: [Piece], column: Int, row: Int, in area: Area) -> Int {
    var column = column
    for piece in pieces where column < area.endColumn {
      column += write(
        piece.text.truncated(toColumns: area.endColumn - column), column: column, row: row, in: area,
        style: piece.style)
    }
    return column
  }
}

/// Draws a pane's frame and gives what is inside.
enum PaneFrame {
  @discardableResult
  static func draw(
    _ pane: Pane, title: String, detail: String = "", _ state: DashboardState, layout: Layout, look: Look,
    into buffer: inout CellBuffer
  ) -> Area {
    let area = layout[pane]
    guard !area.isEmpty else { return area }
    let theme = look.theme
    let isFocused = state.focus(in: layout) == pane
    if layout.hasBorders {
      Panel(
        title, detail: detail, lines: isFocused ? look.focusLines : look.lines, borderStyle: theme.border,
        titleStyle: theme.title, detailStyle: theme.dim, focusStyle: theme.focus, isFocused: isFocused
      ).draw(into: &buffer, area: area)
      return layout.content(of: pane)
    }
    let line = layout.gapped(area).splitTop(1).top
    // Where borders have no room the rule tells where keys go.
    let rule = Cell(
      Glyph(look.scalar(isFocused ? .heavyRule : .rule)), isFocused ? theme.focus : theme.border)
    buffer.fill(line, with: rule)
    let end = buffer.write(
      [Piece(title.truncated(toColumns: max(0, line.columns - 3)), theme.title), Piece(" ")], column: line.column,
      row: line.row, in: line)
    let width = TextWidth.columns(of: detail) + 1
    if !detail.isEmpty, end + width + 1 <= line.endColumn {
      buffer.write(" " + detail, column: line.endColumn - width, row: line.row, in: line, style: theme.dim)
    }
    return layout.content(of: pane)
  }
}
