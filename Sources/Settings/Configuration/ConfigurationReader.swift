import Text

/// Reads the statements of a settings file in turn, and keeps what they say and what is wrong with them.
struct ConfigurationReader {
  private(set) var values: [String: SettingValue] = [:]
  private(set) var lines: [String: Int] = [:]
  private(set) var wishes: [KeyChanges.Wish] = []
  private(set) var prices = PriceList()
  private(set) var problems: [ConfigurationProblem] = []

  let vocabulary: SettingVocabulary
  private let path: String
  /// The section of the names that follow; nil where its header is of none, and they are passed over.
  private var section: [String]? = []
  /// Where each path was first set.
  private var seen: [[String]: Int] = [:]
  private var line = 0

  init(path: String, settings: [SettingDeclaration], acts: [KeyDefault]) {
    self.path = path
    vocabulary = SettingVocabulary(settings: settings, acts: acts)
  }

  mutating func read(_ bytes: [UInt8]) {
    for statement in TOMLStatements(bytes) {
      line = statement.line
      if problems.count >= Configuration.mostProblems {
        report("there are \(problems.count) problems above; nothing is read from here on.")
        return
      }
      switch TOMLLine(statement) {
      case .header(let path): open(path)
      case .listHeader(let path):
        report("[[\(Wording.path(path))]] is a list of tables, and no setting is; \(SettingVocabulary.sectionForm)")
        section = nil
      case .setting(let path, let value): if let section { take(section + path, value) }
      case .unreadable(let unreadable): pass(unreadable)
      }
    }
  }

  mutating func refuse(size: Int) {
    problems.append(
      ConfigurationProblem(
        path: path, line: nil,
        text: "the file holds \(size) bytes, and nothing of it is used; allowed are \(Configuration.largestSize)."))
  }

  private mutating func report(_ text: String) {
    problems.append(ConfigurationProblem(path: path, line: line, text: text))
  }

  // MARK: Sections

  private mutating func open(_ path: [String]) {
    switch vocabulary.place(of: path) {
    case .section: section = path
    case .model:
      section = path
    case let place:
      section = nil
      report(vocabulary.sentence(forHeader: path, place))
    }
  }

  private mutating func pass(_ unreadable: TOMLLine.Unreadable) {
    line = unreadable.line
    guard unreadable.isHeader else {
      guard let section else { return }
      report(vocabulary.sentence(for: unreadable, in: section))
      return
    }
    // What follows is likely to be meant for the section whose name can be made out.
    section = unreadable.path.flatMap { vocabulary.isSection($0) ? $0 : nil }
    report(vocabulary.sentence(forBrokenHeader: unreadable, readAs: section))
  }

  // MARK: Settings

  private mutating func take(_ path: [String], _ value: ParsedValue) {
    let place = vocabulary.place(of: path)
    if case .section(let members) = value {
      switch place {
      case .section, .model:
        for member in members { take(path + member.path, member.value) }
        return
      case .setting, .act, .price, .unknown: break
      }
    }
    if case .unknown = place {
      report(vocabulary.sentence(forUnknown: path))
      return
    }
    if let first = seen[path] {
      let name = Wording.path(path)
      report("\(name) is set a second time; what \(first == line ? "stands first" : "line \(first) says") stays.")
      return
    }
    seen[path] = line
    switch place {
    case .setting(let declaration):
      if let setting = value.setting.flatMap(declaration.kind.value(of:)) {
        values[declaration.path] = setting
        lines[declaration.path] = line
      } else {
        report(vocabulary.sentence(for: value, at: declaration))
      }
    case .act(let act): wish(act, value)
    case .price(let model, PriceList.date):
      if case .setting(.text(let date)) = value, (1...PriceList.longestDate).contains(date.count) {
        prices.set(date: date, of: model, line: line)
      } else {
        prices.name(model, line: line)
        report(
          "\(Wording.path(path)) is \(value.shown); allowed are texts of 1 to \(PriceList.longestDate) characters, as \"2026-11-01\"."
        )
      }
    case .price(let model, let figure):
      if case .number(let price)? = value.setting.flatMap(PriceList.kind.value(of:)) {
        prices.set(figure, of: model, to: price, line: line)
      } else {
        prices.name(model, line: line)
        report("\(Wording.path(path)) is \(value.shown); allowed are \(PriceList.kind.allowed).")
      }
    case .section, .model, .unknown: report(vocabulary.sentence(for: value, atSection: path))
    }
  }

  /// The keys of an act; those that are none are reported, and the act keeps its own where no other is left.
  private mutating func wish(_ act: KeyDefault, _ value: ParsedValue) {
    let names: [String]
    switch value {
    case .setting(.text(let name)): names = [name]
    case .list(let values) where values.allSatisfy { $0.name != nil }: names = values.compactMap(\.name)
    case .list(let values):
      let other = values.first { $0.name == nil }?.shown ?? ""
      report("\(Wording.path(["keys", act.name])) holds \(other); allowed are \(SettingVocabulary.keysAllowed).")
      return
    default:
      report("\(Wording.path(["keys", act.name])) is \(value.shown); allowed are \(SettingVocabulary.keysAllowed).")
      return
    }
    var keys: [KeyPress] = []
    for name in names {
      switch KeyName.read(name) {
      case .success(let key): keys.append(key)
      case .failure(let refusal): report("\(Wording.path(["keys", act.name])): \(refusal.text)")
      }
    }
    if names.isEmpty || !keys.isEmpty { wishes.append(KeyChanges.Wish(act: act.name, keys: keys, line: line)) }
  }
}

extension ParsedValue {
  fileprivate var name: String? { if case .setting(.text(let name)) = self { name } else { nil } }
}
