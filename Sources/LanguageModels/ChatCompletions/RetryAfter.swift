import Foundation

/// The wait that a server asks for with a 429 or a 503.
enum RetryAfter {
  /// - Parameters:
  ///   - header: gives the value of a header by its name, whatever its case.
  ///   - now: what the server's date is held against where it sent no `Date` of its own.
  /// - Returns: nil without a header that can be read; never negative.
  static func wait(now: Date, header: (String) -> String?) -> Duration? {
    if let text = header("retry-after-ms"), let wait = number(text, scale: 0.001) { return wait }
    guard let text = header("Retry-After") else { return nil }
    if let wait = number(text, scale: 1) { return wait }
    guard let date = date(text) else { return nil }
    // The server's clock may be off: its own date is the better start.
    let start = header("Date").flatMap(date(_:)) ?? now
    return .seconds(max(0, date.timeIntervalSince(start)))
  }

  private static func number(_ text: String, scale: Double) -> Duration? {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    guard let value = Double(trimmed), value.isFinite, value >= 0 else { return nil }
    // A century is as good as for ever, and does not overflow.
    return .seconds(min(value * scale, 3.2e9))
  }

  /// The three forms of RFC 9110, section 5.6.7.
  private static func date(_ text: String) -> Date? {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    for format in ["EEE, dd MMM yyyy HH:mm:ss zzz", "EEEE, dd-MMM-yy HH:mm:ss zzz", "EEE MMM d HH:mm:ss yyyy"] {
      formatter.dateFormat = format
      if let date = formatter.date(from: trimmed) { return date }
    }
    return nil
  }
}
