/// Turns what can go wrong with a request into sentences that say what to do.
struct ReplyFailures: Sendable {
  /// The model that was asked for.
  var model: String
  var address: ServerAddress
  /// The variable that the key comes from; nil for a service that is asked without one.
  var keySource: String?
  var key: SecretKey?
  var idleSeconds: Int
  var service = Service.openai

  // MARK: - What the server said

  /// A refusal with the words of the server, for those who can ask otherwise.
  func refusal(status: Int, complaint: ServerComplaint, retryAfter: Duration? = nil) -> ReplyRefusal {
    ReplyRefusal(error: failure(status: status, complaint: complaint, retryAfter: retryAfter), complaint: complaint)
  }

  /// - Parameter status: of HTTP; 200 for an error inside a reply.
  func failure(status: Int, complaint: ServerComplaint, retryAfter: Duration? = nil) -> ModelError {
    let code = status != 200 ? status : complaint.status
    let words = said(complaint)
    func error(
      _ kind: ModelError.Code, _ sentence: String, cause: String? = nil, isRetryable: Bool = false
    ) -> ModelError {
      ModelError(
        kind, status: code, cause: cause ?? code.map { "\($0)" } ?? "error in the reply", sentence: sentence + words,
        isRetryable: isRetryable, retryAfter: isRetryable ? retryAfter : nil,
        overflow: kind == .contextLength ? complaint.overflow ?? ContextOverflow() : nil)
    }

    // Of a limit of the rate nothing gets better by a shorter prompt, unless the request alone is beyond it.
    if complaint.overflow != nil, code != 429 || complaint.says("request too large") {
      return error(
        .contextLength, "The prompt is longer than \(model) takes at \(address): show fewer rows of the history.",
        cause: "prompt too long")
    }
    if complaint.isCalled("insufficient_quota") || complaint.says("credit balance") {
      return error(.rateLimited, "The account at \(address.host) has no credit left: add some, or use another model.")
    }
    switch code {
    case 401?: return error(.unauthorized, unauthorized)
    case 403?:
      return error(
        .unauthorized, "\(address.host) does not allow this \(key == nil ? "without a key" : "key") to use \(model).")
    case 404?, 405?: return error(.notFound, notFound(complaint))
    case 402?: return error(.badRequest, "\(address.host) asks to be paid first: see the account there.")
    case 413?: return error(.contextLength, "The request is too large for \(address): show fewer rows of the history.")
    case 429?:
      return error(.rateLimited, "\(address.host) is limiting the rate of requests.", isRetryable: true)
    case 407?:
      return error(
        .connection,
        "A proxy before \(address.host) wants a name and a password: set them in http_proxy in the "
          + "environment, or name \(address.host) in no_proxy.")
    case 409?:
      return error(.server, "\(address.host) was busy with another request.", isRetryable: true)
    case 408?, 425?:
      return error(.server, "\(address.host) did not take the request in time.", isRetryable: true)
    case 501?: return error(.server, "The server at \(address) has no \(service.api): check the base URL.")
    case 529?: return error(.server, "\(address.host) has too much to do (status 529).", isRetryable: true)
    case let code? where code >= 500:
      return error(.server, "The server at \(address.host) failed with status \(code).", isRetryable: true)
    case let code? where code >= 400:
      return error(.badRequest, "The server at \(address) refused the request for \(model) with status \(code).")
    case let code?:
      return error(.badRequest, "The server at \(address) answered with status \(code), which is no reply.")
    case nil: return named(complaint, words)
    }
  }

  /// A redirect, which is never followed: it would carry the key and the prompt elsewhere.
  func redirect(status: Int, location: String?) -> ModelError {
    let target = location.map { " to " + shown($0) } ?? ""
    return ModelError(
      .badRequest, status: status, cause: "redirected",
      sentence: "\(address) redirects\(target), and redirects are not followed: set --base-url to the server itself.",
      isRetryable: false)
  }

  /// An error inside a reply that names no status.
  private func named(_ complaint: ServerComplaint, _ words: String) -> ModelError {
    func error(_ kind: ModelError.Code, _ sentence: String, isRetryable: Bool) -> ModelError {
      ModelError(kind, cause: "error in the reply", sentence: sentence + words, isRetryable: isRetryable)
    }
    if complaint.isCalled("rate_limit") {
      return error(.rateLimited, "\(address.host) is limiting the rate of requests.", isRetryable: true)
    }
    if complaint.isCalled("overloaded") {
      return error(.server, "\(address.host) has too much to do.", isRetryable: true)
    }
    if complaint.isCalled("authentication", "invalid_api_key", "permission") {
      return error(.unauthorized, unauthorized, isRetryable: false)
    }
    if complaint.isCalled("not_found") { return error(.notFound, notFound(complaint), isRetryable: false) }
    if complaint.isCalled("invalid_request", "bad_request", "badrequest") {
      return error(.badRequest, "The server at \(address) refused the request for \(model).", isRetryable: false)
    }
    return error(.server, "The server at \(address.host) failed while it answered.", isRetryable: true)
  }

  private var unauthorized: String {
    guard let keySource else {
      return
        "\(address.host) wants a key, and \(service.rawValue): has none: name the server with --base-url, its model with "
        + "openai:NAME, and set OPENAI_API_KEY."
    }
    return key == nil
      ? "\(address.host) wants a key: set \(keySource) in the environment."
      : "\(address.host) does not accept the key in \(keySource): check it, and that it belongs to this service."
  }

