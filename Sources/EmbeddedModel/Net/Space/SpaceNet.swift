#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The transformer for three to ten parameters: its tokens, one for the prompt as a whole and one for each pair, hold
/// numbers and vectors. Turning the frame turns its answer and nothing else. A port of Training/space/net.py.
struct SpaceNet: Sendable {
  /// A Gaussian in the compressed frame, with the covariance exp(2 scale) plus the sum of the wides' outer products.
  struct Gaussian: Equatable {
    var logit: Double
    var mean: [Double]
    var scale: Double
    var wides: [[Double]]
  }

  /// The directions in which a Gaussian is wide.
  private static let rank = 3

  private let width: Int
  private let channels: Int
  private let components: Int
  private let overall: Perceptron
  private let pair: Perceptron
  private let gate: LinearMap
  private let layers: [SpaceLayer]
  private let head: Perceptron

  /// - Throws: `WeightsError` where a tensor is missing or has another shape.
  init(_ net: WeightsFile.Net) throws(WeightsError) {
    width = try net.size("width", upTo: 1024)
    channels = try net.size("channels", upTo: 256)
    components = try net.size("components", upTo: 64)
    let heads = try net.size("heads", upTo: 64)
    for (name, size) in [("width", width), ("channels", channels)] where !size.isMultiple(of: heads) {
      throw WeightsError("the net \(net.name) has \(heads) heads, and its \(name) \(size) is no multiple of that")
    }
    let hidden = try net.size("hidden", upTo: 8192)
    overall = try Perceptron("overall", SpaceFeatures.overallCount, width, width, of: net)
    pair = try Perceptron("pair", SpaceFeatures.pairCount, width, width, of: net)
    gate = try LinearMap("gate", width, channels, of: net)
    var layers: [SpaceLayer] = []
    for index in 0..<(try net.size("layers", upTo: 64)) {
      layers.append(
        try SpaceLayer("layer\(index)", width: width, channels: channels, heads: heads, hidden: hidden, of: net))
    }
    self.layers = layers
    head = try Perceptron(
      "head", width + channels, width, components * (2 + channels * (1 + Self.rank)), of: net)
  }

  /// - Parameter stage: called with the tokens after the embedding and after each layer, for tests; after the last layer
  ///   only the first is of meaning.
  func output(for features: SpaceFeatures, stage: ((SpaceTokens.Stage) -> Void)? = nil) -> [Gaussian] {
    let pairs = features.pairs.count / SpaceFeatures.pairCount
    let count = 1 + pairs, size = channels * features.dimensions
    let scratchCount = max(
      layers.map { $0.scratchCount(tokens: count, dimensions: features.dimensions) }.max() ?? 0,
      count * (width + channels + SpaceFeatures.pairCount + SpaceFeatures.overallCount))
    // All the room there is need of, at once.
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: count * (width + size) + scratchCount) { room in
      room.initialize(repeating: 0)
      // The buffer has at least a token, so there is an address.
      guard let start = room.baseAddress else { return [] }
      let tokens = SpaceTokens(
        width: width, channels: channels, dimensions: features.dimensions, count: count, numbers: start,
        vectors: start + count * width)
      let scratch = start + count * (width + size)
      embed(features, pairs: pairs, into: tokens, scratch: scratch)
      stage?(tokens.stage)
      for (index, layer) in layers.enumerated() {
        // Of the last layer only the first token is read.
        layer.apply(tokens, queries: index == layers.count - 1 ? 1 : count, scratch: scratch)
        stage?(tokens.stage)
      }
      return answer(tokens)
    }
  }

  private func embed(
    _ features: SpaceFeatures, pairs: Int, into tokens: SpaceTokens, scratch: UnsafeMutablePointer<Float>
  ) {
    func copy(_ values: [Double], to place: UnsafeMutablePointer<Float>) {
      for (index, value) in values.enumerated() { place[index] = Float(value) }
    }
    copy(features.overall, to: scratch)
    overall.apply(scratch, rows: 1, hidden: scratch + SpaceFeatures.overallCount, into: tokens.numbers)
    copy(features.pairs, to: scratch)
    pair.apply(
      scratch, rows: pairs, hidden: scratch + pairs * SpaceFeatures.pairCount, into: tokens.numbers + width)
    // A pair's vectors all lead to its place, each as far as its numbers say.
    gate.apply(tokens.numbers + width, rows: pairs, into: scratch)
    for row in 0..<pairs {
      for coordinate in 0..<features.dimensions {
        let place = Float(features.places[row * features.dimensions + coordinate])
        let vectors = tokens.vectors + (row + 1) * tokens.vectorCount + coordinate * channels
        for channel in 0..<channels { vectors[channel] = place * scratch[row * channels + channel] }
      }
    }
  }

  /// Read at the first token: means and wides are sums of its vectors.
  private func answer(_ tokens: SpaceTokens) -> [Gaussian] {
    var seen = [Float](repeating: 0, count: width + channels)
    var hidden = [Float](repeating: 0, count: width)
    let each = 2 + channels * (1 + Self.rank)
    var raw = [Float](repeating: 0, count: components * each)
    seen.withUnsafeMutableBufferPointer { seen in
      hidden.withUnsafeMutableBufferPointer { hidden in
        raw.withUnsafeMutableBufferPointer { raw in
          guard let seen = seen.baseAddress, let hidden = hidden.baseAddress, let raw = raw.baseAddress else { return }
          Rows.normalize(tokens.numbers, rows: 1, width: width, into: seen)
          tokens.dot(tokens.vectors, tokens.vectors, stride: channels, into: seen + width)
          for channel in width..<width + channels { seen[channel] = logf(seen[channel] + 1e-3) / 3 }
          head.apply(seen, rows: 1, hidden: hidden, into: raw)
        }
      }
    }
    let vectors = Array(UnsafeBufferPointer(start: tokens.vectors, count: tokens.vectorCount)).map(Double.init)
    return (0..<components).map { component in
      let part = raw[component * each..<(component + 1) * each].map(Double.init)
      let scale = min(3, max(-7, part[1] - 1))
      let sums = (0...Self.rank).map { row in
        (0..<tokens.dimensions).map { coordinate in
          (0..<channels).reduce(0.0) { $0 + part[2 + row * channels + $1] * vectors[coordinate * channels + $1] }
        }
      }
      let stretch = exp(min(scale + 1, 1))
      return Gaussian(
        logit: part[0], mean: sums[0], scale: scale, wides: sums.dropFirst().map { $0.map { $0 * stretch } })
    }
  }
}
