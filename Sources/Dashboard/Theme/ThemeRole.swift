import Charts
import Settings

extension Theme {
  /// What is told apart on the screen.
  public enum Role: Int, Hashable, Sendable, CaseIterable {
    case text, strong, dim, title, border, focus, key, axis
    case data, loss, best, person, model, ghost, rejected, initial, random, reference, selected, selectedRow
    case running, paused, waiting, ended
    case accepted, warning, trap, span, simulated, cursor
    case mask, pin, guidance, changed, caption, match

    /// Those whose marks share a plot, where they are most easily taken for each other.
    public static let plotted: [Role] = [.model, .person, .ghost, .best, .rejected]

    /// As theme files write it.
    public var name: String { key.rawValue }

    /// The colour of a theme file.
    public var key: ThemeKey {
      switch self {
      case .text: .text
      case .strong: .strong
      case .dim: .dim
      case .title: .title
      case .border: .border
      case .focus: .focus
      case .key: .key
      case .axis: .axis
      case .data: .data
      case .loss: .loss
      case .best: .best
      case .person: .person
      case .model: .model
      case .ghost: .ghost
      case .rejected: .reject
      case .initial: .initial
      case .random: .random
      case .reference: .reference
      case .selected: .select
      case .selectedRow: .selectForeground
      case .running: .running
      case .paused: .paused
      case .waiting: .waiting
      case .ended: .ended
      case .accepted: .accepted
      case .warning: .warning
      case .trap: .trap
      case .span: .span
      case .simulated: .simulated
      case .cursor: .cursor
      case .mask: .mask
      case .pin: .pin
      case .guidance: .guidance
      case .changed: .changed
      case .caption: .caption
      case .match: .match
      }
    }

    /// Where the file says nothing. They stay where there are no colours.
    var attributes: Attributes {
      switch self {
      case .strong, .title, .focus, .key, .best, .reference, .selected, .running, .paused, .waiting, .ended, .trap,
        .simulated, .pin, .caption:
        .bold
      case .span: [.bold, .underline]
      case .match: [.bold, .reverse]
      case .changed, .guidance: .underline
      case .selectedRow, .cursor: .reverse
      default: []
      }
    }

    /// The shape that stands beside the colour, one column wide; nil where attributes and place must do.
    public var shape: Shape? {
      switch self {
      case .border: Shape(.rule)
      case .focus: Shape(.heavyRule)
      case .axis: Shape("┤", ascii: "+")
      case .data: Shape(.smallDot)
      case .loss: Shape("⠤", ascii: ":")
      case .best: Shape(.best)
      case .person, .guidance: Shape(.person)
      case .model, .running: Shape(.dot)
      case .ghost: Shape(.ghost)
      case .rejected: Shape(.failed)
      case .initial: Shape(.initial)
      case .random, .ended: Shape(.square)
      case .reference: Shape("╌", ascii: "'")
      case .selected: Shape(.selected)
      case .paused: Shape(.pause)
      case .waiting, .warning, .trap: Shape(.warning)
      case .accepted: Shape(.accepted)
      case .mask: Shape(.masked)
      case .pin: Shape(.pinned)
      case .changed: Shape("+", ascii: "+")
      default: nil
      }
    }

    public struct Shape: Hashable, Sendable {
      public var symbol: String
      /// Where a terminal has no more.
      public var ascii: String
      init(_ symbol: String, ascii: String) {
        self.symbol = symbol
        self.ascii = ascii
      }
      init(_ symbol: Look.Symbol) { self.init(symbol.forms.unicode, ascii: symbol.forms.ascii) }
    }
  }
}
