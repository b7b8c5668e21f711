extension KeyPress {
  private static let keyNames: [(name: String, key: Key)] = [
    ("up", .up), ("down", .down), ("left", .left), ("right", .right),
    ("pgup", .pageUp), ("pgdn", .pageDown), ("home", .home), ("end", .end),
    ("enter", .enter), ("tab", .tab), ("esc", .escape), ("backspace", .backspace),
    ("delete", .delete), ("insert", .insert), ("space", .character(" ")),
  ]

  private static let modifierNames: [(prefix: String, modifier: KeyModifiers)] = [
    ("ctrl-", .control), ("alt-", .alt), ("shift-", .shift),
  ]

  /// The press as settings and help write it: "a", "?", "space", "ctrl-c", "alt-shift-left", "pgup", "f1".
  public var name: String {
    var name = ""
    for (prefix, modifier) in Self.modifierNames where modifiers.contains(modifier) { name += prefix }
    switch key {
    case .function(let number): return name + "f\(number)"
    case .character(let character) where character != " ": return name + String(character)
    default: return name + (Self.keyNames.first { $0.key == key }?.name ?? "")
    }
  }

  /// The press of this name, or nil where it names none. Modifiers may come in any order; "-" alone is the minus key.
  public init?(name: String) {
    var rest = Substring(name)
    var modifiers: KeyModifiers = []
    search: while rest.count > 1 {
      for (prefix, modifier) in Self.modifierNames where rest.hasPrefix(prefix) {
        guard !modifiers.contains(modifier) else { return nil }
        modifiers.insert(modifier)
        rest = rest.dropFirst(prefix.count)
        continue search
      }
      break
    }
    if let named = Self.keyNames.first(where: { $0.name == rest }) {
      self.init(named.key, modifiers)
    } else if rest.count == 1, let character = rest.first, character != " " {
      self.init(.character(character), modifiers)
    } else if rest.first == "f", let number = Int(rest.dropFirst()), (1...63).contains(number),
      rest == "f\(number)"
    {
      self.init(.function(number), modifiers)
    } else {
      return nil
    }
  }
}
