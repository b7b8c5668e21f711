import Testing

@testable import Optimization

@Suite struct RowChoiceTests {
  private static let losses: [Double?] = [30, 10, nil, 20, 10, 40, 5, 50]

  /// Candidate n has the numbers (n, 0) and the loss at its place; the fifth repeats the second.
  private func trajectory(_ losses: [Double?] = losses) -> Trajectory {
    var trajectory = Trajectory(parameters: ["w", "b"])
    for (id, loss) in losses.enumerated() {
      let w = id == 4 && losses == Self.losses ? 1.0 : Double(id)
      trajectory.append(
        CandidateEvent(
          id: id, step: id, origin: .model, solution: ["w": .number(w), "b": 0], text: "\(w)", loss: loss),
        time: 0, location: nil)
    }
    return trajectory
  }

  /// As the run and a prompting with a template choose.
  private func shown(
    _ settings: PromptSettings, masked: Set<Int> = [], pinned: Set<Int> = [], of trajectory: Trajectory? = nil
  ) throws -> [Int] {
    let rows = PromptRows.select(
      from: trajectory ?? self.trajectory(), settings, masked: masked, pinned: pinned.subtracting(masked))
    var context = PromptingFixtures.context(rows, settings)
    context.pinned = pinned.subtracting(masked)
    let prompting = try TemplatePrompting(name: "m", templateText: "[user]\n{history}\n[row]\n{id}", parameters: [])
    return prompting.metaPrompt(for: context).shown
  }

  @Test func aMaskedRowIsNotShownAndLeavesItsPlaceToAnother() throws {
    #expect(try shown(PromptSettings(history: 3, order: .bestFirst), masked: [6]) == [1, 3, 0])
    #expect(try shown(PromptSettings(history: 3), masked: [7, 5]) == [3, 4, 6])
    #expect(try shown(PromptSettings(), masked: [0, 7]) == [1, 3, 4, 5, 6])
  }

  @Test func pinnedRowsAreShownAndCountTowardsTheHistory() throws {
    #expect(try shown(PromptSettings(history: 3, order: .bestFirst), pinned: [7, 0]) == [6, 0, 7])
    #expect(try shown(PromptSettings(history: 3, order: .bestLast), pinned: [7, 0]) == [7, 0, 6])
    #expect(try shown(PromptSettings(history: 3), pinned: [1, 0]) == [0, 1, 7])
    #expect(try shown(PromptSettings(history: 2, order: .bestFirst), pinned: [6]) == [6, 1])
  }

  @Test func morePinsThanTheHistoryAllowsAreAllShown() throws {
    #expect(try shown(PromptSettings(history: 1), pinned: [5, 0, 3]) == [0, 3, 5])
    #expect(try shown(PromptSettings(history: 0, order: .bestLast), pinned: [5, 0, 3]) == [5, 0, 3])
  }

  @Test func aRowWithoutALossIsNotShownEvenWherePinned() throws {
    #expect(try shown(PromptSettings(history: 2), pinned: [2]) == [6, 7])
  }

  @Test func aRepeatThatIsPinnedStandsForItsEqual() throws {
    // The second and the fifth are the same; by loss equal rows are shown once.
    #expect(try shown(PromptSettings(history: 3, order: .bestFirst)) == [6, 1, 3])
    #expect(try shown(PromptSettings(history: 3, order: .bestFirst), pinned: [4]) == [6, 4, 3])
    #expect(try shown(PromptSettings(order: .bestFirst), pinned: [4]) == [6, 4, 3, 0, 5, 7])
    #expect(try shown(PromptSettings(history: 3, order: .bestFirst), pinned: [1, 4]) == [6, 1, 4])
  }

  @Test(arguments: PromptSettings.Order.allCases)
  func theChoiceOfTheRunIsThatOfAPlainSort(_ order: PromptSettings.Order) throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<60 {
      let count = generator.integer(in: 0...60)
      let losses = (0..<count).map { _ in
        generator.integer(in: 0...9) == 0 ? nil : Double(generator.integer(in: 0...20)) as Double?
      }
      func some() -> Set<Int> {
        count == 0 ? [] : Set((0..<generator.integer(in: 0...8)).map { _ in generator.integer(in: 0...count - 1) })
      }
      let masked = some(), pinned = some().subtracting(masked)
      let history = generator.integer(in: 0...3) == 0 ? nil : generator.integer(in: 0...25)
      let candidates = (0..<count).filter { losses[$0] != nil && !masked.contains($0) }
      let kept = candidates.filter(pinned.contains)
      var others = candidates.filter { !pinned.contains($0) }
      func better(_ left: Int, _ right: Int) -> Bool {
        (losses[left] ?? .infinity, left) < (losses[right] ?? .infinity, right)
      }
      others = order == .asMade ? others.reversed() : others.sorted(by: better)
      let chosen = kept + others.prefix(max(0, (history ?? .max) - kept.count))
      let expected: [Int] =
        switch order {
        case .asMade: chosen.sorted()
        case .bestFirst: chosen.sorted(by: better)
        case .bestLast: chosen.sorted(by: better).reversed()
        }
      let settings = PromptSettings(history: history, order: order)
      #expect(try shown(settings, masked: masked, pinned: pinned, of: trajectory(losses)) == expected)
    }
  }
}
