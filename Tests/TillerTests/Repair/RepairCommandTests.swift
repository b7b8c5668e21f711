import Foundation
import Optimization
import TestSupport
import Testing

@Suite("repairing a log", .timeLimit(.minutes(1)))
struct RepairCommandTests {
  private func makeLog(in place: Workplace) async throws -> [String] {
    let run = try await Program.run(
      ["run", "--model", "simulated", "--steps", "6", "--candidates", "2", "--log", place.log], in: place)
    #expect(run.status == 0)
    return String(decoding: try place.bytes(of: place.log), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("a damaged log is refused with the way out, and its copy is as good as any")
  func damaged() async throws {
    let place = try Workplace()
    var lines = try await makeLog(in: place)
    let start = try #require(
      lines.firstIndex { $0.contains("\"event\":\"step-started\"") && $0.contains("\"step\":3,") })
    lines[start] = "{\"event\":\"step-started\""
    lines.remove(at: start + 1)
    let text = lines.joined(separator: "\n") + "\n"
    let log = try place.file("damaged.jsonl", text)
    for command in [
      ["replay", log, "--headless"], ["resume", log, "--headless", "--steps", "9"], ["export", log, "--format", "csv"],
      ["command", log],
    ] {
      let refused = try await Program.run(command, in: place)
      #expect(refused.status == 2, "\(command)")
      #expect(refused.errors.contains("is damaged in line \(start + 1)"), "\(refused.errors)")
      #expect(refused.errors.contains("`tiller repair`"))
    }
    let look = try await Program.run(["repair", log, "--dry-run"], in: place)
    #expect(look.status == 0 && look.errors == "")
    #expect(look.output.contains("  line \(start + 1): left out: it is no JSON object of the log's form"))
    #expect(look.output.contains("it is of step 3, which has not begun"))
    #expect(look.lines.last == "Nothing was written.")
    let copy = place.path + "/damaged-repaired.jsonl"
    #expect(!FileManager.default.fileExists(atPath: copy))
    let repaired = try await Program.run(["repair", log], in: place)
    #expect(repaired.status == 0)
    #expect(repaired.lines.last == "Wrote \(copy). The log itself is as it was.")
    #expect(repaired.lines.dropLast() == look.lines.dropLast())
    #expect(String(decoding: try place.bytes(of: log), as: UTF8.self) == text)
    let twice = try await Program.run(["repair", log], in: place)
    #expect(twice.status == 2 && twice.errors.contains("exists already"))
    #expect(try await Program.run(["repair", log, "--force"], in: place).status == 0)

    #expect(try await Program.run(["replay", copy, "--headless"], in: place).status == 0)
    let table = try await Program.run(["export", copy, "--format", "csv", "--output", "-"], in: place)
    #expect(table.status == 0 && table.output.count(where: \.isNewline) > 5)
    let whole = try await Program.run(["repair", copy], in: place)
    #expect(whole.status == 0 && whole.output == "\(copy) is whole: there is nothing to repair.\n")
    let resumed = try await Program.run(["resume", copy, "--headless", "--steps", "9"], in: place)
    #expect(resumed.status == 0, "\(resumed)")
    let events = try events(of: copy)
    #expect(ending(events) == .steps)
    #expect(events.contains { if case .notice(let notice) = $0.event { notice.code == "repaired" } else { false } })
  }

  @Test("what cannot be repaired, or needs no repair, is said")
  func nothingToDo() async throws {
    let place = try Workplace()
    let lines = try await makeLog(in: place)
    let whole = try await Program.run(["repair", place.log, "--output", place.path + "/x"], in: place)
    #expect(whole.status == 0 && whole.output.contains("there is nothing to repair"))
    #expect(!FileManager.default.fileExists(atPath: place.path + "/x"))
    let torn = try place.file("torn.jsonl", lines.joined(separator: "\n"))
    let told = try await Program.run(["repair", torn], in: place)
    #expect(told.status == 0 && told.output.contains("whole but for its torn last line"))
    let headless = try place.file(
      "no-start.jsonl", (["{\"event\":\"run-"] + lines.dropFirst() + [""]).joined(separator: "\n"))
    let refused = try await Program.run(["repair", headless], in: place)
    #expect(refused.status == 1 && refused.output == "")
    #expect(refused.errors.contains("cannot be repaired: no line of it is a start of a run"))
    #expect(try await Program.run(["repair", place.path + "/none"], in: place).status == 2)
    let escape = try place.file(
      "escape.jsonl", ([lines[0], "{\"event\":\"asked\",\"\u{1B}[2J\""] + [""]).joined(separator: "\n"))
    let shown = try await Program.run(["repair", escape, "--dry-run"], in: place)
    #expect(shown.status == 0 && !shown.output.contains("\u{1B}"))
  }
}
