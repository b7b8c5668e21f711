import Foundation
import TestSupport

/// Behaves as llama.cpp's server, as the words of its model file say, which stand behind the format's mark "GGUF ".
///
/// - `ready`: answers at once.
/// - `slow N`: says N times that it is loading.
/// - `fails`: complains and ends before it listens.
/// - `crashes`: ends while it is loading.
/// - `taken N`: cannot have its port, N times, which it counts in a file beside the model.
/// - `dies`: ends in the middle of each reply; `dies once`: of the first, which is counted in the same way.
/// - `stubborn`: ready, and deaf to TERM.
/// - `stuck`: loads for ever.
/// - `old`: knows no argument that turns thinking off.
/// - `waits`: in the middle of a reply, until there is a file that is called as the model with `.go` behind.
enum FakeLlamaServer {
  static func run(_ arguments: [String]) -> Never {
    func value(_ name: String) -> String? {
      arguments.firstIndex(of: name).flatMap { arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil }
    }
    guard let file = value("--model"), let port = value("--port").flatMap({ Int($0) }),
      let text = try? String(contentsOfFile: file, encoding: .utf8)
    else {
      Helper.complain("error: the arguments are not understood")
      exit(1)
    }
    let words = text.split(whereSeparator: \.isWhitespace).dropFirst().map(String.init)
    let count = words.count > 1 ? Int(words[1]) ?? 1 : 0
    try? arguments.joined(separator: "\n").write(toFile: file + ".arguments", atomically: true, encoding: .utf8)
    let starts = counted(file + ".starts")
    Helper.complain("build: 1 (fake)")
    switch words.first {
    case "fails":
      Helper.complain("llama_model_load: error loading model: \u{1B}[31mnot a model\u{1B}[0m")
      Helper.complain("main: exiting due to model loading error")
      exit(1)
    case "taken" where starts <= count:
      Helper.complain("couldn't bind HTTP server socket, hostname: 127.0.0.1, port: \(port)")
      exit(1)
    case "old" where arguments.contains("--reasoning-budget"):
      Helper.complain("error: invalid argument: --reasoning-budget")
      exit(1)
    case "stubborn": signal(SIGTERM, SIG_IGN)
    default: break
    }
    let looks = Collected<Int>()
    do {
      let server = try LoopbackServer(port: port) { request in
        answer(request, words, count, looks: looks, starts: starts, file: file)
      }
      while true { withExtendedLifetime(server) { _ = pause() } }
    } catch {
      Helper.complain("couldn't bind HTTP server socket, hostname: 127.0.0.1, port: \(port)")
      exit(1)
    }
  }

  private static func answer(
    _ request: ServerRequest, _ words: [String], _ count: Int, looks: Collected<Int>, starts: Int, file: String
  ) -> [ServerStep] {
    switch request.path {
    case "/health":
      looks.append(1)
      let isLoading = words.first == "stuck" || (words.first == "slow" && looks.count <= count)
      if words.first == "crashes" { exit(1) }
      return isLoading
        ? .answer(503, #"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#)
        : .answer(200, #"{"status":"ok"}"#)
    case "/props": return .answer(200, "{\"model_path\":\(ServerStep.jsonString(file)),\"total_slots\":4}")
    case "/v1/chat/completions":
      let dies = words.first == "dies" && (words.count == 1 || starts == 1)
      if words.first == "waits" {
        let whole = [ServerStep].chat(["served ", "by \(getpid())"], model: "fake")
        return Array(whole.prefix(3)) + [.act { while access(file + ".go", F_OK) != 0 { usleep(2000) } }]
          + whole.dropFirst(3)
      }
      guard dies else { return .chat(["served ", "by \(getpid())"], model: "fake") }
      return Array([ServerStep].chat(["half a "]).prefix(3)) + [.act { kill(getpid(), SIGKILL) }]
    default: return .answer(404, "{}")
    }
  }

  /// How often this was called for a file, this time counted.
  private static func counted(_ file: String) -> Int {
    let before = (try? String(contentsOfFile: file, encoding: .utf8)).flatMap { Int($0) } ?? 0
    try? "\(before + 1)".write(toFile: file, atomically: true, encoding: .utf8)
    return before + 1
  }
}
