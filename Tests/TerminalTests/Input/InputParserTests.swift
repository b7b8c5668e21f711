import Testing
import Text

@testable import Terminal

@Suite("The input parser")
struct InputParserTests {
  private func events(_ text: String) -> [InputEvent] { events(Array(text.utf8)) }

  private func events(_ bytes: [UInt8]) -> [InputEvent] {
    var parser = InputParser()
    return parser.parse(bytes) + parser.flush()
  }

  private func key(_ key: Key, _ modifiers: KeyModifiers = []) -> [InputEvent] { [.key(KeyPress(key, modifiers))] }

  @Test("reads letters, digits and characters of several bytes")
  func characters() {
    let text = "aZ9 ~é€汉🎈"
    #expect(events(text) == text.map { .key(KeyPress(.character($0))) })
  }

  @Test(
    "reads control characters as keys",
    arguments: [
      (0x00, Key.character(" "), KeyModifiers.control), (0x01, .character("a"), .control),
      (0x03, .character("c"), .control), (0x1A, .character("z"), .control), (0x1C, .character("\\"), .control),
      (0x1F, .character("_"), .control), (0x09, .tab, []), (0x0D, .enter, []), (0x0A, .enter, []),
      (0x7F, .backspace, []), (0x08, .backspace, []),
    ] as [(UInt8, Key, KeyModifiers)])
  func controls(byte: UInt8, expected: Key, modifiers: KeyModifiers) {
    #expect(events([byte]) == key(expected, modifiers))
    #expect(events([0x1B, byte]) == key(expected, modifiers.union(.alt)))
  }

  @Test(
    "reads the sequences of terminals",
    arguments: [
      ("[A", .up, []), ("OA", .up, []), ("[B", .down, []), ("OB", .down, []), ("[C", .right, []), ("[D", .left, []),
      ("[1;5C", .right, .control), ("[1;2A", .up, .shift), ("[1;3D", .left, .alt), ("[1;9D", .left, .alt),
      ("[1;8B", .down, [.shift, .alt, .control]), ("[H", .home, []), ("OH", .home, []), ("[1~", .home, []),
      ("[7~", .home, []), ("[F", .end, []), ("OF", .end, []), ("[4~", .end, []), ("[8~", .end, []),
      ("[5~", .pageUp, []), ("[6~", .pageDown, []), ("[6;5~", .pageDown, .control), ("[2~", .insert, []),
      ("[3~", .delete, []), ("[3;2~", .delete, .shift), ("OP", .function(1), []), ("OS", .function(4), []),
      ("[11~", .function(1), []), ("[15~", .function(5), []), ("[17~", .function(6), []),
      ("[21~", .function(10), []), ("[23~", .function(11), []), ("[24~", .function(12), []),
      ("[1;5P", .function(1), .control), ("[15;3~", .function(5), .alt), ("[[A", .function(1), []),
      ("[[E", .function(5), []), ("[Z", .tab, .shift), ("OM", .enter, []), ("Ok", .character("+"), []),
      ("Op", .character("0"), []), ("OX", .character("="), []), ("[a", .up, .shift), ("Oa", .up, .control),
      ("[3^", .delete, .control), ("[3@", .delete, [.control, .shift]), ("[27;5;9~", .tab, .control),
      ("[97;5u", .character("a"), .control), ("[97;2u", .character("A"), []), ("[13;2u", .enter, .shift),
      ("[27;2;65~", .character("A"), []), ("\u{1B}[A", .up, .alt), ("\u{1B}OA", .up, .alt),
    ] as [(String, Key, KeyModifiers)])
  func sequences(text: String, expected: Key, modifiers: KeyModifiers) {
    #expect(events("\u{1B}" + text) == key(expected, modifiers))
  }

  @Test("an escape alone is the escape key only when nothing follows in time")
  func escapeAlone() {
    var parser = InputParser()
    #expect(parser.parse([0x1B]) == [])
    #expect(parser.timeout == InputParser.escapeTimeout)
    #expect(parser.flush() == key(.escape))
    #expect(!parser.needsTimeout)
    #expect(parser.flush() == [])
  }

  @Test("escapes before a key without a sequence are alt, or an escape before it")
  func alt() {
    #expect(events("\u{1B}x") == key(.character("x"), .alt))
    #expect(events("\u{1B}é") == key(.character("é"), .alt))
    #expect(events("\u{1B}\u{1B}") == key(.escape) + key(.escape))
    #expect(events("\u{1B}\u{1B}x") == key(.escape) + key(.character("x"), .alt))
    #expect(events("\u{1B}[") == key(.character("["), .alt))
    #expect(events("\u{1B}O") == key(.character("O"), .alt))
    #expect(events("\u{1B}]") == key(.character("]"), .alt))
  }

