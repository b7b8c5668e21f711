import LanguageModels
import Optimization
import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file `keys` beside the settings, for who wants no keys in the environment of every program: lines as
/// `OPENAI_API_KEY=…`, blank lines and lines that begin with #.
///
/// It counts only where nobody but its owner may read it. What is in the environment goes before it.
enum KeyFile {
  private static let largestSize = 65_536

  /// What the file adds to the environment, and why it, or a line of it, does not count: a sentence without a key.
  static func contents(_ environment: [String: String]) -> (keys: [String: String], complaint: String?) {
    guard let path = ConfigurationPlaces(environment: environment).keys else { return ([:], nil) }
    // A pipe in its place must not be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      return errno == ENOENT || errno == ENOTDIR ? ([:], nil) : ([:], "\(path) cannot be read: no key in it counts.")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return ([:], "\(path) is no file: no key in it counts.")
    }
    guard status.st_mode & 0o077 == 0, status.st_uid == geteuid() else {
      return ([:], "\(path) can be read by others than you, so no key in it counts: chmod 600 \(path).")
    }
    guard let bytes = try? Descriptors.read(descriptor, upTo: largestSize + 1), bytes.count <= largestSize,
      let text = String(validating: bytes, as: UTF8.self)
    else { return ([:], "\(path) is no short text: no key in it counts.") }
    return parsed(text, path)
  }

  static func parsed(_ text: String, _ path: String) -> (keys: [String: String], complaint: String?) {
    let names = Set(Service.allCases.compactMap(\.keyVariable))
    var keys: [String: String] = [:]
    var wrong: [String] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      var rest = line.drop { $0.isWhitespace }
      guard let first = rest.first, first != "#" else { continue }
      if rest.hasPrefix("export ") { rest = rest.dropFirst(7).drop { $0.isWhitespace } }
      let name = String(rest.prefix { $0 != "=" && !$0.isWhitespace })
      let value = rest.dropFirst(name.count).drop { $0.isWhitespace }
      guard names.contains(name), value.first == "=" else {
        wrong.append("\(index + 1)")
        continue
      }
      keys[name] = String(value.dropFirst().filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" })
    }
    guard !wrong.isEmpty else { return (keys, nil) }
    let lines = wrong.prefix(5).joined(separator: ", ") + (wrong.count > 5 ? ", …" : "")
    return (
      keys,
      "\(path), line \(lines): this is no key of a service; allowed are lines as OPENAI_API_KEY=…, for "
        + names.sorted().joined(separator: ", ") + "."
    )
  }
}
