import LanguageModels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The numbers that enter the net for three to ten parameters. All but the places are blind to turns of the frame. A port
/// of Training/space/frame.py, which is their definition.
///
/// Reckoned in double precision. What is not a number becomes 0, and all are cut to plus and minus 10.
struct SpaceFeatures: Equatable {
  /// Of the prompt as a whole.
  static let overallCount = 15
  /// Of each pair.
  static let pairCount = 16

  var dimensions: Int
  var overall: [Double]
  /// Pair by pair.
  var pairs: [Double]
  /// Where the pairs lie in the compressed frame, coordinate by coordinate of each pair.
  var places: [Double]

  init(_ context: SpaceContext, in frame: SpaceFrame) {
    let d = Double(context.dimensions)
    let losses = Features.LossScales(context.losses)
    dimensions = context.dimensions
    pairs = []
    places = []
    for (rank, pair) in context.pairs.enumerated() {
      let z = frame.coordinates(of: pair)
      let squared = z.reduce(0) { $0 + $1 * $1 }
      let radius = squared.squareRoot()
      let place = [
        log(squared / d + 1e-4) / 4, asinh(radius), radius / (1 + radius), squared / (d + squared),
      ]
      pairs += (losses.worth(of: context.losses[rank], rank: rank) + place).map(Features.tamed)
      places += ProposalDistribution.compressed(z).map(Features.tamed)
    }
    overall = Self.overall(context, frame, losses).map(Features.tamed)
  }

  private static func overall(
    _ context: SpaceContext, _ frame: SpaceFrame, _ losses: Features.LossScales
  ) -> [Double] {
    let d = Double(context.dimensions), k = Double(context.pairs.count)
    let sigma = frame.deviations
    let best = abs(losses.best) + Features.tiny
    func mean(_ value: (Int) -> Double) -> Double { sigma.indices.reduce(0) { $0 + value($1) } / d }
    return [
      k / Double(NetContext.mostPairs),
      log(k) / 3,
      log(d),
      d / 10,
      k / (k + d),
      k / (k + d * d / 2),
      max(mean { log(context.resolution[$0] / sigma[$0]) / 3 }, -4),
      mean { log(sigma[$0]) } / 3,
      mean { asinh(frame.center[$0]) } / 2,
      mean { asinh(abs(frame.center[$0]) / sigma[$0]) },
      log(best / losses.middle) / 4,
      log(best) / 5,
      log(losses.middle / losses.low) / 3,
      log(losses.high / losses.middle) / 3,
      context.pairs.count == 1 ? 1 : 0,
    ]
  }
}
