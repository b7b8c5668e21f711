import LanguageModels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// From the Gaussians of the net for three to ten parameters to those of a distribution.
enum SpaceMixture {
  /// Nil where a number of the net's is none.
  static func components(of gaussians: [SpaceNet.Gaussian]) -> [ProposalDistribution.Component]? {
    let logits = gaussians.map(\.logit)
    let weights = Mixture.weights(ofLogits: logits)
    let components = zip(gaussians, weights).map { gaussian, weight in
      ProposalDistribution.Component(weight: weight, mean: gaussian.mean, spread: spread(of: gaussian))
    }
    let isWhole =
      !components.isEmpty && logits.allSatisfy(\.isFinite)
      && components.allSatisfy { $0.mean.allSatisfy(\.isFinite) && $0.spread.allSatisfy(\.isFinite) }
    return isWhole ? components : nil
  }

  /// The lower triangle whose product with its transpose is exp(2 scale) plus the wides' outer products: noise by it is
  /// spread as the sum of the net's noises is.
  private static func spread(of gaussian: SpaceNet.Gaussian) -> [Double] {
    let matrix = gaussian.mean.indices.map { row in
      (0...row).map { column in
        (row == column ? exp(2 * gaussian.scale) : 0) + gaussian.wides.reduce(0) { $0 + $1[row] * $1[column] }
      }
    }
    return SpaceFrame.root(matrix, leastPivot: 1e-15).flatMap { $0 }
  }
}
