import Testing
import Text

@testable import LanguageModels

@Suite struct JSONReaderTests {
  @Test(arguments: [
    (#""plain""#, "plain"), (#""a\"b\\c\/d""#, "a\"b\\c/d"), (#""\n\t\r\b\f""#, "\n\t\r\u{8}\u{C}"),
    (#""\u0041\u00e9\u4e2d""#, "Aé中"), (#""\ud83d\ude00!""#, "😀!"), (#""\ud83d""#, "\u{FFFD}"),
    (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83d\u0041""#, "\u{FFFD}A"), ("\"é中😀\"", "é中😀"), (#""""#, ""),
  ])
  func stringsAreRead(_ json: String, _ text: String) throws {
    var reader = JSONReader(Array(json.utf8))
    #expect(try reader.string() == text)
    try reader.end()
  }

  @Test func invalidUTF8BecomesTheReplacementCharacter() throws {
    var reader = JSONReader([0x22, 0x61, 0xFF, 0x62, 0x22])
    #expect(try reader.string() == "a\u{FFFD}b")
  }

  @Test(arguments: [
    "", "{", "[", "\"", "\"a", #""\x""#, #""\u12""#, #""\u12g4""#, "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[1 2]",
    "nul", "truth", "-", "1.", "1e", "01", ".5", "+1", "{a:1}", "{} x", "\"\n\"", "'a'",
  ])
  func whatIsNoJSONIsRefused(_ text: String) {
    #expect(throws: JSONReader.Malformed.self) {
      var reader = JSONReader(Array(text.utf8))
      try reader.skip()
      try reader.end()
    }
  }

  @Test func everyKindOfValueIsWalkedPast() throws {
    let text = #" { "a" : [ 1 , -2.5e+3 , 0 , true , false , null , "x\"y" , { } , [ ] ] , "b" : { "c" : 0.5 } } "#
    var reader = JSONReader(Array(text.utf8))
    try reader.skip()
    try reader.end()
  }

  @Test func deepNestingIsRefusedAndDoesNotOverflowTheStack() {
    let text = String(repeating: "[", count: 1_000_000)
    #expect(throws: JSONReader.Malformed.self) {
      var reader = JSONReader(Array(text.utf8))
      try reader.skip()
    }
  }

  @Test func valuesOfAnotherKindThanWantedAreNil() throws {
    var reader = JSONReader(Array(#"[null, 3, "x", {"a": 1}, 2.0, "7"]"#.utf8))
    var strings: [String?] = []
    var count = 0
    try reader.elements { reader in
      if count < 4 {
        strings.append(try reader.stringIfAny())
      } else {
        #expect(try reader.integerIfAny() == (count == 4 ? 2 : nil))
      }
      count += 1
    }
    #expect(strings == [nil, nil, "x", nil])
  }
}
