import Charts
import LanguageModels
import Optimization
import Text

@testable import Dashboard

/// Runs as a library may hold them: one that goes on, some that ended this way or that, a fork, a torn and damaged logs.
enum SampleLibrary {
  /// 2026-11-21 21:30 UTC
  static let now = 1_795_296_600.0
  static let folder = "/home/me/.local/state/tiller/runs"

  static func figures(
    _ letters: String, problem: String = "line", preset: String? = "classroom", model: String = "embedded",
    hoursAgo: Double, steps: Int = 50, of planned: Int = 50, losses: [Double], ended: RunEnded.Reason?,
    parent: String? = nil
  ) -> LibraryRun.Figures {
    let started = now - hoursAgo * 3600
    let text = LibraryDate.text(ofSeconds: started)
    var settings = RunSettings(steps: planned)
    settings.temperature = 0.7
    let problem = RunStarted.ProblemRecord(
      name: problem, settings: preset.map { ["preset": .string($0), "points": 35] } ?? [:], parameters: ["w", "b"],
      objective: Objective(name: "mean squared error", label: "MSE"), references: [], data: nil)
    var figures = LibraryRun.Figures(
      RunStarted(
        id: "20261121-0000-\(letters)", started: text.prefix(10) + "T" + text.dropFirst(11).prefix(5) + ":00Z",
        problem: problem, settings: settings, models: .init(optimizer: nil),
        parent: parent.map { .init(id: $0, file: "\(folder)/gone.jsonl", n: 120) }),
      model: model == "none" ? nil : ModelIdentity(name: model, kind: .server))
    figures.step = steps
    figures.best = losses.last { $0.isFinite }
    figures.bestID = 15
    figures.losses = losses
    figures.candidates = losses.count
    figures.replies = losses.count - 1
    figures.rejected = 2
    figures.events = 255
    figures.duration = 83
    figures.ended = ended.map { RunEnded(reason: $0, best: 15) }
    figures.phase = ended == nil ? .running : .ended
    figures.tokens.add(TokenUsage(input: 7004, output: 408), at: nil)
    return figures
  }

  static func run(
    _ name: String, _ contents: LibraryRun.Contents, size: Int = 28_295, hoursAgo: Double = 1,
    isBeingWritten: Bool = false
  ) -> LibraryRun {
    LibraryRun(
      path: "\(folder)/\(name).jsonl", name: name, size: size, modified: now - hoursAgo * 3600,
      isBeingWritten: isBeingWritten, contents: contents)
  }

  private static func falling(_ count: Int, from first: Double, to last: Double) -> [Double] {
    (0..<count).map { first + (last - first) * Double($0) / Double(max(1, count - 1)) }
  }

  static var runs: [LibraryRun] {
    var priced = figures(
      "ghjk", problem: "tsp", preset: nil, model: "openai:qwen2.5-coder-7b-instruct", hoursAgo: 26, steps: 120, of: 200,
      losses: falling(40, from: 900, to: 700), ended: .budget)
    priced.tokens = Spending()
    priced.tokens.add(
      TokenUsage(input: 120_400, output: 9_800), at: TokenPrice(input: 0.4, output: 1.6))
    var damaged = figures("mnpq", hoursAgo: 300, losses: [300, 40], ended: .steps)
    damaged.damagedLine = 12
    var torn = figures("rstu", hoursAgo: 3000, steps: 7, losses: falling(8, from: 90, to: 11), ended: nil)
    torn.hasTornTail = true
    return [
      run(
        "20261121-0000-abcd",
        .figures(
          figures("abcd", hoursAgo: 0.05, steps: 18, losses: [.infinity, 900, 450, 90, 20, 9, 4, 3.479], ended: nil)),
        hoursAgo: 0, isBeingWritten: true),
      run(
        "20261121-0000-cdef",
        .figures(figures("cdef", hoursAgo: 2, losses: falling(51, from: 80, to: 2.9), ended: .solved))),
      run(
        "Lecture 3, first try",
        .figures(figures("vwxy", model: "none", hoursAgo: 3, losses: [275.4, 275.4, 24.53], ended: .person))),
      run("20261121-0000-ghjk", .figures(priced), size: 1_204_000),
      run(
        "20261121-0000-kmnp",
        .figures(
          figures(
            "kmnp", preset: "opro", hoursAgo: 40, steps: 9, losses: [47, 47], ended: .failed,
            parent: "20261121-0000-cdef"))),
      run("20261121-0000-mnpq", .figures(damaged)),
      run("20261121-0000-rstu", .figures(torn)),
      run("later", .unreadable("The log later.jsonl has version 9; this Tiller reads version 1."), hoursAgo: 9000),
      run("new", .unread, size: 53_000_000, hoursAgo: 20_000),
    ]
  }

  static func state(
    _ runs: [LibraryRun] = runs, columns: Int = 120, rows: Int = 36, theme: Theme = .standard
  ) -> LibraryState {
    var state = LibraryState(
      theme: theme, place: "~/.local/state/tiller/runs", trash: "~/.local/state/tiller/trash", now: now)
    _ = reduceLibrary(&state, .resized(Size(columns: columns, rows: rows)))
    _ = reduceLibrary(&state, .listed(runs))
    return state
  }
}

extension LibraryState {
  /// Presses keys by their names and returns what was asked for.
  @discardableResult
  mutating func press(_ names: String...) -> [LibraryEffect] {
    names.flatMap { name in
      KeyPress(name: name).map { reduceLibrary(&self, .input(.key($0), at: 0)) } ?? []
    }
  }

  mutating func type(_ text: String) {
    for character in text { _ = reduceLibrary(&self, .input(.key(KeyPress(.character(character))), at: 0)) }
  }

  mutating func click(column: Int, row: Int, at time: Double = 0) -> [LibraryEffect] {
    reduceLibrary(&self, .input(.mouse(MouseEvent(.press(button: 1), column: column, row: row)), at: time))
  }

  /// The names of the runs that are listed, in their order.
  var names: [String] { rows.map { runs[$0].name } }

  var frame: [String] {
    var buffer = CellBuffer(size: size)
    drawLibrary(self, into: &buffer)
    return buffer.text
  }
}
