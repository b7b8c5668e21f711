import TestSupport
import Testing
import Text

@Suite("Display text")
struct DisplayTextTests {
  @Test(
    "shows what could steer a terminal or hide text as placeholders",
    arguments: [
      ("plain, with ünïcode", "plain, with ünïcode"),
      ("\u{1B}[31mred\u{7}", "␛[31mred␇"),
      ("\u{1B}]52;c;aGk=\u{1B}\\", "␛]52;c;aGk=␛\\"),
      ("a\tb\rc\u{8}d\u{7F}\u{0}", "a␉b␍c␈d␡␀"),
      ("a\nb\r\nc", "a␊b␍␊c"),
      ("\u{9B}31m\u{85}", "\u{FFFD}31m\u{FFFD}"),
      ("user\u{202E}txt.exe\u{202C}", "user\u{FFFD}txt.exe\u{FFFD}"),
      ("a\u{2066}b\u{2069}\u{200E}\u{200F}\u{61C}", "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ("a\u{200B}b\u{200C}c\u{200D}d\u{FEFF}e\u{2060}f", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f"),
      ("x\u{E0041}\u{E007F}", "x\u{FFFD}\u{FFFD}"),
      ("a\u{FFF9}b\u{FFFA}c\u{FFFB}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
      ("a\u{2028}b\u{2029}c", "a\u{FFFD}b\u{FFFD}c"),
      ("soft\u{AD}hyphen", "soft\u{FFFD}hyphen"),
      ("\u{115F}\u{3164}\u{34F}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ("x\u{E0100}", "x\u{FFFD}"),
    ])
  func placeholders(raw: String, shown: String) {
    let text = DisplayText(cleaning: raw)
    #expect(Array(text.string.unicodeScalars) == Array(shown.unicodeScalars))
    #expect(text.description == text.string)
  }

  @Test(
    "shows private, unassigned and forbidden characters as placeholders",
    arguments: [0xE000, 0xF0000, 0x10FFFD, 0xFFFE, 0xFDD0, 0x1FFFF, 0x378, 0xE01EF] as [UInt32])
  func noCharacters(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    #expect(DisplayText(cleaning: "a\(Character(scalar))b").string == "a\u{FFFD}b")
  }

  @Test("keeps newlines where asked to, and takes a carriage return before one as part of it")
  func newlines() {
    #expect(DisplayText(cleaning: "a\nb\r\nc\rd\r", keepingNewlines: true).string == "a\nb\nc␍d␍")
  }

  @Test("keeps two marks of a base, and shows the rest as one placeholder")
  func marks() {
    let zalgo = "e\u{301}\u{302}\u{303}\u{304}\u{305}x"
    #expect(
      Array(DisplayText(cleaning: zalgo).string.unicodeScalars) == Array("e\u{301}\u{302}\u{FFFD}x".unicodeScalars))
    #expect(
      Array(DisplayText(cleaning: "\u{301}\u{302}a").string.unicodeScalars) == Array("\u{FFFD}a".unicodeScalars))
    let afterNewline = DisplayText(cleaning: "a\n\u{301}", keepingNewlines: true)
    #expect(Array(afterNewline.string.unicodeScalars) == Array("a\n\u{FFFD}".unicodeScalars))
  }

