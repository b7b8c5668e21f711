/// What the tokens of the net for three to ten parameters hold, and where: numbers row by row, then vectors.
///
/// A token's vectors lie coordinate by coordinate, and in each coordinate channel by channel: a linear map over the
/// channels takes every coordinate of every token as a row, and so can never tell one direction from another.
struct SpaceTokens {
  /// The numbers of a token.
  let width: Int
  /// The vectors of a token.
  let channels: Int
  /// The coordinates of a vector.
  let dimensions: Int
  let count: Int
  let numbers: UnsafeMutablePointer<Float>
  let vectors: UnsafeMutablePointer<Float>

  /// The numbers that the vectors of one token take.
  var vectorCount: Int { channels * dimensions }

  /// Numbers and vectors of `SpaceTokens` as they were at a stage, for tests.
  struct Stage {
    var numbers: [Float]
    var vectors: [Float]
  }

  var stage: Stage {
    Stage(
      numbers: Array(UnsafeBufferPointer(start: numbers, count: count * width)),
      vectors: Array(UnsafeBufferPointer(start: vectors, count: count * vectorCount)))
  }

  /// The vectors of the first `rows` tokens, divided by the root of 1/10 plus the mean squared length of the token's
  /// channels over the dimensions.
  func tone(rows: Int, into y: UnsafeMutablePointer<Float>) {
    var row = 0
    while row < rows {
      let input = vectors + row * vectorCount, output = y + row * vectorCount
      var square: Float = 0
      var place = 0
      while place < vectorCount {
        square += input[place] * input[place]
        place += 1
      }
      let scale = 1 / (0.1 + square / Float(vectorCount)).squareRoot()
      place = 0
      while place < vectorCount {
        output[place] = input[place] * scale
        place += 1
      }
      row += 1
    }
  }

  /// For each channel the product of two vectors, summed over the coordinates and divided by their number.
  ///
  /// - Parameter stride: from one coordinate to the next.
  func dot(
    _ one: UnsafePointer<Float>, _ two: UnsafePointer<Float>, stride: Int, into dots: UnsafeMutablePointer<Float>
  ) {
    var channel = 0
    while channel < channels {
      var sum: Float = 0
      var coordinate = 0
      while coordinate < dimensions {
        sum += one[coordinate * stride + channel] * two[coordinate * stride + channel]
        coordinate += 1
      }
      dots[channel] = sum / Float(dimensions)
      channel += 1
    }
  }
}
