#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a transformer does with rows of numbers beside linear maps.
enum Rows {
  /// SiLU: x / (1 + e^-x).
  static func bend(_ values: UnsafeMutablePointer<Float>, count: Int) {
    var place = 0
    while place < count {
      let value = values[place]
      values[place] = value / (1 + expf(-value))
      place += 1
    }
  }

  /// Layer normalization without gain and bias, with 1e-5 added to the variance.
  static func normalize(
    _ x: UnsafePointer<Float>, rows: Int, width: Int, into y: UnsafeMutablePointer<Float>
  ) {
    var row = 0
    while row < rows {
      let input = x + row * width, output = y + row * width
      var sum: Float = 0
      var place = 0
      while place < width {
        sum += input[place]
        place += 1
      }
      let mean = sum / Float(width)
      var square: Float = 0
      place = 0
      while place < width {
        let away = input[place] - mean
        output[place] = away
        square += away * away
        place += 1
      }
      let scale = 1 / (square / Float(width) + 1e-5).squareRoot()
      place = 0
      while place < width {
        output[place] *= scale
        place += 1
      }
      row += 1
    }
  }

  /// Turns logits into shares that are 1 together.
  static func share(_ logits: UnsafeMutablePointer<Float>, count: Int) {
    var largest = -Float.infinity
    var place = 0
    while place < count {
      largest = max(largest, logits[place])
      place += 1
    }
    var sum: Float = 0
    place = 0
    while place < count {
      let share = expf(logits[place] - largest)
      logits[place] = share
      sum += share
      place += 1
    }
    place = 0
    while place < count {
      logits[place] /= sum
      place += 1
    }
  }
}
