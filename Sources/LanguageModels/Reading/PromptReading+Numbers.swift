#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension PromptReading {
  /// Trials with a loss, best first, no values twice.
  package var ranking: [(values: [Double], loss: Double)] {
    var seen: Set<[Double]> = []
    return trials.compactMap { trial in trial.loss.map { (trial.values, $0) } }
      .sorted { $0.1 < $1.1 }
      .filter { seen.insert($0.0).inserted }
  }

  /// To the digits that the prompt shows; what left the range of numbers comes back as 0.
  func rounded(_ values: [Double]) -> [Double] {
    let unit = pow(10, Double(decimals))
    return values.map { value in
      let rounded = (value * unit).rounded() / unit
      return rounded.isFinite ? rounded + 0 : (value.isFinite ? value : 0)
    }
  }
}
