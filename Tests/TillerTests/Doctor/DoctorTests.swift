import Charts
import Foundation
import Optimization
import Settings
import Terminal
import TestSupport
import Testing
import Text

@testable import tiller

/// What keeps the program from running, or from looking as it should.
@Suite("doctor")
struct DoctorTests {
  @Test("sizes from too small to ample")
  func sizes() {
    #expect(Doctor.size(nil).level == .ok)
    #expect(Doctor.size(Size(columns: 30, rows: 40)).advice?.contains("too small") == true)
    #expect(Doctor.size(Size(columns: 60, rows: 24)).level == .warning)
    #expect(Doctor.size(Size(columns: 80, rows: 24)).level == .ok)
  }

  @Test("a locale without UTF-8 is named with what to set")
  func locale() {
    let latin = Doctor.locale(["LANG": "de_DE.ISO-8859-1"], markers: .ascii)
    #expect(latin[0].level == .warning && latin[0].text.contains("LANG=de_DE.ISO-8859-1"))
    #expect(latin[0].advice?.contains("UTF-8") == true)
    // POSIX: the first of the three that is not empty.
    let all = Doctor.locale(["LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "x.ISO-8859-1"], markers: .braille)
    #expect(all[0].level == .ok && all[0].text == "LC_CTYPE=C.UTF-8")
  }

  @Test("folders are looked at and never made")
  func folders() throws {
    let place = try Workplace()
    #expect(StateFolder.state(of: place.path) == .writable)
    #expect(StateFolder.state(of: place.path + "/a/b/c") == .absent)
    #expect(!FileManager.default.fileExists(atPath: place.path + "/a"))
    let file = try place.file("file", "")
    #expect(StateFolder.state(of: file + "/tiller/runs") == .closed(file))
    #expect(Doctor.logs("/x", .closed("/x")).level == .wrong)
  }

  @Test("where all is well the status is 0, and every line says ok or what to do")
  func well() async throws {
    let place = try Workplace()
    let outcome = try await Program.run(["doctor"], in: place)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    for subject in ["terminal", "colours", "size", "locale", "plots", "logs", "settings", "model", "libcurl"] {
      #expect(outcome.lines.contains { $0.split(separator: " ").dropFirst().first == Substring(subject) }, "\(subject)")
    }
    #expect(outcome.lines.allSatisfy { !$0.hasPrefix("wrong") })
    #expect(!FileManager.default.fileExists(atPath: place.path + "/state"), "nothing is made")
  }

  @Test("a terminal tells its size and its colours")
  func terminal() async throws {
    let place = try Workplace()
    let terminal = try Program.onTerminal(["doctor"], in: place, columns: 100, rows: 40)
    let screen = try await terminal.see("100 columns, 40 rows")
    #expect(screen.contains("256;"))
    #expect(try await terminal.waitForExit() == .exited(0))
    let strange = try Program.onTerminal(["doctor"], in: place, environment: ["TERM": "nonsense-terminal"])
    try await strange.see("A run cannot start")
    #expect(try await strange.waitForExit() == .exited(1))
  }

  @Test("what prevents a run is told with the status 1")
  func wrong() async throws {
    let place = try Workplace()
    let file = try place.file("file", "")
    func wrong(_ environment: [String: String], _ text: String) async throws {
      let outcome = try await Program.run(["doctor"], in: place, environment: environment)
      #expect(outcome.status == 1)
      #expect(outcome.lines.contains { $0.hasPrefix("wrong") && $0.contains(text) }, "\(outcome.output)")
    }
    try await wrong(["XDG_STATE_HOME": file], "--log FILE")
    try await wrong(["TILLER_CONFIG": place.path + "/missing.toml"], "TILLER_CONFIG")
    try await wrong(["TILLER_LOCAL_SERVERS": "https://example.org/v1"], "TILLER_LOCAL_SERVERS")
    let settings = try place.file("c.toml", "[run]\nmodel = \"llama:missing.gguf\"\n")
    try await wrong(["TILLER_CONFIG": settings], "missing.gguf")
  }

  @Test("the same as one JSON document, with the same status and no key")
  func json() async throws {
    let place = try Workplace()
    let environment = ["OPENAI_API_KEY": "sk-very-secret-0123456789", "LANG": "de_DE.ISO-8859-1"]
    let words = try await Program.run(["doctor"], in: place, environment: environment)
    let outcome = try await Program.run(["doctor", "--json"], in: place, environment: environment)
    #expect(outcome.status == 0 && words.status == 0 && outcome.errors == "")
    let document = try JSONDecoder().decode(JSONValue.self, from: Data(outcome.output.utf8))
    #expect(document["status"]?.string == "warning")
    let checks = try #require(document["checks"]?.array)
    #expect(checks.count == words.lines.count - 1, "as many as there are lines before the last sentence")
    for (check, line) in zip(checks, words.lines) {
      #expect(check.object?.keys.sorted() == ["advice", "check", "sentence", "status"])
      #expect(line.hasPrefix(check["status"]?.string ?? "?") && line.contains(check["sentence"]?.string ?? "?"))
    }
    #expect(checks.contains { $0["check"]?.string == "keys" && $0["sentence"]?.string == "OPENAI_API_KEY" })
    #expect(!outcome.output.contains("very-secret"))
    let wrong = try await Program.run(
      ["doctor", "--json"], in: place, environment: ["TILLER_CONFIG": place.path + "/missing.toml"])
    #expect(wrong.status == 1)
    let told = try JSONDecoder().decode(JSONValue.self, from: Data(wrong.output.utf8))
    #expect(told["status"]?.string == "wrong")
  }

  @Test("a wrong line of the settings and a key that is missing are warnings")
  func warnings() async throws {
    let place = try Workplace()
    let settings = try place.file("c.toml", "theem = \"nord\"\n[run]\nmodel = \"openai:x\"\n")
    let outcome = try await Program.run(["doctor"], in: place, environment: ["TILLER_CONFIG": settings])
    #expect(outcome.status == 0)
    #expect(outcome.lines.contains { $0.hasPrefix("warning  settings") && $0.contains("line 1") }, "\(outcome.output)")
    #expect(outcome.lines.contains { $0.hasPrefix("warning  model") && $0.contains("OPENAI_API_KEY") })
  }
}
