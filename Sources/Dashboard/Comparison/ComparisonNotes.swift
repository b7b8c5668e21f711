import Optimization

/// What must be known to read a comparison rightly, in sentences that are safe to show.
enum ComparisonNotes {
  /// - Parameter difference: of the problems, which costs to find where they have much data.
  static func lines(_ lanes: [Lane], isRace: Bool, difference: String?) -> [String] {
    var lines: [String] = []
    if isRace, let verdict = RaceVerdict.words(lanes) { lines.append(verdict) }
    if let difference { lines.append(difference) }
    lines += lanes.compactMap { lane in lane.departure?.words(of: lane.letter) }
    return lines
  }

  /// What the lanes' problems do not have in common; nil where they are the same.
  static func difference(_ lanes: [Lane]) -> String? {
    let records = lanes.compactMap { $0.run.head.started?.problem }
    guard let first = records.first else { return nil }
    if records.contains(where: { $0.objective != first.objective }) {
      return "The objectives differ: "
        + (LossMeasure(lanes) == .partOfFirst
          ? "each loss is drawn as a part of the one that its run began with."
          : "each loss is drawn less the one that its run began with.")
    }
    if records.contains(where: { $0.name != first.name }) {
      return "The problems differ; only their objective is the same."
    }
    if records.contains(where: { $0.data != first.data }) {
      return "The data differ: the losses are of one kind, but of different points."
    }
    if records.contains(where: { $0.settings != first.settings }) {
      return "The problems are set up differently: the losses are of one kind, but not of one problem."
    }
    return nil
  }
}
