import Testing

@testable import Settings

@Suite("Kinds of settings")
struct SettingKindTests {
  @Test(
    "read the environment's words as the file's values",
    arguments: [
      (SettingKind.flag, "true", SettingValue.flag(true)), (.flag, "no", .flag(false)),
      (.whole(1...9), "9", .whole(9)), (.wholeOrAll(0...9), "all", .text("all")), (.wholeOrAll(0...9), "3", .whole(3)),
      (.course(0...2, allowed: ""), "1", .number(1)), (.course(0...2, allowed: ""), "1:0.2", .text("1:0.2")),
      (.number(0...2, allowed: ""), "1", .number(1)), (.number(0...2, allowed: ""), "0.5", .number(0.5)),
      (.choice(["a", "b"]), "b", .text("b")),
      (.form(names: ["none"], prefixes: ["openai:"], allowed: ""), "openai:x", .text("openai:x")),
      (.address, "https://host:8080/v1", .text("https://host:8080/v1")),
      (.address, "http://host/a@b", .text("http://host/a@b")), (.text(allowed: ""), "nord", .text("nord")),
    ])
  func read(kind: SettingKind, text: String, value: SettingValue) {
    #expect(kind.value(reading: text) == value)
  }

  @Test(
    "refuse what is not allowed",
    arguments: [
      (SettingKind.flag, "1"), (.flag, ""), (.whole(1...9), "10"), (.whole(1...9), "1.0"), (.whole(1...9), "x"),
      (.course(0...2, allowed: ""), "3"), (.course(0...2, allowed: ""), "1:3"), (.course(0...2, allowed: ""), "-1:1"),
      (.course(0...2, allowed: ""), "1:"), (.course(0...2, allowed: ""), ":"), (.course(0...2, allowed: ""), "1:1:1"),
      (.course(0...2, allowed: ""), "1:nan"), (.course(0...2, allowed: ""), "1 : 0"),
      (.wholeOrAll(0...9), "-1"), (.wholeOrAll(0...9), "ALL"), (.number(0...2, allowed: ""), "nan"),
      (.number(0...2, allowed: ""), "3"), (.choice(["a", "b"]), "A"), (.choice([]), ""),
      (.form(names: ["none"], prefixes: ["openai:"], allowed: ""), "openai: "),
      (.form(names: ["none"], prefixes: ["openai:"], allowed: ""), "openai:\u{1B}"),
      (.address, "http://"), (.address, "http:///v1"), (.address, "ftp://host"), (.address, "http://a b"),
      (.address, "http://key@host/v1"), (.text(allowed: ""), ""), (.text(allowed: ""), "\n"),
      (.text(allowed: ""), "a\u{200B}b"),
    ])
  func refuse(kind: SettingKind, text: String) {
    #expect(kind.value(reading: text) == nil)
  }

  @Test("take a whole number for a number, but no number for a whole one")
  func wholeAndNumber() {
    #expect(SettingKind.number(0...2, allowed: "").value(of: .whole(2)) == .number(2))
    #expect(SettingKind.whole(0...2).value(of: .number(2)) == nil)
    let course = SettingKind.course(0...2, allowed: "")
    #expect(course.value(of: .whole(2)) == .number(2) && course.value(of: .whole(3)) == nil)
    #expect(course.value(of: .number(0.5)) == .number(0.5) && course.value(of: .text("0.5")) == .number(0.5))
  }

  @Test(
    "values are written as a file reads them",
    arguments: [
      (SettingValue.flag(false), "false"), (.whole(-3), "-3"), (.number(0.5), "0.5"), (.number(1e300), "1e+300"),
      (.number(100), "100"), (.number(-0.25), "-0.25"),
      (.text("a\"b\\c\n\t\r\u{1}\u{7F}é"), "\"a\\\"b\\\\c\\n\\t\\r\\u0001\\u007Fé\""),
    ])
  func written(value: SettingValue, text: String) throws {
    #expect(value.written == text)
    var parser = TOMLParser(ArraySlice("a = \(text)".utf8))
    let read = try #require(try parser.setting().value.setting)
    #expect((SettingKind.number(-1e301...1e301, allowed: "").value(of: read) ?? read) == value || read == value)
  }

  @Test(
    "names that are near are found, others not",
    arguments: [
      ("stpes", "steps"), ("Steps", "steps"), ("step", "steps"), ("sTps", "steps"), ("orders", "order"),
      ("patience", "patience"), ("patinece", "patience"), ("colour", nil), ("", nil), ("ste", nil),
      (String(repeating: "x", count: 100_000), nil),
    ] as [(String, String?)])
  func nearest(name: String, found: String?) {
    #expect(Wording.nearest(to: name, among: ["steps", "order", "patience", "seed"]) == found)
  }
}
