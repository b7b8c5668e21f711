/// The base URL of a model server, checked: `http://127.0.0.1:8080/v1`.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address of OpenAI's own service.
  public static let openAI = "https://api.openai.com/v1"

  /// Without a slash at the end, and never with a name or password in it.
  public let description: String
  public let host: String
  /// The one named, else that of the scheme.
  public let port: Int
  public let isEncrypted: Bool
  /// The path of the base, as `/v1`.
  let path: String

  /// Reads an address as people write it: with or without a slash at the end, with or without `/chat/completions` or
  /// `/messages`; a bare host gets the usual `/v1`.
  ///
  /// - Parameter source: the option or variable that held it, for the error.
  /// - Throws: what is wrong with it and what is allowed.
  public init(_ text: String, source: String = "--base-url") throws(SettingError) {
    let form = "a base URL is http:// or https://, a host and a path, as http://127.0.0.1:8080/v1."
    let url: WebAddress
    do throws(WebAddress.Problem) {
      url = try WebAddress(text)
    } catch {
      let shown = "\(source) \"\(ServerComplaint.gist(text))\""
      switch error {
      case .empty: throw SettingError("\(source) is empty: \(form)")
      // Said without the address, which holds a secret.
      case .secret:
        throw SettingError("\(source) must not hold a name or password: a key belongs in the environment.")
      case .form: throw SettingError("\(shown) is no URL: \(form)")
      case .scheme: throw SettingError("\(shown) starts with neither http:// nor https://: \(form)")
      case .host: throw SettingError("\(shown) names no host: \(form)")
      case .tail: throw SettingError("\(shown) must end with its path, before any ? or #: \(form)")
      case .port(let port): throw SettingError("\(shown) has port \(port): ports go from 1 to 65535.")
      }
    }
    var path = url.path
    while path.hasSuffix("/") { path.removeLast() }
    for resource in ["/chat/completions", "/messages"] where path.hasSuffix(resource) {
      path.removeLast(resource.count)
    }
    if path.isEmpty { path = "/v1" }
    self.path = path
    host = url.host
    isEncrypted = url.scheme == "https"
    port = url.port ?? (isEncrypted ? 443 : 80)
    let place = url.host.contains(":") ? "[\(url.host)]" : url.host
    description = "\(url.scheme)://\(place)\(url.port.map { ":\($0)" } ?? "")\(path)"
  }

  /// Whether what is sent there stays on this machine.
  public var isLoopback: Bool {
    let name = host.lowercased()
    if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// The variable that allows plain http to other machines, as `--allow-http` does.
  public static let allowanceVariable = "TILLER_ALLOW_HTTP"

  /// - Parameter environment: where a person may have allowed it.
  /// - Throws: a sentence when prompts sent there could be read and changed on the way, and nobody allowed that.
  func checkThatPlainTextIsAllowed(_ environment: [String: String]) throws(SettingError) {
    guard !isEncrypted && !isLoopback else { return }
    let value = environment[Self.allowanceVariable]?.trimmed.lowercased() ?? ""
    guard ["", "0", "no", "false"].contains(value) else { return }
    throw SettingError(
      "\(description) is another machine, and http:// is not encrypted: what is sent and answered could be read and "
        + "changed on the way. Use https://, or --allow-http where you trust the network between.")
  }

  /// - Throws: a sentence when a key sent there could be read on the way.
  func checkThatKeyIsSafe(source: String) throws(SettingError) {
    guard !isEncrypted && !isLoopback else { return }
    throw SettingError(
      "\(source) would be sent unencrypted to \(host): use https://, or set \(source) to nothing if the server at "
        + "\(description) needs no key.")
  }
}
