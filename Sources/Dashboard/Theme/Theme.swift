import Charts
import Optimization

/// How everything on the screen looks, by what it means.
///
/// The terminal's own background is kept, and text is in its own foreground, so that one theme reads well on dark and
/// on light; the colours of graphics lie in the middle of the scale of lightness (contrast at least 3 to either).
/// Colour is never the only cue: shape, attributes or a label say the same.
public struct Theme: Hashable, Sendable {
  public var text = Style()
  public var strong = Style(.standard, on: .standard, .bold)
  /// What can be passed over.
  public var dim = Style(Theme.grey)
  public var title = Style(.standard, on: .standard, .bold)
  public var border = Style(Theme.grey)
  /// The border of the pane that keys go to.
  public var focus = Style(Theme.blue, on: .standard, .bold)
  /// A key in the footer and the help.
  public var key = Style(.standard, on: .standard, .bold)
  public var axis = Style(Theme.grey)

  public var data = Style()
  /// From the oldest step to the newest.
  public var lineGradient = Gradient((0x5F, 0x5F, 0xD7), (0x9F, 0x5F, 0xC7), (0xD7, 0x4F, 0x8F), (0xFF, 0x87, 0x00))
  public var best = Style(Theme.green, on: .standard, .bold)
  public var person = Style(Theme.cyan)
  /// A proposal of the model, where its step gives it no colour.
  public var model = Style()
  /// An optimizer that runs beside the model.
  public var ghost = Style(Theme.grey)
  public var random = Style(Theme.yellow)
  public var initial = Style(Theme.grey)
  /// Drawn in dashes and with its name, so that it needs no colour beside those of the steps.
  public var reference = Style(.standard, on: .standard, .bold)
  /// A line or a point that is selected.
  public var selected = Style(.standard, on: .standard, .bold)
  /// A row of the table that is selected.
  public var selectedRow = Style(.standard, on: .standard, .reverse)
  public var loss = Style(Theme.blue)

  public var running = Style(Theme.green, on: .standard, .bold)
  public var paused = Style(Theme.yellow, on: .standard, .bold)
  public var waiting = Style(Theme.red, on: .standard, .bold)
  public var ended = Style(Theme.blue, on: .standard, .bold)

  public var accepted = Style(Theme.green)
  public var rejected = Style(Theme.red)
  public var warning = Style(Theme.yellow)
  /// The bytes of a reply that a solution was read from.
  public var span = Style(Theme.green, on: .standard, [.bold, .underline])
  /// A stand-in is at work where a person may expect a model.
  public var simulated = Style(Theme.yellow, on: .standard, .bold)
  public var cursor = Style(.standard, on: .standard, .reverse)

  /// A row that the model no longer sees.
  public var mask = Style(Theme.grey)
  /// A row that is always in the prompt.
  public var pin = Style(.standard, on: .standard, .bold)
  /// A person's words in the prompt.
  public var guidance = Style(Theme.cyan)
  /// A trap of optimization that a run has stepped into.
  public var trap = Style(Theme.yellow, on: .standard, .bold)
  /// What of a prompt is not as it was a step before.
  public var changed = Style(.standard, on: .standard, .underline)
  /// Says in plain words what just happened.
  public var caption = Style(.standard, on: .standard, .bold)
  /// What a search found.
  public var match = Style(.standard, on: .standard, [.bold, .underline])
  /// From the least loss to the greatest.
  public var planeGradient = Gradient((0x10, 0x18, 0x30), (0x40, 0x3C, 0x80), (0x90, 0x5C, 0xA0))

  public init() {}

  public static let standard = Theme()

  private static let grey = Color.direct(0x80, 0x80, 0x80)
  private static let green = Color.direct(0x22, 0x9F, 0x55)
  private static let cyan = Color.direct(0x00, 0x9F, 0xAF)
  private static let yellow = Color.direct(0xB5, 0x89, 0x00)
  private static let blue = Color.direct(0x4F, 0x87, 0xE0)
  private static let red = Color.direct(0xE0, 0x50, 0x50)
}

extension Theme {
  func style(of phase: RunHead.Phase) -> Style {
    switch phase {
    case .idle: dim
    case .running: running
    case .paused: paused
    case .waiting: waiting
    case .ended: ended
    }
  }

  var plotStyles: PlotFrame.Styles { PlotFrame.Styles(axis: border, label: axis, title: dim) }
}
