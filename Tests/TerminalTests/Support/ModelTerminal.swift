import Charts
import TestSupport

@testable import Terminal

/// A terminal in memory that a frame writer writes to: all but the device.
struct ModelTerminal {
  var writer: FrameWriter
  private(set) var model: ScreenModel
  let kind: TerminalKind

  @TerminalActor
  init(_ term: String = "xterm-256color", depth: ColorDepth? = nil, columns: Int, rows: Int) throws {
    let kind = try TerminalDatabase.kind(named: term)
    self.init(kind, depth: depth, columns: columns, rows: rows)
  }

  init(_ kind: TerminalKind, depth: ColorDepth? = nil, columns: Int, rows: Int) {
    self.kind = kind
    writer = FrameWriter(
      kind: kind, depth: kind.depth(colorTerm: nil, isRefused: false, wanted: depth),
      size: Size(columns: columns, rows: rows))
    model = ScreenModel(columns: columns, rows: rows, erasesInBackground: kind.erasesInBackground)
  }

  /// Shows a buffer and returns what that took.
  @discardableResult
  mutating func draw(_ buffer: CellBuffer) -> [UInt8] {
    var bytes: [UInt8] = []
    writer.write(buffer, into: &bytes)
    model.feed(bytes)
    return bytes
  }

  /// Takes bytes as they are.
  mutating func feed(_ bytes: some Sequence<UInt8>) { model.feed(bytes) }

  /// The fewest bytes from another state of this terminal to the present one.
  func ideal(from before: ScreenModel) -> IdealDifference {
    var vocabulary = IdealDifference.Vocabulary()
    vocabulary.erasesCells = kind.erasesCells
    vocabulary.repeats = kind.repeats
    vocabulary.erasesInBackground = kind.erasesInBackground
    return IdealDifference(from: before, to: model, vocabulary: vocabulary)
  }
}

extension ScreenModel {
  /// Whether the screen shows a buffer whose colours are the terminal's own or indexed, blanks by what is seen of them.
  func shows(_ buffer: CellBuffer) -> Bool {
    for row in 0..<rows {
      for column in 0..<columns {
        let wanted = buffer[column: column, row: row]
        let cell = self[column: column, row: row]
        let text = wanted.glyph.scalars.map { String($0) }.joined()
        guard cell.text.unicodeScalars.elementsEqual(text.unicodeScalars) else { return false }
        if wanted.glyph == .continuation { continue }
        if cell.style.background != Self.color(wanted.style.background) { return false }
        let isBlank = text == " " && wanted.style.attributes.isDisjoint(with: [.reverse, .underline])
        if isBlank {
          if !cell.style.attributes.isDisjoint(with: [.reverse, .underline]) { return false }
          continue
        }
        if cell.style.foreground != Self.color(wanted.style.foreground) { return false }
        if cell.style.attributes != Self.attributes(wanted.style.attributes) { return false }
      }
    }
    return true
  }

  private static func color(_ color: Color) -> ScreenCell.Color {
    switch color.kind {
    case .standard: .standard
    case .indexed(let index): .indexed(index)
    case .direct(let red, let green, let blue): .direct(red: red, green: green, blue: blue)
    }
  }

  private static func attributes(_ attributes: Attributes) -> ScreenCell.Attributes {
    let pairs: [(Attributes, ScreenCell.Attributes)] = [
      (.bold, .bold), (.dim, .dim), (.underline, .underline), (.reverse, .reverse), (.italic, .italic),
    ]
    return pairs.reduce(into: []) { if attributes.contains($1.0) { $0.insert($1.1) } }
  }
}
