import Charts
import Optimization

/// Layers that are costly to draw, kept as long as nothing they depend on has changed.
///
/// A frame that is drawn with a cache equals one that is drawn without.
public struct ViewCache: Sendable {
  var picture: PictureView.Base?
  var loss: LossView.Base?
  var prompt: PromptView.Base?
  var reply: ReplyView.Base?
  var plane: PlaneBase?
  var foresight: ForesightBase?
  var spread: SpreadBase?
  var events: EventsView.Base?
  var timeline: TimelineBase?

  public init() {}
}

/// What the costly layers depend on.
struct LayerKey: Hashable {
  var generation: Int
  var candidates: Int
  var isRevealed: Bool
  /// The step that the run ends at: the chart makes room for all of them.
  var steps: Int
  var size: Size
  var look: Look

  init(_ state: DashboardState, size: Size, look: Look) {
    generation = state.generation
    candidates = state.run.trajectory.count
    isRevealed = state.isRevealed
    steps = state.run.head.steps
    self.size = size
    self.look = look
  }
}
