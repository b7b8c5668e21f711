import LanguageModels
import Optimization

/// What `llama:FILE.gguf` needs besides the file.
struct LlamaOptions: Sendable {
  /// The program that `--llama-server` or a setting names; nil looks on the PATH.
  var program: String?
  /// The replies that a step asks for.
  var candidates = 1
  /// Whether the run wants no thinking: then a server is started without it.
  var isThinkingOff = false

  /// More at once are slower on the machines that people have, and each takes memory.
  static let mostSlots = 8

  /// - Throws: `SettingError`.
  func model(_ file: String, baseURL: String?, _ environment: [String: String]) throws -> ChosenModel {
    if let baseURL {
      // One that runs already, wherever its file lies.
      let address = try Service.llama.checkedAddress(baseURL: baseURL, environment: environment)
      let identity = ModelIdentity(name: "llama:\(file)", kind: .server, address: address.description)
      return ChosenModel(
        model: try ChatCompletionsModel(name: file, address: address, service: .llama, identity: identity))
    }
    let settings = try LlamaServerSettings(
      file: file, program: program, slots: min(candidates, Self.mostSlots), isThinkingOff: isThinkingOff,
      environment: environment)
    return ChosenModel(
      model: LlamaServerModel(settings, places: try LocalServers.places(in: environment)))
  }
}
