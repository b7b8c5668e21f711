import Foundation

/// Steps a second and CPU a reply against a server that answers at once, beside a Python client of the same loop that
/// streams through the openai package, at 1 and at 8 replies a step, and a bare socket; in turn, in one run.
///
/// The server is a process of its own, the same for all. Each round begins with another of them, so that none always
/// finds the machine as another left it.
enum StepsBenchmark {
  /// Replies of a contestant in a round, however many a step has.
  static let replies = 600
  static let rounds = 6

  private struct Row {
    var name: String
    /// Replies a second.
    var rate: Double
    /// Seconds on a processor, a reply.
    var cpu: Double
    /// Bytes of a request's body.
    var requestBytes: Double
  }

  private static func ours(_ size: Int) -> String { "tiller, \(size) a step" }
  private static func theirs(_ size: Int) -> String { "openai package, \(size) a step" }
  /// Replies of a step.
  private static let sizes = [1, 8]

  static func run() throws {
    let server = try ServerProcess()
    var contestants: [(ServerProcess) throws -> Row?] = []
    for size in sizes {
      contestants.append { try tiller(ours(size), $0, candidates: size) }
      contestants.append { try python(theirs(size), "openai_client.py", $0, candidates: size) }
    }
    contestants.append { try python("bare socket", "raw_socket.py", $0, candidates: 1) }
    var rows: [[Row]] = []
    for round in 0..<rounds {
      rows.append(
        try contestants.indices.compactMap { try contestants[($0 + round) % contestants.count](server) })
    }
    report(rows)
  }

  private static func report(_ rounds: [[Row]]) {
    let all = Dictionary(grouping: rounds.joined(), by: \.name)
    for (name, rows) in all.sorted(by: { $0.key < $1.key }) {
      let rates = rows.map(\.rate)
      print(
        Figures.label(name, width: 26) + "\(fixed(rates.quantile(0.5), 0)) replies/s "
          + "(\(fixed(rates.quantile(0), 0)) to \(fixed(rates.quantile(1), 0))), "
          + "\(fixed(rows.map(\.cpu).quantile(0.5) * 1000, 3)) ms CPU a reply, "
          + "requests of \(fixed(rows.map(\.requestBytes).quantile(0.5), 0)) bytes")
    }
    for size in sizes {
      guard let ours = all[ours(size)], let theirs = all[theirs(size)], ours.count == theirs.count else { continue }
      let faster = zip(ours, theirs).map { $0.rate / $1.rate }, cheaper = zip(ours, theirs).map { $0.cpu / $1.cpu }
      print("against openai at \(size) a step, round by round:")
      print("  times the steps: \(list(faster, 2)); median \(fixed(faster.quantile(0.5)))")
      print("  part of the CPU: \(list(cheaper, 3)); median \(fixed(cheaper.quantile(0.5), 3))")
    }
  }

  private static func list(_ values: [Double], _ decimals: Int) -> String {
    values.map { fixed($0, decimals) }.joined(separator: " ")
  }

  // MARK: - The contestants

  private static func tiller(_ name: String, _ server: ServerProcess, candidates: Int) throws -> Row {
    // A run of one step holds what starting costs; it is taken off, as the Python clients leave out their imports.
    let idle = try (0..<3).map { _ in try headless(server, steps: 1, candidates: 1) }
    let before = try server.count()
    let run = try headless(server, steps: replies / candidates, candidates: candidates)
    let after = try server.count()
    let wanted = replies / candidates * candidates
    guard after.replies - before.replies == wanted else {
      throw BenchmarkError("\(name) got \(after.replies - before.replies) replies, not \(wanted).")
    }
    return Row(
      name: name, rate: Double(wanted) / (run.seconds - idle.map(\.seconds).quantile(0.5)),
      cpu: (run.cpu - idle.map(\.cpu).quantile(0.5)) / Double(wanted),
      requestBytes: Double(after.requestBytes - before.requestBytes) / Double(wanted))
  }

  private static func headless(_ server: ServerProcess, steps: Int, candidates: Int) throws -> Measured {
    try Program.withFolder { folder in
      let run = try Measured.run(
        try Program.tiller,
        [
          "run", "line", "--model", "openai:instant", "--base-url", server.url, "--headless", "--steps", "\(steps)",
          "--candidates", "\(candidates)", "--history", "50", "--log", folder + "/run.jsonl", "--repeats", "evaluate",
        ])
      guard run.status == 0 else { throw BenchmarkError("tiller ended with status \(run.status): \(run.output)") }
      return run
    }
  }

  private struct PythonFigures: Decodable {
    var replies: Int
    var seconds: Double
    var cpu: Double
  }

  private static func python(_ name: String, _ script: String, _ server: ServerProcess, candidates: Int) throws -> Row?
  {
    let before = try server.count()
    let run = try Measured.run(
      "/usr/bin/env",
      ["python3", Program.comparison(script), server.url, "\(replies / candidates)"]
        + (candidates > 1 ? ["\(candidates)"] : []))
    guard run.status == 0, let figures = try? JSONDecoder().decode(PythonFigures.self, from: Data(run.output.utf8))
    else {
      print("\(script) did not run (pip install openai?)")
      return nil
    }
    let after = try server.count()
    let count = Double(figures.replies)
    return Row(
      name: name, rate: count / figures.seconds, cpu: figures.cpu / count,
      requestBytes: Double(after.requestBytes - before.requestBytes) / count)
  }
}
