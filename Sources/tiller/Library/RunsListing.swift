import Dashboard
import Optimization
import RunLog
import Text

/// The library in lines: one a run, aligned, or as JSON.
struct RunsListing {
  var sort = LibrarySort.newestFirst
  var filter: LibraryFilter?
  var limit: Int?

  /// Reads all runs, two at a time.
  ///
  /// - Returns: those that are asked for, in their order, and how many files are no logs.
  /// - Throws: `LogError` where a folder cannot be read.
  func runs(in places: LibraryPlaces) async throws(LogError) -> (runs: [LibraryRun], others: Int) {
    let found = try places.found()
    var runs: [LibraryRun?] = Array(repeating: nil, count: found.count)
    await withTaskGroup(of: (Int, LibraryRun?).self) { group in
      var next = 0
      func add() {
        guard next < found.count else { return }
        let index = next
        next += 1
        group.addTask { (index, LibraryRun.read(found[index])) }
      }
      add()
      add()
      for await (index, run) in group {
        runs[index] = run
        add()
      }
    }
    let logs = runs.compactMap(\.self)
    let listed = sort.order(logs).map { logs[$0] }.filter { filter?.fits($0) ?? true }
    return (Array(listed.prefix(limit ?? .max)), found.count - logs.count)
  }

  /// - Parameter hasHeading: whether a first line names the columns.
  static func lines(of runs: [LibraryRun], hasHeading: Bool) -> [String] {
    var rows = runs.map(row)
    if hasHeading {
      rows.insert(["started", "problem", "model", "steps", "best", "tokens", "state", "name"], at: 0)
    }
    let isRight = [false, false, false, true, true, true, false, false]
    let widths = isRight.indices.map { column in rows.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        let blanks = String(repeating: " ", count: widths[column] - TextWidth.columns(of: row[column]))
        // Nothing stands behind the last.
        if column == row.count - 1 { return row[column] }
        return isRight[column] ? blanks + row[column] : row[column] + blanks
      }
      return cells.joined(separator: "  ")
    }
  }

  private static func row(_ run: LibraryRun) -> [String] {
    let state = LibraryWords.standing(run) + (run.isDamaged && run.figures != nil ? "!" : "")
    let started = LibraryDate.text(ofSeconds: run.moment)
    guard let figures = run.figures else { return [started, "-", "-", "-", "-", "-", state, run.name] }
    let spending = LibraryWords.spending(figures)
    return [
      started, figures.problem, figures.model, LibraryWords.steps(figures), figures.best.map(LibraryWords.loss) ?? "-",
      spending.isEmpty ? "-" : spending, state, run.name,
    ]
  }

  /// A run with all figures; those that there are none of are null.
  static func json(of run: LibraryRun) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null }
    func number(_ value: Int?) -> JSONValue { number(value.map { Double($0) }) }
    func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    let figures = run.figures, tokens = figures?.tokens
    var object: [String: JSONValue] = [
      "path": .string(run.path), "name": .string(run.name), "size": number(run.size), "written": number(run.modified),
      "state": .string(run.standing.rawValue), "locked": .bool(run.isBeingWritten),
      "damage": text(LibraryWords.damage(run)),
    ]
    object["id"] = text(figures?.id)
    object["started"] = number(figures?.started)
    object["problem"] = text(figures?.problem)
    object["model"] = text(figures?.model)
    object["step"] = number(figures?.step)
    object["steps"] = number(figures?.steps)
    object["best"] = number(figures?.best)
    object["bestId"] = number(figures?.bestID)
    object["lossLabel"] = text(figures?.lossLabel)
    object["losses"] = .array((figures?.losses ?? []).map { number($0) })
    object["candidates"] = number(figures?.candidates)
    object["replies"] = number(figures?.replies)
    object["rejected"] = number(figures?.rejected)
    object["events"] = number(figures?.events)
    object["input"] = number(tokens?.input)
    object["output"] = number(tokens?.output)
    object["dollars"] = number(tokens?.cost)
    object["estimated"] = tokens.map { .bool($0.isEstimated) } ?? .null
    object["seconds"] = number(figures?.duration)
    object["ended"] = text(figures?.ended?.reason.rawValue)
    object["parent"] =
      figures?.parent.map { ["id": .string($0.id), "file": .string($0.file), "n": number($0.event)] } ?? .null
    return .object(object)
  }
}
