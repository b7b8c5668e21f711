import Charts
import Text

/// The runs, a row each.
enum LibraryTable {
  enum Column: Hashable {
    case mark, problem, model, steps, best, losses, tokens, when, standing, name

    var sort: LibrarySort.Column? {
      switch self {
      case .problem: .problem
      case .model: .model
      case .steps: .steps
      case .best, .losses: .best
      case .tokens: .tokens
      case .when: .when
      case .name: .name
      case .mark, .standing: nil
      }
    }
  }

  private static func columns(_ state: LibraryState) -> [(column: Column, layout: TableColumn)] {
    let width = state.layout.table.columns
    let sparkline = width >= 120 ? 20 : width >= 90 ? 14 : 8
    let hasCost = state.runs.contains { ($0.figures?.tokens.dollars ?? 0) > 0 }
    // A name that a person gave says more than one made of date and problem.
    let hasNames = state.runs.contains(where: \.hasOwnName)
    return [
      (.mark, TableColumn("", width: 1, priority: 9)),
      (.problem, TableColumn("problem", width: 14, weight: 1, priority: 7)),
      (.model, TableColumn("model", width: 10, weight: 2, priority: 6)),
      (.steps, TableColumn("steps", width: 7, alignment: .right, priority: 3)),
      (.best, TableColumn("best", width: 8, alignment: .right, priority: 10)),
      (.losses, TableColumn("loss", width: sparkline, priority: 4)),
      (.tokens, TableColumn("tokens", width: hasCost ? 14 : 7, alignment: .right, priority: 2)),
      (.when, TableColumn("ago", width: 6, priority: 8)),
      (.standing, TableColumn("ended", width: 11, priority: 5)),
      (.name, TableColumn("name", width: hasNames ? 12 : 4, weight: hasNames ? 3 : 1, priority: hasNames ? 8 : 1)),
    ]
  }

  static func table(_ state: LibraryState) -> Table {
    Table(
      columns: columns(state).map(\.layout), rowCount: state.rows.count, selectedRow: state.selectedRow,
      firstVisibleRow: state.top)
  }

  /// What a click on the heading at a column of the screen sorts by.
  static func column(atScreenColumn column: Int, _ state: LibraryState) -> LibrarySort.Column? {
    table(state).column(atScreenColumn: column, in: state.layout.table).flatMap { columns(state)[$0].column.sort }
  }

  static func draw(_ state: LibraryState, look: Look, into buffer: inout CellBuffer) {
    let layout = state.layout, theme = look.theme
    if layout.hasBorders {
      let filter = state.filter.map { "/\(Words.clean($0.text)), " } ?? ""
      let count = state.rows.isEmpty ? "" : ", \(table(state).positionText)"
      Panel(
        "runs", detail: state.runs.isEmpty ? "" : filter + state.sort.label + count, lines: look.focusLines,
        borderStyle: theme.border, titleStyle: theme.title, detailStyle: theme.dim, focusStyle: theme.focus,
        isFocused: true
      ).draw(into: &buffer, area: layout.tableFrame)
    }
    guard !state.rows.isEmpty else { return drawEmpty(state, look: look, into: &buffer) }
    var table = table(state)
    table.styles = Table.Styles(
      header: theme.dim, row: theme.text, selected: theme.selectedRow, scrollbar: theme.border)
    table.lines = look.plotLines
    let columns = columns(state)
    table.draw(into: &buffer, area: layout.table) { row in
      let run = state.runs[state.rows[row]]
      let cells = columns.map { cell($0.column, width: $0.layout.width, run, state, look) }
      // A bar of one colour is found at a glance.
      return row == state.selectedRow ? cells.map { TableCell($0.text) } : cells
    }
  }

  private static func cell(
    _ column: Column, width: Int, _ run: LibraryRun, _ state: LibraryState, _ look: Look
  ) -> TableCell {
    let theme = look.theme
    switch column {
    case .mark:
      if let mark = state.mark(of: run.path) { return TableCell(String(mark), style: theme.selected) }
      return TableCell(run.isDamaged ? look.symbol(.warning) : "", style: theme.warning)
    case .when: return TableCell(LibraryWords.age(run.moment, now: state.now), style: theme.dim)
    case .standing: return TableCell(LibraryWords.standing(run), style: style(of: run, theme))
    case .name where run.figures != nil:
      return TableCell(run.hasOwnName ? run.name : run.tag, style: run.hasOwnName ? theme.text : theme.dim)
    case .problem, .model, .steps, .best, .losses, .tokens, .name: break
    }
    guard let figures = run.figures else {
      // What is known of a log that was not read is its name.
      return TableCell(column == .problem ? run.name : "", style: theme.dim)
    }
    switch column {
    case .problem: return TableCell(figures.problem)
    case .model: return TableCell(figures.model)
    case .steps: return TableCell(LibraryWords.steps(figures), style: theme.dim)
    case .best: return TableCell(figures.best.map(LibraryWords.loss) ?? "")
    case .losses:
      let line = Sparkline(figures.losses).rows(columns: width, rows: 1, isASCII: look.isASCII).first ?? ""
      return TableCell(line, style: theme.loss)
    default: return TableCell(LibraryWords.spending(figures), style: theme.dim)
    }
  }

  static func style(of run: LibraryRun, _ theme: Theme) -> Style {
    switch run.standing {
    case .running: theme.running
    case .paused: theme.paused
    case .waiting: theme.waiting
    case .failed, .damaged: theme.rejected
    case .interrupted, .budget: theme.warning
    case .solved, .target: theme.accepted
    case .steps, .stalled, .person: theme.text
    case .unread: theme.dim
    }
  }

  private static func drawEmpty(_ state: LibraryState, look: Look, into buffer: inout CellBuffer) {
    let area = state.layout.table
    let (first, rest): (String, String) =
      if !state.runs.isEmpty {
        ("No run fits the filter.", "esc lists all \(NumberFormat.count(state.runs.count)) again.")
      } else if let trouble = state.trouble {
        (trouble, "f5 looks again.")
      } else if !state.isListed {
        ("Looking for runs.", "")
      } else {
        (
          "There is no run yet.",
          "tiller starts one: a model fits a line through noisy points. Its log comes to \(state.place) and is listed here."
            + (state.others == 0
              ? ""
              : "\n" + Words.count(state.others, "file there is no log", "files there are no logs") + " of Tiller.")
        )
      }
    let heading = first.wrapped(toColumns: area.columns)
    for (offset, line) in (heading + rest.wrapped(toColumns: area.columns)).enumerated() {
      let style = offset < heading.count ? look.theme.strong : look.theme.dim
      buffer.write(line, column: area.column, row: area.row + offset, in: area, style: style)
    }
  }
}
