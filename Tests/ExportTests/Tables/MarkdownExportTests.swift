import Optimization
import Testing
import Text

@testable import Export

@Suite struct MarkdownExportTests {
  @Test func theReportHasItsPartsAndItsPicture() async throws {
    let record = try await SampleRun.line(steps: 6).record()
    let text = String(decoding: MarkdownExport.bytes(of: record, picture: "run.svg"), as: UTF8.self)
    #expect(text.hasPrefix("# line classroom with simulated\n"))
    #expect(text.contains("\n![The problem with the proposals, and the loss](run.svg)\n"))
    for heading in ["## Trajectory", "## Settings"] { #expect(text.contains("\n\(heading)\n")) }
    #expect(text.contains("| least squares | "))
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| \\#") }
    #expect(rows.count == record.candidates.count)
    #expect(rows.filter { $0.contains("★") }.count == 1)
  }

  @Test func longRunsShowTheImprovementsAndTheLast() async throws {
    let record = try await SampleRun.line(steps: 90).record()
    let text = String(decoding: MarkdownExport.bytes(of: record, picture: nil), as: UTF8.self)
    #expect(text.contains("The improvements and the last 20 of \(record.candidates.count) candidates."))
    #expect(!text.contains("!["))
    let best = try #require(record.state.head.best)
    #expect(text.contains("| \\#\(best.id) ★ |"))
  }

  @Test func textFromOutsideIsNothingButText() async throws {
    let run = try await SampleRun.events([
      .steered(Steered(step: 0, command: .setGuidance(Hostile.text), source: .keyboard)),
      .candidate(
        CandidateEvent(id: 0, step: 0, origin: .model, solution: .string("x"), text: Hostile.text, loss: 1)),
      .candidate(
        CandidateEvent(
          id: 1, step: 0, origin: .model, solution: .string("x"), text: Hostile.long, loss: nil,
          failure: EvaluationFailure(code: "x", reason: Hostile.text))),
    ])
    let text = String(decoding: MarkdownExport.bytes(of: try run.record(), picture: nil), as: UTF8.self)
    #expect(!text.replacing("\\<", with: "").contains("<") && !text.contains("http://"))
    #expect(!text.replacing("\\]", with: "").contains("]("), "no link and no picture")
    #expect(!text.contains("www.evil.example"))
    #expect(text.utf8.count < 20_000)
    // Every row of a table has as many cells as its heading: no stroke of the text divides one.
    for line in text.split(separator: "\n") where line.hasPrefix("|") {
      let strokes = line.replacing("\\\\", with: "").replacing("\\|", with: "").filter { $0 == "|" }.count
      #expect([3, 4, 6].contains(strokes), "\(line)")
    }
  }

  @Test(arguments: [
    ("a|b", "a\\|b"), ("<b>", "\\<b\\>"), ("w=1.5, b=-2", "w=1.5, b=-2"), ("www.x.y", "www\\.x\\.y"),
    ("http://x", "http\\://x"), ("a\nb", "a␊b"), ("\\", "\\\\"),
    ("*_`[]()#!~@&$^{}", "\\*\\_\\`\\[\\]()\\#\\!\\~\\@\\&\\$\\^\\{\\}"),
  ])
  func escapes(_ text: String, _ escaped: String) { #expect(Markdown.text(text) == escaped) }
}
