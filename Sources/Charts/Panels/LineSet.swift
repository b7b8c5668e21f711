/// The characters that borders and axes are drawn with.
public enum LineSet: String, Hashable, Sendable, CaseIterable {
  case rounded, plain, ascii

  var horizontal: Unicode.Scalar { self == .ascii ? "-" : "─" }
  var vertical: Unicode.Scalar { self == .ascii ? "|" : "│" }
  var topLeft: Unicode.Scalar { pick("╭", "┌") }
  var topRight: Unicode.Scalar { pick("╮", "┐") }
  var bottomLeft: Unicode.Scalar { pick("╰", "└") }
  var bottomRight: Unicode.Scalar { pick("╯", "┘") }
  /// Where the two axes of a plot meet.
  var axisCorner: Unicode.Scalar { self == .ascii ? "+" : "└" }
  /// A tick towards labels on the left.
  var tickLeft: Unicode.Scalar { self == .ascii ? "+" : "┤" }
  /// A tick towards labels below.
  var tickDown: Unicode.Scalar { self == .ascii ? "+" : "┬" }
  /// What a scrollbar runs in, and its handle.
  var scrollTrack: Unicode.Scalar { self == .ascii ? "|" : "│" }
  var scrollHandle: Unicode.Scalar { self == .ascii ? "#" : "┃" }
  /// Towards what lies outside.
  var arrows: (up: Unicode.Scalar, down: Unicode.Scalar, left: Unicode.Scalar, right: Unicode.Scalar) {
    self == .ascii ? ("^", "v", "<", ">") : ("▲", "▼", "◀", "▶")
  }

  private func pick(_ rounded: Unicode.Scalar, _ plain: Unicode.Scalar) -> Unicode.Scalar {
    switch self {
    case .rounded: rounded
    case .plain: plain
    case .ascii: "+"
    }
  }
}
