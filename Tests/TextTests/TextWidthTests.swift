import TestSupport
import Testing
import Text

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Text widths")
struct TextWidthTests {
  @Test(
    "count the columns of a terminal",
    arguments: [
      ("", 0), ("abc", 3), ("äöü", 3), ("e\u{301}", 1), ("日本", 4), ("ｆｕｌｌ", 8), ("한글", 4),
      ("\u{1112}\u{1161}\u{11AB}", 2),
      ("👍", 2), ("⚡", 2), ("❤", 1), ("⣿", 1), ("─│", 2), ("…", 1), ("±α", 2), ("␛", 1), ("\u{FFFD}", 1), ("▲●◆★", 4),
    ])
  func columns(text: String, columns: Int) {
    #expect(TextWidth.columns(of: text) == columns)
    #expect(TextWidth.columns(of: text[...]) == columns)
  }

  #if canImport(Glibc)
    @Test("are those that ncurses goes by, for every character that display text lets through")
    func equalsWcwidth() throws {
      let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
      let previous = uselocale(locale)
      defer {
        uselocale(previous)
        freelocale(locale)
      }
      // The C library has it, its Swift overlay does not.
      let handle = try #require(dlopen(nil, RTLD_NOW))
      let symbol = try #require(dlsym(handle, "wcwidth"))
      let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> Int32).self)
      let skipped: Set<Unicode.GeneralCategory> = [
        .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spacingMark,
      ]
      var checked = 0
      for value in UInt32(0x20)...0x3FFFF {
        // Marks move between the two kinds from one version of Unicode to the next.
        guard let scalar = Unicode.Scalar(value), !skipped.contains(scalar.properties.generalCategory),
          !scalar.properties.isDefaultIgnorableCodePoint
        else { continue }
        let expected = wcwidth(wchar_t(bitPattern: value))
        // Characters that are newer than the C library have none.
        guard expected >= 0 else { continue }
        checked += 1
        if TextWidth.columns(of: scalar) != Int(expected) {
          Issue.record("U+\(String(value, radix: 16)): \(TextWidth.columns(of: scalar)), wcwidth says \(expected)")
        }
      }
      #expect(checked > 100_000)
    }
  #endif
}

@Suite("Text layout")
struct TextLayoutTests {
  @Test(
    "cuts text with an ellipsis, never wider than asked for",
    arguments: [
      ("hello", 5, "hello"), ("hello", 4, "hel…"), ("hello", 1, "…"), ("hello", 0, ""), ("hello", -3, ""),
      ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("", 0, ""), ("ééé", 3, "ééé"),
    ])
  func truncates(text: String, columns: Int, expected: String) {
    #expect(text.truncated(toColumns: columns) == expected)
  }

  @Test("pads to the left, to the right and on both sides by columns")
  func pads() {
    #expect("ab".padded(toColumns: 4) == "ab  ")
    #expect("日".leftPadded(toColumns: 4) == "  日")
    #expect("ab".centered(toColumns: 5) == " ab  ")
    #expect("日本".padded(toColumns: 3) == "日…")
    #expect("ab".padded(toColumns: 0) == "")
  }

  @Test(
    "wraps at words, breaks long ones and keeps indentation",
    arguments: [
      ("the quick brown fox", 9, ["the quick", "brown fox"]),
      ("the quick brown fox", 10, ["the quick", "brown fox"]),
      ("a\n\nb", 5, ["a", "", "b"]),
      ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
      ("ab cdefghij", 4, ["ab", "cdef", "ghij"]),
      ("  indented text", 8, ["  indented", "text"].flatMap { $0.count > 8 ? ["indented"] : [$0] }),
      ("  let x = 1", 20, ["  let x = 1"]),
      ("trailing   ", 20, ["trailing"]),
      ("日本語日本語", 5, ["日本", "語日", "本語"]),
      ("", 5, [""]),
      ("x", 0, []),
      ("日a", 1, ["a"]),
    ])
  func wraps(text: String, columns: Int, expected: [String]) {
    #expect(text.wrapped(toColumns: columns) == expected)
  }

  @Test("wraps any text into lines that fit and lose nothing but blanks")
  func wrapsRandomText() {
    var random = SplitMix(state: 3)
    let pool: [Character] = ["a", "b", "c", " ", " ", "日", "é", "\n"]
    for _ in 0..<3000 {
      let text = String(
        (0..<Int.random(in: 0...40, using: &random)).map { _ in pool[Int.random(in: pool.indices, using: &random)] })
      let columns = Int.random(in: 2...12, using: &random)
      let lines = text.wrapped(toColumns: columns)
      #expect(lines.allSatisfy { TextWidth.columns(of: $0) <= columns })
      let isInk = { (character: Character) in character != " " && character != "\n" }
      #expect(lines.joined().filter(isInk) == text.filter(isInk))
    }
  }
}
