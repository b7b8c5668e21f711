import Processes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which file llama.cpp's server is to serve, and how it is started.
public struct LlamaServerSettings: Sendable {
  /// The weights, as the person named them.
  public var file: String
  /// The server's program.
  public var executable: String
  /// How many replies it makes at the same time, 1 or more.
  public var slots: Int
  /// What each of them may hold, prompt and reply, in tokens.
  public var contextTokens: Int
  /// Whether it is started so that models do not think before they answer.
  public var isThinkingOff: Bool
  /// Of the server, without what would make it ask for a key.
  public var environment: [String: String]
  /// How long it may take to be ready.
  public var patience: Duration
  /// Between two looks whether it is.
  var pause = Duration.milliseconds(50)
  /// A program that calls `Supervisor.runIfAsked()`.
  var supervisor = Supervisor.path

  /// Checks what can be checked before anything is started.
  ///
  /// - Parameters:
  ///   - file: a model in llama.cpp's format, GGUF.
  ///   - program: what `--llama-server` names; nil looks for llama-server on the PATH of the environment.
  /// - Throws: a file that is not there or no model, a program that is not there.
  public init(
    file: String, program: String? = nil, programSource: String = "--llama-server", slots: Int = 4,
    contextTokens: Int = 4096, isThinkingOff: Bool = false, environment: [String: String],
    patience: Duration = .seconds(600)
  ) throws(SettingError) {
    try Self.check(file)
    if let program {
      guard let found = ExecutableSearch.find(program, path: environment["PATH"]) else {
        throw SettingError(
          "\(programSource) \"\(ServerComplaint.gist(program))\" is no program that can be run: name llama.cpp's "
            + "llama-server.")
      }
      executable = found
    } else {
      guard let found = ExecutableSearch.find("llama-server", path: environment["PATH"]) else {
        throw SettingError(
          "--model llama: needs llama.cpp's llama-server, which is not on the PATH: install llama.cpp, or name it with "
            + "\(programSource) PATH.")
      }
      executable = found
    }
    self.file = file
    self.slots = max(1, slots)
    self.contextTokens = contextTokens
    self.isThinkingOff = isThinkingOff
    self.patience = patience
    var environment = Self.withoutSecrets(environment)
    // Its threads would otherwise spin while they wait, on the cores that the others need.
    if environment["OMP_WAIT_POLICY"] == nil { environment["OMP_WAIT_POLICY"] = "passive" }
    self.environment = environment
  }

  /// Stops the thinking of models whose templates do not take the wish from a request.
  static let thinkingArgument = "--reasoning-budget"

  /// Keys for services are nothing that it needs; and one of its own would have it refuse us.
  private static func isSecret(_ name: String) -> Bool {
    let name = name.uppercased()
    return ["_KEY", "APIKEY", "_KEY_FILE", "_TOKEN", "_SECRET", "PASSWORD", "_CREDENTIALS"]
      .contains { name.hasSuffix($0) } || name == "LLAMA_ARG_API_PREFIX"
  }

  /// The environment without secrets: by their names, and by what they hold, whatever that is called.
  static func withoutSecrets(_ environment: [String: String]) -> [String: String] {
    let keys = Service.allCases.compactMap { $0.keyVariable.flatMap { environment[$0] }?.trimmed }
      // A shorter one is a word in place of a key.
      .filter { $0.utf8.count >= 16 }
    return environment.filter { name, value in
      !isSecret(name) && !keys.contains { value.contains($0) }
    }
  }

  private static func check(_ file: String) throws(SettingError) {
    let shown = "--model llama:\(ServerComplaint.gist(file))"
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw SettingError("\(shown): the file cannot be read (\(String(cString: strerror(errno)))).")
    }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: 4)
    guard read(descriptor, &start, 4) == 4, start == Array("GGUF".utf8) else {
      throw SettingError("\(shown): the file is no GGUF model, which is what llama.cpp reads.")
    }
  }

  /// What the server is asked to call the model: the file's name without folder and ending.
  var alias: String {
    let name = fileName
    let stem = name.lowercased().hasSuffix(".gguf") ? String(name.dropLast(5)) : name
    // A comma would divide it into two.
    return stem.isEmpty ? "model" : String(stem.map { $0 == "," ? "_" : $0 })
  }

  /// For sentences.
  var fileName: String { String(file.split(separator: "/").last ?? "") }

  func arguments(port: Int) -> [String] {
    [
      "--model", file, "--alias", alias, "--host", "127.0.0.1", "--port", "\(port)", "--parallel", "\(slots)",
      // All slots together.
      "--ctx-size", "\(slots * contextTokens)",
      // The model's own template, which is also what takes the wish not to think.
      "--jinja",
    ] + (isThinkingOff ? [Self.thinkingArgument, "0"] : [])
  }
}
