import Text

/// Reads a theme file line by line.
struct ThemeReader {
  struct Found {
    var line: Int?
    var text: String
    /// The colour that something stands in for now.
    var key: ThemeKey?
  }

  let path: String
  private(set) var colors: [ThemeKey: ThemeColor] = [:]
  private(set) var attributes: [ThemeKey: ThemeAttributes] = [:]
  private(set) var appearance: ThemeAppearance?
  private(set) var problems: [Found] = []
  private var untold = 0

  init(path: String) { self.path = path }

  mutating func read(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { all in
      var rest = all.prefix(ThemeFile.maximumBytes)
      if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
      var line = 0
      while !rest.isEmpty {
        line += 1
        let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
        read(ThemeLine(rest[..<end]), line: line)
        rest = rest[min(end + 1, rest.endIndex)...]
      }
    }
    if bytes.count > ThemeFile.maximumBytes {
      tell(nil, "The file has \(bytes.count) bytes; what lies beyond \(ThemeFile.maximumBytes) is not read.")
    }
    if untold > 0 {
      problems.append(Found(line: nil, text: "\(untold) more of its lines cannot be read."))
    }
  }

  private mutating func read(_ line: ThemeLine, line number: Int) {
    switch line {
    case .nothing: break
    case .broken(let what): tell(number, "It \(what)")
    case .entry(let name, let value): enter(name, value, line: number)
    }
  }

  private mutating func enter(_ name: String, _ value: String, line: Int) {
    if let key = ThemeKey(name: name) {
      guard let color = ThemeColor(value: value) else {
        return tell(line, "theme[\(name)] is \"\(Wording.shown(value))\"; \(ThemeColor.allowed).", key)
      }
      colors[key] = color
    } else if name.hasSuffix(Self.suffix), let key = ThemeKey(name: String(name.dropLast(Self.suffix.count))) {
      guard key.hasAttributes else { return tell(line, "\(key.rawValue) takes no attributes.") }
      guard let value = ThemeAttributes(value: value) else {
        return tell(line, "theme[\(name)] is \"\(Wording.shown(value))\"; \(ThemeAttributes.allowed).")
      }
      attributes[key] = value
    } else if name == Self.appearanceName {
      guard let value = ThemeAppearance(rawValue: value) else {
        return tell(line, "theme[appearance] is \"\(Wording.shown(value))\"; allowed are \"dark\" and \"light\".")
      }
      appearance = value
    } else if !ThemeKey.passedOver.contains(name) {
      tell(line, "theme[\(Wording.shown(name))] is nothing that a theme has\(Self.guess(for: name)).")
    }
  }

  private static let suffix = "_attributes"
  private static let appearanceName = "appearance"

  private static func guess(for name: String) -> String {
    let isAttribute = name.hasSuffix(suffix)
    let stem = isAttribute ? String(name.dropLast(suffix.count)) : name
    let known = ThemeKey.allCases.map(\.rawValue) + (isAttribute ? [] : [appearanceName])
    return Wording.nearest(to: stem, among: known).map { "; did you mean \($0)\(isAttribute ? suffix : "")?" } ?? ""
  }

  private mutating func tell(_ line: Int?, _ text: @autoclosure () -> String, _ key: ThemeKey? = nil) {
    guard problems.count < ThemeFile.maximumProblems else { return untold += 1 }
    problems.append(Found(line: line, text: text(), key: key))
  }
}
