import Foundation

/// Steps a second and CPU a reply against a server that answers at once, beside a Python client of the same loop that
/// streams through the openai package, and a bare socket; in turn, in one run.
enum StepsBenchmark {
  static let steps = 600
  static let rounds = 5

  static func run() throws {
    let server = try InstantServer()
    let url = "http://127.0.0.1:\(server.port)/v1"
    let tiller = try Program.tiller
    var rows: [String: [(rate: Double, cpu: Double)]] = [:]
    for _ in 0..<rounds {
      // A run of one step holds what starting costs; it is taken off, as the Python clients leave out their imports.
      let idle = try headless(tiller, url, steps: 1, candidates: 1)
      let one = try headless(tiller, url, steps: steps, candidates: 1)
      let eight = try headless(tiller, url, steps: steps / 8, candidates: 8)
      rows["tiller", default: []].append(rate(one, less: idle, steps))
      rows["tiller, 8 replies a step", default: []].append(rate(eight, less: idle, steps / 8 * 8))
      for (name, script) in [("openai package, streamed", "openai_client.py"), ("bare socket", "raw_socket.py")] {
        if let row = try python(script, url) { rows[name, default: []].append(row) }
      }
    }
    for (name, runs) in rows.sorted(by: { $0.key < $1.key }) {
      let rates = runs.map(\.rate), costs = runs.map(\.cpu)
      print(
        "\(name.padding(toLength: 28, withPad: " ", startingAt: 0)) \(fixed(rates.quantile(0.5), 0)) replies/s "
          + "(\(fixed(rates.min() ?? .nan, 0)) to \(fixed(rates.max() ?? .nan, 0))), "
          + "\(fixed(costs.quantile(0.5) * 1000, 3)) ms CPU a reply")
    }
    if let ours = rows["tiller"], let theirs = rows["openai package, streamed"] {
      let faster = zip(ours, theirs).map { $0.rate / $1.rate }, cheaper = zip(ours, theirs).map { $0.cpu / $1.cpu }
      print(
        "against openai, pair by pair: \(fixed(faster.quantile(0.5))) times the steps "
          + "(\(fixed(faster.min() ?? .nan)) to \(fixed(faster.max() ?? .nan))), "
          + "\(fixed(cheaper.quantile(0.5), 3)) of the CPU (\(fixed(cheaper.min() ?? .nan, 3)) to "
          + "\(fixed(cheaper.max() ?? .nan, 3)))")
    }
  }

  private static func headless(_ tiller: String, _ url: String, steps: Int, candidates: Int) throws -> Measured {
    try Program.withFolder { folder in
      let run = try Measured.run(
        tiller,
        [
          "run", "line", "--model", "openai:instant", "--base-url", url, "--headless", "--steps", "\(steps)",
          "--candidates", "\(candidates)", "--history", "50", "--log", folder + "/run.jsonl", "--repeats", "evaluate",
        ])
      guard run.status == 0 else { throw BenchmarkError("tiller ended with status \(run.status): \(run.output)") }
      return run
    }
  }

  private static func rate(_ run: Measured, less idle: Measured, _ replies: Int) -> (rate: Double, cpu: Double) {
    (Double(replies) / (run.seconds - idle.seconds), (run.cpu - idle.cpu) / Double(replies))
  }

  private struct Row: Decodable {
    var steps: Int
    var seconds: Double
    var cpu: Double
  }

  private static func python(_ script: String, _ url: String) throws -> (rate: Double, cpu: Double)? {
    let run = try Measured.run("/usr/bin/env", ["python3", Program.comparison(script), url, "\(steps)"])
    guard run.status == 0, let row = try? JSONDecoder().decode(Row.self, from: Data(run.output.utf8)) else {
      print("\(script) did not run (pip install openai?)")
      return nil
    }
    return (Double(row.steps) / row.seconds, row.cpu / Double(row.steps))
  }
}
