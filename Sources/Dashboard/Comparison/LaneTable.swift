import Charts
import Optimization
import Text

/// The columns of the table of lanes, for the screen and for plain lines alike.
enum LaneTable {
  struct Column {
    var title: String
    var width: Int
    var weight = 0
    var isNumber = true
    /// Where room is short the lowest goes first.
    var priority: Int
    var text: (LaneFigures) -> String
  }

  private static let none = "-"

  /// - Parameter hasPhase: whether it is of interest how far the runs are.
  static func columns(of figures: [LaneFigures], hasPhase: Bool) -> [Column] {
    let labels = Set(figures.map(\.label))
    let hasOptimum = figures.contains { $0.optimum != nil }
    let hasCost = figures.contains { Words.cost($0.tokens) != nil }
    func reached(
      _ title: String, _ width: Int, _ priority: Int, _ part: @escaping (LaneFigures) -> LaneFigures.Reached?,
      _ text: @escaping (LaneFigures.Reached, LaneFigures) -> String
    ) -> Column {
      Column(title: title, width: width, priority: priority) { lane in part(lane).map { text($0, lane) } ?? none }
    }
    func evaluations(_ reached: LaneFigures.Reached, _ lane: LaneFigures) -> String {
      NumberFormat.count(reached.evaluations)
    }
    func tokens(_ reached: LaneFigures.Reached, _ lane: LaneFigures) -> String {
      Words.tokens(reached.tokens, isEstimated: lane.tokens.isEstimated)
    }
    let nameWidth = figures.map { TextWidth.columns(of: $0.name) }.max() ?? 8
    let logWidth = figures.map { TextWidth.columns(of: $0.logName) }.max() ?? 8
    var columns = [
      Column(title: "", width: 1, isNumber: false, priority: 100, text: \.letter),
      Column(title: "model", width: min(max(8, nameWidth), 24), isNumber: false, priority: 90, text: \.name),
    ]
    if hasPhase {
      columns.append(
        Column(title: "state", width: 15, isNumber: false, priority: 60, text: \.phaseWords))
    }
    columns.append(
      Column(title: "best " + (labels.count == 1 ? labels.first ?? "loss" : "loss"), width: 10, priority: 95) {
        $0.best.map(Words.lossInColumn) ?? none
      })
    columns.append(
      Column(title: "step", width: 7, priority: 50) { "\($0.step)/\($0.steps)" })
    columns.append(Column(title: "evals", width: 6, priority: 45) { NumberFormat.count($0.evaluations) })
    if hasOptimum {
      columns += [
        reached("10% evals", 9, 80, \.tenth, evaluations), reached("10% tokens", 10, 40, \.tenth, tokens),
        reached("1% evals", 8, 78, \.hundredth, evaluations), reached("1% tokens", 9, 38, \.hundredth, tokens),
      ]
    }
    columns += [
      Column(title: "dupl.", width: 5, priority: 70) { NumberFormat.count($0.duplicates) },
      Column(title: "rejected", width: 8, priority: 65) { NumberFormat.count($0.rejected) },
      Column(title: "time", width: 7, priority: 30) { NumberFormat.duration(seconds: $0.seconds) },
      Column(title: "tokens", width: 8, priority: 35) {
        $0.tokens.total == 0 ? none : Words.tokens($0.tokens.total, isEstimated: $0.tokens.isEstimated)
      },
    ]
    if hasCost { columns.append(Column(title: "cost", width: 8, priority: 36) { Words.cost($0.tokens) ?? none }) }
    columns.append(
      Column(title: "log", width: min(max(3, logWidth), 32), weight: 1, isNumber: false, priority: 10, text: \.logName))
    return columns
  }

  /// Aligned lines for people who have no screen, a heading first.
  static func lines(_ figures: [LaneFigures]) -> [String] {
    let columns = columns(of: figures, hasPhase: true)
    let texts = columns.map { column in [column.title] + figures.map(column.text) }
    return (0...figures.count).map { row in
      var line = ""
      for (column, cells) in zip(columns, texts) {
        let width = cells.map { TextWidth.columns(of: $0) }.max() ?? 0
        if !line.isEmpty { line += "  " }
        line += column.isNumber ? cells[row].leftPadded(toColumns: width) : cells[row].padded(toColumns: width)
      }
      return line.trimmedEnd
    }
  }
}
