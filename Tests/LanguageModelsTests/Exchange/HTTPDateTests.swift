import Testing

@testable import LanguageModels

@Suite struct HTTPDateTests {
  @Test(arguments: [
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    // The example of RFC 9110, in its three forms.
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
    ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
    ("Sun Nov  6 08:49:37 1994", 784_111_777),
    ("Thu, 29 Feb 2024 23:59:60 GMT", 1_709_251_200),
    ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
    ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
    ("Sun, 28 Feb 2100 00:00:00 GMT", 4_107_456_000),
    ("Tue, 19 Jan 2038 03:14:08 GMT", 2_147_483_648),
  ])
  func allThreeFormsAreRead(_ text: String, _ seconds: Int) {
    #expect(HTTPDate.seconds(text) == seconds)
    #expect(HTTPDate.seconds("  \(text) ") == seconds)
  }

  @Test(arguments: [
    "", "7", "tomorrow", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nop 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
    "Sun, 06 Nov 1994 08::37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 19945 08:49:37 GMT",
    "Sun, 06 Nov 99999999999999999999 08:49:37 GMT", "Sun, ٠٦ Nov 1994 08:49:37 GMT",
  ])
  func whatIsNoDateIsNone(_ text: String) {
    #expect(HTTPDate.seconds(text) == nil)
  }
}
