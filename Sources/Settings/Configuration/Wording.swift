import Text

/// Pieces of sentences about what stands in a file.
enum Wording {
  /// "a, b and c"
  static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// Text from the file, harmless and short enough for a sentence.
  static func shown(_ text: String, columns: Int = 40) -> String {
    DisplayText(cleaning: text).string.truncated(toColumns: columns)
  }

  /// A place in the file as it would be written: run.steps, prices."gpt-4.1".input.
  static func path(_ parts: [String]) -> String {
    let written = parts.prefix(mostParts).map { part in
      let isBare = !part.isEmpty && part.utf8.allSatisfy(TOMLByte.isBareKey)
      return isBare ? shown(part) : "\"" + shown(part) + "\""
    }
    return written.joined(separator: ".") + (parts.count > mostParts ? "…" : "")
  }

  private static let mostParts = 6

  /// The known name that a wrong one is likely to stand for: at most a third of its letters changed, added, left out or
  /// swapped with their neighbour, and no more than three.
  static func nearest(to name: String, among names: some Sequence<String>) -> String? {
    let letters = Array(name.lowercased().prefix(maximumLength + 1))
    guard letters.count <= maximumLength else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in names {
      let other = Array(candidate.lowercased())
      let allowed = min(3, max(letters.count, other.count) / 3)
      guard other.count <= maximumLength, abs(other.count - letters.count) <= allowed else { continue }
      let distance = changes(from: letters, to: other)
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  private static let maximumLength = 64

  /// The optimal string alignment distance (Damerau and Levenshtein's, no part changed twice).
  static func changes(from first: [Character], to second: [Character]) -> Int {
    var rows = [Array(0...second.count)]
    for row in 0..<first.count {
      var next = [row + 1]
      for column in 0..<second.count {
        var least = min(rows[row][column + 1], next[column]) + 1
        least = min(least, rows[row][column] + (first[row] == second[column] ? 0 : 1))
        if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
          least = min(least, rows[row - 1][column - 1] + 1)
        }
        next.append(least)
      }
      rows.append(next)
    }
    return rows[first.count][second.count]
  }
}

extension Wording {
  /// Without the blanks at both ends.
  static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
