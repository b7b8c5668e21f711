import Foundation
import Testing

@testable import LanguageModels

/// libcurl's results, as failures that a sentence can be made of.
@Suite struct CurlFailureTests {
  private func failure(_ result: Int, _ words: String = "words", system: Int32 = 0) -> ConnectionFailure? {
    ConnectionFailure(result: result, words: words, systemError: system)
  }

  @Test func aSuccessIsNone() {
    #expect(failure(0) == nil)
  }

  @Test func resultsHaveTheirMeaning() {
    #expect(failure(5) == .proxyNotFound)
    #expect(failure(6) == .hostNotFound)
    #expect(failure(7, system: ECONNREFUSED) == .refused("words"))
    #expect(failure(7, system: EHOSTUNREACH) == .refused("words"))
    #expect(failure(7, system: ENETUNREACH) == .noNetwork)
    #expect(failure(7, system: ETIMEDOUT) == .timedOut)
    #expect(failure(7, system: ECONNRESET) == .lost("words"))
    #expect(failure(28) == .timedOut)
    for result in [35, 58, 59, 60, 83, 91, 98] { #expect(failure(result) == .insecure("words"), "\(result)") }
    #expect(failure(77) == .withoutCertificates("words"))
    #expect(failure(97) == .proxyRefused("words"))
    for words in ["CONNECT tunnel failed, response 403", "Received HTTP code 407 from proxy after CONNECT"] {
      #expect(failure(56, words) == .proxyRefused(words))
    }
    // Half an answer, none, errors of sending and receiving, of HTTP/2, and what is not known yet.
    for result in [1, 8, 16, 18, 52, 55, 56, 92, 4711] { #expect(failure(result) == .lost("words"), "\(result)") }
  }

  @Test(arguments: [
    "OpenSSL SSL_connect: Connection reset by peer in connection to api.example.com:443",
    "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to api.example.com:443",
    "gnutls_handshake() failed: Error in the pull function.",
  ])
  func aHandshakeThatTheNetworkBrokeOffIsALoss(_ words: String) {
    #expect(failure(35, words) == .lost(words))
    #expect(failure(60, words) == .insecure(words))
  }
}
