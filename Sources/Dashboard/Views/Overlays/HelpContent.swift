import Charts
import Text

/// The lines of the help, made from the key declarations, and how they fall into columns at a size of the screen.
struct HelpContent {
  enum Line: Hashable {
    case heading(String)
    /// Keys that can do nothing now step back.
    case key(String, sentence: String, isPossible: Bool)
    /// More of the sentence before.
    case continuation(String, isPossible: Bool)
    case blank
  }

  /// In the order of the groups; a group that goes on in the next column has its heading there again.
  let linesByColumn: [[Line]]
  /// Columns of the screen that a column of the help takes.
  let columnWidth: Int
  let keyWidth: Int
  /// Lines that are seen at once.
  let height: Int

  /// Blank columns between two columns of the help.
  static let gap = 3

  init(_ state: DashboardState) {
    let size = state.size, keyMap = state.keyMap
    let bindings = KeyBinding.all.filter { $0.modes.contains(state.screenMode) && !keyMap.keys(of: $0.act).isEmpty }
    let columns = size.columns >= 168 ? 3 : size.columns >= 108 ? 2 : 1
    let widestKey = bindings.map { TextWidth.columns(of: keyMap.names(of: $0.act)) } + Self.mouse.map(\.0.count)
    keyWidth = min(16, widestKey.max() ?? 0)
    let others = Self.mouse + (state.screenMode == .replay ? Self.marks : [])
    let widest = bindings.map { TextWidth.columns(of: $0.help) } + others.map(\.1.count)
    let room = (size.columns - 6 - Self.gap * (columns - 1)) / columns
    columnWidth = max(1, min(keyWidth + 2 + (widest.max() ?? 0), room))
    height = max(0, size.rows - 4)
    let sentenceWidth = max(8, columnWidth - keyWidth - 2)

    func lines(_ keys: String, _ help: String, isPossible: Bool) -> [Line] {
      let sentence = help.wrapped(toColumns: sentenceWidth)
      return [.key(keys, sentence: sentence.first ?? "", isPossible: isPossible)]
        + sentence.dropFirst().map { .continuation($0, isPossible: isPossible) }
    }
    var groups: [[Line]] = KeyBinding.Group.allCases.compactMap { group in
      let members = bindings.filter { $0.group == group }
      guard !members.isEmpty else { return nil }
      return [.heading(group.rawValue)]
        + members.flatMap {
          lines(
            keyMap.names(of: $0.act), $0.help, isPossible: $0.act == .help || $0.availability(in: state) == .available)
        }
    }
    if state.screenMode == .replay {
      groups.append([.heading("The line of a replay")] + Self.marks.flatMap { lines($0.0, $0.1, isPossible: true) })
    }
    groups.append([.heading("The mouse")] + Self.mouse.flatMap { lines($0.0, $0.1, isPossible: true) })
    linesByColumn = Self.split(groups, into: columns)
  }

  /// What the mouse does has no declaration of its own.
  private static let mouse: [(String, String)] = [
    ("click", "Select what is under it; on a heading of the table, sort by that column."),
    ("wheel", "Scroll; over the picture and the loss, go through the candidates; over the plane, closer or wider."),
    ("drag", "On the picture, draw a line to inject; on the plane, move it; between the sides, divide the room."),
    ("shift", "Held while dragging it selects text in most terminals; --no-mouse leaves the mouse to them."),
  ]

  /// What the signs on the line mean, by the words that a jump takes.
  private static let marks: [(String, String)] = [
    ("step", "A step ends there; where there are many, every tenth or hundredth."),
    ("best", "A new best candidate."),
    ("steering", "Somebody, or a plan of acts, steered."),
    ("error", "A try that failed, a candidate that could not be judged, a wait for a person, a run that failed."),
    ("mouse", "A click on the line goes there, a drag takes the replay along, the wheel goes by steps."),
  ]

  var columns: Int { linesByColumn.count }

  /// Lines of the longest column.
  var linesInColumn: Int { linesByColumn.map(\.count).max() ?? 0 }

  /// The furthest that the help can be scrolled.
  var lastTop: Int { max(0, linesInColumn - height) }

  // MARK: Columns

  /// What it costs to break a group, in lines.
  private static let breakCost = 3

  /// Divides groups among columns so that the longest is as short as it can be and few groups are broken.
  private static func split(_ groups: [[Line]], into columns: Int) -> [[Line]] {
    let lines = Array(groups.joined(separator: [.blank]))
    // Where a column may begin, with the heading that it needs.
    var starts: [(line: Int, heading: String?)] = []
    var breaks = [Bool](repeating: false, count: lines.count + 1)
    var heading = ""
    for (index, line) in lines.enumerated() {
      switch line {
      case .heading(let text):
        heading = text
        starts.append((index, nil))
      case .key:
        if case .heading = lines[index - 1] { continue }
        starts.append((index, heading))
        breaks[index] = true
      case .continuation, .blank: break
      }
    }
    func column(from start: Int, to end: Int) -> [Line] {
      var end = end
      if end > 0, end < lines.count, lines[end - 1] == .blank { end -= 1 }
      let heading = starts.first { $0.line == start }?.heading.map { [Line.heading("\($0), more")] } ?? []
      return heading + lines[start..<max(start, end)]
    }
    func cost(from start: Int, to end: Int) -> Int { end - start + (breaks[start] ? breakCost : 0) }
    var best = (longest: cost(from: 0, to: lines.count), cuts: [] as [Int])
    let places = starts.map(\.line).filter { $0 > 0 }
    if columns >= 2 {
      for first in places {
        let left = cost(from: 0, to: first)
        guard left < best.longest else { break }
        for second in columns >= 3 ? places.filter({ $0 > first }) + [lines.count] : [lines.count] {
          let longest = max(left, cost(from: first, to: second), cost(from: second, to: lines.count))
          if longest < best.longest { best = (longest, [first, second]) }
        }
      }
    }
    let bounds = [0] + best.cuts.filter { $0 < lines.count } + [lines.count]
    return zip(bounds, bounds.dropFirst()).map { column(from: $0, to: $1) }
  }
}
