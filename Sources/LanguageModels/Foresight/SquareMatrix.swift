#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is needed of linear algebra, for matrices of a few rows.
enum SquareMatrix {
  /// The inverse of a matrix given by columns, as rows, and the logarithm of the size of its determinant; by
  /// elimination with pivots. Nil for a singular one.
  static func inverse(of columns: [[Double]]) -> (rows: [[Double]], logDeterminant: Double)? {
    let count = columns.count
    var left = (0..<count).map { row in columns.map { $0[row] } }
    var right = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0.0 } }
    var logDeterminant = 0.0
    for column in 0..<count {
      guard let pivot = (column..<count).max(by: { abs(left[$0][column]) < abs(left[$1][column]) }) else { return nil }
      left.swapAt(column, pivot)
      right.swapAt(column, pivot)
      let head = left[column][column]
      guard head != 0, head.isFinite else { return nil }
      logDeterminant += log(abs(head))
      for place in 0..<count {
        left[column][place] /= head
        right[column][place] /= head
      }
      for row in 0..<count where row != column && left[row][column] != 0 {
        let factor = left[row][column]
        for place in 0..<count {
          left[row][place] -= factor * left[column][place]
          right[row][place] -= factor * right[column][place]
        }
      }
    }
    return (right, logDeterminant)
  }

  static func product(_ left: [[Double]], _ right: [[Double]]) -> [[Double]] {
    left.map { row in
      right.indices.map { column in
        var sum = 0.0
        for (place, value) in row.enumerated() { sum += value * right[place][column] }
        return sum
      }
    }
  }

  /// A Aᵀ.
  static func square(_ matrix: [[Double]]) -> [[Double]] {
    product(matrix, matrix.indices.map { column in matrix.map { $0[column] } })
  }

  /// The lower triangle L with L Lᵀ equal to a symmetric matrix, row by row; nil where it is not positive definite.
  static func lowerTriangle(of matrix: [[Double]]) -> [Double]? {
    var rows: [[Double]] = []
    for (row, values) in matrix.enumerated() {
      var next: [Double] = []
      for column in 0...row {
        var rest = values[column]
        for place in 0..<column { rest -= next[place] * (column == row ? next[place] : rows[column][place]) }
        if column < row {
          next.append(rest / rows[column][column])
        } else {
          guard rest > 0, rest.isFinite else { return nil }
          next.append(rest.squareRoot())
        }
      }
      rows.append(next)
    }
    return rows.flatMap { $0 }
  }
}
