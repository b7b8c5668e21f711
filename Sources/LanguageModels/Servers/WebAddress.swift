/// The parts of a URL of the web, in the letters that RFC 3986 gives them: percent-encoded where they need be, and
/// hosts of other alphabets in their `xn--` form.
///
/// Foundation's reading of URLs loads the tables for all alphabets: a millisecond of every start.
struct WebAddress: Equatable {
  enum Problem: Error, Equatable {
    case empty
    /// There is a name or password in it.
    case secret
    case form
    /// It is of another kind than http and https.
    case scheme
    case host
    /// Something follows the path.
    case tail
    case port(String)
  }

  /// In lower case.
  var scheme: String
  /// That of version 6 of the protocol without its brackets.
  var host: String
  var port: Int?
  /// As written.
  var path: String

  /// Blanks around it are no part of it.
  init(_ text: String) throws(Problem) {
    let trimmed = text.trimmed
    if trimmed.isEmpty { throw .empty }
    guard let colon = trimmed.firstIndex(of: ":"), Self.isScheme(trimmed[..<colon]) else {
      throw trimmed.contains("@") ? .secret : .form
    }
    scheme = trimmed[..<colon].lowercased()
    var rest = trimmed[trimmed.index(after: colon)...]
    let hasAuthority = rest.hasPrefix("//")
    if hasAuthority { rest = rest.dropFirst(2) }
    let authority = rest.prefix { !"/?#".contains($0) }
    if authority.contains("@") { throw .secret }
    guard scheme == "http" || scheme == "https" else { throw .scheme }
    if !hasAuthority || authority.isEmpty { throw .host }
    (host, port) = try Self.place(authority)
    rest = rest[authority.endIndex...]
    let path = rest.prefix { $0 != "?" && $0 != "#" }
    guard path.utf8.allSatisfy(Self.isOfPath) else { throw .form }
    if path.endIndex != rest.endIndex { throw .tail }
    self.path = String(path)
  }

  private static func place(_ authority: Substring) throws(Problem) -> (host: String, port: Int?) {
    let host: Substring
    var rest: Substring
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { throw .form }
      host = authority[..<end].dropFirst()
      guard host.contains(":"), host.utf8.allSatisfy({ isOfName($0) || $0 == UInt8(ascii: ":") }) else { throw .form }
      rest = authority[authority.index(after: end)...]
    } else {
      host = authority.prefix { $0 != ":" }
      guard host.utf8.allSatisfy(isOfName) else { throw .form }
      if host.isEmpty { throw .host }
      rest = authority[host.endIndex...]
    }
    if rest.isEmpty { return (String(host), nil) }
    guard rest.removeFirst() == ":", rest.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
      throw .form
    }
    if rest.isEmpty { return (String(host), nil) }
    guard let port = Int(rest), 1...65535 ~= port else { throw .port(ServerComplaint.gist(String(rest))) }
    return (String(host), port)
  }

  private static func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || "0123456789+-.".utf8.contains($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 }

  private static func isOfName(_ byte: UInt8) -> Bool { isLetter(byte) || "0123456789-._~%".utf8.contains(byte) }

  private static func isOfPath(_ byte: UInt8) -> Bool { isOfName(byte) || "/!$&'()*+,;=:@".utf8.contains(byte) }
}
