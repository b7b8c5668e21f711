import Optimization
import Text

extension DashboardState {
  /// The actions that a line of the palette finds, the best first.
  ///
  /// The first word finds by name, then by the words of the help; letters may be left out ("tmp" finds temperature).
  public func found(by line: String) -> [KeyBinding] {
    let bindings = KeyBinding.all.filter { $0.modes.contains(screenMode) && $0.act != .palette }
    let query = (line.split(maxSplits: 1, whereSeparator: \.isWhitespace).first.map(String.init) ?? "").lowercased()
    if query.isEmpty { return bindings }
    let ranked = bindings.enumerated().compactMap { place, binding in
      Self.rank(of: binding, for: query).map { (rank: $0, place: place, binding: binding) }
    }
    return ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.binding)
  }

  private static func rank(of binding: KeyBinding, for query: String) -> Int? {
    let name = binding.name
    if name == query { return 0 }
    if name.hasPrefix(query) { return 1 }
    if name.split(separator: "-").contains(where: { $0.hasPrefix(query) }) { return 2 }
    if name.contains(query) { return 3 }
    let words = binding.help.lowercased().split { !$0.isLetter }
    if words.contains(where: { $0.hasPrefix(query) }) { return 4 }
    return isSubsequence(query, of: name) ? 5 : nil
  }

  private static func isSubsequence(_ letters: String, of word: String) -> Bool {
    var rest = Substring(word)
    for letter in letters {
      guard let place = rest.firstIndex(of: letter) else { return false }
      rest = rest[rest.index(after: place)...]
    }
    return true
  }

  /// A key while the palette is open.
  mutating func edit(_ palette: Palette, _ key: KeyPress) -> [Effect] {
    switch key.key {
    case .escape: overlay = nil
    case .enter: return submit(palette)
    case .down: move(palette, by: 1)
    case .up: move(palette, by: -1)
    case .pageDown: move(palette, by: 8)
    case .pageUp: move(palette, by: -8)
    case .tab: complete(palette)
    default:
      var palette = palette
      guard palette.field.take(key) else { return [] }
      palette.chosen = 0
      palette.complaint = nil
      overlay = .palette(palette)
    }
    return []
  }

  /// Marks another of the actions found.
  mutating func move(_ palette: Palette, by distance: Int) {
    var palette = palette
    let last = max(0, found(by: palette.field.string).count - 1)
    palette.chosen = max(0, min(last, palette.chosen + distance))
    overlay = .palette(palette)
  }

  /// A click on one of the actions found: the line as it is where it names that action, else the action alone.
  mutating func choose(_ place: Int, in palette: Palette) -> [Effect] {
    var palette = palette
    palette.chosen = place
    if PaletteContent(palette, self).marked != place {
      // What was typed behind a name is for another action.
      palette.field = TextField(found(by: palette.field.string)[place].name)
      palette.chosen = 0
    }
    return submit(palette)
  }

  /// Writes the chosen name in full, ready for what follows it.
  private mutating func complete(_ palette: Palette) {
    var palette = palette
    let found = found(by: palette.field.string)
    guard found.indices.contains(palette.chosen) else { return }
    let binding = found[palette.chosen]
    palette.field = TextField(binding.name + (binding.argument == nil ? "" : " "))
    palette.chosen = 0
    overlay = .palette(palette)
  }

  private mutating func submit(_ palette: Palette) -> [Effect] {
    let line = palette.field.string
    let hasArgument = line.split(whereSeparator: \.isWhitespace).count > 1
    var palette = palette
    do {
      let act: Act, argument: String?
      if hasArgument {
        guard let command = try command(in: line) else { return [] }
        (act, argument) = command
      } else {
        let found = found(by: line)
        guard found.indices.contains(palette.chosen) else {
          throw InputError("No action is found by \"\(Words.clean(line))\".")
        }
        (act, argument) = (found[palette.chosen].act, nil)
      }
      if case .unavailable(let reason) = KeyBinding.of(act).availability(in: self, isNamed: argument != nil) {
        throw InputError(reason)
      }
      overlay = nil
      let effects = perform(act, argument: argument)
      // What could not be taken is said where it can be mended.
      if let message, message.kind == .refused, hasArgument {
        palette.complaint = message.text
        self.message = nil
        overlay = .palette(palette)
      }
      return effects
    } catch let error as InputError {
      palette.complaint = error.description
    } catch {
      palette.complaint = "\(error)"
    }
    overlay = .palette(palette)
    return []
  }
}
