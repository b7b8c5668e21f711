import Optimization
import Text

// What the sample says of its lines, and how one is drawn.
extension SampleLine {
  func words(for solution: Solution, comparedWith previous: Solution) -> String {
    if solution == previous { return "the same again" }
    if solution.w != previous.w { return solution.w > previous.w ? "a steeper line" : "a flatter line" }
    return solution.b > previous.b ? "a higher line" : "a lower line"
  }

  func typedSolution(drawnFrom start: Picture.Point, to end: Picture.Point) -> String? {
    guard start.x != end.x else { return nil }
    func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
    let w = rounded((end.y - start.y) / (end.x - start.x))
    return "\(NumberFormat.shortest(w)) \(NumberFormat.shortest(rounded(start.y - w * start.x)))"
  }
}
