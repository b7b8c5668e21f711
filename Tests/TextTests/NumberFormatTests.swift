import TestSupport
import Testing
import Text

@Suite("Number formats")
struct NumberFormatTests {
  @Test(
    "print the shortest form as Python's repr does",
    arguments: [
      (1.0, "1.0"), (-0.0, "-0.0"), (0.1, "0.1"), (1e16, "1e+16"), (1e-5, "1e-05"), (0.0001, "0.0001"),
      (1e15, "1000000000000000.0"),
      (9_999_999_999_999_998, "9999999999999998.0"), (12_345_678_901_234_568, "1.2345678901234568e+16"),
      (18_014_398_509_481_984, "1.8014398509481984e+16"), (1e100, "1e+100"), (.leastNonzeroMagnitude, "5e-324"),
      (1.5e-10, "1.5e-10"),
      (1.7976931348623157e308, "1.7976931348623157e+308"), (123456.789, "123456.789"), (-2e16, "-2e+16"), (.nan, "nan"),
      (.infinity, "inf"), (-.infinity, "-inf"),
    ])
  func shortest(value: Double, text: String) {
    #expect(NumberFormat.shortest(value) == text)
  }

  @Test("print a shortest form that reads back as the same number")
  func shortestReadsBack() {
    var random = SplitMix(state: 5)
    for _ in 0..<5000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      #expect(Double(NumberFormat.shortest(value)) == value)
    }
    for _ in 0..<2000 {
      let value = Double.random(in: 8e15..<1.9e16, using: &random)
      #expect(Double(NumberFormat.shortest(value)) == value)
      #expect(NumberFormat.shortest(value).hasSuffix(value < 1e16 ? ".0" : "e+16"))
    }
  }

  @Test(
    "print compact numbers by significant digits",
    arguments: [
      (0, "0"), (-0.0, "0"), (1.389, "1.39"), (1.5, "1.5"), (9.996, "10"), (0.00012, "0.00012"),
      (0.000123456, "0.000123"),
      (-0.000123456, "-1.23e-4"), (12345, "12345"), (123456.7, "123457"), (999_999.9, "1e6"), (1.234e9, "1.23e9"),
      (-1.39e-10, "-1.4e-10"), (-1.39e-300, "-1e-300"), (1e-5, "0.00001"), (1.23e-5, "1.23e-5"), (42, "42"),
      (0.1, "0.1"),
      (100, "100"), (314.159, "314"), (.nan, "nan"), (-.infinity, "-inf"), (1.7976931348623157e308, "1.8e308"),
    ])
  func compact(value: Double, text: String) {
    #expect(NumberFormat.compact(value) == text)
  }

  @Test("print compact numbers that never take more than their columns and stay near the value")
  func compactIsNarrow() throws {
    var random = SplitMix(state: 9)
    for _ in 0..<3000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      for significant in 1...6 {
        let text = NumberFormat.compact(value, significant: significant)
        #expect(text.utf8.count <= NumberFormat.compactColumns)
        let read = try #require(Double(text))
        // One digit is the least that is ever shown; half of it is the error.
        #expect(!read.isFinite || abs(read - value) <= abs(value) * 0.5)
      }
    }
  }

  @Test("print scientific numbers")
  func scientific() {
    #expect(NumberFormat.scientific(-123_456, significant: 3) == "-1.23e5")
    #expect(NumberFormat.scientific(9.99e-204, significant: 2) == "1e-203")
    #expect(NumberFormat.scientific(0, significant: 2) == "0e0")
    #expect(NumberFormat.scientific(.nan, significant: 2) == "nan")
  }

  @Test(
    "print durations",
    arguments: [
      (0, "0.0 s"), (0.84, "0.8 s"), (9.94, "9.9 s"), (9.96, "10 s"), (12.4, "12 s"), (59.4, "59 s"), (59.6, "1:00"),
      (185, "3:05"), (3599.7, "1:00:00"), (3723, "1:02:03"), (360_000, "100:00:00"), (-1, "–"), (.nan, "–"),
      (.infinity, "–"),
    ])
  func durations(seconds: Double, text: String) {
    #expect(NumberFormat.duration(seconds: seconds) == text)
  }

  @Test(
    "print counts",
    arguments: [
      (0, "0"), (999, "999"), (1000, "1,000"), (12_345, "12,345"), (999_999, "999,999"), (1_000_000, "1.0M"),
      (1_249_999, "1.2M"), (1_250_000, "1.3M"), (999_950_000, "1.0B"), (3_400_000_000, "3.4B"),
      (5_600_000_000_000, "5.6T"),
      (-12_345, "-12,345"), (Int.min, "-9,223,372.0T"), (Int.max, "9,223,372.0T"),
    ])
  func counts(value: Int, text: String) {
    #expect(NumberFormat.count(value) == text)
  }
}
