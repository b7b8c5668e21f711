/// Which rows of a trajectory a prompt can show at all, so that a long run does not make every row of it at each step.
enum PromptRows {
  /// The rows with a loss, as made; where the settings bound the history, only those that its order can choose.
  static func select(from trajectory: Trajectory, _ settings: PromptSettings) -> [PromptRow] {
    chosen(from: trajectory, settings).map { row in
      PromptRow(
        id: trajectory.id(at: row), step: trajectory.step(at: row), numbers: Array(trajectory.numbers(at: row)),
        text: trajectory.text(at: row), loss: trajectory.losses[row])
    }
  }

  private static func chosen(from trajectory: Trajectory, _ settings: PromptSettings) -> [Int] {
    guard let history = settings.history else {
      return (0..<trajectory.count).filter { trajectory.losses[$0].isFinite }
    }
    guard history > 0 else { return [] }
    switch settings.order {
    case .asMade:
      var rows: [Int] = []
      var row = trajectory.count - 1
      while row >= 0, rows.count < history {
        if trajectory.losses[row].isFinite { rows.append(row) }
        row -= 1
      }
      return rows.reversed()
    case .bestLast, .bestFirst:
      // Kept sorted by loss, ties by row; the history is short beside the trajectory.
      var best: [Int] = []
      for (row, loss) in trajectory.losses.enumerated() where loss.isFinite {
        if best.count == history, let worst = best.last, loss >= trajectory.losses[worst] { continue }
        let position = best.firstIndex { trajectory.losses[$0] > loss } ?? best.count
        best.insert(row, at: position)
        if best.count > history { best.removeLast() }
      }
      return best.sorted()
    }
  }
}
