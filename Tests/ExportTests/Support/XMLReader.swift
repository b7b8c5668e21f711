/// A reader of XML (1.0) that is strict about all that a writer can get wrong: open elements, quotes, references,
/// characters that XML has not. No comments, no sections, no declarations: an SVG of ours needs none.
struct XMLReader {
  struct Element {
    var name: String
    var attributes: [String: String] = [:]
    var text = ""
  }

  private var scalars: ArraySlice<Unicode.Scalar>
  private var elements: [Element] = []
  private var open: [Int] = []

  /// The elements in the order of their starts; nil where the text is not well formed.
  static func elements(_ bytes: [UInt8]) -> [Element]? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var reader = XMLReader(scalars: Array(text.unicodeScalars)[...])
    while let next = reader.scalars.first {
      if next == "<" {
        guard reader.readTag() else { return nil }
      } else {
        guard let text = reader.readText(upTo: "<") else { return nil }
        if let last = reader.open.last {
          reader.elements[last].text += text
        } else if text.contains(where: { !$0.isWhitespace }) {
          return nil
        }
      }
    }
    return reader.open.isEmpty && !reader.elements.isEmpty ? reader.elements : nil
  }

  private init(scalars: ArraySlice<Unicode.Scalar>) { self.scalars = scalars }

  private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    guard scalars.first == wanted else { return false }
    scalars.removeFirst()
    return true
  }

  private mutating func readName() -> String {
    let name = scalars.prefix {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || "-:_.".unicodeScalars.contains($0)
    }
    scalars = scalars.dropFirst(name.count)
    return String(String.UnicodeScalarView(name))
  }

  private mutating func skipBlanks() { scalars = scalars.drop { $0 == " " || $0 == "\n" } }

  private mutating func readTag() -> Bool {
    _ = take("<")
    if take("/") {
      let name = readName()
      guard let last = open.popLast(), elements[last].name == name else { return false }
      return take(">")
    }
    var element = Element(name: readName())
    guard !element.name.isEmpty, elements.isEmpty || !open.isEmpty else { return false }
    while true {
      skipBlanks()
      if take(">") {
        open.append(elements.count)
        break
      }
      if take("/") {
        guard take(">") else { return false }
        break
      }
      let name = readName()
      guard !name.isEmpty, element.attributes[name] == nil, take("="), take("\""), let value = readText(upTo: "\""),
        take("\"")
      else { return false }
      element.attributes[name] = value
    }
    elements.append(element)
    return true
  }

  private static let references: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'",
  ]

  private mutating func readText(upTo end: Unicode.Scalar) -> String? {
    var text = String.UnicodeScalarView()
    while let next = scalars.first, next != end {
      scalars.removeFirst()
      switch next {
      case "<", ">": return nil
      case "&":
        let name = readReference()
        guard let character = name.flatMap({ Self.references[$0] }) else { return nil }
        text.append(character)
      case "\t", "\n", " "..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}": text.append(next)
      default: return nil
      }
    }
    return String(text)
  }

  private mutating func readReference() -> String? {
    guard let end = scalars.prefix(8).firstIndex(of: ";") else { return nil }
    let name = String(String.UnicodeScalarView(scalars[..<end]))
    scalars = scalars[(end + 1)...]
    return name
  }
}
