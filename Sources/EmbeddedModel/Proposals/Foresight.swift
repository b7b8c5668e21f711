import LanguageModels

/// From what was read in a prompt to the distribution of the next proposal.
struct Foresight {
  /// The most parameters that are understood.
  static let mostParameters = SpaceContext.parameters.upperBound

  /// Why there is no proposal, in a sentence for the reply.
  enum Obstacle: Error, Equatable {
    case noParameters
    case tooManyParameters(Int)
    case noPairs
    case numbersTooLarge

    var sentence: String {
      switch self {
      case .noParameters:
        "I read numbers and no words, and find no parameters with values here: show me rows such as w=..., b=... and "
          + "their losses."
      case .tooManyParameters:
        "I was trained for one to ten parameters, and this prompt has more of them than I can take."
      case .noPairs:
        "I find no values of the parameters that were tried, and have nothing to go by."
      case .numbersTooLarge:
        "The numbers in this prompt are larger than I can reckon with."
      }
    }
  }

  let numbers: PromptNumbers
  let distribution: ProposalDistribution

  /// - Parameter temperature: 0 or more.
  init(_ numbers: PromptNumbers, temperature: Double, weights: EmbeddedWeights) throws(Obstacle) {
    self.numbers = numbers
    guard !numbers.names.isEmpty else { throw .noParameters }
    guard numbers.names.count <= Self.mostParameters else { throw .tooManyParameters(numbers.names.count) }
    guard !numbers.shown.isEmpty else { throw .noPairs }
    let found =
      if numbers.pairs.isEmpty {
        Self.unknowing(numbers, temperature)
      } else if SpaceContext.parameters.contains(numbers.names.count) {
        Self.seeing(numbers, temperature, weights.space)
      } else {
        Self.seeing(numbers, temperature, weights.plane)
      }
    guard let found, found.center.allSatisfy(\.isFinite), found.frame.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw .numbersTooLarge
    }
    distribution = found
  }

  /// What the net for one and two parameters makes of the pairs.
  private static func seeing(
    _ numbers: PromptNumbers, _ temperature: Double, _ net: PlaneNet
  ) -> ProposalDistribution? {
    let context = NetContext(
      pairs: numbers.pairs.map { ($0.values, $0.loss) }, resolution: numbers.resolution, points: numbers.points)
    let frame = Frame(context)
    let output = net.output(for: Features(context, in: frame))
    guard let components = Mixture.components(of: output, isSingle: context.isSingle) else { return nil }
    return ProposalDistribution(
      parameters: numbers.names,
      center: context.isSingle ? [frame.center.first] : [frame.center.first, frame.center.second],
      frame: context.isSingle ? [[frame.m00]] : [[frame.m00, frame.m10], [0, frame.m11]], components: components,
      temperature: temperature)
  }

  /// What the net for three to ten parameters makes of the pairs.
  private static func seeing(
    _ numbers: PromptNumbers, _ temperature: Double, _ net: SpaceNet
  ) -> ProposalDistribution? {
    let context = SpaceContext(pairs: numbers.pairs.map { ($0.values, $0.loss) }, resolution: numbers.resolution)
    let frame = SpaceFrame(context)
    let gaussians = net.output(for: SpaceFeatures(context, in: frame))
    guard let components = SpaceMixture.components(of: gaussians) else { return nil }
    return ProposalDistribution(
      parameters: numbers.names, center: frame.center, frame: frame.columns, components: components,
      temperature: temperature)
  }

  /// With no loss to go by nothing is known but places: around their middle, as wide as a first guess is.
  private static func unknowing(_ numbers: PromptNumbers, _ temperature: Double) -> ProposalDistribution? {
    let count = numbers.names.count
    let places = numbers.shown
    let middle = (0..<count).map { index in
      places.reduce(0) { $0 + $1[index] / Double(places.count) }
    }
    let scales = startScales(numbers)
    return ProposalDistribution(
      parameters: numbers.names, center: middle,
      frame: (0..<count).map { column in (0..<count).map { $0 == column ? scales[column] : 0 } },
      components: [
        .init(
          weight: 1, mean: Array(repeating: 0, count: count),
          spread: (0..<count).flatMap { row in (0...row).map { $0 == row ? 1 : 0 } })
      ],
      temperature: temperature)
  }

  /// How far from the places that were shown the best one may lie, for each parameter.
  private static func startScales(_ numbers: PromptNumbers) -> [Double] {
    if numbers.names.count <= 2 {
      let context = NetContext(
        pairs: numbers.shown.map { ($0, 0) }, resolution: numbers.resolution, points: numbers.points)
      let scale = Frame.startScale(context)
      return numbers.names.count == 1 ? [scale.first] : [scale.first, scale.second]
    }
    return numbers.resolution.indices.map { index in
      Frame.guess(
        numbers.shown.prefix(NetContext.mostPairs).reduce(0) { max($0, abs($1[index])) }, numbers.resolution[index])
    }
  }
}
