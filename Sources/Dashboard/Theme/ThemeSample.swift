import Charts
import Text

/// A theme in one line, as `tiller themes` prints it: its name, the roles of a plot, the colours of the steps and of the
/// map, and where it comes from.
public struct ThemeSample: Hashable, Sendable {
  public typealias Piece = (text: String, style: Style)

  public var name: String
  public var source: String
  public var theme: Theme
  /// Columns that names are filled up to.
  public var nameColumns: Int

  /// - Parameters:
  ///   - source: where it comes from, in words.
  ///   - nameColumns: of the longest name of a list.
  public init(name: String, source: String, theme: Theme, nameColumns: Int = 0) {
    self.name = name
    self.source = source
    self.theme = theme
    self.nameColumns = nameColumns
  }

  /// The line in pieces, in the theme's own colours over its own background; the name and the source in the terminal's.
  public func pieces(isASCII: Bool = false) -> [Piece] {
    let name = DisplayText(cleaning: name).string
    let blanks = String(repeating: " ", count: max(0, nameColumns - TextWidth.columns(of: name)) + 2)
    var pieces: [Piece] = [(name + blanks, .plain), (" ", theme.grounded(.plain))]
    for role in Theme.Role.plotted {
      let symbol = role.shape.map { isASCII ? $0.ascii : $0.symbol } ?? ""
      pieces.append(("\(symbol) \(role.name)", theme.grounded(theme[role])))
      pieces.append((" ", theme.grounded(.plain)))
    }
    pieces += bar(theme.lineGradient, columns: 8, isASCII: isASCII)
    pieces.append((" ", theme.grounded(.plain)))
    pieces += bar(theme.planeGradient, columns: 6, isASCII: isASCII)
    pieces += [(" ", theme.grounded(.plain)), ("  " + DisplayText(cleaning: source).string, .plain)]
    return pieces
  }

  private func bar(_ gradient: Gradient, columns: Int, isASCII: Bool) -> [Piece] {
    let shades = isASCII ? [".", ":", "=", "#"] : ["░", "▒", "▓", "█"]
    return (0..<columns).map { column in
      let position = Double(column) / Double(columns - 1)
      let style = theme.grounded(Style(gradient.color(at: position)))
      // Without colours by how much of a cell is filled.
      let shade = gradient.stops.isEmpty ? shades[column * shades.count / columns] : isASCII ? "=" : "█"
      return (shade, style)
    }
  }
}
