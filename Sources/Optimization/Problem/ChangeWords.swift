/// What changed from one solution of named numbers to another, in plain words.
enum ChangeWords {
  static let unknown = "something else"

  /// "a higher w and a lower b"; names come from the problem and are short.
  static func words(
    names: [String], new: (String) -> Double?, old: (String) -> Double?, isSame: Bool
  ) -> String {
    if isSame { return "the same again" }
    var changes: [String] = []
    for name in names {
      guard let new = new(name), let old = old(name), new != old else { continue }
      changes.append(new > old ? "a higher \(name)" : "a lower \(name)")
    }
    switch changes.count {
    case 0: return unknown
    case 1: return changes[0]
    case 2...4: return changes.dropLast().joined(separator: ", ") + " and " + changes[changes.count - 1]
    default: return changes.prefix(3).joined(separator: ", ") + " and \(changes.count - 3) more changes"
    }
  }
}
