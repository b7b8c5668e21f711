import Testing

@testable import LanguageModels

@Suite struct WebAddressTests {
  @Test(arguments: [
    ("http://h", "http", "h", nil, ""),
    ("https://API.example.com:8443/v1/", "https", "API.example.com", 8443, "/v1/"),
    ("HTTP://my_host-1.lan:80/a%20b/c;d=e", "http", "my_host-1.lan", 80, "/a%20b/c;d=e"),
    ("http://[fe80::1%25eth0]:1/", "http", "fe80::1%25eth0", 1, "/"),
    ("http://h:/v1", "http", "h", nil, "/v1"),
    ("\t https://xn--bcher-kva.example \n", "https", "xn--bcher-kva.example", nil, ""),
    ("http://h/@v1", "http", "h", nil, "/@v1"),
  ])
  func partsAreAsWritten(_ text: String, _ scheme: String, _ host: String, _ port: Int?, _ path: String) throws {
    let address = try WebAddress(text)
    #expect(address.scheme == scheme)
    #expect(address.host == host)
    #expect(address.port == port)
    #expect(address.path == path)
  }

  @Test(arguments: [
    ("", WebAddress.Problem.empty), (" \n", .empty), ("host", .form), ("1http://h", .form), ("://h", .form),
    ("http://h:8o/v1", .form), ("http://h:-1", .form), ("http://[::1", .form), ("http://[h]/", .form),
    ("http://[::1]x", .form), ("http://a b/v1", .form), ("http://h/a b", .form), ("http://bücher.example", .form),
    ("http://h/\u{1}", .form), ("http://h\u{200B}/", .form), ("http://h<script>", .form),
    ("ftp://h", .scheme), ("mailto:h", .scheme), ("http:h", .host), ("http://", .host), ("http:///v1", .host),
    ("http://:80/v1", .host), ("http://h?x", .tail), ("http://h/v1#x", .tail), ("http://h:0", .port("0")),
    ("http://h:65536", .port("65536")), ("http://h:99999999999999999999", .port("99999999999999999999")),
    ("http://me@h", .secret), ("ftp://me:pw@h", .secret), ("https://me:p w@h", .secret), ("me:pw@h/v1", .secret),
    ("me@h", .secret), ("//me:pw@h", .secret),
  ])
  func whatIsWrongIsNamed(_ text: String, _ problem: WebAddress.Problem) {
    #expect(throws: problem) { try WebAddress(text) }
  }

  @Test func noBytesAreTooOddToBeRead() {
    var random = SplitMix64(seed: 7)
    let letters = Array("http://[]:@?#%. \u{0}é/9a\n")
    for _ in 0..<5000 {
      let text = String((0..<random.index(below: 24)).map { _ in letters[random.index(below: letters.count)] })
      _ = try? WebAddress(text)
      _ = try? WebAddress("http://" + text)
    }
  }
}
