/// y = x W + b, or y = x W.
struct LinearMap: Sendable {
  let inputs: Int
  let outputs: Int
  /// Row by row: the outputs of one input lie together.
  private let weight: [Float]
  private let bias: [Float]

  /// - Throws: `WeightsError` where the net has no tensors `name.weight` and, unless there is no bias, `name.bias` of
  ///   this size.
  init(
    _ name: String, _ inputs: Int, _ outputs: Int, hasBias: Bool = true, of net: WeightsFile.Net
  ) throws(WeightsError) {
    self.inputs = inputs
    self.outputs = outputs
    weight = try net.tensor(name + ".weight", [inputs, outputs])
    bias = hasBias ? try net.tensor(name + ".bias", [outputs]) : Array(repeating: 0, count: outputs)
  }

  /// Applies it to so many rows, which lie one behind the other in both places.
  func apply(_ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>) {
    weight.withUnsafeBufferPointer { weight in
      bias.withUnsafeBufferPointer { bias in
        guard let weight = weight.baseAddress, let bias = bias.baseAddress else { return }
        var row = 0
        while row < rows {
          let input = x + row * inputs
          let output = y + row * outputs
          output.update(from: bias, count: outputs)
          var place = 0
          while place < inputs {
            Self.add(input[place], times: weight + place * outputs, to: output, count: outputs)
            place += 1
          }
          row += 1
        }
      }
    }
  }

  /// The one loop in which the time goes; side by side in memory, so that the compiler takes several at once. Counted by
  /// hand, because a range is slow in a build that is not optimized, as tests are.
  @inline(__always)
  private static func add(
    _ factor: Float, times row: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, count: Int
  ) {
    var place = 0
    while place < count {
      output[place] += factor * row[place]
      place += 1
    }
  }
}

/// Two maps with SiLU between.
struct Perceptron: Sendable {
  let first: LinearMap
  let second: LinearMap

  init(_ name: String, _ inputs: Int, _ hidden: Int, _ outputs: Int, of net: WeightsFile.Net) throws(WeightsError) {
    first = try LinearMap(name + ".0", inputs, hidden, of: net)
    second = try LinearMap(name + ".1", hidden, outputs, of: net)
  }

  /// - Parameter hidden: room for the rows between.
  func apply(
    _ x: UnsafePointer<Float>, rows: Int, hidden: UnsafeMutablePointer<Float>, into y: UnsafeMutablePointer<Float>
  ) {
    first.apply(x, rows: rows, into: hidden)
    Rows.bend(hidden, count: rows * first.outputs)
    second.apply(hidden, rows: rows, into: y)
  }
}
