import Foundation
import RunLog
import TestSupport
import Testing
import Text

@testable import Dashboard
@testable import tiller

@Suite("tiller runs in lines")
struct RunsCommandTests {
  @Test("a line a run, JSON with all figures, an order, a filter and a number of lines")
  func lines() async throws {
    let place = try Workplace()
    let empty = try await Program.run(["runs"], in: place)
    #expect(empty.status == 0 && empty.output.isEmpty && empty.errors.contains("There is no run"))
    for (steps, model) in [("2", "none"), ("5", "simulated")] {
      let run = ["run", "--model", model, "--steps", steps, "--headless"]
      #expect(try await Program.run(run, in: place).status == 0)
    }
    let log = try place.bytes(of: try #require(place.logs.last))
    _ = try place.file("state/tiller/runs/notes\u{1B}[2J.jsonl", "{\"event\":\"x\"}\n")
    _ = try place.file("state/tiller/runs/\u{1B}[31m\u{202E}.jsonl", log)

    let lines = try await Program.run(["runs", "--sort", "steps"], in: place)
    #expect(lines.status == 0 && lines.lines.count == 3, "\(lines.errors)")
    #expect(lines.lines.first?.contains("5/5") == true && lines.lines.last?.contains("2/2") == true)
    #expect(lines.errors.contains("1 file is no log"))
    #expect(!lines.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })

    let json = try await Program.run(["runs", "--json", "--filter", "model:none", "--limit", "1"], in: place)
    let object = try JSONValue(parsing: Array(json.output.utf8).dropLast())
    #expect(object["step"]?.number == 2 && object["steps"]?.number == 2 && object["model"]?.string == "none")
    #expect(object["state"]?.string == "steps" && object["ended"]?.string == "steps" && object["locked"]?.bool == false)
    let path = try #require(object["path"]?.string)
    #expect(try FoundLog(at: path).size == object["size"]?.number.map { Int($0) })
    #expect(object["losses"]?.array?.last?.number == object["best"]?.number)

    let named = try await Program.run(["runs", path, "--reverse"], in: place)
    #expect(named.lines.count == 1)
    let none = try await Program.run(["runs", "--filter", "best<-1"], in: place)
    #expect(none.status == 0 && none.output.isEmpty && none.errors.contains("fits the filter"))
  }

  @Test(
    "wrong usage is a sentence",
    arguments: [
      ["/no/such/folder"], ["--sort", "colour"], ["--filter", "best<x"], ["--limit", "0"], ["--force"],
      ["--trash", "--empty-trash"],
    ])
  func wrong(_ arguments: [String]) async throws {
    let place = try Workplace()
    let outcome = try await Program.run(["runs"] + arguments, in: place)
    #expect(outcome.status == 2 && outcome.output.isEmpty && !outcome.errors.isEmpty)
  }

  @Test("the trash is listed, given back from, and emptied when that is forced")
  func trash() async throws {
    let place = try Workplace()
    let trash = LogTrash(folder: place.path + "/state/tiller/trash")
    let paths = try ["a", "b", "c"].map { try place.file("\($0).jsonl", "x") }
    for path in paths { _ = try trash.take(path) }
    let listed = try await Program.run(["runs", "--trash"], in: place)
    #expect(listed.lines.count == 3 && listed.output.contains("from \(paths[0])"))
    let restored = try await Program.run(["runs", "--restore", "b"], in: place)
    #expect(restored.status == 0 && FileManager.default.fileExists(atPath: paths[1]))
    let again = try await Program.run(["runs", "--restore", "b"], in: place)
    #expect(again.status == 1 && again.errors.contains("no log \"b\""))
    let unforced = try await Program.run(["runs", "--empty-trash"], in: place)
    #expect(unforced.status == 2 && unforced.errors.contains("--force"))
    #expect(try trash.items().count == 2)
    let forced = try await Program.run(["runs", "--empty-trash", "--force"], in: place)
    #expect(forced.status == 0 && forced.output.contains("Removed 2 logs (2 B)"))
    #expect(try trash.items().isEmpty)
  }

  @Test("a person is asked before the trash is emptied, and only yes removes", arguments: ["no", "", nil, "yes", "Y"])
  func asking(_ answer: String?) throws {
    let place = try Workplace()
    let trash = LogTrash(folder: place.path + "/trash")
    _ = try trash.take(try place.file("a.jsonl", "x"))
    let desk = TrashDesk(trash: trash, canAsk: true)
    #expect(try desk.empty(isForced: false, Output(), answer: { answer }) == 0)
    let isMeant = ["yes", "y"].contains(answer?.lowercased())
    #expect(try trash.items().isEmpty == isMeant)
  }

  @Test("columns are aligned, whatever stands in them")
  func alignment() {
    let runs = ["名前", "b"].map { name in
      LibraryRun(path: "/\(name).jsonl", name: name, size: 1, modified: 0, contents: .unreadable("No."))
    }
    let lines = RunsListing.lines(of: runs, hasHeading: true)
    #expect(lines.count == 3)
    let ends = zip(lines.dropFirst(), runs).map { line, run in
      TextWidth.columns(of: line) - TextWidth.columns(of: run.name)
    }
    #expect(Set(ends).count == 1)
    #expect(RunsListing.json(of: runs[0])["damage"]?.string == "No.")
  }
}
