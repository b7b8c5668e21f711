import Export
import Optimization
import Testing
import Text

@testable import Export

@Suite struct CSVExportTests {
  /// A reader of RFC 4180, as small as it can be.
  static func rows(_ bytes: [UInt8]) -> [[String]] {
    var rows: [[String]] = [], row: [String] = [], cell: [UInt8] = []
    var isQuoted = false, index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch (isQuoted, byte) {
      case (true, 0x22) where index + 1 < bytes.count && bytes[index + 1] == 0x22:
        cell.append(0x22)
        index += 1
      case (_, 0x22): isQuoted.toggle()
      case (false, 0x2C):
        row.append(String(decoding: cell, as: UTF8.self))
        cell = []
      case (false, 0x0D) where index + 1 < bytes.count && bytes[index + 1] == 0x0A:
        row.append(String(decoding: cell, as: UTF8.self))
        rows.append(row)
        (row, cell) = ([], [])
        index += 1
      default: cell.append(byte)
      }
      index += 1
    }
    return rows
  }

  @Test func everyCandidateIsARecordInFullPrecision() async throws {
    let record = try await SampleRun.line(steps: 6).record()
    let rows = Self.rows(CSVExport.bytes(of: record))
    #expect(
      rows.first == [
        "id", "step", "reply", "origin", "solution.w", "solution.b", "text", "loss", "best", "failure", "temperature",
        "model", "time", "seconds",
      ])
    #expect(rows.count == record.candidates.count + 1)
    #expect(rows.allSatisfy { $0.count == 14 })
    for (row, candidate) in zip(rows.dropFirst(), record.candidates) {
      #expect(Double(row[7]) == candidate.event.loss)
      #expect(Double(row[4]) == candidate.event.solution["w"]?.number)
      #expect(Int(row[0]) == candidate.event.id)
    }
  }

  @Test func numbersStayNumbersAlsoBelowZero() async throws {
    var problem = RunStarted.ProblemRecord.words
    problem.parameters = ["w", "b"]
    let solution: JSONValue = ["w": -1.25e-7, "b": -3]
    let run = try await SampleRun.events(
      [.candidate(CandidateEvent(id: 0, step: 0, origin: .model, solution: solution, text: "-x", loss: -0.1))],
      problem: problem)
    let rows = Self.rows(CSVExport.bytes(of: try run.record()))
    #expect(rows[1][4...7] == ["-1.25e-07", "-3", "'-x", "-0.1"])
  }

  @Test func textThatASpreadsheetWouldRunIsMadeHarmless() {
    for start in Hostile.starts + [Hostile.text] {
      let cell = CSVExport.text(start)
      let bare = cell.hasPrefix("\"") ? cell.dropFirst() : cell[...]
      #expect(bare.hasPrefix("'"), "\(start.debugDescription) became \(cell)")
    }
    #expect(CSVExport.text("w=1, b=2") == "\"w=1, b=2\"")
    #expect(CSVExport.text("a \"b\"") == "\"a \"\"b\"\"\"")
    #expect(CSVExport.text("-1.5") == "-1.5")
  }

  @Test func whatIsHostileStaysInItsCell() async throws {
    let run = try await SampleRun.events([
      .candidate(
        CandidateEvent(
          id: 0, step: 0, origin: .model, solution: ["words": .string(Hostile.text)], text: Hostile.text, loss: nil,
          failure: EvaluationFailure(code: "=x", reason: Hostile.text), model: Hostile.text)),
      .stepStarted(StepStarted(step: 1, messages: [], sections: [], shown: [], temperature: nil, model: nil)),
      .candidate(
        CandidateEvent(id: 1, step: 1, origin: .model, solution: .string(Hostile.long), text: Hostile.long, loss: 1)),
    ])
    let bytes = CSVExport.bytes(of: try run.record())
    let rows = Self.rows(bytes)
    #expect(rows.map(\.count) == [13, 13, 13])
    #expect(!bytes.contains(0x1B) && !bytes.contains(0) && !bytes.contains(0x07))
    #expect(!String(decoding: bytes, as: UTF8.self).unicodeScalars.contains("\u{202E}"))
    #expect(rows[1].dropFirst(4).filter { !$0.isEmpty }.allSatisfy { !$0.hasPrefix("=") })
    #expect(rows[2][5].utf8.count > 900_000)
  }
}
