import Testing

@testable import Settings

@Suite("TOML")
struct TOMLParserTests {
  private func value(_ text: String) -> ParsedValue? {
    var parser = TOMLParser(ArraySlice("a = \(text)".utf8))
    return try? parser.setting().value
  }

  @Test(
    "numbers, booleans, dates and times are told apart",
    arguments: [
      ("0", .setting(.whole(0))), ("-0", .setting(.whole(0))), ("+17", .setting(.whole(17))),
      ("1_000_000", .setting(.whole(1_000_000))), ("0xDEAD_beef", .setting(.whole(0xDEAD_BEEF))),
      ("0o17", .setting(.whole(15))), ("0b1_0", .setting(.whole(2))),
      ("-9223372036854775808", .setting(.whole(.min))), ("1.5", .setting(.number(1.5))),
      ("-0.0", .setting(.number(0))), ("1e3", .setting(.number(1000))), ("6.02_2E+2_3", .setting(.number(6.022e23))),
      ("1e400", .other("inf")), ("-1e400", .other("-inf")), ("inf", .other("inf")), ("-nan", .other("-nan")),
      ("true", .setting(.flag(true))), ("false", .setting(.flag(false))), ("1979-05-27", .other("a date")),
      ("1979-05-27T07:32:00Z", .other("a date")), ("1979-05-27 07:32:00.5-08:00", .other("a date")),
      ("1979-05-27 # a comment", .other("a date")), ("07:32:00.999", .other("a time")),
    ] as [(String, ParsedValue)])
  func scalars(text: String, expected: ParsedValue) {
    #expect(value(text) == expected)
  }

  @Test(
    "texts are read with their escapes and lines",
    arguments: [
      ("\"a\\tb\\\"\\\\\\u00e9\\U0001F600\"", "a\tb\"\\é\u{1F600}"), ("'C:\\x \"y\"'", "C:\\x \"y\""),
      ("\"\"", ""), ("''", ""), ("\"\"\"\na\r\nb\"\"\"", "a\nb"), ("\"\"\"\"a\"b\"\"c\"\"\"\"\"", "\"a\"b\"\"c\"\""),
      ("'''\n'a' ''b'''", "'a' ''b"), ("\"\"\"a \\  \n\n  \tb\\\r\n \"\"\"", "a b"),
      ("'''''a'''''", "''a''"), ("\"# no comment\"", "# no comment"), ("'\t'", "\t"),
    ])
  func texts(text: String, expected: String) {
    #expect(value(text) == .setting(.text(expected)))
  }

  @Test("lists and tables hold values of any kind")
  func nested() {
    #expect(value("[]") == .list([]))
    #expect(
      value("[ 1, 'x', [true], # c ]\r\n {a.'b c' = 1}, ]")
        == .list([
          .setting(.whole(1)), .setting(.text("x")), .list([.setting(.flag(true))]),
          .section([ParsedValue.Member(path: ["a", "b c"], value: .setting(.whole(1)))]),
        ]))
    #expect(value("{ }") == .section([]))
    #expect(
      value("{a=[\n1\n],b=2}")
        == .section([
          ParsedValue.Member(path: ["a"], value: .list([.setting(.whole(1))])),
          ParsedValue.Member(path: ["b"], value: .setting(.whole(2))),
        ]))
  }

  @Test(
    "that is wrong is refused",
    arguments: [
      "", "#", "x", "True", "1 2", "1,", "01", "-01", "+", "-", "1_", "_1", "1__0", "0x", "0xG", "-0x1", "0x_1", "0b2",
      "9223372036854775808", ".5", "5.", "1.e2", "1e", "1e+", "1._5", "1.2.3", "+inf1", "nan ,", "1979-5-27",
      "1979-05-27T", "07:32", "07:32:00Z", "07:32:00.", "1979-05-27T07:32:00+8:00", "\"a", "'a", "\"a\"b", "\"\\x41\"",
      "\"\\u12\"", "\"\\uD800\"", "\"\\U00110000\"", "\"\\u+123\"", "\"\\", "\"\"\"a\"\"", "\"a\nb\"", "'a\rb'",
      "\"a\\\n\"", "'''a\rb'''", "[", "[1", "[,]", "[1,,]", "[1 2]", "[1]]", "{", "{a}", "{a=}", "{a=1,}", "{,}",
      "{a=1 b=2}", "{\na=1}", "{a=1\n}", "{=1}", "[1\r2]",
    ])
  func refused(text: String) {
    #expect(value(text) == nil)
  }

  @Test(
    "names are bare or quoted, dotted or not",
    arguments: [
      ("a", ["a"]), (" a . b ", ["a", "b"]), ("\"a.b\".'c d'", ["a.b", "c d"]), ("1-_A.2", ["1-_A", "2"]),
      ("\"\"", [""]), ("''.\"\\u00e9\"", ["", "é"]), ("é", nil), ("a.", nil), (".a", nil), ("a..b", nil), ("a b", nil),
      ("", nil), ("\"\"\"a\"\"\"", nil), ("'a", nil), ("\"a\nb\"", nil),
    ] as [(String, [String]?)])
  func names(text: String, path: [String]?) {
    var setting = TOMLParser(ArraySlice("\(text)=1".utf8))
    #expect((try? setting.setting().path) == path)
    var header = TOMLParser(ArraySlice("[\(text)]  # c".utf8))
    #expect((try? header.header().path) == path)
    var list = TOMLParser(ArraySlice("[[\(text)]]".utf8))
    let listed = try? list.header()
    #expect(listed?.path == path && listed?.isList != false)
  }

  @Test("headers end at their brackets", arguments: ["[a", "[a] b", "[[a]", "[ [a]]", "[a]]", "[]", "[[]]", "[a=1]"])
  func headers(text: String) {
    var parser = TOMLParser(ArraySlice(text.utf8))
    #expect(throws: TOMLParser.Failure.self) { try parser.header() }
  }
}
