/// Everything that has a name in the settings file, and what a path means.
struct SettingVocabulary {
  let settings: [[String]: SettingDeclaration]
  private let sections: Set<[String]>
  private let acts: [String: KeyDefault]
  /// The paths of settings and acts, in their order, for guesses.
  let paths: [[String]]

  enum Place {
    case setting(SettingDeclaration)
    case section
    case act(KeyDefault)
    /// A model among the prices.
    case model
    case price(model: String, figure: String)
    case unknown

    var isKnown: Bool { if case .unknown = self { false } else { true } }
  }

  static let sectionForm = "sections are written as [run], [keys] or [prices.\"MODEL NAME\"]."
  static let settingForm = "settings are written as name = value."
  static let keysAllowed = "a key in quotes, as \"s\", a list of them, as [\"s\", \"f5\"], and [] for none"

  init(settings: [SettingDeclaration], acts: [KeyDefault]) {
    func parts(_ path: String) -> [String] { path.split(separator: ".").map(String.init) }
    self.settings = Dictionary(settings.map { (parts($0.path), $0) }, uniquingKeysWith: { first, _ in first })
    self.acts = Dictionary(acts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    sections = Set(settings.map { parts($0.path).dropLast() }.filter { !$0.isEmpty }.map(Array.init))
      .union([["keys"], ["prices"]])
    paths = settings.map { parts($0.path) } + acts.map { ["keys", $0.name] }
  }

  func isSection(_ path: [String]) -> Bool { sections.contains(path) }

  func place(of path: [String]) -> Place {
    if let declaration = settings[path] { return .setting(declaration) }
    if sections.contains(path) { return .section }
    switch (path.first, path.count) {
    case ("keys", 2): return acts[path[1]].map { .act($0) } ?? .unknown
    case ("prices", 2): return .model
    case ("prices", 3) where PriceList.members.contains(path[2]): return .price(model: path[1], figure: path[2])
    default: return .unknown
    }
  }

  var sectionNames: [String] { sections.map { $0.joined(separator: ".") }.sorted() }
}