  @Test(
    "shows emoji as parts of one width, and hides nothing else among them",
    arguments: [
      ("👩\u{200D}👩\u{200D}👧", "👩👩👧"),
      ("❤\u{FE0F}!", "❤!"),
      ("❤\u{FE0F}\u{FE0F}", "❤\u{FFFD}"),
      ("a\u{FE0F}", "a\u{FFFD}"),
      ("👍🏽", "👍"),
      ("👍🏽🏽", "👍\u{FFFD}"),
      ("a🏽", "a🏽"),
      ("👩\u{200D}x", "👩\u{FFFD}x"),
      ("👩\u{200D}", "👩\u{FFFD}"),
      ("👩\u{200D}\u{200D}👩", "👩\u{FFFD}\u{FFFD}👩"),
    ])
  func emoji(raw: String, shown: String) {
    #expect(Array(DisplayText(cleaning: raw).string.unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test("is the same after a second time, and holds nothing that is forbidden, on random text")
  func idempotent() {
    var random = SplitMix(state: 7)
    let pool = Self.troublesome
    for _ in 0..<1500 {
      var raw = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        raw.append(pool[Int.random(in: pool.indices, using: &random)])
      }
      for keepingNewlines in [false, true] {
        let once = DisplayText(cleaning: String(raw), keepingNewlines: keepingNewlines)
        let twice = DisplayText(cleaning: once.string, keepingNewlines: keepingNewlines)
        #expect(Array(once.string.unicodeScalars) == Array(twice.string.unicodeScalars))
        for scalar in once.string.unicodeScalars {
          let category = scalar.properties.generalCategory
          let isAllowed =
            keepingNewlines && scalar == "\n"
            || ![.control, .format, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator].contains(category)
              && !scalar.properties.isDefaultIgnorableCodePoint
          #expect(isAllowed, "U+\(String(scalar.value, radix: 16)) came through")
        }
      }
    }
  }

  @Test("of bytes replaces what is no UTF-8 as the standard library does")
  func invalidBytes() {
    var random = SplitMix(state: 11)
    let pool: [UInt8] = [
      0x41, 0x80, 0xBF, 0xC0, 0xC3, 0xA9, 0xE0, 0xA0, 0xE2, 0x82, 0xAC, 0xED, 0xF0, 0x9F, 0x98, 0x80, 0xF4, 0xFF,
    ]
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...9, using: &random)).map { _ in
        pool[Int.random(in: pool.indices, using: &random)]
      }
      let expected = DisplayText(cleaning: String(decoding: bytes, as: UTF8.self))
      #expect(DisplayText(cleaningUTF8: bytes) == expected, "\(bytes)")
    }
  }

  @Test("that streams in pieces equals the whole, wherever it was cut")
  func streams() {
    var random = SplitMix(state: 13)
    let pool = Self.troublesome
    for _ in 0..<800 {
      var raw = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...10, using: &random) {
        raw.append(pool[Int.random(in: pool.indices, using: &random)])
      }
      var bytes = Array(String(raw).utf8)
      if !bytes.isEmpty, Bool.random(using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let whole = DisplayText(cleaningUTF8: bytes, keepingNewlines: true)
      var stream = DisplayTextStream()
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...min(3, rest.count), using: &random)
        stream.append(rest.prefix(count))
        #expect(whole.string.utf8.starts(with: stream.text.string.utf8))
        rest = rest.dropFirst(count)
      }
      stream.finish()
      #expect(Array(stream.text.string.utf8) == Array(whole.string.utf8))
    }
  }

  @Test("of a stream leaves out a character that has not come whole")
  func unfinished() {
    var stream = DisplayTextStream()
    stream.append([0x61, 0xE2, 0x82])
    #expect(stream.text.string == "a")
    stream.append([0xAC])
    #expect(stream.text.string == "a€")
    stream.append([0xF0, 0x9F])
    stream.finish()
    #expect(stream.text.string == "a€\u{FFFD}")
  }

  private static let troublesome: [Unicode.Scalar] = [
    "a", " ", "\n", "\r", "\t", "\u{1B}", "\u{7F}", "\u{85}", "\u{9B}", "é", "\u{301}", "\u{302}", "\u{20E3}", "\u{AD}",
    "\u{200B}", "\u{200D}", "\u{202E}", "\u{2066}", "\u{FE0F}", "\u{FE0E}", "\u{FEFF}", "\u{E0041}", "\u{E0100}",
    "\u{1F3FD}", "👍", "👩", "❤", "1", "#", "\u{1F1E9}", "世", "\u{1161}", "\u{11A8}", "한", "\u{FFFD}", "\u{FFFF}", "␛",
  ]
}
