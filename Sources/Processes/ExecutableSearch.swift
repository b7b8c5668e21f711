#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds the file of a program as a shell does.
public enum ExecutableSearch {
  /// The absolute path of a file that can be run; nil where there is none.
  ///
  /// - Parameters:
  ///   - name: looked for in the folders of `path`; with a slash, the file itself.
  ///   - path: folders divided by colons. Relative ones are left out: what they mean depends on where we are.
  public static func find(_ name: String, path: String?) -> String? {
    if name.isEmpty { return nil }
    if name.contains("/") { return isExecutable(name) ? absolute(name) : nil }
    for folder in (path ?? "").split(separator: ":") where folder.hasPrefix("/") {
      let file = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      if isExecutable(String(file)) { return String(file) }
    }
    return nil
  }

  /// Whether this is a file, and one that may be run.
  static func isExecutable(_ file: String) -> Bool {
    var status = stat()
    return stat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(file, X_OK) == 0
  }

  private static func absolute(_ file: String) -> String {
    guard !file.hasPrefix("/"), let folder = getcwd(nil, 0) else { return file }
    defer { free(folder) }
    return String(cString: folder) + "/" + file
  }
}
