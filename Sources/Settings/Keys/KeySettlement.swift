import Text

/// The state of settling who has which keys: what each act holds, and what there is to say about it.
struct KeySettlement {
  private let acts: [KeyDefault]
  private var held: [String: [KeyPress]]
  private var lines: [String: Int] = [:]
  private var asking: Set<String> = []
  private var taken: [Taking] = []
  private var refusals: [Refusal] = []

  private struct Taking {
    var line: Int
    var taker: String
    var loser: String
    var key: KeyPress
  }

  private struct Refusal {
    var wish: KeyChanges.Wish
    /// Without its end, for how it ends is known last.
    var text: String
  }

  init(_ acts: [KeyDefault]) {
    self.acts = acts
    held = Dictionary(acts.map { ($0.name, $0.keys) }, uniquingKeysWith: { first, _ in first })
  }

  /// Refuses what nobody can have; false where nothing of the wish is left.
  mutating func accepts(_ wish: KeyChanges.Wish) -> Bool {
    guard let act = act(wish.act) else { return false }
    guard act.isRebindable else {
      refuse(wish, "is fixed")
      return false
    }
    var possible = 0
    for key in wish.keys {
      if let owner = fixedOwner(of: key, meeting: act) {
        refuse(wish, "cannot have \(key.name), which is fixed to \(owner.name)")
      } else {
        possible += 1
      }
    }
    if wish.keys.isEmpty && act.needsKey { refuse(wish, "is empty, but there must be a key for it") }
    // An empty list asks for no key; where nothing asked for is possible, the declared keys stay.
    return possible > 0 || (wish.keys.isEmpty && !act.needsKey)
  }

  /// Whoever asks no longer holds the declared keys.
  mutating func release(_ wish: KeyChanges.Wish) {
    held[wish.act] = []
    lines[wish.act] = wish.line
    asking.insert(wish.act)
  }

  /// Those that need a key choose first, then the order of the file counts.
  func comesBefore(_ first: KeyChanges.Wish, _ second: KeyChanges.Wish) -> Bool {
    let needs = (act(first.act)?.needsKey == true, act(second.act)?.needsKey == true)
    return needs.0 == needs.1 ? first.line < second.line : needs.0
  }

  mutating func grant(_ wish: KeyChanges.Wish) {
    guard let act = act(wish.act) else { return }
    for key in wish.keys where !holds(act, key) && fixedOwner(of: key, meeting: act) == nil {
      let others = acts.filter { $0.name != act.name && $0.meets(act) && holds($0, key) }
      if let earlier = others.first(where: { asking.contains($0.name) }) {
        let line = lines[earlier.name].map { " in line \($0)" } ?? ""
        refuse(wish, "cannot have \(key.name), which \(earlier.name) is given\(line)")
      } else if let needy = others.first(where: { $0.needsKey && held[$0.name]?.count == 1 }) {
        refuse(wish, "cannot have \(key.name), the only key of \(needy.name)")
      } else {
        held[act.name]?.append(key)
        for other in others {
          held[other.name]?.removeAll { $0 == key }
          lines[other.name] = wish.line
          taken.append(Taking(line: wish.line, taker: act.name, loser: other.name, key: key))
        }
      }
    }
  }

  /// Who got nothing of what was asked for falls back on the declared keys that are free.
  mutating func finish() -> (changes: KeyChanges, remarks: [KeyChanges.Remark]) {
    for refusal in refusals where held[refusal.wish.act]?.isEmpty == true {
      guard let act = act(refusal.wish.act) else { continue }
      held[act.name] = act.keys.filter { key in
        !acts.contains { $0.name != act.name && $0.meets(act) && holds($0, key) }
      }
    }
    var remarks = refusals.map { refusal in
      let keys = held[refusal.wish.act] ?? []
      let gotSome = keys.contains { refusal.wish.keys.contains($0) }
      return KeyChanges.Remark(
        line: refusal.wish.line,
        text: "keys.\(refusal.wish.act) \(refusal.text)\(gotSome ? "" : "; \(refusal.wish.act) \(having(keys))").")
    }
    remarks += taken.map { taking in
      KeyChanges.Remark(
        line: taking.line,
        text: "keys.\(taking.taker) takes \(taking.key.name) from \(taking.loser), which "
          + "\(having(held[taking.loser] ?? [])); keys.\(taking.loser) gives it another.")
    }
    return (KeyChanges(keys: held.filter { lines[$0.key] != nil }, lines: lines), remarks)
  }

  private func act(_ name: String) -> KeyDefault? { acts.first { $0.name == name } }

  private func holds(_ act: KeyDefault, _ key: KeyPress) -> Bool { held[act.name]?.contains(key) == true }

  private func fixedOwner(of key: KeyPress, meeting act: KeyDefault) -> KeyDefault? {
    acts.first { !$0.isRebindable && $0.meets(act) && $0.keys.contains(key) }
  }

  private func having(_ keys: [KeyPress]) -> String {
    keys.isEmpty ? "has no key now" : "keeps " + Wording.list(keys.map(\.name))
  }

  private mutating func refuse(_ wish: KeyChanges.Wish, _ text: String) {
    refusals.append(Refusal(wish: wish, text: text))
  }
}
