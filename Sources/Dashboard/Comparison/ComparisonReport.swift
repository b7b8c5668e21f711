import Optimization
import Text

/// A comparison for people without a screen and for programs.
public enum ComparisonReport {
  /// The table of the lanes, aligned, and what must be known to read it rightly.
  public static func lines(_ lanes: [Lane], isRace: Bool = false) -> [String] {
    let lanes = atTheirEnd(lanes)
    let notes = ComparisonNotes.lines(
      lanes, isRace: isRace, difference: ComparisonNotes.difference(lanes))
    let hasOptimum = lanes.contains { $0.run.optimum != nil }
    let legend = hasOptimum ? ["10% and 1%: what it took to come within so much of the optimum."] : []
    return LaneTable.lines(LaneFigures.all(of: lanes)) + legend + notes
  }

  /// An object a lane.
  public static func json(_ lanes: [Lane]) -> [JSONValue] {
    let lanes = atTheirEnd(lanes)
    return zip(lanes, LaneFigures.all(of: lanes)).map { $1.json(log: $0.logPath, departure: $0.departure) }
  }

  /// Wherever a screen looked at them.
  private static func atTheirEnd(_ lanes: [Lane]) -> [Lane] {
    lanes.map { lane in
      var lane = lane
      lane.earlier = nil
      return lane
    }
  }
}

extension Summary {
  /// The command that shows logs side by side.
  public static func compareCommand(_ paths: [String]) -> String {
    "tiller compare " + paths.map(Words.shellQuoted).joined(separator: " ")
  }
}
