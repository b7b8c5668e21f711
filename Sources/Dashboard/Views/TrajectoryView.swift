import Charts
import Optimization
import Text

/// The candidates as a table.
enum TrajectoryView {
  static func draw(
    _ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer
  ) {
    guard layout.shows(.table) else { return }
    let trajectory = state.run.trajectory, theme = look.theme
    var table = Table(columns: columns(of: state), rowCount: state.table.count)
    table.firstVisibleRow = state.tableTop
    table.styles = Table.Styles(
      header: theme.dim, row: theme.text, selected: theme.selectedRow, scrollbar: theme.border)
    table.lines = look.plotLines
    table.selectedRow = state.chosenRow.flatMap { state.position(ofRow: $0) }
    let sort = state.table.sort.label(parameters: trajectory.parameters.map(Words.clean))
    let filter = state.table.filter.map { "/\(Words.clean($0.text)), " } ?? ""
    let detail = trajectory.count == 0 ? "" : "\(filter)\(sort), \(table.positionText)"
    let area = PaneFrame.draw(
      .table, title: "trajectory", detail: detail, state, layout: layout, look: look, into: &buffer)
    if state.table.count == 0 {
      buffer.write(
        trajectory.count == 0 ? "no candidate yet" : "no candidate fits the filter", column: area.column, row: area.row,
        in: area.splitTop(1).top, style: theme.dim)
      return
    }
    let bestRow = state.run.head.best?.row
    let integers = state.integerParameters
    table.draw(into: &buffer, area: area) { position in
      let row = state.table.row(at: position)
      let cells = cells(ofRow: row, in: state, bestRow: bestRow, integers: integers, look: look)
      // A bar of one colour is found at a glance.
      return row == state.chosenRow ? cells.map { TableCell($0.text) } : cells
    }
  }

  /// The column of the table whose heading is at a cell of the screen; nil for one that nothing is sorted by.
  static func column(at cell: ScreenCell, _ state: DashboardState, _ layout: Layout) -> TableSort.Column? {
    let table = Table(columns: columns(of: state), rowCount: state.table.count)
    guard let shown = table.column(atScreenColumn: cell.column, in: layout.content(of: .table)) else { return nil }
    let numbers = state.run.trajectory.parameters.count
    // As `columns` lays them out; a solution without numbers has a column that is no number.
    let solutions = max(1, numbers)
    // Left out where it would be empty.
    let place = shown >= 4 && !state.run.trajectory.hasTemperatures ? shown + 1 : shown
    switch place {
    case 1: return .made
    case 2: return .step
    case 3: return .origin
    case 4: return .temperature
    case 5..<(5 + solutions): return numbers == 0 ? nil : .parameter(place - 5)
    case 5 + solutions: return .loss
    case 6 + solutions: return .change
    default: return nil
    }
  }

  private static func columns(of state: DashboardState) -> [TableColumn] {
    let label = state.run.head.started.map { Words.clean($0.problem.objective.label) } ?? "loss"
    let parameters = state.run.trajectory.parameters
    let solution =
      parameters.isEmpty
      ? [TableColumn("solution", width: 12, weight: 1, priority: 8)]
      : parameters.map { TableColumn(Words.clean($0), width: 7, weight: 1, alignment: .right, priority: 8) }
    // A second place only where something stands in it.
    let marks = state.run.head.masked.isEmpty && state.run.head.pinned.isEmpty ? 1 : 2
    return [
      TableColumn("", width: marks, priority: 7),
      TableColumn("#", width: max(3, digits(state.run.trajectory.count)), alignment: .right, priority: 10),
      TableColumn("step", width: 4, alignment: .right, priority: 4),
      TableColumn("origin", width: 8, priority: 2),
    ] + (state.run.trajectory.hasTemperatures ? [TableColumn("T", width: 4, alignment: .right, priority: 1)] : [])
      + solution + [
        TableColumn(label, width: 8, weight: 1, alignment: .right, priority: 9),
        TableColumn("change", width: 7, alignment: .right, priority: 3),
      ]
  }

  private static func digits(_ number: Int) -> Int { String(number).count }

  private static func cells(
    ofRow row: Int, in state: DashboardState, bestRow: Int?, integers: [Bool], look: Look
  ) -> [TableCell] {
    let trajectory = state.run.trajectory, theme = look.theme
    let loss = trajectory.loss(at: row)
    let origin = trajectory.origins[row]
    let id = trajectory.id(at: row), head = state.run.head
    let context: Look.Symbol? = head.masked.contains(id) ? .masked : head.pinned.contains(id) ? .pinned : nil
    let judged: Look.Symbol? = row == bestRow ? .best : loss == nil ? .failed : nil
    let mark = TableCell(
      (judged.map(look.symbol) ?? (context == nil ? "" : " ")) + (context.map(look.symbol) ?? ""),
      style: judged == .best ? theme.best : judged == .failed ? theme.rejected : theme.text)
    let solution =
      trajectory.parameters.isEmpty
      ? [TableCell(Words.clean(trajectory.text(at: row)))]
      : zip(trajectory.numbers(at: row), integers).map { TableCell(Words.parameter($0, isInteger: $1)) }
    let before = row > 0 ? trajectory.bestSoFar[row - 1] : .infinity
    let temperature =
      trajectory.hasTemperatures
      ? [TableCell(trajectory.temperature(at: row).map(Words.temperature) ?? "", style: theme.dim)] : []
    return [
      mark,
      TableCell(String(id), style: context == .masked ? theme.dim : nil),
      TableCell(String(trajectory.step(at: row)), style: theme.dim),
      TableCell(origin.rawValue, style: look.style(of: origin)),
    ] + temperature + solution + [
      loss.map { TableCell(Words.lossInColumn($0), style: row == bestRow ? theme.best : nil) }
        ?? TableCell("failed", style: theme.rejected),
      change(loss, from: before, look: look),
    ]
  }

  /// Against the best that there was before it.
  private static func change(_ loss: Double?, from before: Double, look: Look) -> TableCell {
    guard let loss, before.isFinite else { return TableCell("") }
    let difference = loss - before
    if difference == 0 { return TableCell("=", style: look.theme.dim) }
    let text = Words.change(difference)
    return difference < 0
      ? TableCell(text, style: look.theme.accepted) : TableCell(text, style: look.theme.dim)
  }
}

extension DashboardState {
  /// Which parameters are whole numbers, in the trajectory's order.
  fileprivate var integerParameters: [Bool] {
    var integers: Set<String> = []
    if case .numbers(let parameters)? = problem?.space {
      integers = Set(parameters.filter(\.isInteger).map(\.name))
    }
    return run.trajectory.parameters.map { integers.contains($0) }
  }
}

extension Look {
  func style(of origin: Origin) -> Style {
    switch origin {
    case .initial: theme.initial
    case .model: theme.text
    case .person: theme.person
    case .random, .fallback: theme.random
    }
  }
}
