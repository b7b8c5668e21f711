import TestSupport
import Testing
import Text

@testable import Settings

@Suite("Keys in the settings")
struct KeyChangesTests {
  private func read(_ text: String) -> (keys: [String: String], problems: [String]) {
    let configuration = Configuration(text)
    let keys = configuration.keys.keys.mapValues { $0.map(\.name).joined(separator: " ") }
    return (keys, configuration.problems.map { "\($0.line ?? 0): \($0.text)" })
  }

  static let cases: [(String, [String: String], [String])] = [
    ("keys.step = \"f\"", ["step": "f"], []),
    ("keys.step = [\"f\", \"F5\", \"f\"]", ["step": "f f5"], []),
    ("keys.step = []", ["step": ""], []),
    ("keys.step = \"s\"", ["step": "s"], []),
    // Acts of different modes share keys.
    ("keys.step = \"left\"\nkeys.earlier = \"e\"", ["step": "left", "earlier": "e"], []),
    ("keys.play = \"s\"", ["play": "s"], []),
    // Two that change places.
    ("keys.step = \"x\"\nkeys.mask = \"s\"", ["step": "x", "mask": "s"], []),
    (
      "keys.step = \"x\"", ["step": "x", "mask": ""],
      ["1: keys.step takes x from mask, which has no key now; keys.mask gives it another."]
    ),
    ("keys.step = \"x\"\nkeys.mask = []", ["step": "x", "mask": ""], []),
    (
      "keys.step = \"down\"", ["step": "down", "down": "j"],
      ["1: keys.step takes down from down, which keeps j; keys.down gives it another."]
    ),
    (
      "keys.up = \"left\"", ["up": "left", "earlier": "", "step-back": ""],
      [
        "1: keys.up takes left from step-back, which has no key now; keys.step-back gives it another.",
        "1: keys.up takes left from earlier, which has no key now; keys.earlier gives it another.",
      ]
    ),
    (
      "keys.step = \"f\"\nkeys.mask = \"f\"", ["step": "f", "mask": "x"],
      ["2: keys.mask cannot have f, which step is given in line 1; mask keeps x."]
    ),
    (
      "keys.step = \"f\"\nkeys.mask = [\"f\", \"m\"]", ["step": "f", "mask": "m"],
      ["2: keys.mask cannot have f, which step is given in line 1."]
    ),
    (
      "keys.step = [\"f\", \"x\"]\nkeys.mask = \"f\"", ["step": "f x", "mask": ""],
      ["2: keys.mask cannot have f, which step is given in line 1; mask has no key now."]
    ),
    (
      "keys.step = \"ctrl-c\"", [:],
      ["1: keys.step cannot have ctrl-c, which is fixed to interrupt; step keeps s."]
    ),
    (
      "keys.step = [\"ctrl-c\", \"f\"]", ["step": "f"],
      ["1: keys.step cannot have ctrl-c, which is fixed to interrupt."]
    ),
    ("keys.interrupt = \"i\"", [:], ["1: keys.interrupt is fixed; interrupt keeps ctrl-c."]),
    ("keys.interrupt = []", [:], ["1: keys.interrupt is fixed; interrupt keeps ctrl-c."]),
    ("keys.quit = []", [:], ["1: keys.quit is empty, but there must be a key for it; quit keeps q."]),
    (
      "keys.quit = \"ctrl-c\"", [:],
      ["1: keys.quit cannot have ctrl-c, which is fixed to interrupt; quit keeps q."]
    ),
    ("keys.step = \"q\"", ["step": "s"], ["1: keys.step cannot have q, the only key of quit; step keeps s."]),
    ("keys.quit = \"Q\"\nkeys.step = \"q\"", ["quit": "Q", "step": "q"], []),
    // Those that need a key choose before all others.
    (
      "keys.step = \"Q\"\nkeys.quit = \"Q\"", ["quit": "Q", "step": "s"],
      ["1: keys.step cannot have Q, which quit is given in line 2; step keeps s."]
    ),
    (
      "keys.mask = \"s\"\nkeys.step = \"ctrl-c\"", ["mask": "s", "step": ""],
      [
        "2: keys.step cannot have ctrl-c, which is fixed to interrupt; step has no key now.",
        "1: keys.mask takes s from step, which has no key now; keys.step gives it another.",
      ]
    ),
    (
      "keys.step = \"nokey\"", [:],
      [
        "1: keys.step: \"nokey\" is no key; keys are named as \"s\", \"?\", \"space\", \"ctrl-x\", \"alt-left\" or "
          + "\"f5\"."
      ]
    ),
    (
      "keys.step = [\"ctrl-i\", \"f\"]", ["step": "f"],
      ["1: keys.step: ctrl-i reaches a program as tab; name that key, or another."]
    ),
    (
      "keys.step = [\"f\", 5]", [:],
      [
        "1: keys.step holds 5; allowed are a key in quotes, as \"s\", a list of them, as [\"s\", \"f5\"], and [] for "
          + "none."
      ]
    ),
    ("keys.stpe = \"f\"", [:], ["1: keys.stpe is no act; did you mean keys.step?"]),
    ("kyes.step = \"f\"", [:], ["1: kyes.step is no setting; did you mean keys.step?"]),
    ("keys.juggle = \"f\"", [:], ["1: keys.juggle is no act; `tiller config` lists them all."]),
    ("keys.steps = \"f\"", [:], ["1: keys.steps is no act; did you mean keys.step?"]),
    (
      "keys.step.key = \"f\"", [:],
      [
        "1: keys.step is a table; allowed are a key in quotes, as \"s\", a list of them, "
          + "as [\"s\", \"f5\"], and [] for none."
      ]
    ),
    ("[keys]\n\"step\" = \"f\"\nup = []", ["step": "f", "up": ""], []),
  ]

  @Test("settle who has which key", arguments: cases)
  func settled(text: String, keys: [String: String], problems: [String]) {
    let read = read(text)
    #expect(read.keys == keys)
    #expect(read.problems.sorted() == problems.sorted())
  }

  @Test("never leave two acts of one mode with the same key, nor quit without one, in 400 files")
  func noContradictions() {
    var generator = SplitMix(state: 7)
    let names = SampleActs.all.map(\.name)
    let keys = ["a", "s", "x", "q", "left", "space", "ctrl-c", "j", "?", "nokey", "f1"]
    for _ in 0..<400 {
      var text = ""
      for name in names.shuffled(using: &generator).prefix(Int.random(in: 0...8, using: &generator)) {
        let chosen = keys.shuffled(using: &generator).prefix(Int.random(in: 0...3, using: &generator))
        text += "keys.\(name) = [" + chosen.map { "\"\($0)\"" }.joined(separator: ", ") + "]\n"
      }
      let changes = Configuration(text).keys
      var owners: [String: [KeyPress: String]] = [:]
      for act in SampleActs.all {
        let held = changes.keys[act.name] ?? act.keys
        for mode in act.modes {
          for key in held {
            #expect(owners[mode]?[key] == nil, "\(key.name) in \(mode) is of \(act.name) and another, by\n\(text)")
            owners[mode, default: [:]][key] = act.name
          }
        }
        #expect(act.needsKey == false || !held.isEmpty, "\(text)")
        #expect(act.isRebindable || held == act.keys, "\(text)")
        #expect((changes.keys[act.name] == nil) == (changes.lines[act.name] == nil))
      }
    }
  }
}
