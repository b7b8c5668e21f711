import TestSupport
import Testing
import Text

@Suite("Reading JSON")
struct JSONParserTests {
  @Test(
    "takes what the standard allows",
    arguments: [
      (" \t\r\n1 ", 1), ("-0", -0.0), ("0.5e1", 5), ("1E+2", 100), ("1e-2", 0.01),
      ("123456789012345678901234567890", 1.2345678901234568e29),
      ("0.1000000000000000055511151231257827021181583404541015625", 0.1), ("1e22", 1e22), ("1e23", 1e23),
      ("5e-324", .number(.leastNonzeroMagnitude)),
      ("1e-400", 0), ("1.7976931348623157e308", 1.7976931348623157e308), ("9007199254740993", 9_007_199_254_740_992),
      ("\"\\u0041\\ud83d\\ude00\\/\\b\\f\"", "A😀/\u{8}\u{C}"), ("\"\\ud83d\"", "\u{FFFD}"),
      ("\"\\ude00x\"", "\u{FFFD}x"),
      ("\"\\ud83d\\u0041\"", "\u{FFFD}A"), ("\"\\ud83d\\ud83d\\ude00\"", "\u{FFFD}😀"),
      ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
      ("[ ]", []), ("{ }", [:]), ("{ \"a\" : [ 1 , null ] }", ["a": [1, nil]]), ("{\"a\":1,\"a\":2}", ["a": 2]),
      ("true", true), ("false", false), ("null", nil),
    ] as [(String, JSONValue)])
  func accepts(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
  }

  @Test(
    "refuses everything else, and says where",
    arguments: [
      ("", 0), (" ", 1), ("[1,]", 3), ("[1", 2), ("[1 2]", 3), ("{\"a\":1,}", 7), ("{a:1}", 1), ("{\"a\" 1}", 5),
      ("{\"a\":}", 5),
      ("01", 1), ("-01", 2), ("-", 1), ("1.", 2), (".5", 0), ("1e", 2), ("1e+", 3), ("+1", 0), ("0x10", 1), ("NaN", 0),
      ("Infinity", 0),
      ("-Infinity", 1), ("1e309", 0), ("-1e309", 0), ("tru", 3), ("nul1", 3), ("'a'", 0), ("\"a", 2), ("\"\u{1}\"", 1),
      ("\"a\nb\"", 2),
      ("\"\\x\"", 1), ("\"\\u12g4\"", 1), ("\"\\u12", 5), ("\"\\", 2), ("1 2", 2), ("[]]", 2), ("\u{FEFF}1", 0),
      ("// a\n1", 0), ("]", 0),
    ])
  func refuses(text: String, offset: Int) {
    do throws(JSONSyntaxError) {
      let value = try JSONValue(parsing: text)
      Issue.record("\(text) was read as \(value)")
    } catch {
      #expect(error.offset == offset, "\(error)")
      #expect(error.description.hasPrefix("byte \(offset): "))
    }
  }

  @Test("refuses strings that are no UTF-8")
  func invalidUTF8() {
    for bytes in [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
    ] as [[UInt8]] {
      #expect(throws: JSONSyntaxError(.invalidUTF8, offset: 1)) { try JSONValue(parsing: bytes) }
    }
  }

  @Test("refuses a key that is given twice where asked to")
  func duplicates() {
    #expect(throws: JSONSyntaxError(.duplicateKey("a"), offset: 8)) {
      try JSONValue(parsing: "{\"a\":1, \"a\":2}", duplicateKeys: .refused)
    }
  }

  @Test("bounds how deep values nest, and survives a million brackets")
  func depth() throws {
    let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(try JSONValue(parsing: deepest).array?.count == 1)
    #expect(throws: JSONSyntaxError(.tooDeep(limit: 512), offset: 512)) {
      try JSONValue(parsing: String(repeating: "[", count: 1_000_000))
    }
    #expect(throws: JSONSyntaxError(.tooDeep(limit: 512), offset: 2560)) {
      try JSONValue(parsing: String(repeating: "{\"a\":", count: 513))
    }
  }

  @Test("reads a slice that is not contiguous as well, and never traps on damaged text")
  func damaged() throws {
    let text = "{\"a\": [1.5e3, true, null, \"x\\u00e9\\n\"], \"b\": {\"c\": -0.25}}"
    let chained = AnyCollection(Array(text.utf8))
    #expect(try JSONValue(parsing: chained)["b"]?["c"]?.number == -0.25)
    var random = SplitMix(state: 31)
    var accepted = 0
    for _ in 0..<5000 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if (try? JSONValue(parsing: bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))) != nil {
        accepted += 1
      }
    }
    #expect(accepted < 5000)
  }

  @Test("gives the same numbers as the standard library")
  func numbers() throws {
    var random = SplitMix(state: 41)
    for _ in 0..<5000 {
      let digits = (0..<Int.random(in: 1...20, using: &random)).map { _ in String(Int.random(in: 0...9, using: &random))
      }.joined()
      let text = "\(Int.random(in: 1...9, using: &random)).\(digits)e\(Int.random(in: -40...40, using: &random))"
      #expect(try JSONValue(parsing: text).number == Double(text))
    }
  }
}
