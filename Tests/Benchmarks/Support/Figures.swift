import Foundation

/// How figures are put together and printed.
enum Figures {
  /// Of the last minute, five and fifteen: how busy the machine was.
  static var loadAverage: String {
    var loads = [0.0, 0.0, 0.0]
    guard getloadavg(&loads, 3) == 3 else { return "unknown" }
    return loads.map { fixed($0) }.joined(separator: " ")
  }

  /// "median 1.23 ms, 95th 2.34, 99th 3.45, most 4.56 (n 300)"
  static func spread(_ values: [Double], unit: String, decimals: Int = 2) -> String {
    let parts = [(0.5, "median"), (0.95, "95th"), (0.99, "99th"), (1, "most")].map { quantile, name in
      let value = fixed(values.quantile(quantile), decimals)
      return "\(name) \(value)" + (quantile == 0.5 ? " \(unit)" : "")
    }
    return parts.joined(separator: ", ") + " (n \(values.count))"
  }

  static func megabytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1e6, 1) + " MB" }

  /// A name, in a column of its own.
  static func label(_ name: String, width: Int = 34) -> String {
    name.padding(toLength: max(width, name.count), withPad: " ", startingAt: 0) + " "
  }
}

extension [Double] {
  /// A quantile of the sorted values, 0 to 1; NaN where there are none.
  func quantile(_ q: Double) -> Double {
    guard !isEmpty else { return .nan }
    let sorted = self.sorted()
    return sorted[Swift.min(count - 1, Int((Double(count - 1) * q).rounded()))]
  }
}

extension Duration {
  var seconds: Double { self / .seconds(1) }
}

func fixed(_ value: Double, _ decimals: Int = 2) -> String { String(format: "%.\(decimals)f", value) }

struct BenchmarkError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
