import TestSupport
import Testing
import Text

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What C prints; the tests run in the C locale.
private func printed(_ value: Double, decimals: Int) -> String {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 2000) { bytes in
    guard let start = bytes.baseAddress else { return "" }
    _ = withVaList([Int32(decimals), value]) { vsnprintf(start, bytes.count, "%.*f", $0) }
    return String(cString: start)
  }
}

@Suite("Numbers with fixed decimals")
struct FixedNumberFormatTests {
  @Test("equal what C prints, on random values of every kind")
  func equalsC() {
    var random = SplitMix(state: 20_260_801)
    for index in 0..<100_000 {
      let decimals = Int.random(in: 0...9, using: &random)
      let value: Double =
        switch index % 50 {
        case 0: Double(bitPattern: random.next())
        // Ties: halves of a unit of the last decimal that binary holds exactly.
        case 1...5: Double(Int.random(in: -100_000...100_000, using: &random)) / 2
        case 6...10: Double(Int.random(in: -1_000_000...1_000_000, using: &random)) / 1024
        case 11...15: Double(Int.random(in: -100_000...100_000, using: &random)) / 1000 + 0.0005
        case 16...20: .random(in: -1e-7...1e-7, using: &random)
        case 21...25: .random(in: -1e15...1e15, using: &random)
        case 26...28: .random(in: -1e25...1e25, using: &random)
        default: .random(in: -1000...1000, using: &random)
        }
      guard value.isFinite else { continue }
      let text = NumberFormat.fixed(value, decimals: decimals)
      let expected = printed(value, decimals: decimals)
      if text != expected { Issue.record("\(value) with \(decimals) decimals: \(text), C says \(expected)") }
    }
  }

  @Test(
    "equal what C prints where integers run out",
    arguments: [
      0.0, -0.0, 0.5, 1.5, 2.5, 0.125, 0.375, 2.675, 1.005, 1e22, 1e23, 1e25, 1.7976931348623157e308,
      .leastNonzeroMagnitude,
      2.2250738585072014e-308, 18_446_744_073_709_551_616, 9_007_199_254_740_992, 0.1, 999.9999999,
      1_844_674_407.3709551,
    ])
  func equalsCAtTheEdges(value: Double) {
    for decimals in [0, 1, 2, 3, 5, 10, 15, 19, 20, 21, 40, 330, 1100] {
      #expect(NumberFormat.fixed(value, decimals: decimals) == printed(value, decimals: decimals))
      #expect(NumberFormat.fixed(-value, decimals: decimals) == printed(-value, decimals: decimals))
    }
  }

  @Test("have words for what is not finite, and take a negative count as none")
  func oddInput() {
    #expect(NumberFormat.fixed(.nan, decimals: 2) == "nan")
    #expect(NumberFormat.fixed(.infinity, decimals: 2) == "inf")
    #expect(NumberFormat.fixed(-.infinity, decimals: 2) == "-inf")
    #expect(NumberFormat.fixed(2.5, decimals: -3) == "2")
  }
}
