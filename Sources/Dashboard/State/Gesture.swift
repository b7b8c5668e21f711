/// What the mouse is doing with its button held.
public enum Gesture: Hashable, Sendable {
  /// A line over the picture, which will be injected.
  case line(from: ScreenCell, to: ScreenCell)
  /// The parameter plane is moved.
  case pan(last: ScreenCell)
  /// A replay is taken along its line.
  case scrub
  /// The divider between the left and the right side is moved.
  case divider
}

/// A cell of the screen, from 0 at the top left.
public struct ScreenCell: Hashable, Sendable {
  public var column: Int
  public var row: Int
  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}
