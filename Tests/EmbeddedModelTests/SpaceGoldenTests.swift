import Foundation
import LanguageModels
import Testing

@testable import EmbeddedModel

/// The port of the net for three to ten parameters, held to the training code at every stage.
@Suite struct SpaceGoldenTests {
  @Test func thereAreCases() { #expect(GoldenCase.space.count >= 8) }

  @Test(arguments: GoldenCase.space) func theFrameIsThatOfTheTraining(_ golden: GoldenCase) {
    let frame = SpaceFrame(golden.spaceContext)
    #expect(agree(frame.center, golden.numbers("frame", "center")))
    // Row by row, zeros with them.
    let size = frame.center.count
    let found = frame.lower.flatMap { $0 + Array(repeating: 0, count: size - $0.count) }
    let expected = golden.numbers("frame", "lower")
    let units = frame.deviations.flatMap { Array(repeating: $0, count: size) }
    #expect(found.count == expected.count)
    #expect(zip(zip(found, expected), units).allSatisfy { abs($0.0 - $0.1) <= 1e-6 * $1 })
    #expect(
      frame.columns.indices.allSatisfy { column in
        frame.columns[column] == (0..<size).map { found[$0 * size + column] }
      })
  }

  @Test(arguments: GoldenCase.space) func theFeaturesAreThoseOfTheTraining(_ golden: GoldenCase) {
    let features = SpaceFeatures(golden.spaceContext, in: SpaceFrame(golden.spaceContext))
    #expect(agree(features.overall, golden.numbers("overall")))
    #expect(agree(features.pairs, golden.numbers("pairFeatures")))
    #expect(agree(features.places, golden.numbers("places")))
  }

  @Test(arguments: GoldenCase.space) func everyLayerIsThatOfTheTraining(_ golden: GoldenCase) throws {
    let features = SpaceFeatures(golden.spaceContext, in: SpaceFrame(golden.spaceContext))
    var stages: [SpaceTokens.Stage] = []
    _ = try GoldenCase.weights().space.output(for: features) { stages.append($0) }
    let numbers = golden.rows("firstNumbers"), vectors = golden.rows("firstVectors")
    #expect(stages.count == 4 && numbers.count == 4 && vectors.count == 4)
    for (stage, expected) in zip(stages, zip(numbers, vectors)) {
      #expect(agree(stage.numbers.prefix(48).map(Double.init), expected.0))
      #expect(agree(stage.vectors.prefix(expected.1.count).map(Double.init), expected.1))
    }
    let numberSums = golden.rows("numberProjections"), vectorSums = golden.rows("vectorProjections")
    #expect(numberSums.count == 3 && vectorSums.count == 3)
    for (stage, expected) in zip(stages, zip(numberSums, vectorSums)) {
      expectProjections(of: stage.numbers, expected.0)
      expectProjections(of: stage.vectors, expected.1)
    }
  }

  /// One number for each token: the sum of its numbers times cos(place). Large ones may cancel in it, so it agrees to 1e-4
  /// of what a token's numbers are on average (the root of their mean square).
  private func expectProjections(of values: [Float], _ expected: [Double]) {
    let size = values.count / expected.count
    for (token, expected) in expected.enumerated() {
      let part = values[token * size..<(token + 1) * size].map(Double.init)
      let sum = part.enumerated().reduce(0.0) { $0 + $1.element * cos(Double($1.offset)) }
      let usual = (part.reduce(0) { $0 + $1 * $1 } / Double(size)).squareRoot()
      #expect(abs(sum - expected) <= 1e-4 * max(1, usual), "token \(token): \(sum), not \(expected)")
    }
  }

  @Test(arguments: GoldenCase.space) func theMixtureIsThatOfTheTraining(_ golden: GoldenCase) throws {
    let features = SpaceFeatures(golden.spaceContext, in: SpaceFrame(golden.spaceContext))
    let gaussians = try GoldenCase.weights().space.output(for: features)
    #expect(agree(gaussians.map(\.logit), golden.numbers("mixture", "logits")))
    #expect(agree(gaussians.flatMap(\.mean), golden.numbers("mixture", "means")))
    #expect(agree(gaussians.map(\.scale), golden.numbers("mixture", "scales")))
    #expect(agree(gaussians.flatMap { $0.wides.flatMap { $0 } }, golden.numbers("mixture", "wides")))

    let foresight = try Foresight(golden.prompt, temperature: 1, weights: GoldenCase.weights())
    let components = foresight.distribution.components
    let raw = components.flatMap { foresight.distribution.point(atCompressed: $0.mean) }
    #expect(agree(raw, golden.numbers("rawMeans")))
    #expect(abs(components.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
    // The spread is a root of the covariance.
    for (component, gaussian) in zip(components, gaussians) {
      for row in component.mean.indices {
        for column in 0...row {
          let found = (0...column).reduce(0.0) {
            $0 + component.spread[row * (row + 1) / 2 + $1] * component.spread[column * (column + 1) / 2 + $1]
          }
          let wide = gaussian.wides.reduce(0) { $0 + $1[row] * $1[column] }
          let expected = (row == column ? exp(2 * gaussian.scale) : 0) + wide
          #expect(abs(found - expected) < 1e-9)
        }
      }
    }
  }

  @Test(arguments: GoldenCase.space) func withoutTemperatureTheOrderIsThatOfTheTraining(_ golden: GoldenCase) throws {
    let foresight = try Foresight(golden.prompt, temperature: 0, weights: GoldenCase.weights())
    let steps = golden.rows("certainSteps")
    let found = Proposals(foresight).ladder(steps.count).map { values in
      zip(values, golden.prompt.resolution).map { ($0 / $1).rounded() }
    }
    #expect(steps.count == 8 && found == steps)
  }

  @Test(arguments: GoldenCase.space.filter { $0.json["draws"] != nil })
  func tenThousandDrawsAreSpreadAsThoseOfTheTraining(_ golden: GoldenCase) throws {
    for expected in golden.json["draws"]?.array ?? [] {
      let temperature = try #require(expected["temperature"]?.number)
      let foresight = try Foresight(golden.prompt, temperature: temperature, weights: GoldenCase.weights())
      let proposals = Proposals(foresight)
      var random = SplitMix64(seed: 5)
      let count = 10_000
      let draws = (0..<count).map { _ in proposals.draw(&random, temperature: temperature) }
      let shares = try #require(expected["shares"].map(GoldenCase.flat))
      #expect(zip(foresight.distribution.weights, shares).allSatisfy { abs($0 - $1) < 0.02 })
      for (part, values) in expected["rawQuantiles"]?.object ?? [:] {
        let share = try #require(Double(part))
        for (coordinate, value) in GoldenCase.flat(values).enumerated() {
          let below = draws.count { $0[coordinate] < value }
          // Five standard deviations of the difference of two such counts.
          let spread = (2 * share * (1 - share) / Double(count)).squareRoot()
          #expect(abs(Double(below) / Double(count) - share) < 5 * spread, "\(part) \(coordinate)")
        }
      }
    }
  }
}
