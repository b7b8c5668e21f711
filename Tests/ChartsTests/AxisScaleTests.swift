import Charts
import TestSupport
import Testing

@Suite("Axis scales")
struct AxisScaleTests {
  @Test("place values between 0 and 1 and find them again")
  func positions() {
    let linear = AxisScale.linear(-2...6)
    #expect(linear.position(of: -2) == 0 && linear.position(of: 6) == 1 && linear.position(of: 2) == 0.5)
    #expect(linear.position(of: 14) == 2)
    #expect(linear.value(at: 0.25) == 0)
    let logarithmic = AxisScale.logarithmic(0.01...100)
    #expect(abs(logarithmic.position(of: 1) - 0.5) < 1e-12)
    #expect(abs(logarithmic.value(at: 0.75) - 10) < 1e-9)
    for scale in [linear, logarithmic] {
      for position in stride(from: 0.0, through: 1, by: 0.125) {
        #expect(abs(scale.position(of: scale.value(at: position)) - position) < 1e-12)
      }
      #expect(scale.position(of: .nan).isNaN)
    }
  }

  @Test("put values without a logarithm at the lower end")
  func noLogarithm() {
    let scale = AxisScale.logarithmic(0...100)
    #expect(scale.range.lowerBound > 0)
    #expect(scale.position(of: 0) == 0 && scale.position(of: -5) == 0)
    #expect(AxisScale.logarithmic(-3...(-1)).range.lowerBound > 0)
  }

  @Test(
    "have round ticks with short labels",
    arguments: [
      (AxisScale.linear(0...100), 6, ["0", "20", "40", "60", "80", "100"]),
      (.linear(-0.35...0.7), 5, ["-0.2", "0.0", "0.2", "0.4", "0.6"]),
      (.linear(0...1e7), 3, ["0", "5e6", "1e7"]),
      (.linear(1e9...1e9 + 4), 3, ["1000000000", "1000000002", "1000000004"]),
      (.linear(0...2e-8), 3, ["0", "1e-8", "2e-8"]),
      (.logarithmic(0.01...100), 5, ["0.01", "0.1", "1", "10", "100"]),
      (.logarithmic(0.01...100), 3, ["0.01", "1", "100"]),
      (.logarithmic(1...50), 6, ["1", "2", "5", "10", "20", "50"]),
      (.logarithmic(1e5...1e7), 3, ["100000", "1e6", "1e7"]),
      (.logarithmic(3...7), 5, ["3", "4", "5", "6", "7"]),
    ])
  func ticks(scale: AxisScale, maximumCount: Int, labels: [String]) {
    #expect(scale.ticks(maximumCount: maximumCount).map(\.label) == labels)
  }

  @Test("have ticks that grow, lie inside, differ in their labels and are no more than asked for, for any range")
  func anyRange() {
    var random = SplitMix(state: 17)
    for _ in 0..<300 {
      let bounds = (0..<2).map { _ in
        Bool.random(using: &random)
          ? Double(bitPattern: random.next()) : Double.random(in: -1000...1000, using: &random)
      }.map { $0.isNaN ? 0 : $0 }.sorted()
      for scale in [AxisScale.linear(bounds[0]...bounds[1]), .logarithmic(bounds[0]...bounds[1])] {
        #expect(scale.range.lowerBound < scale.range.upperBound)
        #expect(scale.range.lowerBound.isFinite && scale.range.upperBound.isFinite)
        let rounded = scale.rounded()
        let spread = abs(scale.range.upperBound - scale.range.lowerBound) * 1e-6
        #expect(rounded.range.lowerBound <= scale.range.lowerBound + spread)
        #expect(rounded.range.upperBound >= scale.range.upperBound - spread)
        for maximumCount in [0, 1, 2, 3, 5, 9] {
          let ticks = scale.ticks(maximumCount: maximumCount)
          #expect(ticks.count <= maximumCount)
          #expect(
            zip(ticks, ticks.dropFirst()).allSatisfy { $0.value < $1.value && $0.label != $1.label }, "\(scale.range)")
          #expect(ticks.allSatisfy { (-1e-6...1 + 1e-6).contains(scale.position(of: $0.value)) })
        }
        if bounds[1] - bounds[0] > abs(bounds[1]) * 1e-9 {
          #expect(scale.ticks(maximumCount: 6).count >= 1, "\(scale.kind) \(scale.range)")
        }
      }
    }
  }

  @Test(
    "mend ranges that are none",
    arguments: [
      0.0...0.0, 5.0...5.0, -3.0...(-3.0), 1e300...1e300, 0...Double.infinity, -Double.infinity...Double.infinity,
    ])
  func mended(range: ClosedRange<Double>) {
    for scale in [AxisScale.linear(range), .logarithmic(range)] {
      #expect(scale.range.lowerBound < scale.range.upperBound)
      #expect(scale.position(of: scale.value(at: 0.5)).isFinite)
    }
  }

  @Test("have ticks or none at the ends of what a number can be", arguments: [1, 2, 7, 40])
  func ticksAtTheEnds(count: Int) {
    let least = Double.leastNonzeroMagnitude, greatest = Double.greatestFiniteMagnitude
    for range in [0...least, least...(3 * least), -greatest...greatest, least...greatest, -least...least] {
      for scale in [AxisScale.linear(range), .logarithmic(range)] {
        #expect(scale.ticks(maximumCount: count).count <= count)
        #expect(scale.rounded().range.lowerBound < scale.rounded().range.upperBound)
      }
    }
  }
}
