import TestSupport
import Testing
import Text

@Suite("JSON text")
struct JSONTextTests {
  @Test(
    "is compact, with sorted keys and shortest numbers",
    arguments: [
      (nil, "null"), (true, "true"), (1, "1"), (-0.0, "0"), (1.5, "1.5"), (0.1, "0.1"), (1e300, "1e+300"),
      (9_007_199_254_740_992, "9007199254740992"), (1e-7, "1e-07"),
      ("a\"b\\c\n\u{1}\u{7F}/é", "\"a\\\"b\\\\c\\n\\u0001\u{7F}/é\""),
      ([], "[]"), ([:], "{}"), ([1, "a", nil, [false]], "[1,\"a\",null,[false]]"),
      (["b": 1, "a": ["z": 2, "é": 3, "y": 4], "B": 5], "{\"B\":5,\"a\":{\"y\":4,\"z\":2,\"é\":3},\"b\":1}"),
      ("\t\r\u{8}\u{C}", "\"\\t\\r\\b\\f\""),
    ] as [(JSONValue, String)])
  func writes(value: JSONValue, text: String) throws {
    #expect(try value.canonicalText() == text)
    #expect(try JSONValue(parsing: text) == value)
    #expect(try value.canonicalUTF8() == Array(text.utf8))
  }

  @Test("of a number that is not finite is an error that says so", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(value: Double) {
    #expect {
      try JSONValue.array([.object(["a": .number(value)])]).canonicalText()
    } throws: { error in
      "\(error)".contains("\(value)")
    }
  }

  @Test("sorts keys by their bytes, not as text")
  func sortsByBytes() throws {
    // U+FF5E sorts before U+10000 by scalar and by UTF-8, and after it by UTF-16.
    let value: JSONValue = ["\u{10000}": 1, "\u{FF5E}": 2, "e\u{301}": 3, "f": 4]
    #expect(try value.canonicalText() == "{\"e\u{301}\":3,\"f\":4,\"\u{FF5E}\":2,\"\u{10000}\":1}")
  }

  @Test("reads back as the same value, for random values")
  func roundTrip() throws {
    var random = SplitMix(state: 21)
    for _ in 0..<800 {
      let value = Self.randomValue(depth: 4, using: &random)
      let text = try value.canonicalText()
      let read = try JSONValue(parsing: text, duplicateKeys: .refused)
      #expect(read == value)
      #expect(try read.canonicalText() == text)
    }
  }

  private static func randomValue(depth: Int, using random: inout SplitMix) -> JSONValue {
    switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2:
      let value = Double(bitPattern: random.next())
      return .number(value.isFinite ? value : 0)
    case 3: return .number(.random(in: -100...100, using: &random))
    case 4: return .string(randomText(using: &random))
    case 5:
      return .array(
        (0..<Int.random(in: 0...4, using: &random)).map { _ in randomValue(depth: depth - 1, using: &random) })
    default:
      var members: [String: JSONValue] = [:]
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        members[randomText(using: &random)] = randomValue(depth: depth - 1, using: &random)
      }
      return .object(members)
    }
  }

  private static func randomText(using random: inout SplitMix) -> String {
    let pool: [Character] = ["a", "b", "\"", "\\", "\n", "\u{0}", "\u{1F}", "é", "日", "👍", "/", "\u{2028}"]
    return String(
      (0..<Int.random(in: 0...6, using: &random)).map { _ in pool[Int.random(in: pool.indices, using: &random)] })
  }
}
