import Charts
import Dashboard
import Optimization
import Text

/// Makes the picture of a run: the problem's own, the loss of every candidate, and what both mean.
///
/// A pure function of its arguments. Axes hold still over all frames.
public struct FilmMaker: Sendable {
  let state: RunState
  let problem: AnyProblem?
  let paint: Paint
  let layout: FilmLayout
  let strip: FilmStrip
  let showsReferences: Bool
  private let width: Double
  private let height: Double

  /// - Parameters:
  ///   - problem: nil for a log of a problem that the program does not know; then there is the loss alone.
  ///   - width: points, at least 160; `height` at least 120.
  ///   - showsReferences: whether the known answers are shown.
  public init(
    _ state: RunState, problem: AnyProblem?, theme: Theme, width: Double, height: Double, showsReferences: Bool
  ) {
    self.state = state
    self.problem = problem
    self.showsReferences = showsReferences
    self.width = max(160, width)
    self.height = max(120, height)
    paint = Paint(theme)
    strip = FilmStrip(state)
    layout = FilmLayout(width: self.width, height: self.height, hasPicture: problem != nil)
  }

  public func film() -> Film {
    Film(
      width: width, height: height, background: paint.background, title: title, summary: summary,
      frames: strip.steps.map { Film.Frame(step: $0) },
      elements: headerElements() + pictureElements() + lossElements() + legendElements())
  }

  // MARK: Words

  var type: Double { layout.type }

  var objective: (name: String, label: String) {
    guard let objective = state.head.started?.problem.objective else { return ("loss", "loss") }
    return (Self.clean(objective.name), Self.clean(objective.label))
  }

  var references: [Reference] { showsReferences ? state.head.started?.problem.references ?? [] : [] }

  private var title: String {
    guard let started = state.head.started else { return "a run that did not start" }
    let problem = [started.problem.name, started.problem.settings["preset"]?.string].compactMap { $0 }
    let model = started.models.optimizer?.name ?? "random proposals"
    return "\(Self.clean(problem.joined(separator: " "))): \(Self.clean(model))".truncated(toColumns: 200)
  }

  private var summary: String {
    let head = state.head
    let best = head.best.map { ", best \(objective.name) \(Self.loss($0.loss)) by candidate #\($0.id)" } ?? ""
    return "\(head.step) of \(head.steps) steps, \(state.trajectory.count) candidates\(best)."
  }

  static func clean(_ text: String) -> String { DisplayText(cleaning: text).string }
  static func loss(_ value: Double) -> String { NumberFormat.compact(value, significant: 4) }

  /// Cut to a width in points. No font is asked: a character is taken as wide as it is in most.
  static func fitted(_ text: String, width: Double, size: Double) -> String {
    text.truncated(toColumns: max(1, Int(width / (size * 0.58))))
  }

  func element(_ shape: SceneShape, _ frames: Range<Int>? = nil) -> Film.Element {
    Film.Element(shape: shape, frames: frames ?? strip.all)
  }

  // MARK: The header

  private func headerElements() -> [Film.Element] {
    let header = layout.header
    var elements = [
      element(
        .label(
          SceneLabel(
            text: Self.fitted(title, width: header.width, size: type * 1.25),
            place: ScenePoint(header.x, header.y + type * 1.05), size: type * 1.25, ink: paint.text, isBold: true)))
    ]
    let best = strip.best(in: state.trajectory)
    for frame in strip.all {
      var text = "step \(strip.steps[frame]) of \(max(state.head.steps, strip.steps[frame]))"
      if let row = best[frame], let loss = state.trajectory.loss(at: row) {
        text += "   best \(objective.label) \(Self.loss(loss))   #\(state.trajectory.id(at: row))"
        text += "   \(Self.clean(state.trajectory.text(at: row)))"
      }
      elements.append(
        element(
          .label(
            SceneLabel(
              text: Self.fitted(text, width: header.width, size: type),
              place: ScenePoint(header.x, header.y + type * 2.6), size: type, ink: paint.text)),
          frame..<frame + 1))
    }
    return elements
  }
}
