/// Why a log cannot be used, in a sentence that names the file.
public struct LogError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: Hashable, Sendable {
    case exists, unreadable, unwritable, notALog, laterVersion, corrupt, inUse, noSuchStep
  }
  public var code: Code
  public var description: String
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
