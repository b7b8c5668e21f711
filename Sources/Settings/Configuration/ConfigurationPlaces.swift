/// Where a person's settings lie, after the XDG Base Directory Specification 0.8 and the environment. Nothing is opened.
public struct ConfigurationPlaces: Hashable, Sendable {
  /// The settings file; nil where there is to be none.
  public let file: String?
  /// Whether `TILLER_CONFIG` names the file: then it is wrong if it is missing.
  public let isNamed: Bool
  /// The folder of the person's own themes; nil where no home is known.
  public let themes: String?
  /// The file of the person's keys of services, which nobody else may read; nil where no home is known.
  public let keys: String?

  /// - Parameter environment: `TILLER_CONFIG` names the file, and empty stands for none. Without it, the file is
  ///   `tiller/config.toml` below `XDG_CONFIG_HOME`, or below `.config` in `HOME` where that is missing or, which the
  ///   specification lets be ignored, no absolute path.
  public init(environment: [String: String]) {
    func absolute(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    func below(_ folder: String, _ name: String) -> String {
      folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }
    let base = absolute("XDG_CONFIG_HOME") ?? absolute("HOME").map { below($0, ".config") }
    let folder = base.map { below($0, "tiller") }
    themes = folder.map { below($0, "themes") }
    keys = folder.map { below($0, "keys") }
    let named = environment["TILLER_CONFIG"]
    isNamed = named?.isEmpty == false
    file = named.map { $0.isEmpty ? nil : $0 } ?? folder.map { below($0, "config.toml") }
  }
}
