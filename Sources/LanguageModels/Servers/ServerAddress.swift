import Foundation

/// The base URL of a server that speaks the chat completions API, checked: `http://127.0.0.1:8080/v1`.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address of OpenAI's own service.
  public static let openAI = "https://api.openai.com/v1"

  /// Without a slash at the end, and never with a name or password in it.
  public let description: String
  public let host: String
  /// The one named, else that of the scheme.
  public let port: Int
  public let isEncrypted: Bool
  let chatCompletions: URL
  /// The path of the base, as `/v1`.
  let path: String

  /// Reads an address as people write it: with or without a slash at the end, with or without `/chat/completions`;
  /// a bare host gets the usual `/v1`.
  ///
  /// - Parameter source: the option or variable that held it, for the error.
  /// - Throws: what is wrong with it and what is allowed.
  public init(_ text: String, source: String = "--base-url") throws(SettingError) {
    let form = "a base URL is http:// or https://, a host and a path, as http://127.0.0.1:8080/v1."
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if trimmed.isEmpty { throw SettingError("\(source) is empty: \(form)") }
    guard let components = URLComponents(string: trimmed), let scheme = components.scheme?.lowercased() else {
      throw SettingError("\(source) \(Self.shown(text)) is no URL: \(form)")
    }
    // Said without the address, which holds a secret.
    if components.user != nil || components.password != nil {
      throw SettingError("\(source) must not hold a name or password: a key belongs in the environment.")
    }
    guard scheme == "http" || scheme == "https" else {
      throw SettingError("\(source) \(Self.shown(text)) starts with neither http:// nor https://: \(form)")
    }
    guard let host = components.host, !host.isEmpty else {
      throw SettingError("\(source) \(Self.shown(text)) names no host: \(form)")
    }
    if components.query != nil || components.fragment != nil {
      throw SettingError("\(source) \(Self.shown(text)) must end with its path, before any ? or #: \(form)")
    }
    if let port = components.port, !(1...65535).contains(port) {
      throw SettingError("\(source) \(Self.shown(text)) has port \(port): ports go from 1 to 65535.")
    }
    var base = components
    base.scheme = scheme
    var path = components.percentEncodedPath
    while path.hasSuffix("/") { path.removeLast() }
    if path.hasSuffix("/chat/completions") { path.removeLast("/chat/completions".count) }
    if path.isEmpty { path = "/v1" }
    base.percentEncodedPath = path
    guard let description = base.string, let url = URL(string: description + "/chat/completions"), url.host != nil
    else {
      throw SettingError("\(source) \(Self.shown(text)) is no URL: \(form)")
    }
    self.description = description
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    self.path = path
    port = components.port ?? (scheme == "https" ? 443 : 80)
    isEncrypted = scheme == "https"
    chatCompletions = url
  }

  /// Whether what is sent there stays on this machine.
  public var isLoopback: Bool {
    let name = host.lowercased()
    if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// - Throws: a sentence when a key sent there could be read on the way.
  func checkThatKeyIsSafe(source: String) throws(SettingError) {
    guard !isEncrypted && !isLoopback else { return }
    throw SettingError(
      "\(source) would be sent unencrypted to \(host): use https://, or set \(source) to nothing if the server at "
        + "\(description) needs no key.")
  }

  private static func shown(_ text: String) -> String { "\"\(ServerComplaint.gist(text))\"" }
}
