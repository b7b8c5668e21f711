import Testing
import Text

@Suite("Names of keys")
struct KeyNameTests {
  @Test(
    "are what settings and help write",
    arguments: [
      (KeyPress(.character("c"), .control), "ctrl-c"), (KeyPress(.left, .shift), "shift-left"),
      (KeyPress(.character(" ")), "space"), (KeyPress(.pageUp), "pgup"), (KeyPress(.pageDown), "pgdn"),
      (KeyPress(.function(1)), "f1"), (KeyPress(.character("a")), "a"), (KeyPress(.character("?")), "?"),
      (KeyPress(.character("-")), "-"), (KeyPress(.character("-"), .control), "ctrl--"),
      (KeyPress(.character("A")), "A"), (KeyPress(.character("f")), "f"), (KeyPress(.escape), "esc"),
      (KeyPress(.up, [.control, .alt, .shift]), "ctrl-alt-shift-up"), (KeyPress(.character("é"), .alt), "alt-é"),
    ])
  func names(press: KeyPress, name: String) {
    #expect(press.name == name)
    #expect(KeyPress(name: name) == press)
  }

  @Test("read back as the same press, for every key and modifier")
  func roundTrip() {
    let named: [Key] = [
      .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .tab, .escape, .backspace, .delete, .insert,
    ]
    let characters = (0x20..<0x7F).compactMap(Unicode.Scalar.init).map { Key.character(Character($0)) }
    for key in named + characters + (1...24).map(Key.function) {
      for bits in UInt8(0)...7 {
        let press = KeyPress(key, KeyModifiers(rawValue: bits))
        #expect(KeyPress(name: press.name) == press)
      }
    }
  }

  @Test("may have their modifiers in any order")
  func anyOrder() {
    #expect(KeyPress(name: "shift-ctrl-left") == KeyPress(.left, [.control, .shift]))
  }

  @Test(
    "that name no key are refused",
    arguments: ["", "ctrl-", "ctrl-ctrl-a", "nokey", "f0", "f01", "f99", "fx", " ", "ab", "hyper-a"])
  func refused(name: String) {
    #expect(KeyPress(name: name) == nil)
  }
}
