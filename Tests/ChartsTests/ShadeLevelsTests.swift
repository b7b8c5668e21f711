import Charts
import Testing

@Suite("Shade levels")
struct ShadeLevelsTests {
  @Test("are round numbers on a logarithmic scale, at most fifteen")
  func roundNumbers() {
    let levels = ShadeLevels(3.9...1300)
    #expect(levels.levels.compactMap(\.label) == ["5", "10", "20", "50", "100", "200", "500", "1000"])
    let wide = ShadeLevels(24.5...1872)
    #expect(wide.levels.compactMap(\.label) == ["50", "100", "200", "500", "1000"])
    // Between two lines there is a step of shade.
    #expect(wide.count == 12 && wide.levels.map { $0.label == nil } == (0..<11).map { $0 % 2 == 0 })
    for range in [1e-300...1e300, 0.01...1e12, 3...4, 100.001...100.002, -5...5, -1e9 ... -1e-9, 0...7] {
      let levels = ShadeLevels(range)
      #expect(levels.count > 2 && levels.count <= ShadeLevels.mostShades, "\(range)")
      #expect(zip(levels.levels, levels.levels.dropFirst()).allSatisfy { $0.value < $1.value }, "\(range)")
      #expect(levels.levels.allSatisfy { range.contains($0.value) }, "\(range)")
    }
  }

  @Test("put every finite value into one shade that grows with it, and others into none")
  func shades() {
    for range in [3.9...1300, -4...90, 0...1e6, 7...8, 1e-9...1] as [ClosedRange<Double>] {
      let levels = ShadeLevels(range)
      let width = range.upperBound - range.lowerBound
      let values = (-20...120).map { range.lowerBound + width * Double($0) / 100 }
      let positions = values.compactMap { levels.position(of: $0) }
      #expect(positions.count == values.count)
      #expect(zip(positions, positions.dropFirst()).allSatisfy { $0 <= $1 }, "\(range)")
      #expect(levels.shade(of: range.lowerBound) == 0 && levels.shade(of: range.upperBound) == levels.count - 1)
      for (place, level) in levels.levels.enumerated() {
        #expect(levels.shade(of: level.value) == place + 1 && levels.shade(of: level.value.nextDown) == place)
      }
      for shade in 0..<levels.count {
        let values = levels.values(ofShade: shade)
        #expect(levels.shade(of: (values.lowerBound + values.upperBound) / 2) == shade)
      }
    }
    #expect(ShadeLevels(1...100).shade(of: .nan) == nil && ShadeLevels(1...100).shade(of: .infinity) == nil)
  }

  @Test("say more near the lowest value, also where values are negative")
  func nearTheLowest() throws {
    let levels = ShadeLevels(-100...900)
    let lower = levels.levels.filter { $0.value < 0 }
    #expect(lower.count > levels.count / 2)
    #expect(levels.levels.first { $0.label != nil }?.label == "-99.9")
  }

  @Test("give one shade to values that are all equal, and none where there are none")
  func equalValues() {
    #expect(ShadeLevels([4, 4, 4])?.count == 1)
    #expect(ShadeLevels([4, 4, 4])?.shade(of: 4) == 0)
    #expect(ShadeLevels([.nan, .infinity]) == nil && ShadeLevels([Double]()) == nil)
    #expect(ShadeLevels([0])?.count == 1)
  }

  @Test("leave out a few values that lie far above all others, but no landscape of many decades")
  func outliers() {
    let landscape = (1...100).map { Double($0 * $0) }
    #expect(ShadeLevels(landscape + [1e300])?.range.upperBound ?? 0 <= 1e4)
    #expect(ShadeLevels(landscape + [.infinity, .nan])?.range == 1...10_000)
    let steep = (0..<100).map { Double($0) * Double($0) * 1e12 + 1 }
    #expect(ShadeLevels(steep)?.range.upperBound == steep.max())
  }
}
