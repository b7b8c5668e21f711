import LanguageModels
import TestSupport
import Testing

@testable import LanguageModels

@Suite(.serialized, .timeLimit(.minutes(1))) struct SecureConnectionTests {
  private static let answer = """
    HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 44\r\n\r\n\
    {"choices":[{"message":{"content":"safe"}}]}
    """

  /// What comes of a request to a server with a certificate for this name.
  private func outcome(
    certificateFor name: String, isTrusted: Bool
  ) async throws -> Result<ModelReply, any Error> {
    let authority = try SelfSigned(for: name)
    defer { authority.remove() }
    let server = try SecureServer(authority, answer: Self.answer)
    defer { server.stop() }
    return try await outcome(port: server.port, certificates: isTrusted ? authority.certificate : nil)
  }

  private func outcome(port: Int, certificates: String?) async throws -> Result<ModelReply, any Error> {
    let address = try ServerAddress("https://127.0.0.1:\(port)/v1")
    let key = try SecretKey("sk-secret", source: "OPENAI_API_KEY")
    let client = CurlClient(
      .chatCompletions(address, key: key), ReplyLimits(idleSeconds: 20), certificates: certificates)
    defer { client.close() }
    let failures = ReplyFailures(
      model: "m", address: address, keySource: "OPENAI_API_KEY", key: key, idleSeconds: 20)
    let exchange = ReplyExchange(ReplyAssembler(limits: ReplyLimits()), failures: failures) { _, _ in }
    do {
      let replies = try await client.replies(to: Array("{}".utf8), exchange).replies
      return .success(try #require(replies[0]))
    } catch {
      return .failure(error)
    }
  }

  @Test(.enabled(if: SelfSigned.isPossible)) func aCertificateOfATrustedAuthorityForThisNameIsGood() async throws {
    #expect(try await outcome(certificateFor: "IP:127.0.0.1", isTrusted: true).get().text == "safe")
  }

  @Test(.enabled(if: SelfSigned.isPossible)) func aCertificateThatVouchesForItselfIsRefused() async throws {
    let outcome = try await outcome(certificateFor: "IP:127.0.0.1", isTrusted: false)
    let error = try #require(throws: ModelError.self) { try outcome.get() }
    #expect(error.cause == "no secure connection" && !error.isRetryable)
    #expect(error.sentence.contains("self"), "\(error.sentence)")
  }

  @Test(.enabled(if: SelfSigned.isPossible)) func aCertificateForAnotherNameIsRefused() async throws {
    let outcome = try await outcome(certificateFor: "DNS:example.com", isTrusted: true)
    let error = try #require(throws: ModelError.self) { try outcome.get() }
    #expect(error.cause == "no secure connection" && !error.isRetryable)
    #expect(error.sentence.contains("127.0.0.1"), "\(error.sentence)")
  }

  @Test func aFileOfAuthoritiesThatIsNotThereIsNamed() async throws {
    let server = try LoopbackServer(greeting: [.waitForDisconnect]) { _ in [] }
    defer { server.stop() }
    let outcome = try await outcome(port: server.port, certificates: "/nowhere/authorities.pem")
    let error = try #require(throws: ModelError.self) { try outcome.get() }
    #expect(error.cause == "no certificates" && !error.isRetryable, "\(error)")
    #expect(error.sentence.contains("SSL_CERT_FILE") && error.sentence.contains("/nowhere/authorities.pem"))
  }

  @Test func aServerWithoutTLSIsToldApart() async throws {
    // What comes back to the hello of TLS is none.
    let server = try LoopbackServer(greeting: [.text("HTTP/1.1 400 Bad Request\r\n\r\n"), .waitForDisconnect]) { _ in
      []
    }
    defer { server.stop() }
    let outcome = try await outcome(port: server.port, certificates: nil)
    let error = try #require(throws: ModelError.self) { try outcome.get() }
    #expect(error.cause == "no secure connection" && !error.isRetryable, "\(error)")
    #expect(error.sentence.contains("http:// in place of https://"))
  }

  @Test func aHandshakeThatBreaksMayDoBetter() async throws {
    let server = try LoopbackServer(greeting: [.reset]) { _ in [] }
    defer { server.stop() }
    let outcome = try await outcome(port: server.port, certificates: nil)
    let error = try #require(throws: ModelError.self) { try outcome.get() }
    #expect(error.cause == "connection lost" && error.isRetryable, "\(error)")
  }
}
