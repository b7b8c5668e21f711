import Text

/// What OLLAMA_HOST says to a client: the one variable tells Ollama's server where to listen and its clients where to
/// ask, as a host, a host and a port, or a URL.
///
/// The rules are those of Ollama's own client: port 11434 where neither a port nor a scheme is named, else the scheme's.
enum OllamaHost {
  /// The base URL of its chat completions; what is no address is left for `ServerAddress` to refuse.
  static func baseURL(_ text: String) -> String {
    let text = String(text.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" })
    let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    let scheme = parts.count == 2 ? parts[0].lowercased() : "http"
    let rest = parts[parts.count - 1]
    var place = String(rest.prefix { $0 != "/" })
    var path = String(rest.dropFirst(place.count))
    while path.hasSuffix("/") { path.removeLast() }
    // An address of version 6 without its brackets.
    if !place.hasPrefix("["), place.count(where: { $0 == ":" }) > 1 { place = "[\(place)]" }
    let host: String
    var port: String
    if place.hasPrefix("["), let end = place.firstIndex(of: "]") {
      host = String(place[...end])
      port = String(place[place.index(after: end)...])
    } else {
      host = String(place.prefix { $0 != ":" })
      port = String(place.dropFirst(host.count))
    }
    if port.isEmpty || port == ":" { port = parts.count == 2 ? "" : ":11434" }
    return "\(scheme)://\(askable(host))\(port)\(path.hasSuffix("/v1") ? path : path + "/v1")"
  }

  /// A server that listens at every address of its machine is asked at the machine's own.
  private static func askable(_ host: String) -> String {
    switch host {
    case "", "0.0.0.0": "127.0.0.1"
    case "[::]", "[0:0:0:0:0:0:0:0]": "[::1]"
    default: host
    }
  }
}
