import Testing
import Text

/// What somebody may send to steer a terminal, hide text or break a screen, and what is seen of it.
private struct Attack: CustomTestStringConvertible, Sendable {
  var name: String
  var bytes: [UInt8]
  /// As one line; newlines are pictures.
  var shown: String

  init(_ name: String, _ text: String, _ shown: String) { self.init(name, Array(text.utf8), shown) }
  init(_ name: String, _ bytes: [UInt8], _ shown: String) {
    self.name = name
    self.bytes = bytes
    self.shown = shown
  }

  var testDescription: String { name }

  static let all: [Attack] =
    sequences + controls + order + invisible + marks + emoji + encodings

  private static let sequences = [
    Attack("a colour", "\u{1B}[31mred\u{1B}[0m", "␛[31mred␛[0m"),
    Attack("the cursor moved and the screen erased", "\u{1B}[2J\u{1B}[1;1H\u{1B}[99A", "␛[2J␛[1;1H␛[99A"),
    Attack(
      "modes: the mouse, the other screen, pastes", "\u{1B}[?1003h\u{1B}[?1049l\u{1B}[?2004l",
      "␛[?1003h␛[?1049l␛[?2004l"),
    Attack("a question that the terminal would answer as if typed", "\u{1B}[6n\u{1B}[c\u{5}", "␛[6n␛[c␅"),
    Attack("a reset", "\u{1B}c\u{1B}[!p", "␛c␛[!p"),
    Attack(
      "a hyperlink, OSC 8 and BEL", "\u{1B}]8;;http://evil.example\u{7}safe\u{1B}]8;;\u{7}",
      "␛]8;;http://evil.example␇safe␛]8;;␇"),
    Attack(
      "a hyperlink, OSC 8 and ST", "\u{1B}]8;id=1;file:///etc\u{1B}\\x\u{1B}]8;;\u{1B}\\",
      "␛]8;id=1;file:///etc␛\\x␛]8;;␛\\"),
    Attack("the clipboard, OSC 52", "\u{1B}]52;c;cm0gLXJmIC8K\u{7}", "␛]52;c;cm0gLXJmIC8K␇"),
    Attack("the clipboard read, OSC 52", "\u{1B}]52;c;?\u{1B}\\", "␛]52;c;?␛\\"),
    Attack("the title and the palette", "\u{1B}]0;gotcha\u{7}\u{1B}]4;1;#000000\u{7}", "␛]0;gotcha␇␛]4;1;#000000␇"),
    Attack(
      "strings to the device: DCS, APC, PM, SOS", "\u{1B}Pq#0\u{1B}\\\u{1B}_G\u{1B}\\\u{1B}^x\u{1B}\\\u{1B}Xy\u{1B}\\",
      "␛Pq#0␛\\␛_G␛\\␛^x␛\\␛Xy␛\\"),
    Attack("a way out of a multiplexer", "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;eA==\u{7}\u{1B}\\", "␛Ptmux;␛␛]52;c;eA==␇␛\\"),
    Attack(
      "the controls of 8 bits: CSI, OSC, DCS, ST", "\u{9B}31m\u{9D}52;c;x\u{9C}\u{90}q\u{9C}",
      "\u{FFFD}31m\u{FFFD}52;c;x\u{FFFD}\u{FFFD}q\u{FFFD}"),
    Attack("the same as single bytes", [0x9B, 0x33, 0x31, 0x6D, 0x9D, 0x38, 0x9C], "\u{FFFD}31m\u{FFFD}8\u{FFFD}"),
    Attack("another character set", "\u{E}lqk\u{F}\u{1B}(0\u{1B}%@", "␎lqk␏␛(0␛%@"),
  ]

  private static let controls =
    (0..<0x20).map { code in
      Attack("control \(code)", [0x61, code, 0x62], "a\(Character(Unicode.Scalar(0x2400 + UInt32(code)) ?? "?"))b")
    } + [
      Attack("delete", "a\u{7F}b", "a␡b"),
      Attack(
        "every control of the second set", (0x80...0x9F).flatMap { [0xC2, $0] },
        String(repeating: "\u{FFFD}", count: 32)),
      Attack("overwriting by backspaces", "harmless\u{8}\u{8}\u{8}\u{8}bad", "harmless␈␈␈␈bad"),
      Attack("overwriting by a return", "rm -rf /\rls      ", "rm -rf /␍ls      "),
      Attack("returns and newlines", "a\r\nb\n\rc\r\r\n\n", "a␍␊b␊␍c␍␍␊␊"),
    ]

