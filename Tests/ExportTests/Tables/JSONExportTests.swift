import Foundation
import Optimization
import Testing
import Text

@testable import Export

@Suite struct JSONExportTests {
  @Test func itHoldsSettingsTrajectoryAndSummary() async throws {
    let record = try await SampleRun.line(steps: 6).record()
    let json = try JSONValue(parsing: try JSONExport.bytes(of: record))
    #expect(
      Set(try #require(json.object).keys) == [
        "format", "version", "id", "started", "problem", "model", "settings", "summary", "trajectory", "steering",
      ])
    #expect(json["problem"]?["name"]?.string == "line")
    #expect(json["problem"]?["data"]?.array?.count == 35)
    #expect(json["settings"]?["steps"]?.number == 6)
    #expect(json["summary"]?["best"]?["loss"]?.number == record.state.head.best?.loss)
    let trajectory = try #require(json["trajectory"]?.array)
    #expect(trajectory.count == record.candidates.count)
    for (entry, candidate) in zip(trajectory, record.candidates) {
      #expect(entry["loss"]?.number == candidate.event.loss)
      #expect(entry["solution"] == candidate.event.solution)
    }
  }

  @Test func aRunUpToAStepHasNoMore() async throws {
    let sample = try await SampleRun.line(steps: 6)
    let json = try JSONValue(parsing: try JSONExport.bytes(of: try sample.record(upToStep: 2)))
    #expect(json["summary"]?["steps"]?.number == 2)
    #expect(json["trajectory"]?.array?.contains { ($0["step"]?.number ?? 0) > 2 } == false)
  }

  @Test func stringsAreSafeToShowAndNewlinesStay() async throws {
    let run = try await SampleRun.events([
      .steered(Steered(step: 0, command: .setGuidance("one\ntwo \u{1B}[31m\u{202E}"), source: .keyboard)),
      .candidate(
        CandidateEvent(
          id: 0, step: 0, origin: .model, solution: ["\u{1B}k": .string(Hostile.text)], text: Hostile.text, loss: 1)),
    ])
    let bytes = try JSONExport.bytes(of: try run.record())
    let json = try JSONValue(parsing: bytes)
    #expect(json["steering"]?.array?.first?["command"]?["text"]?.string == "one\ntwo ␛[31m�")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.contains("\\u001b") && !text.contains("\\u0000") && !text.contains("\u{202E}"))
  }

  @Test func seedsThatNoDoubleHoldsAreText() throws {
    let settings = RunSettings(steps: 1, seed: .max)
    #expect(try JSONExport.settings(settings)["seed"]?.string == String(UInt64.max))
    #expect(try JSONExport.settings(RunSettings(steps: 1, seed: 7))["seed"]?.number == 7)
  }
}
