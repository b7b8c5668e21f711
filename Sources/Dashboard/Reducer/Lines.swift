import Optimization
import Text

// The language of the palette and of the plain mode: an action's name, and behind it what it needs.
extension DashboardState {
  /// Carries out a line as the palette takes it: "temperature 0.4", "inject 1 2", "pause".
  mutating func carryOut(line: String) -> [Effect] {
    message = nil
    do {
      guard let (act, argument) = try command(in: line) else { return [] }
      return attempt(act, argument: argument)
    } catch {
      say(error.description, .refused)
      return []
    }
  }

  /// The act that a line names, with what follows; nil for a blank line.
  ///
  /// A name may be cut short where no other begins so.
  func command(in line: String) throws(InputError) -> (act: Act, argument: String?)? {
    let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    guard let name = words.first.map({ $0.lowercased() }) else { return nil }
    let rest = words.count > 1 ? String(words[1]).trimmedEnd : ""
    let argument = rest.isEmpty ? nil : rest
    if let act = try alias(name) { return (act, argument) }
    let bindings = KeyBinding.all.filter { $0.modes.contains(screenMode) }
    let exact = bindings.filter { $0.name == name }
    let found = exact.isEmpty ? bindings.filter { $0.name.hasPrefix(name) } : exact
    switch found.count {
    case 1:
      if argument != nil, found[0].argument == nil {
        throw InputError("Nothing follows \(found[0].name); it stands alone.")
      }
      return (found[0].act, argument)
    case 0:
      if let other = KeyBinding.all.first(where: { $0.name.hasPrefix(name) }) { return (other.act, argument) }
      let near = bindings.map(\.name).min { Self.distance($0, name) < Self.distance($1, name) } ?? "help"
      throw InputError("There is no command \"\(Words.clean(name))\"; the nearest is \(near), and help lists all.")
    default:
      throw InputError("\"\(name)\" may be \(found.map(\.name).joined(separator: ", ")).")
    }
  }

  /// Names for one side of an act that goes both ways.
  private func alias(_ name: String) throws(InputError) -> Act? {
    switch (name, screenMode) {
    case ("pause", .live):
      guard run.head.phase == .running else { throw InputError("The run does not go on now; resume lets it.") }
      return .pauseOrResume
    case ("resume", .live):
      guard run.head.phase != .running else { throw InputError("The run goes on already.") }
      return .pauseOrResume
    case ("pause", .replay):
      guard replay?.isPlaying == true else { throw InputError("The replay stands still already.") }
      return .playOrPause
    case ("play", .replay):
      guard replay?.isPlaying == false else { throw InputError("The replay plays already.") }
      return .playOrPause
    case ("cancel", _): return .cancelStep
    case ("unmask", _): return .mask
    case ("unpin", _): return .pin
    case ("exit", _), ("q", _): return .quit
    default: return nil
    }
  }

  /// How many letters must be changed, added or left out to make one word of the other.
  static func distance(_ first: String, _ second: String) -> Int {
    let first = Array(first.prefix(40)), second = Array(second.prefix(40))
    var row = Array(0...second.count)
    for (i, letter) in first.enumerated() {
      var corner = row[0]
      row[0] = i + 1
      for (j, other) in second.enumerated() {
        let substituted = corner + (letter == other ? 0 : 1)
        corner = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[second.count]
  }

  /// Every action of this mode with whether it is possible, as the palette lists them and the plain mode prints them.
  public var commands: [(binding: KeyBinding, availability: Availability)] {
    KeyBinding.all.filter { $0.modes.contains(screenMode) }.map { ($0, $0.availability(in: self)) }
  }
}
