#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The wait that a server asks for with a 429 or a 503.
enum RetryAfter {
  /// - Parameter header: gives the value of a header by its name, whatever its case.
  static func wait(header: (String) -> String?) -> Duration? { wait(now: time(nil), header: header) }

  /// - Parameters:
  ///   - now: what the server's date is held against where it sent no `Date` of its own, in seconds since 1970.
  ///   - header: gives the value of a header by its name, whatever its case.
  /// - Returns: nil without a header that can be read; never negative.
  static func wait(now: Int, header: (String) -> String?) -> Duration? {
    if let text = header("retry-after-ms"), let wait = number(text, scale: 0.001) { return wait }
    guard let text = header("Retry-After") else { return nil }
    if let wait = number(text, scale: 1) { return wait }
    guard let date = HTTPDate.seconds(text) else { return nil }
    // The server's clock may be off: its own date is the better start.
    let start = header("Date").flatMap(HTTPDate.seconds) ?? now
    return .seconds(max(0, date - start))
  }

  private static func number(_ text: String, scale: Double) -> Duration? {
    guard let value = Double(text.trimmed), value.isFinite, value >= 0 else { return nil }
    // A century is as good as for ever, and does not overflow.
    return .seconds(min(value * scale, 3.2e9))
  }
}
