import LanguageModels

/// From what was read in a prompt to the distribution of the next proposal.
struct Foresight {
  /// The most parameters that are understood.
  static let mostParameters = 2

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
        "I was trained for one and two parameters, and this prompt has more of them."
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
      numbers.pairs.isEmpty
      ? Self.unknowing(numbers, temperature) : Self.seeing(numbers, temperature, weights.plane)
    guard let found, found.center.allSatisfy(\.isFinite), found.frame.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw .numbersTooLarge
    }
    distribution = found
  }

  /// What the net makes of the pairs.
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

  /// With no loss to go by nothing is known but places: around their middle, as wide as a first guess is.
  private static func unknowing(_ numbers: PromptNumbers, _ temperature: Double) -> ProposalDistribution? {
    let count = numbers.names.count
    let places = numbers.shown
    let middle = (0..<count).map { index in
      places.reduce(0) { $0 + $1[index] / Double(places.count) }
    }
    let context = NetContext(
      pairs: places.map { ($0, 0) }, resolution: numbers.resolution, points: numbers.points)
    let scale = Frame.startScale(context)
    return ProposalDistribution(
      parameters: numbers.names, center: middle,
      frame: count == 1 ? [[scale.first]] : [[scale.first, 0], [0, scale.second]],
      components: [
        .init(
          weight: 1, mean: Array(repeating: 0, count: count), spread: count == 1 ? [1] : [1, 0, 1])
      ],
      temperature: temperature)
  }
}
