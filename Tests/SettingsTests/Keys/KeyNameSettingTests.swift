import Testing
import Text

@testable import Settings

@Suite("Names of keys in the settings")
struct KeyNameSettingTests {
  @Test(
    "are those of KeyPress, in any case, as terminals report them",
    arguments: [
      ("a", "a"), ("A", "A"), ("?", "?"), ("space", "space"), ("Space", "space"), ("ESC", "esc"), ("PgUp", "pgup"),
      ("F5", "f5"), ("Ctrl-X", "ctrl-x"), ("ctrl-X", "ctrl-x"), ("shift-a", "A"), ("shift-é", "É"),
      ("ctrl-shift-a", "ctrl-shift-a"), ("alt-shift-a", "alt-A"), ("shift-left", "shift-left"), ("shift-1", "shift-1"),
      ("alt-ctrl-left", "ctrl-alt-left"), ("-", "-"), ("ctrl--", "ctrl--"), ("é", "é"), ("shift-ß", "ß"),
    ])
  func read(text: String, name: String) throws {
    #expect(try KeyName.read(text).get().name == name)
  }

  @Test(
    "that are none are refused, with the one that was meant",
    arguments: [
      ("escape", "; did you mean \"esc\"?"), ("Return", "; did you mean \"enter\"?"),
      ("pagedown", "; did you mean \"pgdn\"?"), ("sapce", "; did you mean \"space\"?"),
      ("", "; did you mean \"space\"?"), (" ", "; did you mean \"space\"?"),
      ("control-x", "; did you mean \"ctrl-x\"?"),
      ("Ctrl+X", "; did you mean \"ctrl-x\"?"), ("^x", "; did you mean \"ctrl-x\"?"),
      ("C-x", "; did you mean \"ctrl-x\"?"), ("M-left", "; did you mean \"alt-left\"?"), ("nokey", "."), ("f0", "."),
      ("hyper-x", "."), ("xy", "."),
    ])
  func refused(text: String, ending: String) {
    let expected =
      "\"\(text)\" is no key; keys are named as \"s\", \"?\", \"space\", \"ctrl-x\", \"alt-left\" or \"f5\"" + ending
    #expect(KeyName.read(text) == .failure(KeyName.Refusal(text: expected)))
  }

  @Test(
    "with something hidden in them are refused",
    arguments: ["\u{202E}", "\u{200B}", "\u{7}", "ctrl-\u{1B}", "a\u{300}\u{300}\u{300}"])
  func hidden(text: String) {
    guard case .failure(let refusal) = KeyName.read(text) else {
      Issue.record("\(text.debugDescription) was read")
      return
    }
    #expect(DisplayText(cleaning: refusal.text).string == refusal.text)
  }

  @Test(
    "that no terminal tells from another key are refused",
    arguments: [
      ("ctrl-i", "tab"), ("ctrl-M", "enter"), ("ctrl-j", "enter"), ("ctrl-h", "backspace"), ("ctrl-[", "esc"),
    ])
  func twins(text: String, other: String) {
    let name = text.lowercased()
    #expect(
      KeyName.read(text)
        == .failure(KeyName.Refusal(text: "\(name) reaches a program as \(other); name that key, or another.")))
  }
}
