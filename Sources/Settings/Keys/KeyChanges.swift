import Text

/// The keys that a person's settings give to acts, free of contradictions.
public struct KeyChanges: Hashable, Sendable {
  /// The keys of each act that has others than declared, by its name; empty where it has none.
  public let keys: [String: [KeyPress]]
  /// The line of the file that changed an act.
  public let lines: [String: Int]

  public static let none = KeyChanges(keys: [:], lines: [:])

  init(keys: [String: [KeyPress]], lines: [String: Int]) {
    self.keys = keys
    self.lines = lines
  }

  /// What a line of `[keys]` asks for.
  struct Wish: Hashable {
    var act: String
    var keys: [KeyPress]
    var line: Int
  }

  /// Something that could not be as asked for, or that followed from it.
  struct Remark: Hashable {
    var line: Int
    var text: String
  }

  /// Settles who has which key.
  ///
  /// A key goes to the act that asks for it, and leaves an act of the same mode that has it by declaration, which is
  /// said. Of two that ask, the first has it, but those that need a key come before all. Keys of fixed acts go to nobody.
  /// - Parameter wishes: at most one for an act, in the order of the file.
  static func settling(_ wishes: [Wish], _ acts: [KeyDefault]) -> (changes: KeyChanges, remarks: [Remark]) {
    var settlement = KeySettlement(acts)
    let wishes = wishes.filter { settlement.accepts($0) }
    // Whoever asks stops holding the declared keys before the first is given.
    for wish in wishes { settlement.release(wish) }
    for wish in wishes.sorted(by: { settlement.comesBefore($0, $1) }) { settlement.grant(wish) }
    return settlement.finish()
  }
}
