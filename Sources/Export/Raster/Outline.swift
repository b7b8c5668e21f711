#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lines and circles as polygons, which is all that is filled.
enum Outline {
  static func circle(_ center: ScenePoint, radius: Double) -> [ScenePoint] {
    let count = max(8, min(48, Int(radius * 6)))
    return (0..<count).map { place in
      let angle = 2 * Double.pi * Double(place) / Double(count)
      return ScenePoint(center.x + radius * cos(angle), center.y + radius * sin(angle))
    }
  }

  /// The polygons that a line of straight pieces covers, with round corners where it covers what is below.
  static func polygons(of points: [ScenePoint], _ stroke: Stroke) -> [[ScenePoint]] {
    let pieces = stroke.dashes.isEmpty ? pairs(points) : dashed(points, stroke.dashes)
    var polygons = pieces.compactMap { bar(from: $0.0, to: $0.1, width: stroke.width) }
    if stroke.dashes.isEmpty, stroke.ink.alpha >= 1, points.count > 2 {
      polygons += points.dropFirst().dropLast().map { circle($0, radius: stroke.width / 2) }
    }
    return polygons
  }

  private static func pairs(_ points: [ScenePoint]) -> [(ScenePoint, ScenePoint)] {
    zip(points, points.dropFirst()).map { ($0, $1) }
  }

  private static func bar(from first: ScenePoint, to second: ScenePoint, width: Double) -> [ScenePoint]? {
    let dx = second.x - first.x, dy = second.y - first.y
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0, length.isFinite else { return nil }
    let x = -dy / length * width / 2, y = dx / length * width / 2
    return [
      ScenePoint(first.x + x, first.y + y), ScenePoint(second.x + x, second.y + y),
      ScenePoint(second.x - x, second.y - y), ScenePoint(first.x - x, first.y - y),
    ]
  }

  private static func dashed(_ points: [ScenePoint], _ dashes: [Double]) -> [(ScenePoint, ScenePoint)] {
    guard dashes.allSatisfy({ $0 > 0 }) else { return pairs(points) }
    var pieces: [(ScenePoint, ScenePoint)] = []
    var dash = 0
    var left = dashes[0]
    for (first, second) in pairs(points) {
      let dx = second.x - first.x, dy = second.y - first.y
      let length = (dx * dx + dy * dy).squareRoot()
      guard length > 0, length.isFinite else { continue }
      var done = 0.0
      while done < length {
        let part = min(left, length - done)
        if dash % 2 == 0 {
          func at(_ place: Double) -> ScenePoint {
            ScenePoint(first.x + dx * place / length, first.y + dy * place / length)
          }
          pieces.append((at(done), at(done + part)))
        }
        done += part
        left -= part
        if left <= 1e-9 {
          dash += 1
          left = dashes[dash % dashes.count]
        }
      }
    }
    return pieces
  }
}
