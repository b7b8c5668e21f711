import Testing

@testable import Optimization

@Suite struct UndoTests {
  private func head(_ commands: [Command], from start: RunHead = RunHead()) -> RunHead {
    commands.reduce(into: start) { $0.changeContext(by: $1) }
  }

  /// What an undo has to bring back.
  private func context(_ head: RunHead) -> [AnyHashable] {
    [head.temperature, head.steps, head.prompt, head.masked, head.pinned, head.guidance]
  }

  @Test func everyChangeIsTakenBackOneByOneToTheStart() {
    let commands: [Command] = [
      .setTemperature(0.5), .setSteps(80), .mask(ids: [3, 4]), .pin(ids: [4, 7]), .setGuidance("closer"),
      .setOrder(.bestFirst), .setHistory(20), .setScoresShown(false), .mask(ids: [7, 8]), .unmask(ids: [3]),
      .unpin(ids: [4]), .setGuidance(nil), .setHistory(nil),
    ]
    var heads = [RunHead()]
    for command in commands { heads.append(head([command], from: heads[heads.count - 1])) }
    var last = heads[heads.count - 1]
    for (before, command) in zip(heads.dropLast(), commands).reversed() {
      #expect(last.nextUndo == command)
      last.changeContext(by: .undo)
      #expect(context(last) == context(before))
    }
    #expect(!last.canUndo)
    #expect(last.nextUndo == nil)
  }

  @Test func whatChangesNothingIsNotTakenBack() {
    let start = head([.setTemperature(0.5), .mask(ids: [1])])
    let after = head(
      [.setTemperature(0.5), .mask(ids: [1]), .unmask(ids: [9]), .setGuidance("  \n"), .pause, .inject("1 2")],
      from: start)
    #expect(after == start)
  }

  @Test func maskingAndPinningExcludeEachOther() {
    let pinned = head([.mask(ids: [1, 2]), .pin(ids: [2, 3])])
    #expect(pinned.masked == [1])
    #expect(pinned.pinned == [2, 3])
    let masked = head([.mask(ids: [3])], from: pinned)
    #expect(masked.masked == [1, 3])
    #expect(masked.pinned == [2])
    #expect(head([.undo], from: masked).pinned == [2, 3])
  }

  @Test func theStackKeepsTheNewestTwoHundred() {
    var head = head((1...250).map { .setSteps($0) })
    #expect(head.undoable.count == 200)
    for _ in 0..<200 { head.changeContext(by: .undo) }
    #expect(head.steps == 50)
    #expect(!head.canUndo)
  }

  @Test func aNumberOfStepsThatTheRunHasPassedIsPassedOver() {
    var head = head([.setTemperature(1), .setSteps(10), .setSteps(50)])
    head.step = 20
    #expect(head.nextUndo == .setTemperature(1))
    head.changeContext(by: .undo)
    #expect(head.steps == 50)
    #expect(head.temperature == nil)
    #expect(!head.canUndo)
  }

  @Test func guidanceIsKeptWithoutTheBlanksAroundIt() {
    #expect(head([.setGuidance("  a\n b \n")]).guidance == "a\n b")
    #expect(head([.setGuidance("a"), .setGuidance(" \n")]).guidance == nil)
  }
}
