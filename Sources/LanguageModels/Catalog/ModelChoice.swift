/// What `--model` names.
public enum ModelChoice: Hashable, Sendable, CustomStringConvertible {
  /// A model by its name behind a server that speaks the chat completions API.
  case openAI(name: String)
  /// The stand-in that is built in.
  case simulated
  /// No model: proposals are drawn at random.
  case none

  /// Reads `openai:NAME`, `simulated` or `none`.
  ///
  /// - Parameter source: the option that held it, for the error.
  /// - Throws: a sentence that names the value and lists what is allowed.
  public init(_ text: String, source: String = "--model") throws(SettingError) {
    let allowed = "allowed are openai:NAME, simulated and none."
    let kind = text.prefix { $0 != ":" }
    let rest = text.dropFirst(kind.count)
    let name = rest.dropFirst().filter { !$0.isNewline }
    switch kind {
    case "simulated" where rest.isEmpty: self = .simulated
    case "none" where rest.isEmpty: self = .none
    case "openai" where name.contains(where: { !$0.isWhitespace }): self = .openAI(name: String(name))
    case "openai":
      throw SettingError("\(source) \"\(text)\" names no model: write openai:NAME, as openai:qwen2.5-coder-0.5b.")
    case "simulated", "none":
      throw SettingError("\(source) \"\(text)\" has something after \(kind), which takes nothing: \(allowed)")
    default: throw SettingError("\(source) \"\(ServerComplaint.gist(text))\" is unknown: \(allowed)")
    }
  }

  /// As on the command line.
  public var description: String {
    switch self {
    case .openAI(let name): "openai:\(name)"
    case .simulated: "simulated"
    case .none: "none"
    }
  }
}
