import Testing

@testable import LanguageModels

@Suite struct ServerAddressTests {
  @Test(arguments: [
    ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
    ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
    ("http://127.0.0.1:8080//", "http://127.0.0.1:8080/v1"),
    ("https://api.example.com/compatible-mode/v1/chat/completions", "https://api.example.com/compatible-mode/v1"),
    ("  HTTPS://api.example.com/v1\n", "https://api.example.com/v1"),
    ("https://api.anthropic.com", "https://api.anthropic.com/v1"),
    ("https://api.anthropic.com/v1/messages", "https://api.anthropic.com/v1"),
    ("http://[::1]:11434/v1", "http://[::1]:11434/v1"),
  ])
  func addressesAreReadAsPeopleWriteThem(_ text: String, _ base: String) throws {
    let address = try ServerAddress(text)
    #expect(address.description == base)
    #expect(ReplyEndpoint.chatCompletions(address, key: nil).url == base + "/chat/completions")
  }

  @Test func hostAndPortAreThoseThatAConnectionNeeds() throws {
    let plain = try ServerAddress("http://[::1]/v1")
    #expect(plain.host == "::1" && plain.port == 80 && !plain.isEncrypted)
    let secure = try ServerAddress("https://example.com")
    #expect(secure.host == "example.com" && secure.port == 443 && secure.isEncrypted)
    #expect(try ServerAddress("http://h:81").port == 81)
  }

  @Test(arguments: [
    ("", "is empty"), ("127.0.0.1:8080/v1", "--base-url"), ("localhost:8080", "neither http:// nor https://"),
    ("ftp://host/v1", "neither http:// nor https://"), ("http://", "names no host"), ("http:///v1", "names no host"),
    ("http://host:99999/v1", "99999"), ("http://host/v1?x=1", "before any ? or #"), ("http://ho st/v1", "--base-url"),
  ])
  func whatIsNoAddressIsRefusedWithASentence(_ text: String, _ part: String) {
    let error = #expect(throws: SettingError.self) { try ServerAddress(text) }
    #expect(error?.sentence.contains(part) == true, "\(error?.sentence ?? "")")
    #expect(error?.sentence.contains("--base-url") == true)
  }

  @Test func aPasswordInTheAddressIsRefusedAndNotRepeated() {
    let error = #expect(throws: SettingError.self) { try ServerAddress("https://me:hunter2@host/v1") }
    #expect(error?.sentence.contains("hunter2") == false)
    #expect(error?.sentence.contains("environment") == true)
  }

  @Test func theVariableThatHeldItIsNamed() {
    let error = #expect(throws: SettingError.self) { try ServerAddress("x", source: "OPENAI_BASE_URL") }
    #expect(error?.sentence.hasPrefix("OPENAI_BASE_URL") == true)
  }

  @Test(arguments: ["localhost", "127.0.0.1", "127.8.9.10", "[::1]", "api.localhost", "LOCALHOST"])
  func loopbackIsKnown(_ host: String) throws { #expect(try ServerAddress("http://\(host):1/v1").isLoopback) }

  @Test(arguments: ["127.0.0.1.example.com", "192.168.1.5", "localhost.example.com", "10.0.0.1", "128.0.0.1"])
  func otherMachinesAreNotLoopback(_ host: String) throws {
    #expect(try !ServerAddress("http://\(host):1/v1").isLoopback)
  }
}

@Suite struct SecretKeyTests {
  private func model(_ address: String, key: String?) throws -> ChatCompletionsModel {
    try ChatCompletionsModel(name: "m", address: ServerAddress(address), key: key)
  }

  @Test func theKeyIsNeverShown() throws {
    let key = try #require(try SecretKey("sk-very-secret", source: "K"))
    let model = try model("https://example.com/v1", key: "sk-very-secret")
    var dumped = ""
    dump(key, to: &dumped)
    dump(model, to: &dumped)
    dump([model.identity], to: &dumped)
    let shown = [
      "\(key)", String(reflecting: key), String(describing: [key]), "\(model)", String(reflecting: model), dumped,
      String(describing: Mirror(reflecting: model).children.map(\.value)),
    ]
    for text in shown { #expect(!text.contains("very-secret"), "\(text)") }
  }

  @Test func blanksAroundAKeyAreNotPartOfItAndBlanksAloneAreNone() throws {
    #expect(try SecretKey(" sk-x \n", source: "K")?.exposed == "sk-x")
    #expect(try SecretKey(" \n", source: "K") == nil)
    #expect(try SecretKey("", source: "K") == nil)
  }

  @Test(arguments: ["sk-a b", "sk-a\r\nX: y", "sk-ä"])
  func whatNoHeaderMayHoldIsRefusedWithoutShowingIt(_ text: String) {
    let error = #expect(throws: SettingError.self) { try SecretKey(text, source: "OPENAI_API_KEY") }
    #expect(error?.sentence.contains("OPENAI_API_KEY") == true)
    #expect(error?.sentence.contains("sk-") == false)
  }

  @Test func aKeyGoesUnencryptedToThisMachineOnly() throws {
    _ = try model("http://127.0.0.1:8080/v1", key: "sk-x")
    _ = try model("https://example.com/v1", key: "sk-x")
    _ = try model("http://192.168.1.5:8080/v1", key: nil)
    _ = try model("http://192.168.1.5:8080/v1", key: " ")
    let error = #expect(throws: SettingError.self) { try model("http://192.168.1.5:8080/v1", key: "sk-x") }
    #expect(error?.sentence.contains("https://") == true)
    #expect(error?.sentence.contains("sk-x") == false)
  }

  @Test func aModelNeedsAName() {
    #expect(throws: SettingError.self) {
      try ChatCompletionsModel(name: "", address: ServerAddress("http://127.0.0.1"))
    }
  }
}
