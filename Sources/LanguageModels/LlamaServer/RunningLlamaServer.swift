#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds a llama.cpp server that runs already and serves a certain file.
enum RunningLlamaServer {
  /// The first of the places that serves it, asked one after another; where nothing listens that takes no time.
  static func serving(_ file: String, among places: [LocalServers.Place]) async -> ServerAddress? {
    for place in places {
      let question = LoopbackQuestion(host: place.address.host, port: place.address.port, target: "/props")
      guard let served = await question.answer(within: .milliseconds(300))?.json?["model_path"]?.string,
        isSame(served, file)
      else { continue }
      return place.address
    }
    return nil
  }

  /// Whether the path that a server names is that of the file. A relative one is relative to where the server was
  /// started, which we do not know: then the file's path must end with it.
  static func isSame(_ served: String, _ file: String) -> Bool {
    guard let real = resolved(file) else { return false }
    if served.hasPrefix("/") { return resolved(served) == real }
    let parts = served.split(separator: "/").filter { $0 != "." }
    return !parts.isEmpty && !parts.contains("..") && real.split(separator: "/").suffix(parts.count) == parts[...]
  }

  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
