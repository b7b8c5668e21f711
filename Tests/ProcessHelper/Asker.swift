import Foundation
import LanguageModels

/// Asks the server of a base URL once, as a program of its own does, and prints what came of it.
///
/// - `asks`: to the end.
/// - `crashes`: at the first piece of the reply.
enum Asker {
  static func run(_ mode: String, _ url: String) async -> Never {
    // A crash is wanted, and no file of it.
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    #if canImport(Glibc)
      setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    #else
      setrlimit(RLIMIT_CORE, &none)
    #endif
    do {
      let model = try ChatCompletionsModel(
        name: "qwen", address: ServerAddress(url), key: ProcessInfo.processInfo.environment["OPENAI_API_KEY"],
        limits: ReplyLimits(idleSeconds: 20))
      let reply = try await model.reply(to: ModelRequest(messages: [Message(.user, "hello")])) { _ in
        if mode == "crashes" { fatalError("\(model) crashes, as a test wants it to") }
      }
      print("reply: \(reply.text)")
      exit(0)
    } catch let error as ModelError {
      print("error: \(error.cause): \(error.sentence) retryable: \(error.isRetryable)")
    } catch {
      print("error: \(error)")
    }
    exit(1)
  }
}
