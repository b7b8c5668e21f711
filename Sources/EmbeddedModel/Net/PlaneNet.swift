/// The transformer for one and two parameters: a token for the prompt as a whole, one for its data points, one for each
/// pair, and an answer read at the first. A port of Training/net.py.
struct PlaneNet: Sendable {
  /// What the net says: numbers for each component of a mixture, as Training/mixture.py has them.
  struct Output: Equatable {
    /// For each component its logit, two means, two logarithms of spreads and a shear, all scaled.
    var values: [Float]
    static let perComponent = 6
  }

  private let width: Int
  private let components: Int
  private let overall: Perceptron
  private let pair: Perceptron
  private let point: LinearMap
  private let data: Perceptron
  private let layers: [Layer]
  private let head: Perceptron

  /// - Throws: `WeightsError` where a tensor is missing or has another shape.
  init(_ net: WeightsFile.Net) throws(WeightsError) {
    width = try net.size("width", upTo: 1024)
    components = try net.size("components", upTo: 64)
    let heads = try net.size("heads", upTo: 64)
    guard width.isMultiple(of: heads) else {
      throw WeightsError("the net \(net.name) has \(heads) heads, and its width \(width) is no multiple of that")
    }
    let hidden = try net.size("hidden", upTo: 8192)
    overall = try Perceptron("overall", Features.overallCount, width, width, of: net)
    pair = try Perceptron("pair", Features.pairCount, width, width, of: net)
    point = try LinearMap("point", Features.pointCount, width, of: net)
    data = try Perceptron("data", Features.pointCount + width, width, width, of: net)
    var layers: [Layer] = []
    for index in 0..<(try net.size("layers", upTo: 64)) {
      layers.append(try Layer("layer\(index)", width: width, heads: heads, hidden: hidden, of: net))
    }
    self.layers = layers
    head = try Perceptron("head", width, width, Output.perComponent * components, of: net)
  }

  /// - Parameter stage: called with the tokens after the embedding and after each layer, for tests: the rows that stand
  ///   for something (the data's is left out where no point is shown), each as wide as the net; after the last layer
  ///   only the first is of meaning.
  func output(for features: Features, stage: (([Float]) -> Void)? = nil) -> Output {
    let pairs = features.pairs.count / Features.pairCount
    let hasData = !features.points.isEmpty
    let tokens = 1 + (hasData ? 1 : 0) + pairs
    let scratchCount = max(
      layers.map { $0.scratchCount(tokens: tokens) }.max() ?? 0, tokens * (width + Features.pairCount),
      Features.overallCount + Features.pointCount + 3 * width)
    // All the room there is need of, at once.
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: tokens * width + scratchCount) { room in
      room.initialize(repeating: 0)
      // The buffer has at least a token, so there is an address.
      guard let x = room.baseAddress else { return Output(values: []) }
      let scratch = x + tokens * width
      func tell() { stage?(Array(UnsafeBufferPointer(start: x, count: tokens * width))) }

      embed(features, pairs: pairs, hasData: hasData, into: x, scratch: scratch)
      tell()
      for (index, layer) in layers.enumerated() {
        // Of the last layer only the first token is read.
        let queries = index == layers.count - 1 ? 1 : tokens
        layer.apply(x, tokens: tokens, queries: queries, scratch: scratch)
        tell()
      }
      Rows.normalize(x, rows: 1, width: width, into: scratch)
      var values = [Float](repeating: 0, count: Output.perComponent * components)
      values.withUnsafeMutableBufferPointer { values in
        guard let values = values.baseAddress else { return }
        head.apply(scratch, rows: 1, hidden: scratch + width, into: values)
      }
      return Output(values: values)
    }
  }

  private func embed(
    _ features: Features, pairs: Int, hasData: Bool, into x: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    func copy(_ values: some Collection<Double>, to place: UnsafeMutablePointer<Float>) {
      for (index, value) in values.enumerated() { place[index] = Float(value) }
    }
    copy(features.overall, to: scratch)
    overall.apply(scratch, rows: 1, hidden: scratch + Features.overallCount, into: x)
    if hasData {
      summarize(features.points, into: scratch)
      data.apply(scratch, rows: 1, hidden: scratch + Features.pointCount + width, into: x + width)
    }
    copy(features.pairs, to: scratch)
    pair.apply(
      scratch, rows: pairs, hidden: scratch + pairs * Features.pairCount, into: x + (hasData ? 2 : 1) * width)
  }

  /// The mean of the points' features, and that of what a bent map makes of them.
  private func summarize(_ points: [Double], into summary: UnsafeMutablePointer<Float>) {
    let count = points.count / Features.pointCount
    let bent = summary + Features.pointCount + width
    let single = bent + width
    summary.update(repeating: 0, count: Features.pointCount + width)
    for index in 0..<count {
      for place in 0..<Features.pointCount {
        single[place] = Float(points[index * Features.pointCount + place])
        summary[place] += single[place]
      }
      point.apply(single, rows: 1, into: bent)
      Rows.bend(bent, count: width)
      for place in 0..<width { summary[Features.pointCount + place] += bent[place] }
    }
    for place in 0..<Features.pointCount + width { summary[place] /= Float(count) }
  }
}
