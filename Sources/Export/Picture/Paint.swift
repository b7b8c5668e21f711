import Charts
import Dashboard

/// The colours of a theme as a picture needs them: none is left to a terminal.
struct Paint: Sendable {
  let background: Ink
  let text: Ink
  private let theme: Theme

  init(_ theme: Theme) {
    self.theme = theme
    let ground = Ink(theme.background)
    let isLight = ground.map { Self.isLight($0) } ?? (theme.appearance == .light)
    background = ground ?? (isLight ? Ink(255, 255, 255) : Ink(20, 22, 26))
    text = Ink(theme.foreground) ?? (isLight ? Ink(28, 30, 34) : Ink(222, 226, 230))
  }

  /// Relative luminance as WCAG 2 weighs it, without its curve: enough to tell light from dark.
  private static func isLight(_ ink: Ink) -> Bool {
    0.2126 * Double(ink.red) + 0.7152 * Double(ink.green) + 0.0722 * Double(ink.blue) > 127
  }

  private func ink(_ style: Style) -> Ink { Ink(style.foreground) ?? text }

  var dim: Ink { Ink(theme.dim.foreground) ?? text.with(alpha: 0.65).over(background) }
  var axis: Ink { Ink(theme.axis.foreground) ?? dim }
  var border: Ink { Ink(theme.border.foreground) ?? dim }
  var data: Ink { ink(theme.data) }
  var best: Ink { ink(theme.best) }
  var person: Ink { ink(theme.person) }
  var initial: Ink { ink(theme.initial) }
  var reference: Ink { ink(theme.reference) }
  var rejected: Ink { ink(theme.rejected) }
  var masked: Ink { ink(theme.mask) }

  /// A shade of the steps, from 0 for the first to 1 for the last.
  func shade(at position: Double) -> Ink {
    // In 32 shades, as on the screen: more are not told apart, and a GIF has but 256 colours.
    let position = (position * 31).rounded() / 31
    // Without colours what is older is fainter.
    return Ink(theme.lineGradient.color(at: position)) ?? text.with(alpha: 0.3 + 0.6 * position).over(background)
  }
}
