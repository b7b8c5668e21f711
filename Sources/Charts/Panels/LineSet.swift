/// The characters that borders and axes are drawn with.
public enum LineSet: String, Hashable, Sendable, CaseIterable {
  case rounded, plain, ascii
  /// For what stands out among the others.
  case heavy, heavyASCII

  var isASCII: Bool { self == .ascii || self == .heavyASCII }

  var horizontal: Unicode.Scalar { pick("─", "─", "━", "-", "=") }
  var vertical: Unicode.Scalar { pick("│", "│", "┃", "|", "|") }
  var topLeft: Unicode.Scalar { pick("╭", "┌", "┏", "+", "+") }
  var topRight: Unicode.Scalar { pick("╮", "┐", "┓", "+", "+") }
  var bottomLeft: Unicode.Scalar { pick("╰", "└", "┗", "+", "+") }
  var bottomRight: Unicode.Scalar { pick("╯", "┘", "┛", "+", "+") }
  /// Where the two axes of a plot meet.
  var axisCorner: Unicode.Scalar { isASCII ? "+" : "└" }
  /// A tick towards labels on the left.
  var tickLeft: Unicode.Scalar { isASCII ? "+" : "┤" }
  /// A tick towards labels below.
  var tickDown: Unicode.Scalar { isASCII ? "+" : "┬" }
  /// What a scrollbar runs in, and its handle.
  var scrollTrack: Unicode.Scalar { isASCII ? "|" : "│" }
  var scrollHandle: Unicode.Scalar { isASCII ? "#" : "┃" }
  /// Towards what lies outside.
  var arrows: (up: Unicode.Scalar, down: Unicode.Scalar, left: Unicode.Scalar, right: Unicode.Scalar) {
    isASCII ? ("^", "v", "<", ">") : ("▲", "▼", "◀", "▶")
  }

  private func pick(
    _ rounded: Unicode.Scalar, _ plain: Unicode.Scalar, _ heavy: Unicode.Scalar, _ ascii: Unicode.Scalar,
    _ heavyASCII: Unicode.Scalar
  ) -> Unicode.Scalar {
    switch self {
    case .rounded: rounded
    case .plain: plain
    case .heavy: heavy
    case .ascii: ascii
    case .heavyASCII: heavyASCII
    }
  }
}
