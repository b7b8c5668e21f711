import Foundation

/// Steps a second and CPU a reply against a server that answers at once, beside a Python client of the same loop that
/// streams through the openai package, and a bare socket; in turn, in one run.
///
/// The server is a process of its own, the same for all. Each round begins with another of them, so that none always
/// finds the machine as another left it.
enum StepsBenchmark {
  static let steps = 600
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

  private static let ours = "tiller"
  private static let theirs = "openai package, streamed"

  static func run() throws {
    let server = try ServerProcess()
    let contestants: [(ServerProcess) throws -> Row?] = [
      { try tiller(ours, $0, candidates: 1) },
      { try python(theirs, "openai_client.py", $0) },
      { try tiller("tiller, 8 replies a step", $0, candidates: 8) },
      { try python("bare socket", "raw_socket.py", $0) },
    ]
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
    guard let ours = all[ours], let theirs = all[theirs], ours.count == theirs.count else { return }
    let faster = zip(ours, theirs).map { $0.rate / $1.rate }, cheaper = zip(ours, theirs).map { $0.cpu / $1.cpu }
    print(
      "against openai, round by round: \(fixed(faster.quantile(0.5))) times the steps "
        + "(\(fixed(faster.quantile(0))) to \(fixed(faster.quantile(1)))), "
        + "\(fixed(cheaper.quantile(0.5), 3)) of the CPU (\(fixed(cheaper.quantile(0), 3)) to "
        + "\(fixed(cheaper.quantile(1), 3)))")
  }

  // MARK: - The contestants

  private static func tiller(_ name: String, _ server: ServerProcess, candidates: Int) throws -> Row {
    // A run of one step holds what starting costs; it is taken off, as the Python clients leave out their imports.
    let idle = try (0..<3).map { _ in try headless(server, steps: 1, candidates: 1) }
    let before = try server.count()
    let run = try headless(server, steps: steps / candidates, candidates: candidates)
    let after = try server.count()
    let replies = steps / candidates * candidates
    guard after.replies - before.replies == replies else {
      throw BenchmarkError("\(name) got \(after.replies - before.replies) replies, not \(replies).")
    }
    return Row(
      name: name, rate: Double(replies) / (run.seconds - idle.map(\.seconds).quantile(0.5)),
      cpu: (run.cpu - idle.map(\.cpu).quantile(0.5)) / Double(replies),
      requestBytes: Double(after.requestBytes - before.requestBytes) / Double(replies))
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
    var steps: Int
    var seconds: Double
    var cpu: Double
  }

  private static func python(_ name: String, _ script: String, _ server: ServerProcess) throws -> Row? {
    let before = try server.count()
    let run = try Measured.run("/usr/bin/env", ["python3", Program.comparison(script), server.url, "\(steps)"])
    guard run.status == 0, let figures = try? JSONDecoder().decode(PythonFigures.self, from: Data(run.output.utf8))
    else {
      print("\(script) did not run (pip install openai?)")
      return nil
    }
    let after = try server.count()
    let count = Double(figures.steps)
    return Row(
      name: name, rate: count / figures.seconds, cpu: figures.cpu / count,
      requestBytes: Double(after.requestBytes - before.requestBytes) / count)
  }
}
