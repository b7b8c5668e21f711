import CTerminal

/// Why no screen can be shown; the description is a sentence for the person at the shell.
public struct TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: Hashable, Sendable {
    /// The process has no terminal.
    case noTerminal
    /// TERM is unset, or names nothing in the terminal database.
    case unknownTerminal
    /// The terminal cannot move its cursor, or has no UTF-8.
    case incapableTerminal
    /// The system refused something that it normally grants.
    case system
  }

  public let code: Code
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// The system's words for an errno.
  static func reason(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    return terminal_error_reason(number, &buffer, buffer.count).map { String(cString: $0) } ?? "error \(number)"
  }
}
