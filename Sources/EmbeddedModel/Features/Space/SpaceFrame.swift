#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The frame for three to ten parameters: the best pair is the origin, and the spread of the good pairs is one, as far as
/// the pairs tell. A port of Training/space/frame.py.
struct SpaceFrame: Equatable {
  /// The best pair.
  private(set) var center: [Double]
  /// The rows of the lower triangle M, up to the diagonal; a pair is center + M z.
  private(set) var lower: [[Double]]

  init(_ context: SpaceContext) {
    let size = context.dimensions
    let d = Double(size), k = Double(context.pairs.count)
    let center = context.pairs[0]
    self.center = center
    // Ranks count more the better they are, all together one.
    var matrix = [[Double]](repeating: Array(repeating: 0, count: size), count: size)
    var total = 0.0
    for (rank, pair) in context.pairs.enumerated().dropFirst() {
      let weight = exp(-2 * Double(rank) / k)
      let away = zip(pair, center).map { $0 - $1 }
      total += weight
      for row in 0..<size {
        for column in 0...row { matrix[row][column] += weight * away[row] * away[column] }
      }
    }
    let share = 1 / max(total, 1e-30)
    let isFew = k < min(2 * d + 4, Double(NetContext.mostPairs))
    let fading = pow(1 + 2 * (k - 1) / d, 3)
    for row in 0..<size {
      for column in 0...row { matrix[row][column] *= share }
      let step = context.resolution[row]
      let scale = Frame.guess(context.pairs.reduce(0) { max($0, abs($1[row])) }, step)
      let floor = step * step / 2 + (1e-7 * center[row]) * (1e-7 * center[row]) + (isFew ? scale * scale / fading : 0)
      // The least is there for grids so fine that the squares of their steps are zero.
      matrix[row][row] = max((1.0001 + 0.1 * d / k) * matrix[row][row] + floor, 1e-300)
    }
    lower = Self.root(matrix, leastPivot: 1e-6)
  }

  /// The lower triangle whose product with its own transpose is the matrix (Cholesky), row by row up to the diagonal.
  ///
  /// - Parameters:
  ///   - matrix: its lower triangle.
  ///   - leastPivot: every squared pivot is at least so many times its diagonal entry.
  static func root(_ matrix: [[Double]], leastPivot: Double) -> [[Double]] {
    var lower: [[Double]] = []
    for row in matrix.indices {
      var entries: [Double] = []
      for column in 0..<row {
        let known = entries.indices.reduce(0) { $0 + entries[$1] * lower[column][$1] }
        entries.append((matrix[row][column] - known) / lower[column][column])
      }
      let rest = matrix[row][row] - entries.reduce(0) { $0 + $1 * $1 }
      entries.append(max(rest, leastPivot * matrix[row][row]).squareRoot())
      lower.append(entries)
    }
    return lower
  }

  /// The columns of M, each with a number for every parameter.
  var columns: [[Double]] {
    lower.indices.map { column in lower.indices.map { $0 < column ? 0 : lower[$0][column] } }
  }

  /// The length of one unit of each parameter's axis, in the parameter.
  var deviations: [Double] {
    lower.map { row in row.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  }

  /// z = M⁻¹ (pair - center).
  func coordinates(of pair: [Double]) -> [Double] {
    var z: [Double] = []
    for (row, entries) in lower.enumerated() {
      let rest = z.indices.reduce(pair[row] - center[row]) { $0 - entries[$1] * z[$1] }
      z.append(rest / entries[row])
    }
    return z
  }
}
