import Testing

@testable import LanguageModels

@Suite struct ReplyFailuresTests {
  private func failures(key: String? = "sk-secret", _ address: String = "https://api.example.com/v1") throws
    -> ReplyFailures
  {
    let secret = try key.flatMap { try SecretKey($0, source: "OPENAI_API_KEY") }
    return ReplyFailures(
      model: "qwen", address: try ServerAddress(address), keySource: "OPENAI_API_KEY", key: secret, idleSeconds: 60)
  }

  private func error(_ status: Int, _ body: String = "", key: String? = "sk-secret") throws -> ModelError {
    try failures(key: key).failure(
      status: status, complaint: ServerComplaint(body: Array(body.utf8)), retryAfter: .seconds(3))
  }

  @Test func everyStatusIsExplained() throws {
    let table: [(Int, String, ModelError.Code, Bool, String)] = [
      (400, #"{"error":{"message":"bad schema"}}"#, .badRequest, false, "bad schema"),
      (401, "", .unauthorized, false, "OPENAI_API_KEY"),
      (402, "", .badRequest, false, "paid"),
      (403, "", .unauthorized, false, "qwen"),
      (404, #"{"error":{"message":"The model `qwen` does not exist"}}"#, .notFound, false, "no model qwen"),
      (404, "<html>Not Found</html>", .notFound, false, "https://api.example.com/v1/chat/completions"),
      (405, "", .notFound, false, "base URL"),
      (408, "", .server, true, "in time"),
      (409, "", .server, true, "busy"),
      (413, "", .contextLength, false, "fewer rows"),
      (422, #"{"detail":"no"}"#, .badRequest, false, "refused"),
      (429, "", .rateLimited, true, "rate"),
      (500, "", .server, true, "500"),
      (501, "", .server, false, "base URL"),
      (502, "<html><title>502 Bad Gateway</title></html>", .server, true, "502 Bad Gateway"),
      (503, #"{"error":{"code":503,"message":"Loading model"}}"#, .server, true, "Loading model"),
      (529, "", .server, true, "529"),
    ]
    for (status, body, code, isRetryable, part) in table {
      let error = try error(status, body)
      #expect(error.code == code, "\(status)")
      #expect(error.isRetryable == isRetryable, "\(status)")
      #expect(error.status == status)
      #expect(error.cause == (status == 413 ? "413" : "\(status)"))
      #expect(error.sentence.contains(part), "\(status): \(error.sentence)")
      #expect(error.retryAfter == (isRetryable ? .seconds(3) : nil), "\(status)")
    }
  }

  @Test(arguments: [
    #"{"error":{"code":400,"type":"exceed_context_size_error","message":"request (5000 tokens) exceeds the available context size (4096 tokens)","n_prompt_tokens":5000,"n_ctx":4096}}"#,
    #"{"error":{"code":"context_length_exceeded","message":"too long","type":"invalid_request_error"}}"#,
    #"{"object":"error","message":"This model's maximum context length is 2048 tokens.","code":400}"#,
  ])
  func aPromptThatIsTooLongIsNamedSo(_ body: String) throws {
    let error = try error(400, body)
    #expect(error.code == .contextLength)
    #expect(!error.isRetryable)
    #expect(error.sentence.contains("fewer rows"))
    #expect(error.cause == "prompt too long")
  }

  @Test func aMissingKeyAndAWrongOneAreToldApart() throws {
    #expect(try error(401, key: nil).sentence.contains("set OPENAI_API_KEY"))
    #expect(try error(401).sentence.contains("does not accept the key in OPENAI_API_KEY"))
  }

  @Test func anEmptyAccountIsNotAskedAgain() throws {
    let error = try error(429, #"{"error":{"code":"insufficient_quota","message":"You exceeded your quota"}}"#)
    #expect(error.code == .rateLimited)
    #expect(!error.isRetryable)
    #expect(error.sentence.contains("credit"))
  }

  @Test func errorsInsideAReplyGoByTheirStatusOrTheirName() throws {
    func error(_ body: String) throws -> ModelError {
      try failures().failure(.complaint(ServerComplaint(body: Array(body.utf8))))
    }
    #expect(try error(#"{"error":{"code":429,"message":"x"}}"#).code == .rateLimited)
    #expect(try error(#"{"error":{"code":"502","message":"x"}}"#).isRetryable)
    #expect(try error(#"{"error":{"type":"rate_limit_error"}}"#).code == .rateLimited)
    #expect(try error(#"{"error":{"type":"invalid_request_error"}}"#).code == .badRequest)
    #expect(try error(#"{"error":{"type":"authentication_error"}}"#).code == .unauthorized)
    #expect(try error(#"{"error":{"code":"model_not_found"}}"#).code == .notFound)
    let unknown = try error(#"{"error":{"message":"CUDA error"}}"#)
    #expect(unknown.code == .server && unknown.isRetryable)
    #expect(unknown.sentence.contains("CUDA error"))
  }

  @Test func theKeyIsCutOutOfTheWordsOfTheServer() throws {
    let error = try error(401, #"{"error":{"message":"Incorrect API key provided: sk-secret."}}"#)
    #expect(!error.sentence.contains("sk-secret"))
    #expect(error.sentence.contains("[key]"))
    let page = try failures().failure(.malformed("you sent Bearer sk-secret"))
    #expect(!page.sentence.contains("sk-secret"))
  }

  @Test func connectionsThatFailSayWhatToDo() throws {
    let table: [(ConnectionFailure, ModelError.Code, String, Bool, String)] = [
      (.timedOut, .stalled, "no byte for 60 s", true, "no byte for 60 s"),
      (.refused(""), .connection, "connection refused", true, "start the server"),
      (.hostNotFound, .connection, "host not found", true, "--base-url"),
      (.proxyNotFound, .connection, "proxy not found", true, "http_proxy and all_proxy"),
      (.noNetwork, .connection, "no network", true, "no network"),
      (.lost(""), .connection, "connection lost", true, "127.0.0.1, port 9 was lost before the reply ended."),
      (.lost("reset by peer"), .connection, "connection lost", true, "(reset by peer)"),
      (.insecure("it has expired"), .connection, "no secure connection", false, "certificate"),
      (.insecure("it has expired"), .connection, "no secure connection", false, "(it has expired)"),
      (.withoutCertificates("no such file"), .connection, "no certificates", false, "SSL_CERT_FILE"),
      (.withoutLibrary("install it."), .connection, "no libcurl", false, "install it."),
    ]
    for (failure, kind, cause, isRetryable, part) in table {
      let error = try failures(key: nil, "http://127.0.0.1:9/v1").failure(failure)
      #expect(error.code == kind && error.cause == cause && error.isRetryable == isRetryable, "\(failure)")
      #expect(error.sentence.contains(part), "\(error.sentence)")
    }
  }

  @Test func whatRefusedIsNamedWhereItIsNotTheServer() throws {
    let direct = try failures().failure(.refused("Failed to connect to api.example.com port 443"))
    #expect(!direct.sentence.contains("Failed"))
    let proxy = try failures().failure(.refused("Failed to connect to proxy.lan port 3128"))
    #expect(proxy.sentence.contains("(Failed to connect to proxy.lan port 3128)"))
  }

  @Test func theKeyIsCutOutOfTheWordsOfTheConnection() throws {
    #expect(try !failures().failure(.lost("sent sk-secret")).sentence.contains("sk-secret"))
  }
}

@Suite struct RetryAfterTests {
  private let now = 1_700_000_000  // Tue, 14 Nov 2023 22:13:20 GMT

  private func wait(_ headers: [String: String]) -> Duration? {
    RetryAfter.wait(now: now) { name in headers.first { $0.key.lowercased() == name.lowercased() }?.value }
  }

  @Test func secondsAndMillisecondsAreRead() {
    #expect(wait(["Retry-After": "3"]) == .seconds(3))
    #expect(wait(["Retry-After": " 0 "]) == .zero)
    #expect(wait(["Retry-After": "1.5"]) == .milliseconds(1500))
    #expect(wait(["retry-after-ms": "250", "Retry-After": "9"]) == .milliseconds(250))
  }

  @Test(arguments: [
    "Tue, 14 Nov 2023 22:13:50 GMT", "Tuesday, 14-Nov-23 22:13:50 GMT", "Tue Nov 14 22:13:50 2023",
  ])
  func datesOfAllThreeFormsAreRead(_ date: String) {
    #expect(wait(["Retry-After": date]) == .seconds(30))
  }

  @Test func theServersOwnClockIsTheBetterOne() {
    let headers = ["Retry-After": "Tue, 14 Nov 2023 22:13:50 GMT", "Date": "Tue, 14 Nov 2023 22:13:45 GMT"]
    #expect(wait(headers) == .seconds(5))
  }

  @Test func aDateThatHasPassedIsNoWait() {
    #expect(wait(["Retry-After": "Tue, 14 Nov 2023 22:00:00 GMT"]) == .zero)
  }

  @Test(arguments: ["", "soon", "-3", "nan", "inf"])
  func whatCannotBeReadIsNoWait(_ text: String) {
    #expect(wait(["Retry-After": text]) == nil)
  }

  @Test func absurdWaitsDoNotOverflow() {
    #expect(wait(["Retry-After": "1e300"]).map { $0 > .seconds(1e9) } == true)
  }
}
