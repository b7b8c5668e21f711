/// The rows of a trajectory that a prompt shows, chosen before the prompting, alike for all: no masked one, every pinned
/// one, and of the others what the settings allow. A long run does not make every row of it at each step.
enum PromptRows {
  /// The rows with a loss, as made.
  static func select(
    from trajectory: Trajectory, _ settings: PromptSettings, masked: Set<Int> = [], pinned: Set<Int> = []
  ) -> [PromptRow] {
    let rows = Rows(trajectory: trajectory, masked: masked, pinned: pinned)
    let chosen =
      settings.history.map { history in
        RowChoice.places(of: rows, among: rows.candidates(settings.order, history), settings, isPinned: rows.isPinned)
          .sorted()
      } ?? rows.all
    return chosen.map { row in
      PromptRow(
        id: trajectory.id(at: row), step: trajectory.step(at: row), numbers: Array(trajectory.numbers(at: row)),
        text: trajectory.text(at: row), loss: trajectory.losses[row], gist: trajectory.gist(at: row))
    }
  }

  private struct Rows: PromptRowSource {
    let trajectory: Trajectory
    let masked: Set<Int>
    let pinned: Set<Int>

    func loss(at row: Int) -> Double { trajectory.losses[row] }
    func id(at row: Int) -> Int { trajectory.id(at: row) }
    func isPinned(_ row: Int) -> Bool { !pinned.isEmpty && pinned.contains(trajectory.id(at: row)) }
    func isSame(_ row: Int, _ other: Int) -> Bool { trajectory.isSame(row, other) }

    private func isCandidate(_ row: Int) -> Bool {
      trajectory.losses[row].isFinite && (masked.isEmpty || !masked.contains(trajectory.id(at: row)))
    }

    var all: [Int] { (0..<trajectory.count).filter(isCandidate) }

    /// The rows that can be chosen at all; of those as made no more than are needed.
    func candidates(_ order: PromptSettings.Order, _ history: Int) -> [Int] {
      guard order == .asMade else { return all }
      var rows = pinned.compactMap(trajectory.row(of:)).filter(isCandidate)
      let room = history - rows.count
      var row = trajectory.count - 1
      var newest = 0
      while row >= 0, newest < room {
        if isCandidate(row), !isPinned(row) {
          rows.append(row)
          newest += 1
        }
        row -= 1
      }
      return rows.sorted()
    }
  }
}