  private static let order = [
    Attack("overrides", "user\u{202E}gpj.exe\u{202C}\u{202D}x\u{202C}", "user\u{FFFD}gpj.exe\u{FFFD}\u{FFFD}x\u{FFFD}"),
    Attack("embeddings", "\u{202A}a\u{202C}\u{202B}b\u{202C}", "\u{FFFD}a\u{FFFD}\u{FFFD}b\u{FFFD}"),
    Attack(
      "isolates", "a\u{2066}b\u{2069}\u{2067}c\u{2069}\u{2068}d\u{2069}",
      "a\u{FFFD}b\u{FFFD}\u{FFFD}c\u{FFFD}\u{FFFD}d\u{FFFD}"),
    Attack("marks of direction", "a\u{200E}b\u{200F}c\u{61C}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
    Attack("letters from right to left stay", "שלום عربي", "שלום عربي"),
  ]

  private static let invisible = [
    Attack(
      "of no width", "a\u{200B}b\u{200C}c\u{200D}d\u{2060}e\u{FEFF}f\u{180E}",
      "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f\u{FFFD}"),
    Attack(
      "operators and fillers", "a\u{2061}\u{2062}\u{2063}\u{2064}\u{115F}\u{1160}\u{3164}\u{FFA0}",
      "a" + String(repeating: "\u{FFFD}", count: 8)),
    Attack(
      "tags that spell a sentence",
      "ok" + String(String.UnicodeScalarView((0xE0041...0xE0050).compactMap { Unicode.Scalar($0 as UInt32) })),
      "ok" + String(repeating: "\u{FFFD}", count: 16)),
    Attack(
      "a flag of tags", "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
      "🏴" + String(repeating: "\u{FFFD}", count: 6)),
    Attack("selectors that carry bytes", "x\u{FE00}\u{FE01}\u{E0100}\u{E01EF}", "x\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    Attack(
      "annotations and separators", "a\u{FFF9}b\u{FFFA}c\u{FFFB}\u{2028}\u{2029}\u{AD}",
      "a\u{FFFD}b\u{FFFD}c\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    Attack(
      "private, unassigned, no characters",
      Array("\u{E000}\u{F8FF}\u{F0000}\u{10FFFD}\u{378}".utf8) + [
        0xEF, 0xB7, 0x90, 0xEF, 0xBF, 0xBE, 0xF4, 0x8F, 0xBF, 0xBF,
      ],
      String(repeating: "\u{FFFD}", count: 8)),
    Attack("musical and shorthand controls", "\u{1D173}\u{1BCA0}\u{13430}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
  ]

  private static let marks = [
    Attack(
      "49 marks on one letter",
      "e" + String(String.UnicodeScalarView((0x300..<0x331).compactMap { Unicode.Scalar($0 as UInt32) })) + "f",
      "e\u{300}\u{301}\u{FFFD}f"),
    Attack("49 marks on none", String(repeating: "\u{301}", count: 49), "\u{FFFD}"),
    Attack("marks behind a control", "\u{1B}\u{301}[\u{301}m", "␛\u{FFFD}[\u{301}m"),
    Attack("enclosing marks", "a\u{20DD}\u{20E3}\u{488}b", "a\u{20DD}\u{20E3}\u{FFFD}b"),
    Attack("conjoining vowels and finals", "ᄒ\u{1161}\u{11AB}\u{11A8}x", "ᄒ\u{1161}\u{11AB}\u{FFFD}x"),
  ]

  private static let emoji = [
    Attack("a family", "👩\u{200D}👩\u{200D}👧", "👩👩👧"),
    Attack("joiners between nothing", "\u{200D}\u{200D}👩\u{200D}", "\u{FFFD}\u{FFFD}👩\u{FFFD}"),
    Attack("a joiner before a letter", "👩\u{200D}a", "👩\u{FFFD}a"),
    Attack("tones and selectors in a row", "👍🏽🏽❤\u{FE0F}\u{FE0F}", "👍\u{FFFD}❤\u{FFFD}"),
    Attack("halves of flags", "🇩🇪🇩", "🇩🇪🇩"),
    Attack("a joiner across a newline", "👩\u{200D}\n👩", "👩\u{FFFD}␊👩"),
  ]

  private static let encodings = [
    Attack("a byte alone", [0x61, 0x80, 0xBF, 0xFE, 0xFF, 0x62], "a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}b"),
    Attack(
      "longer forms of a slash and of ESC", [0xC0, 0xAF, 0xC1, 0x9B, 0xE0, 0x80, 0x9B],
      String(repeating: "\u{FFFD}", count: 7)),
    Attack("surrogates", [0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF], String(repeating: "\u{FFFD}", count: 6)),
    Attack("beyond the last character", [0xF4, 0x90, 0x80, 0x80, 0xF5, 0x80], String(repeating: "\u{FFFD}", count: 6)),
    Attack("characters cut short", [0xE2, 0x82, 0x61, 0xF0, 0x9F, 0x98, 0x1B, 0xC3], "\u{FFFD}a\u{FFFD}␛\u{FFFD}"),
    Attack("a sequence inside a character", [0xE2, 0x1B, 0x5B, 0x6D, 0x82, 0xAC], "\u{FFFD}␛[m\u{FFFD}\u{FFFD}"),
    Attack("NUL", [0x61, 0, 0, 0x62], "a␀␀b"),
  ]
}

@Suite("Display text of hostile origin")
struct DisplayTextHostileTests {
  /// As it looks where newlines stay.
  private func keepingNewlines(_ attack: Attack) -> [Unicode.Scalar] {
    let text = attack.shown.replacing("␍␊", with: "\n").replacing("␊", with: "\n")
    return Array(text.unicodeScalars)
  }

  @Test("shows all that is sent, and obeys none of it", arguments: Attack.all)
  fileprivate func shows(attack: Attack) {
    let line = DisplayText(cleaningUTF8: attack.bytes)
    #expect(Array(line.string.unicodeScalars) == Array(attack.shown.unicodeScalars))
    #expect(Array(DisplayText(cleaning: line.string).string.unicodeScalars) == Array(line.string.unicodeScalars))
    let lines = DisplayText(cleaningUTF8: attack.bytes, keepingNewlines: true)
    #expect(Array(lines.string.unicodeScalars) == keepingNewlines(attack))
    // What Swift makes of the bytes is cleaned to the same.
    #expect(DisplayText(cleaning: String(decoding: attack.bytes, as: UTF8.self)) == line)
  }

  @Test("is the same however a stream is cut, into two pieces anywhere or into bytes", arguments: Attack.all)
  fileprivate func cuts(attack: Attack) {
    for keepsNewlines in [false, true] {
      let whole = DisplayText(cleaningUTF8: attack.bytes, keepingNewlines: keepsNewlines)
      func expectWhole(_ pieces: [[UInt8]]) {
        var stream = DisplayTextStream(keepingNewlines: keepsNewlines)
        var shown: [UInt8] = []
        for piece in pieces {
          stream.append(piece)
          // Nothing that was shown is ever taken back.
          let now = Array(stream.text.string.utf8)
          #expect(now.starts(with: shown))
          shown = now
        }
        stream.finish()
        #expect(Array(stream.text.string.unicodeScalars) == Array(whole.string.unicodeScalars))
      }
      for place in 0...attack.bytes.count {
        expectWhole([Array(attack.bytes[..<place]), Array(attack.bytes[place...])])
      }
      expectWhole(attack.bytes.map { [$0] })
      // The same between characters, as strings.
      let text = String(decoding: attack.bytes, as: UTF8.self)
      for index in text.unicodeScalars.indices {
        var stream = DisplayTextStream(keepingNewlines: keepsNewlines)
        stream.append(String(text.unicodeScalars[..<index]))
        stream.append(String(text.unicodeScalars[index...]))
        stream.finish()
        #expect(Array(stream.text.string.unicodeScalars) == Array(whole.string.unicodeScalars))
      }
    }
  }

  @Test("one attack behind another, cut anywhere, shows both")
  fileprivate func chains() {
    for (first, second) in zip(Attack.all, Attack.all.dropFirst() + Attack.all.prefix(1)) {
      // A control between them ends what is open, and carries no marks.
      let bytes = first.bytes + [0x01] + second.bytes
      let expected = Array((first.shown + "␁" + second.shown).unicodeScalars)
      for place in 0...bytes.count {
        var stream = DisplayTextStream(keepingNewlines: false)
        stream.append(bytes[..<place])
        stream.append(bytes[place...])
        stream.finish()
        #expect(Array(stream.text.string.unicodeScalars) == expected, "\(first.name), \(second.name), at \(place)")
      }
    }
  }

  @Test("no control, whatever comes, and no scalar that cannot be seen", arguments: 0..<4)
  func anything(seed: UInt64) {
    var state = 977 &+ seed
    func next() -> UInt32 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt32(truncatingIfNeeded: state >> 33)
    }
    var text = String.UnicodeScalarView()
    for _ in 0..<2000 {
      let value: UInt32 =
        next() % 3 == 0 ? next() % 0x300 : next() % 3 == 0 ? 0x2000 + next() % 0x100 : next() % 0x11_0000
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    let shown = DisplayText(cleaning: String(text)).string
    for scalar in shown.unicodeScalars {
      let category = scalar.properties.generalCategory
      #expect(
        ![.control, .format, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .surrogate].contains(
          category)
          && !scalar.properties.isDefaultIgnorableCodePoint, "U+\(String(scalar.value, radix: 16))")
    }
  }
}