  @Test("a sequence cut short waits longer than an escape, and is then dropped whole")
  func cutSequence() {
    var parser = InputParser()
    #expect(parser.parse(Array("\u{1B}[<0;12".utf8)) == [])
    #expect(parser.timeout == InputParser.sequenceTimeout)
    #expect(parser.flush() == [])
    #expect(parser.parse(Array("q".utf8)) == key(.character("q")))
  }

  @Test(
    "reads mouse reports, from cell 0 at the top left",
    arguments: [
      ("<0;1;1M", .press(button: 1), 0, 0, []), ("<2;80;24M", .press(button: 3), 79, 23, []),
      ("<0;5;6m", .release(button: 1), 4, 5, []), ("<32;300;5M", .drag(button: 1), 299, 4, []),
      ("<64;3;4M", .wheelUp, 2, 3, []), ("<65;3;4M", .wheelDown, 2, 3, []),
      ("<4;1;1M", .press(button: 1), 0, 0, .shift),
      ("<24;1;1M", .press(button: 1), 0, 0, [.alt, .control]), ("<128;1;1M", .press(button: 8), 0, 0, []),
      ("<0;99999999999999999999;0M", .press(button: 1), 65_534, 0, []),
    ] as [(String, MouseEvent.Kind, Int, Int, KeyModifiers)])
  func mouse(text: String, kind: MouseEvent.Kind, column: Int, row: Int, modifiers: KeyModifiers) {
    #expect(
      events("\u{1B}[" + text) == [.mouse(MouseEvent(kind, column: column, row: row, modifiers: modifiers))])
  }

  @Test("reads the oldest form of mouse reports, whose bytes may be any")
  func plainMouse() {
    #expect(
      events([0x1B, 0x5B, 0x4D, 32, 33, 255]) == [.mouse(MouseEvent(.press(button: 1), column: 0, row: 222))])
    #expect(events([0x1B, 0x5B, 0x4D, 35, 43, 53]) == [.mouse(MouseEvent(.release(button: 1), column: 10, row: 20))])
  }

  @Test(
    "swallows what means nothing here",
    arguments: [
      "[?1;2c", "[12;5R", "[>0;276;0c", "[99~", "[1;2;3;4;5x", "[<35;4;4M", "[<66;4;4M", "[<0;4M", "[<0;-5;3M",
      "[<0;5;-3M", "[<-1;5;3M",
      "[<0;5;3;9M", "[<;;M", "[<0;;1M", "[<0:1;5;3M",
      "]11;rgb:ff/ff/ff\u{7}",
      "]0;title\u{1B}\\", "P1$r0m\u{1B}\\", "_payload\u{1B}\\", "[57358u", "[!p", "[ q", "[99999999999999999999u",
    ])
  func unknown(text: String) {
    #expect(events("\u{1B}" + text + "q") == key(.character("q")))
  }

  @Test("focus reports")
  func focus() {
    #expect(events("\u{1B}[I\u{1B}[O") == [.focus(true), .focus(false)])
  }

  @Test("a sequence that another interrupts gives way to it")
  func interrupted() {
    #expect(events("\u{1B}[1;\u{1B}[A") == key(.up))
    #expect(events("\u{1B}[1;\u{3}") == key(.character("c"), .control))
    #expect(events("\u{1B}[1;é") == key(.character("é")))
    #expect(events("\u{1B}O\u{1B}[B") == key(.down))
    #expect(events("\u{1B}]0;x\u{1B}[B") == key(.down))
  }

  @Test("invalid UTF-8 becomes one placeholder for each cut character, and nothing after it is lost")
  func invalid() {
    let bad = key(.character("\u{FFFD}"))
    #expect(events([0xC3, 0x28]) == bad + key(.character("(")))
    #expect(events([0xE2, 0x82, 0x41]) == bad + key(.character("A")))
    #expect(events([0xFF, 0xC0, 0x80]) == bad + bad + bad)
    #expect(events([0xED, 0xA0, 0x80]) == bad + bad + bad)
    #expect(events([0xC3, 0xC3, 0xA9]) == bad + key(.character("é")))
    #expect(events([0xF0, 0x9F]) == bad)
    #expect(events([0xC2, 0x9B, 0x41]) == bad + key(.character("A")))
  }

  // MARK: - Paste

  @Test("a paste is one event, and its text presses no keys")
  func paste() {
    let text = "q\u{3}\u{1B}[A\u{1B}[200~ 汉\r\n\u{1B}[201"
    #expect(events("\u{1B}[200~" + text + "\u{1B}[201~x") == [.paste(text)] + key(.character("x")))
    #expect(events("\u{1B}[200~\u{1B}[201~") == [.paste("")])
    #expect(events("\u{1B}[200~a\u{1B}\u{1B}[201~") == [.paste("a\u{1B}")])
    #expect(events("\u{1B}[201~x") == key(.character("x")))
  }

  @Test("a paste waits longer than anything else, and its beginning may come in pieces")
  func pasteWaits() {
    var parser = InputParser()
    #expect(parser.parse(Array("\u{1B}[200~ab\u{1B}".utf8)) == [])
    #expect(parser.timeout == InputParser.pasteTimeout)
    #expect(parser.parse(Array("[201~".utf8)) == [.paste("ab")])
    #expect(parser.timeout == nil)
  }

  /// A parser that has given up waiting for the end of a paste.
  private func afterLostEnd() -> InputParser {
    var parser = InputParser()
    #expect(parser.parse(Array("\u{1B}[200~one\u{1B}[20".utf8)) == [])
    #expect(parser.flush() == [.paste("one\u{1B}[20")])
    #expect(parser.timeout == nil)
    return parser
  }

  @Test("a paste whose end is lost is what came of it, and keys are keys again")
  func lostEnd() {
    for (typed, expected) in [
      ("q", Key.character("q")), ("\u{1B}", .escape), ("\u{1B}[A", .up), ("\u{3}", .character("c")),
    ] {
      var parser = afterLostEnd()
      #expect(parser.parse(Array(typed.utf8)) == [])
      #expect(parser.timeout == InputParser.strayTimeout)
      #expect(parser.flush() == key(expected, typed == "\u{3}" ? .control : []))
      #expect(parser.parse(Array("x".utf8)) == key(.character("x")))
    }
  }

  @Test("what comes late of a paste never becomes keys, and its end is found")
  func lateRest() {
    let rest = "q and much more than anybody types at once\n"
    var parser = afterLostEnd()
    for byte in rest.utf8 { #expect(parser.parse([byte]) == []) }
    #expect(parser.flush() == [])
    #expect(parser.parse(Array((rest + rest).utf8)) == [])
    #expect(parser.flush() == [])
    #expect(parser.heldBytes == 0)
    #expect(parser.parse(Array("quit\u{1B}[201~x".utf8)) == key(.character("x")))

    parser = afterLostEnd()
    #expect(parser.parse(Array("rest\u{1B}[200~two\u{1B}[201~".utf8)) == [.paste("two")])
  }

  @Test("bytes that are no text are pasted and typed without harm")
  func noText() {
    #expect(
      events(Array("\u{1B}[200~a".utf8) + [0, 0xFF, 0xC3] + Array("\u{1B}[201~".utf8)) == [
        .paste("a\0\u{FFFD}\u{FFFD}")
      ])
    #expect(events([0]) == key(.character(" "), .control))
  }

  @Test("a paste of 10 MB costs a megabyte, and its keys press nothing")
  func hugePaste() throws {
    var parser = InputParser()
    #expect(parser.parse(Array("\u{1B}[200~".utf8)) == [])
    // As large as the pieces that the terminal is read in.
    let piece = [UInt8](repeating: UInt8(ascii: "q"), count: 1 << 14)
    for _ in 0..<640 { #expect(parser.parse(piece) == []) }
    #expect(parser.heldBytes == InputParser.pasteLimit)
    let events = parser.parse(Array("\u{1B}[201~".utf8))
    guard case .paste(let text) = try #require(events.first), events.count == 1 else {
      Issue.record("\(events.count) events")
      return
    }
    #expect(text.utf8.count == InputParser.pasteLimit && text.utf8.allSatisfy { $0 == UInt8(ascii: "q") })
    #expect(parser.heldBytes == 0)
  }

  @Test("a paste beyond the limit is cut between characters, and its end is still found")
  func longPaste() throws {
    let limit = 4096
    var parser = InputParser(pasteLimit: limit)
    _ = parser.parse(Array("\u{1B}[200~a".utf8))
    #expect(parser.parse(Array(String(repeating: "é", count: limit).utf8)) == [])
    #expect(parser.heldBytes == limit)
    let events = parser.parse(Array("\u{1B}[201~q".utf8))
    guard case .paste(let text) = try #require(events.first) else {
      Issue.record("no paste: \(events.count) events")
      return
    }
    #expect(text.utf8.count == limit - 1)
    #expect(!text.unicodeScalars.contains("\u{FFFD}"))
    #expect(Array(events.dropFirst()) == key(.character("q")))
    #expect(parser.heldBytes == 0)
  }
}
