import LanguageModels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Draws proposals from a distribution, on the grid of the prompt and off the places that it shows.
struct Proposals {
  private let distribution: ProposalDistribution
  private let numbers: PromptNumbers
  private let known: Set<[Double]>

  init(_ foresight: Foresight) {
    distribution = foresight.distribution
    numbers = foresight.numbers
    known = Set(foresight.numbers.shown)
  }

  /// The proposal of the reply with this index among those to one request; nil where the numbers leave their range.
  ///
  /// - Parameter seed: of the request; the reply is drawn with the one that is `index` higher.
  func proposal(_ index: Int, seed: UInt64) -> [Double]? {
    let values: [Double]?
    if distribution.isPoint {
      values = ladder(index + 1).last ?? numbers.rounded(distribution.mode)
    } else {
      var random = SplitMix64(seed: seed &+ UInt64(index))
      values = drawn(&random)
    }
    return values.flatMap { $0.allSatisfy(\.isFinite) ? $0 : nil }
  }

  // MARK: - With chance

  /// What the tries of one proposal multiply the temperature by: the first, then again and wider as long as it falls on
  /// a place that was shown.
  private static let stretches = [1, 1, 1.3, 1.8, 2.5, 4, 4, 4, 4, 4]

  /// The standard deviation, in steps of the grid, of what each try adds.
  private var jitters: [Double] {
    let slight = 0.35 * min(distribution.temperature, 1.5)
    return [0] + Array(repeating: slight, count: 5) + [1, 2, 4, 8]
  }

  private func drawn(_ random: inout SplitMix64) -> [Double] {
    var values: [Double] = []
    for (stretch, jitter) in zip(Self.stretches, jitters) {
      let place = draw(&random, temperature: distribution.temperature * stretch)
      values = numbers.rounded(zip(place, numbers.resolution).map { $0 + $1 * jitter * random.normal() })
      if !known.contains(values) { break }
    }
    return values
  }

  /// Before any rounding.
  func draw(_ random: inout SplitMix64, temperature: Double) -> [Double] {
    var tempered = distribution
    tempered.temperature = temperature
    var left = random.uniform()
    var chosen = tempered.components.count - 1
    for (index, weight) in tempered.weights.enumerated() {
      left -= weight
      if left < 0 {
        chosen = index
        break
      }
    }
    let component = tempered.components[chosen]
    let noise = component.mean.map { _ in random.normal() * temperature }
    var place = component.mean
    var entry = 0
    for row in place.indices {
      for column in 0...row {
        place[row] += component.spread[entry] * noise[column]
        entry += 1
      }
    }
    return tempered.point(atCompressed: place)
  }

  // MARK: - Without chance

  /// How far from the best mean is looked, in steps of the grid: as far as 2 to the power of this.
  private static let rings = 39

  /// At temperature 0 there is an order: the means of the components by weight, then what surrounds the first of them on
  /// the grid, in rings that double, each by the falling density of that component. The first so many that were not
  /// shown.
  func ladder(_ count: Int) -> [[Double]] {
    var found: [[Double]] = []
    var taken = known
    func take(_ values: [Double]) {
      if found.count < count, values.allSatisfy(\.isFinite), taken.insert(values).inserted { found.append(values) }
    }
    let byWeight = distribution.components.enumerated()
      .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }.map(\.element)
    for component in byWeight { take(numbers.rounded(distribution.point(atCompressed: component.mean))) }
    guard let heaviest = byWeight.first else { return found }
    let middle = numbers.rounded(distribution.point(atCompressed: heaviest.mean))
    for ring in 0...Self.rings where found.count < count {
      let around = neighbours(of: middle, distance: pow(2, Double(ring))).enumerated().map { index, place in
        (place: place, distance: distribution.distance(of: place, from: heaviest), index: index)
      }
      for candidate in around.sorted(by: { ($0.distance, $0.index) < ($1.distance, $1.index) }) {
        take(candidate.place)
      }
    }
    return found
  }

  /// On the grid around a place: with one or two parameters the other corners and sides of a square; with more, of which
  /// there would be too many, one parameter up or down.
  private func neighbours(of place: [Double], distance: Double) -> [[Double]] {
    var all: [[Double]] = []
    if place.count <= 2 {
      all = [[]]
      for (value, step) in zip(place, numbers.resolution) {
        all = all.flatMap { start in [-1.0, 0, 1].map { start + [value + $0 * step * distance] } }
      }
    } else {
      for index in place.indices {
        for sign in [-1.0, 1] {
          var neighbour = place
          neighbour[index] += sign * numbers.resolution[index] * distance
          all.append(neighbour)
        }
      }
    }
    return all.map(numbers.rounded).filter { $0 != place }
  }
}

extension ProposalDistribution {
  /// The square of how many spreads a point lies from a component's mean, in the compressed frame. The frame must be a
  /// lower triangle.
  fileprivate func distance(of point: [Double], from component: Component) -> Double {
    var z: [Double] = []
    for row in point.indices {
      let rest = z.indices.reduce(point[row] - center[row]) { $0 - frame[$1][row] * z[$1] }
      z.append(rest / frame[row][row])
    }
    let place = Self.compressed(z)
    var errors: [Double] = []
    var entry = 0
    for row in place.indices {
      var rest = place[row] - component.mean[row]
      for error in errors {
        rest -= component.spread[entry] * error
        entry += 1
      }
      errors.append(rest / component.spread[entry])
      entry += 1
    }
    return errors.reduce(0) { $0 + $1 * $1 }
  }
}
