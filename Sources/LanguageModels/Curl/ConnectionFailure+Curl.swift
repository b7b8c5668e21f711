import CCurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ConnectionFailure {
  /// - Parameters:
  ///   - result: a result of libcurl: https://curl.se/libcurl/c/libcurl-errors.html
  ///   - words: libcurl's about it.
  ///   - systemError: the errno of a connection that could not be made; 0 for none.
  /// - Returns: nil for a success.
  init?(result: Int, words: String, systemError: Int32) {
    switch result {
    case LIBCURL_OK: return nil
    case LIBCURL_COULDNT_RESOLVE_PROXY: self = .proxyNotFound
    case LIBCURL_COULDNT_RESOLVE_HOST: self = .hostNotFound
    case LIBCURL_OPERATION_TIMEDOUT: self = .timedOut
    case LIBCURL_COULDNT_CONNECT:
      switch systemError {
      case ENETUNREACH, ENETDOWN: self = .noNetwork
      case ETIMEDOUT: self = .timedOut
      case ECONNRESET: self = .lost(words)
      default: self = .refused(words)
      }
    case LIBCURL_PROXY: self = .proxyRefused(words)
    case _ where Self.isOfProxy(words): self = .proxyRefused(words)
    case LIBCURL_SSL_CONNECT_ERROR where Self.isLoss(words): self = .lost(words)
    case LIBCURL_SSL_CONNECT_ERROR, LIBCURL_SSL_CERTPROBLEM, LIBCURL_SSL_CIPHER, LIBCURL_PEER_FAILED_VERIFICATION,
      LIBCURL_SSL_ISSUER_ERROR, LIBCURL_SSL_INVALIDCERTSTATUS, LIBCURL_SSL_CLIENTCERT:
      self = .insecure(words)
    case LIBCURL_SSL_CACERT_BADFILE: self = .withoutCertificates(words)
    default: self = .lost(words)
    }
  }

  /// Whether a proxy did not open its tunnel: libcurl's words before 7.87 and since.
  private static func isOfProxy(_ words: String) -> Bool {
    words.contains("proxy after CONNECT") || words.contains("CONNECT tunnel failed")
  }

  /// Whether the network broke a handshake off, which may go better the next time. OpenSSL's and GnuTLS's words.
  private static func isLoss(_ words: String) -> Bool {
    ["SSL_ERROR_SYSCALL", "reset by peer", "timed out", "Error in the pull function", "Error in the push function"]
      .contains { words.contains($0) }
  }
}
