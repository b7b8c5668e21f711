import Text

/// Reads the name of a key from the settings: as `KeyPress` does, with what people write instead, and no key that a
/// terminal cannot tell from another.
enum KeyName {
  /// How keys are named, to stand behind "keys are named as".
  static let examples = "\"s\", \"?\", \"space\", \"ctrl-x\", \"alt-left\" or \"f5\""

  struct Refusal: Error, Hashable {
    /// To stand behind the name of the act and a colon.
    var text: String
  }

  static func read(_ text: String) -> Result<KeyPress, Refusal> {
    let isHarmless = DisplayText(cleaning: text).string == text
    guard isHarmless, let press = KeyPress(name: text) ?? (text.count > 1 ? KeyPress(name: text.lowercased()) : nil)
    else {
      let guess = nearest(to: text).map { "; did you mean \"\($0)\"?" } ?? "."
      return .failure(Refusal(text: "\"\(Wording.shown(text))\" is no key; keys are named as \(examples)\(guess)"))
    }
    let usual = usual(press)
    if let other = twin(of: usual) {
      return .failure(Refusal(text: "\(usual.name) reaches a program as \(other); name that key, or another."))
    }
    return .success(usual)
  }

  /// The press as terminals report it: a shifted letter is the capital, and control knows no capitals.
  private static func usual(_ press: KeyPress) -> KeyPress {
    guard case .character(let character) = press.key, character.isLetter else { return press }
    var usual = press
    let changed: String
    if press.modifiers.contains(.control) {
      changed = character.lowercased()
    } else if press.modifiers.contains(.shift) {
      changed = character.uppercased()
      usual.modifiers.remove(.shift)
    } else {
      return press
    }
    if changed.count == 1, let only = changed.first { usual.key = .character(only) }
    return usual
  }

  /// The key that sends the same byte (ECMA-48: control takes the bits above the fifth off a letter).
  private static func twin(of press: KeyPress) -> String? {
    guard case .character(let character) = press.key, press.modifiers.contains(.control) else { return nil }
    switch character {
    case "h": return "backspace"
    case "i": return "tab"
    case "j", "m": return "enter"
    case "[": return "esc"
    default: return nil
    }
  }

  private static let names = [
    "space", "enter", "tab", "esc", "backspace", "delete", "insert", "home", "end", "pgup", "pgdn", "up", "down",
    "left",
    "right",
  ]

  private static let otherNames = [
    "escape": "esc", "return": "enter", "del": "delete", "ins": "insert", "bs": "backspace", "pageup": "pgup",
    "page-up": "pgup", "pagedown": "pgdn", "page-down": "pgdn", "spacebar": "space", "": "space", " ": "space",
  ]

  private static let otherPrefixes = [
    ("control-", "ctrl-"), ("control+", "ctrl-"), ("ctrl+", "ctrl-"), ("c-", "ctrl-"), ("^", "ctrl-"), ("alt+", "alt-"),
    ("meta-", "alt-"), ("m-", "alt-"), ("option-", "alt-"), ("shift+", "shift-"), ("s-", "shift-"),
  ]

  private static func nearest(to text: String) -> String? {
    let name = text.lowercased()
    for (prefix, usual) in otherPrefixes where name.hasPrefix(prefix) && name.count > prefix.count {
      let rewritten = usual + name.dropFirst(prefix.count)
      if KeyPress(name: rewritten) != nil { return rewritten }
    }
    return otherNames[name] ?? Wording.nearest(to: name, among: names)
  }
}
