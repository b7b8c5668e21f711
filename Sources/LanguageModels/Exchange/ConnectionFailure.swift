/// How a connection fails, whatever carries it.
enum ConnectionFailure: Error, Hashable, Sendable {
  /// No byte for the time allowed between two.
  case timedOut
  /// The reply has not ended in the time that a whole one is given.
  case tookTooLong(seconds: Int)
  /// Nothing answers there; words about it where it is not the server itself that did not.
  case refused(String)
  case hostNotFound
  /// The proxy that the environment names.
  case proxyNotFound
  /// That proxy does not let it through; words about it.
  case proxyRefused(String)
  case noNetwork
  /// It ended in the middle; words about it, or none.
  case lost(String)
  /// No secure connection, and why not.
  case insecure(String)
  /// The certificates of this machine cannot be read, and why not.
  case withoutCertificates(String)
  /// There is nothing on this machine to reach other servers with, or nothing that can be used; what to install.
  case withoutLibrary(String)
}
