/// A rectangle of a scene, in points.
struct Rectangle: Hashable, Sendable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }

  var corners: [ScenePoint] {
    [ScenePoint(x, y), ScenePoint(right, y), ScenePoint(right, bottom), ScenePoint(x, bottom)]
  }

  func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) -> Rectangle {
    Rectangle(
      x: x + left, y: y + top, width: max(1, width - left - right), height: max(1, height - top - bottom))
  }

  func meets(_ other: Rectangle) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }

  func contains(_ point: ScenePoint) -> Bool {
    point.x >= x && point.x <= right && point.y >= y && point.y <= bottom
  }

  /// The part of an endless straight line that lies inside; nil where none does. After Liang and Barsky (1984), with
  /// no ends of the line.
  func clip(lineThrough first: ScenePoint, _ second: ScenePoint) -> (ScenePoint, ScenePoint)? {
    let dx = second.x - first.x, dy = second.y - first.y
    guard dx.isFinite, dy.isFinite, dx != 0 || dy != 0 else { return nil }
    var low = -Double.infinity, high = Double.infinity
    for (step, distances) in [(dx, (x - first.x, right - first.x)), (dy, (y - first.y, bottom - first.y))] {
      if step == 0 {
        guard distances.0 <= 0, distances.1 >= 0 else { return nil }
        continue
      }
      let ends = [distances.0 / step, distances.1 / step]
      low = max(low, ends.min() ?? low)
      high = min(high, ends.max() ?? high)
    }
    guard low < high, low.isFinite, high.isFinite else { return nil }
    return (
      ScenePoint(first.x + low * dx, first.y + low * dy), ScenePoint(first.x + high * dx, first.y + high * dy)
    )
  }
}
