import LanguageModels
import Optimization
import Testing

@testable import Dashboard

@Suite struct PromptChangesTests {
  /// A prompt of one message: lines, those with a candidate being rows.
  private func prompt(_ lines: [(text: String, candidate: Int?)]) -> StepStarted {
    var text = ""
    var sections: [PromptSection] = []
    for (line, candidate) in lines {
      if !text.isEmpty { text += "\n" }
      let from = text.utf8.count
      text += line
      if let candidate {
        sections.append(
          PromptSection(message: 0, from: from, to: text.utf8.count, kind: .row, candidate: candidate))
      }
    }
    return StepStarted(
      step: 2, messages: [Message(.user, text)], sections: sections, shown: [], temperature: nil, model: nil)
  }

  private func changes(
    _ before: [(String, Int?)], _ after: [(String, Int?)]
  ) -> (changes: PromptChanges, marked: [String]) {
    let (before, after) = (prompt(before), prompt(after))
    let changes = PromptChanges(from: before, PromptParts(before), to: after, PromptParts(after))
    var start = 0
    var marked: [String] = []
    for line in after.messages[0].text.split(separator: "\n", omittingEmptySubsequences: false) {
      if changes.isNew(message: 0, byte: start) { marked.append(String(line)) }
      start += line.utf8.count + 1
    }
    return (changes, marked)
  }

  @Test func rowsAreKnownByTheirCandidatesInAnyOrder() {
    let (changes, marked) = changes(
      [("pairs:", nil), ("a=1", 1), ("a=2", 2), ("a=3", 3), ("step 1", nil)],
      [("pairs:", nil), ("a=3", 3), ("a=4", 4), ("a=1", 1), ("step 2", nil)])
    #expect(marked == ["a=4", "step 2"])
    #expect(changes.newLines == 2)
    #expect(changes.goneRows == 1)
  }

  @Test func aRowThatSaysSomethingElseIsNewAndNotGone() {
    let (changes, marked) = changes([("a=1 loss=5", 1), ("a=2 loss=6", 2)], [("a=1", 1), ("a=2 loss=6", 2)])
    #expect(marked == ["a=1"])
    #expect(changes.goneRows == 0)
  }

  @Test func twoRowsThatSayTheSameAreTwo() {
    let (changes, marked) = changes([("a=1", 1)], [("a=1", 1), ("a=1", 7)])
    #expect(changes.newLines == 1)
    #expect(marked.count == 1)
  }

  @Test func linesThatRepeatAreCountedAndBlankOnesAreNeverNew() {
    let (_, marked) = changes([("x", nil), ("x", nil)], [("x", nil), ("", nil), ("x", nil), ("  ", nil), ("x", nil)])
    #expect(marked == ["x"])
  }

  @Test func linesMayMove() {
    let (changes, marked) = changes([("one", nil), ("two", nil)], [("two", nil), ("one", nil)])
    #expect(marked == [])
    #expect(changes.newLines == 0)
  }

  @Test func idsNeedNotBeSmallNumbers() {
    let (changes, marked) = changes(
      [("a", -4), ("b", .max), ("c", 1 << 19)], [("a", -4), ("B", .max), ("d", 1 << 40)])
    #expect(marked == ["B", "d"])
    #expect(changes.goneRows == 1)
  }

  @Test func allOfAMessageThatWasNotThereIsNew() {
    var before = prompt([("one", nil)])
    let after = prompt([("one", nil), ("two", nil)])
    before.messages = []
    let changes = PromptChanges(from: before, PromptParts(before), to: after, PromptParts(after))
    #expect(changes.newLines == 2)
  }
}

@Suite struct PromptPartsTests {
  private func parts(_ text: String, _ sections: [PromptSection]) -> PromptParts {
    PromptParts(
      StepStarted(
        step: 1, messages: [Message(.user, text)], sections: sections, shown: [], temperature: nil, model: nil))
  }

  @Test func theEndsOfLinesAroundAPartDoNotBelongToIt() {
    let parts = parts("data\n\n1\n2\n\nend", [PromptSection(message: 0, from: 4, to: 11, kind: .data)])
    #expect(parts.messages[0].map(\.bytes) == [6..<9])
  }

  @Test func whatALogHoldsWronglyDoesNoHarm() {
    let sections = [
      PromptSection(message: 0, from: 5, to: 400, kind: .row, candidate: 2),
      PromptSection(message: 0, from: -9, to: 3, kind: .data),
      PromptSection(message: 0, from: 2, to: 7, kind: .row, candidate: 1),
      PromptSection(message: 0, from: 9, to: 1, kind: .guidance),
      PromptSection(message: 4, from: 0, to: 1, kind: .guidance),
      PromptSection(message: -1, from: 0, to: 1, kind: .guidance),
      PromptSection(message: 0, from: .max, to: .max, kind: .guidance),
      PromptSection(message: 0, from: .min, to: .min, kind: .guidance),
    ]
    let parts = parts("0123456789", sections)
    #expect(parts.messages[0].map(\.bytes) == [0..<3, 3..<7, 7..<10])
    #expect(parts.messages[0].map(\.candidate) == [nil, 1, 2])
    #expect(parts.rowCount == 2)
  }

  @Test func aPartIsFoundByItsBytes() {
    let sections = [
      PromptSection(message: 0, from: 2, to: 4, kind: .data),
      PromptSection(message: 0, from: 6, to: 8, kind: .row, candidate: 9),
      PromptSection(message: 0, from: 8, to: 9, kind: .row, candidate: 10),
    ]
    let parts = parts("0123456789", sections)
    #expect(parts.part(ofMessage: 0, atByte: 0).part == nil)
    #expect(parts.part(ofMessage: 0, atByte: 0).end == 2)
    #expect(parts.part(ofMessage: 0, atByte: 3).part?.kind == .data)
    #expect(parts.part(ofMessage: 0, atByte: 5).end == 6)
    #expect(parts.part(ofMessage: 0, atByte: 8).part?.candidate == 10)
    #expect(parts.part(ofMessage: 0, atByte: 9).end == .max)
    #expect(parts.parts(ofMessage: 0, in: 3..<8).map(\.candidate) == [nil, 9])
    #expect(parts.parts(ofMessage: 0, in: 4..<6).isEmpty)
    #expect(parts.messages[0].map(\.isFirstOfItsKind) == [true, true, false])
  }
}