  private func notFound(_ complaint: ServerComplaint) -> String {
    if complaint.isCalled("model") || complaint.says("model") {
      return
        "\(address.host) has no model \(model): check the name after \(service.rawValue):, and whether it is installed there."
    }
    return
      "There is nothing at \(address)\(service.resource): check the base URL, which mostly ends in /v1."
  }

  private func said(_ complaint: ServerComplaint) -> String {
    let message = withoutKey(complaint.message)
    return message.isEmpty ? "" : " It says: \(message)"
  }

  // MARK: - What the bytes said

  /// As `failure`, with the words of the server where it said something.
  func error(for failure: ReplyAssembler.Failure) -> any Error {
    if case .complaint(let complaint) = failure { return refusal(status: 200, complaint: complaint) }
    return self.failure(failure)
  }

  func failure(_ failure: ReplyAssembler.Failure) -> ModelError {
    switch failure {
    case .complaint(let complaint): return self.failure(status: 200, complaint: complaint)
    case .cutShort:
      return ModelError(
        .connection, cause: "cut short",
        sentence: "The connection to \(address.host) ended before the reply did.", isRetryable: true)
    case .tooLong(let bytes):
      return ModelError(
        .malformed, cause: "reply too long",
        sentence:
          "\(model) sent more than \(bytes >> 20 > 0 ? "\(bytes >> 20) MB" : "\(bytes) bytes") without ending its reply: lower --reply-tokens.",
        isRetryable: false)
    case .malformed(let gist):
      let shown = gist.isEmpty ? "" : ": " + withoutKey(gist)
      return ModelError(
        .malformed, status: 200, cause: "no reply",
        sentence: "What \(address) answered is no reply of a server of \(service.api)\(shown)", isRetryable: false)
    }
  }

  /// A body that is compressed, though none was asked for.
  func packed(_ coding: String) -> ModelError {
    ModelError(
      .malformed, status: 200, cause: "compressed reply",
      sentence:
        "\(address) sent its reply compressed (\(shown(coding))), which was not asked for and is not unpacked: check "
        + "--base-url, and turn compression off in what stands before the server.",
      isRetryable: false)
  }

  // MARK: - What the connection said

  func failure(_ failure: ConnectionFailure) -> ModelError {
    func connection(_ cause: String, _ sentence: String, isRetryable: Bool = true) -> ModelError {
      ModelError(.connection, cause: cause, sentence: sentence, isRetryable: isRetryable)
    }
    let place = "\(address.host), port \(address.port)"
    switch failure {
    case .timedOut:
      return ModelError(
        .stalled, cause: "no byte for \(idleSeconds) s",
        sentence: "\(place) sent no byte for \(idleSeconds) s: it hangs, or is not reached.", isRetryable: true)
    case .tookTooLong(let seconds):
      return ModelError(
        .stalled, cause: "no end after \(seconds) s",
        sentence: "\(model) did not end its reply within \(seconds) s: lower --reply-tokens, or use a faster model.",
        isRetryable: false)
    case .proxyRefused(let words):
      return connection(
        "refused by the proxy",
        "The proxy to \(address.host) does not let the request through\(inBrackets(words)): check "
          + "\(address.isEncrypted ? "https" : "http")_proxy and all_proxy in the environment, with the name and password "
          + "that it may want, or name \(address.host) in no_proxy.", isRetryable: false)
    case .refused(let words):
      // Words that do not name the server are about a proxy before it.
      let detail = words.contains(address.host) ? "" : inBrackets(words)
      return connection(
        "connection refused",
        "Nothing answers at \(place)\(detail): start the server, or check --base-url \(address).")
    case .hostNotFound:
      return connection(
        "host not found",
        "The name \(address.host) is not found: check it in --base-url, and the connection to the network.")
    case .proxyNotFound:
      return connection(
        "proxy not found",
        "The proxy to \(address.host) is not found: check \(address.isEncrypted ? "https" : "http")_proxy and all_proxy in "
          + "the environment.")
    case .noNetwork:
      return connection("no network", "There is no network to reach \(place).")
    case .lost(let words):
      return connection(
        "connection lost", "The connection to \(place) was lost before the reply ended\(inBrackets(words)).")
    case .insecure(let words):
      return connection(
        "no secure connection",
        "No secure connection to \(place): check its certificate, and whether it wants http:// in place of "
          + "https://\(inBrackets(words)).", isRetryable: false)
    case .withoutCertificates(let words):
      return connection(
        "no certificates",
        "The certificates that a secure connection to \(address.host) is checked with cannot be read"
          + "\(inBrackets(words)): install ca-certificates, or check SSL_CERT_FILE.", isRetryable: false)
    case .withoutLibrary(let words):
      return connection("no libcurl", "\(address.host) cannot be asked: \(words)", isRetryable: false)
    }
  }

  /// Words of a library, which may repeat what it was given.
  private func inBrackets(_ words: String) -> String {
    let gist = shown(words)
    return gist.isEmpty ? "" : " (\(gist))"
  }

  private func shown(_ words: String) -> String { withoutKey(ServerComplaint.gist(words)) }

  private func withoutKey(_ gist: String) -> String { key?.redactedWhereCut(gist) ?? gist }

  var closed: ModelError {
    ModelError(
      .connection, cause: "closed", sentence: "The model was closed before the reply ended.", isRetryable: false)
  }
}

/// A refusal, what it is to the person and what the server said.
struct ReplyRefusal: Error {
  var error: ModelError
  var complaint: ServerComplaint
}
