import Export
import Foundation
import TestSupport
import Testing
import Text

@Suite("exports", .serialized, .timeLimit(.minutes(1)))
struct ExportCommandTests {
  private func log(_ place: Workplace, _ arguments: [String] = []) async throws -> String {
    let run = try await Program.run(
      ["run", "--model", "none", "--steps", "4", "--headless", "--log", place.log] + arguments, in: place)
    #expect(run.status == 0)
    return place.log
  }

  @Test("every format is written whole, under the log's name or its own, and told")
  func formats() async throws {
    let place = try Workplace()
    let log = try await log(place)
    for (format, name) in [
      ("csv", "run.csv"), ("json", "run.json"), ("markdown", "run.md"), ("svg", "run.svg"), ("cast", "run.cast"),
    ] {
      let outcome = try await Program.run(["export", log, "--format", format, "--force"], in: place)
      #expect(outcome.status == 0 && outcome.errors == "")
      #expect(outcome.output.hasPrefix("Wrote \(name) ("))
      #expect(try !place.bytes(of: place.path + "/" + name).isEmpty)
    }
    if RasterWriter.complaint == nil {
      for name in ["a.png", "a.gif"] {
        let outcome = try await Program.run(["export", log, "-o", name, "--size", "320x180"], in: place)
        #expect(outcome.status == 0)
        #expect(try place.bytes(of: place.path + "/" + name).count > 1000)
      }
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: place.path).filter { $0.hasPrefix(".") }
    #expect(left.isEmpty)
  }

  @Test("nothing is replaced without --force")
  func force() async throws {
    let place = try Workplace()
    let log = try await log(place)
    let file = try place.file("mine.csv", "mine")
    let refused = try await Program.run(["export", log, "-o", file], in: place)
    #expect(refused.status == 2)
    #expect(refused.errors == "tiller: \(file) exists already: name another file, or replace it with --force.\n")
    #expect(try place.bytes(of: file) == Array("mine".utf8))
    let forced = try await Program.run(["export", log, "-o", file, "--force"], in: place)
    #expect(forced.status == 0)
    #expect(try place.bytes(of: file).starts(with: Array("id,step".utf8)))
  }

  @Test("standard output takes text, and nothing else")
  func standardOutput() async throws {
    let place = try Workplace()
    let log = try await log(place)
    let table = try await Program.run(["export", log, "--format", "csv", "--output", "-", "--at", "2"], in: place)
    #expect(table.status == 0)
    #expect(table.output.split(separator: "\r\n").count == 4)
    let picture = try await Program.run(["export", log, "--format", "png", "--output", "-"], in: place)
    #expect(picture.status == 2 && picture.errors == "tiller: png is no text for standard output: name a file.\n")
  }

  @Test(
    "wrong options are refused with what is allowed",
    arguments: [
      (["-o", "a.txt"], "What format?"), (["--format", "xls"], "Allowed are csv, json"),
      (["--format", "csv", "--size", "10x10"], "--size goes with pictures"),
      (["--format", "svg", "--size", "10x10"], "allowed are 160x120 to 4000x4000"),
      (["--format", "cast", "--size", "10x3"], "allowed are 20x6 to 500x200"),
      (["--format", "csv", "--animated"], "--animated goes with svg"),
      (["--format", "gif", "--speed", "2"], "--speed goes with cast"),
      (["--format", "cast", "--speed", "2", "--seconds", "3"], "take one"),
      (["--format", "svg", "--theme", "nosuch"], "nosuch"),
    ])
  func wrongOptions(_ options: [String], _ sentence: String) async throws {
    let place = try Workplace()
    let log = try await log(place)
    let outcome = try await Program.run(["export", log] + options, in: place)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
  }

  @Test("no key of the environment is in any of them")
  func secrets() async throws {
    let place = try Workplace()
    let key = "sk-very-secret-0123456789"
    let keys = ["OPENAI_API_KEY": key, "ANTHROPIC_API_KEY": key]
    let run = try await Program.run(
      ["run", "--model", "none", "--steps", "2", "--headless", "--log", place.log], in: place, environment: keys)
    #expect(run.status == 0)
    for format in ["csv", "json", "markdown", "svg", "cast"] {
      let outcome = try await Program.run(
        ["export", place.log, "--format", format, "--output", "-"], in: place, environment: keys)
      #expect(outcome.status == 0 && !outcome.output.contains("secret"))
    }
  }

  @Test("who leaves at once has the file all the same")
  func leaving() async throws {
    let place = try Workplace()
    let log = try await log(place)
    let outcome = try await Program.run(["replay", log, "--plain"], in: place, input: "export csv out.csv\nquit\n")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Wrote out.csv ("))
    #expect(try place.bytes(of: place.path + "/out.csv").starts(with: Array("id,step".utf8)))
  }

  @Test("on the screen w writes, and says so")
  func screen() async throws {
    let place = try Workplace()
    let log = try await log(place)
    let terminal = try Program.onTerminal(["replay", log], in: place)
    try await terminal.see("replay")
    try await terminal.send("w")
    try await terminal.see("file run.svg")
    try await terminal.send("\u{15}\(place.path)/seen.svg\r")
    try await terminal.see("Wrote ")
    let text = String(decoding: try place.bytes(of: place.path + "/seen.svg"), as: UTF8.self)
    #expect(text.hasPrefix("<svg") && text.hasSuffix("</svg>\n"))
    try await terminal.send("q")
    #expect(try await terminal.waitForExit() == .exited(0))
  }
}
