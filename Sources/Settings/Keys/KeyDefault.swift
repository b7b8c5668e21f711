import Text

/// An act that keys can be given to, with the keys that it is declared with.
public struct KeyDefault: Hashable, Sendable {
  /// As `[keys]` writes it: "cancel-step".
  public let name: String
  public let keys: [KeyPress]
  /// Where it means something, in names of the caller's own: two acts that share none may have the same key.
  public let modes: Set<String>
  /// Whether a person may give it other keys; if not, no other act gets its keys either.
  public let isRebindable: Bool
  /// Whether it must not be left without a key.
  public let needsKey: Bool
  /// A sentence, for the sample and the list of settings.
  public let meaning: String

  public init(
    name: String, keys: [KeyPress], modes: Set<String>, isRebindable: Bool = true, needsKey: Bool? = nil,
    meaning: String = ""
  ) {
    self.name = name
    self.keys = keys
    self.modes = modes
    self.isRebindable = isRebindable
    self.needsKey = needsKey ?? (name == "quit")
    self.meaning = meaning
  }

  func meets(_ other: KeyDefault) -> Bool { !modes.isDisjoint(with: other.modes) }
}
