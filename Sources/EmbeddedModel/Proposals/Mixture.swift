import LanguageModels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the net's numbers say: Gaussians in the compressed frame. A port of Training/mixture.py.
enum Mixture {
  /// Nil where a number of the output is none.
  static func components(
    of output: PlaneNet.Output, isSingle: Bool
  ) -> [ProposalDistribution.Component]? {
    let values = output.values.map(Double.init)
    let perComponent = PlaneNet.Output.perComponent
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    let parts = stride(from: 0, to: values.count, by: perComponent).map { Array(values[$0..<$0 + perComponent]) }
    return zip(parts, weights(ofLogits: parts.map { $0[0] })).map { part, weight in
      let mean = [2 * part[1], 2 * part[2]]
      let first = exp(min(3, max(-7, part[3] - 1))), second = exp(min(3, max(-7, part[4] - 1)))
      return ProposalDistribution.Component(
        weight: weight, mean: isSingle ? [mean[0]] : mean,
        spread: isSingle ? [first] : [first, part[5] * first, second])
    }
  }

  /// Together 1, and each above 0, so that the temperature can raise it.
  static func weights(ofLogits logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let sum = logits.reduce(0) { $0 + exp($1 - largest) }
    return logits.map { max(exp($0 - largest) / sum, 1e-300) }
  }
}
