import Foundation
import LanguageModels
import Testing

@testable import EmbeddedModel

/// The port to Swift, held to the training code at every stage.
@Suite struct GoldenTests {
  @Test func thereAreCases() { #expect(GoldenCase.all.count >= 10) }

  @Test(arguments: GoldenCase.all) func theFrameIsThatOfTheTraining(_ golden: GoldenCase) {
    let frame = Frame(golden.context)
    let scale = Frame.startScale(golden.context)
    #expect(agree([frame.center.first, frame.center.second], golden.numbers("frame", "center")))
    let lower = golden.numbers("frame", "lower")
    #expect(zip([frame.m00, frame.m10, frame.m11], lower).allSatisfy { abs($0 - $1) <= 1e-6 * max(abs($1), lower[0]) })
    #expect(agree([scale.first, scale.second], golden.numbers("frame", "startScale")))
  }

  @Test(arguments: GoldenCase.all) func theFeaturesAreThoseOfTheTraining(_ golden: GoldenCase) {
    let features = Features(golden.context, in: Frame(golden.context))
    #expect(agree(features.overall, golden.numbers("overall")))
    #expect(agree(features.pairs, golden.numbers("pairFeatures")))
    let points = golden.numbers("dataFeatures")
    #expect(agree(Array(features.points.prefix(points.count)), points))
    #expect(features.points.count == golden.prompt.points.count * Features.pointCount)
  }

  @Test(arguments: GoldenCase.all) func everyLayerIsThatOfTheTraining(_ golden: GoldenCase) throws {
    let features = Features(golden.context, in: Frame(golden.context))
    var stages: [[Double]] = []
    _ = try GoldenCase.weights().plane.output(for: features) { stages.append($0.map(Double.init)) }
    let first = golden.json["firstToken"]?.array?.map(GoldenCase.flat) ?? []
    let projections = golden.json["projections"]?.array?.map(GoldenCase.flat) ?? []
    #expect(stages.count == 5 && first.count == 5 && projections.count == 4)
    for (stage, expected) in zip(stages, first) { #expect(agree(Array(stage.prefix(64)), expected)) }
    for (stage, expected) in zip(stages, projections) {
      // One number for each token: the sum of its numbers times cos(place).
      let found = stride(from: 0, to: stage.count, by: 64).map { start in
        (0..<64).reduce(0.0) { $0 + stage[start + $1] * cos(Double($1)) }
      }
      #expect(agree(found, expected))
    }
  }

  @Test(arguments: GoldenCase.all) func theMixtureIsThatOfTheTraining(_ golden: GoldenCase) throws {
    let foresight = try Foresight(golden.prompt, temperature: 1, weights: GoldenCase.weights())
    let components = foresight.distribution.components
    let logits = golden.numbers("mixture", "logits")
    let largest = logits.max() ?? 0
    let sum = logits.reduce(0) { $0 + exp($1 - largest) }
    #expect(agree(components.map(\.weight), logits.map { exp($0 - largest) / sum }))
    let means = golden.numbers("mixture", "means"), sigmas = golden.numbers("mixture", "logSigmas")
    let shears = golden.numbers("mixture", "shears")
    for (index, component) in components.enumerated() {
      let count = component.mean.count
      #expect(agree(component.mean, Array(means[2 * index..<2 * index + count])))
      #expect(agree([log(component.spread[0])], [sigmas[2 * index]]))
      if count == 2 {
        #expect(agree([component.spread[1] / component.spread[0]], [shears[index]]))
        #expect(agree([log(component.spread[2])], [sigmas[2 * index + 1]]))
      }
    }
    let raw = components.flatMap { component in
      let place = foresight.distribution.point(atCompressed: component.mean)
      return place.count == 2 ? place : place + [0]
    }
    #expect(agree(raw, golden.numbers("rawMeans")))
  }

  @Test(arguments: GoldenCase.all) func withoutTemperatureTheOrderIsThatOfTheTraining(_ golden: GoldenCase) throws {
    let foresight = try Foresight(golden.prompt, temperature: 0, weights: GoldenCase.weights())
    let steps = golden.json["certainSteps"]?.array?.map(GoldenCase.flat) ?? []
    let found = Proposals(foresight).ladder(steps.count).map { values in
      zip(values, golden.prompt.resolution).map { ($0 / $1).rounded() }
    }
    #expect(found == steps.map { Array($0.prefix(found.first?.count ?? 0)) })
  }

  @Test(arguments: GoldenCase.all.filter { $0.json["draws"] != nil })
  func tenThousandDrawsAreSpreadAsThoseOfTheTraining(_ golden: GoldenCase) throws {
    for expected in golden.json["draws"]?.array ?? [] {
      let temperature = try #require(expected["temperature"]?.number)
      let foresight = try Foresight(golden.prompt, temperature: temperature, weights: GoldenCase.weights())
      let proposals = Proposals(foresight)
      var random = SplitMix64(seed: 5)
      let count = 10_000
      let draws = (0..<count).map { _ in proposals.draw(&random, temperature: temperature) }
      #expect(
        zip(foresight.distribution.weights, expected["shares"].map(GoldenCase.flat) ?? []).allSatisfy {
          abs($0 - $1) < 0.02
        })
      for (part, values) in expected["rawQuantiles"]?.object ?? [:] {
        let share = try #require(Double(part))
        for (coordinate, value) in GoldenCase.flat(values).enumerated() {
          let below = draws.filter { $0[coordinate] < value }.count
          // Five standard deviations of the difference of two such counts.
          let spread = (2 * share * (1 - share) / Double(count)).squareRoot()
          #expect(abs(Double(below) / Double(count) - share) < 5 * spread, "\(part) \(coordinate)")
        }
      }
    }
  }
}
