/// Why a setting of a model cannot be used: a sentence that names the setting, the value and what is allowed.
public struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
  public var sentence: String
  public init(_ sentence: String) { self.sentence = sentence }
  public var description: String { sentence }
}
