import Dashboard
import Foundation
import Optimization
import Testing

@testable import Export

@Suite struct ExportFileTests {
  private func bytes(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  @Test func aFileAppearsWhole() async throws {
    let place = try await SampleRun.line(steps: 1)
    let path = place.folder + "/a.csv"
    try ExportFile.write([ExportFile(path: path, bytes: Array("one".utf8))], isForced: false)
    #expect(bytes(path) == "one")
    #expect(place.others == ["a.csv"])
  }

  @Test func whatIsThereIsReplacedOnlyByForce() async throws {
    let place = try await SampleRun.line(steps: 1)
    let path = place.folder + "/a.csv"
    try ExportFile.write([ExportFile(path: path, bytes: Array("one".utf8))], isForced: false)
    #expect(throws: InputError("\(path) exists already: name another file.")) {
      try ExportFile.write([ExportFile(path: path, bytes: Array("two".utf8))], isForced: false)
    }
    #expect(bytes(path) == "one")
    try ExportFile.write([ExportFile(path: path, bytes: Array("two".utf8))], isForced: true)
    #expect(bytes(path) == "two")
    #expect(place.others == ["a.csv"])
  }

  @Test func severalAreWrittenOrNone() async throws {
    let place = try await SampleRun.line(steps: 1)
    let first = place.folder + "/a.md", second = place.folder + "/a.svg"
    try Data("kept".utf8).write(to: URL(fileURLWithPath: second))
    let files = [first, second].map { ExportFile(path: $0, bytes: Array("new".utf8)) }
    #expect(throws: InputError.self) { try ExportFile.write(files, isForced: false) }
    #expect(place.others == ["a.svg"])
    #expect(bytes(second) == "kept")
  }

  @Test func placesThatAreNoFilesAreRefused() async throws {
    let place = try await SampleRun.line(steps: 1)
    for path in [place.folder, "/dev/null", place.folder + "/none/a.csv", ""] {
      #expect(throws: InputError.self, "\(path)") {
        try ExportFile.write([ExportFile(path: path, bytes: [])], isForced: true)
      }
    }
    #expect(place.others.isEmpty)
  }

  @Test func logsOfProblemsThatNobodyKnowsAreExportedInEveryFormat() async throws {
    let run = try await SampleRun.events([
      .candidate(
        CandidateEvent(
          id: 0, step: 0, origin: .model, solution: ["words": "be brief"], text: "be brief", loss: 1.5))
    ])
    for format in ExportFormat.allCases where format.isText || RasterWriter.complaint == nil {
      let files = try Exporter.files(ofLog: run.log, to: "x." + format.ending, ExportSettings(format)) { _ in nil }
      #expect(files.allSatisfy { !$0.bytes.isEmpty })
      if format == .csv { #expect(String(decoding: files[0].bytes, as: UTF8.self).contains("be brief")) }
    }
  }

  @Test func aReportNamesThePictureBesideIt() async throws {
    let run = try await SampleRun.line(steps: 1)
    let settings = ExportSettings(.markdown)
    let files = try Exporter.files(ofLog: run.log, to: "out/my run.md", settings) { SampleRun.known($0) }
    #expect(files.map(\.path) == ["out/my run.md", "out/my run.svg"])
    #expect(String(decoding: files[0].bytes, as: UTF8.self).contains("](my%20run.svg)"))
    let alone = try Exporter.files(ofLog: run.log, to: nil, settings) { SampleRun.known($0) }
    #expect(alone.count == 1)
    #expect(String(decoding: alone[0].bytes, as: UTF8.self).contains("](data:image/svg+xml;base64,"))
    #expect(Base64.text(Array("light w".utf8)) == "bGlnaHQgdw==")
    #expect(Base64.text(Array("light wo".utf8)) == "bGlnaHQgd28=")
  }
}
