import LanguageModels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// All that the model takes from a prompt: the numbers in its text, and how the answer is to be written.
struct PromptNumbers: Equatable {
  struct Pair: Equatable {
    var values: [Double]
    var loss: Double
  }

  /// The parameters, in the order of the answer.
  var names: [String]
  /// What was shown with a loss: best first, ties in the order shown, nothing twice; small is good.
  var pairs: [Pair]
  /// Every place that was shown, with a loss or without.
  var shown: [[Double]]
  /// Digits after the point, by parameter.
  var decimals: [Int]
  var points: [ShownPoints.Point]
  var form: PromptReading.Form

  /// Numbers beyond this leave no room to reckon with.
  static let largest = 1e150

  /// Losses are cut to plus and minus this, so that differences stay finite.
  static let largestLoss = 1e25

  /// - Parameters:
  ///   - trials: as shown; those with numbers out of range are left out.
  ///   - decimals: for each name.
  init(
    names: [String], trials: [PromptReading.Trial], isHigherBetter: Bool = false, decimals: [Int],
    points: [ShownPoints.Point] = [], form: PromptReading.Form = .object
  ) {
    self.names = names
    self.form = form
    self.points = points
    var seen: Set<[Double]> = []
    var judged: [Pair] = []
    shown = []
    for trial in trials where trial.values.allSatisfy({ abs($0) <= Self.largest }) {
      // Adding zero makes -0 plain.
      let values = trial.values.map { $0 + 0 }
      shown.append(values)
      guard let loss = trial.loss, seen.insert(values).inserted else { continue }
      let signed = isHigherBetter ? -loss : loss
      judged.append(Pair(values: values, loss: min(Self.largestLoss, max(-Self.largestLoss, signed))))
    }
    pairs = judged.enumerated()
      .sorted { ($0.element.loss, $0.offset) < ($1.element.loss, $1.offset) }.map(\.element)
    self.decimals = decimals
  }

  init(_ messages: [Message]) {
    let reading = PromptReading(messages)
    let texts = messages.filter { $0.role != .assistant }.map(\.text)
    let decimals = reading.names.indices.map { index in
      let largest = reading.trials.reduce(0) { max($0, abs($1.values[index])) }
      return Self.usable(reading.decimalsByParameter.isEmpty ? 2 : reading.decimalsByParameter[index], largest)
    }
    self.init(
      names: reading.names, trials: reading.trials, isHigherBetter: Self.asksForMore(messages), decimals: decimals,
      points: reading.trials.isEmpty ? [] : ShownPoints(in: texts, parameters: reading.names).points,
      form: reading.form)
  }

  /// 10 to the power of minus the decimals: the step of the grid that the pairs are written on.
  var resolution: [Double] { decimals.map { pow(10, -Double($0)) } }

  /// What is written out in full has up to 17 digits: more than six of them lead nowhere.
  private static func usable(_ decimals: Int, _ largest: Double) -> Int {
    let magnitude = largest > 0 && largest.isFinite ? Int(log10(largest).rounded(.down)) : 0
    return max(0, min(decimals, max(6, 6 - magnitude), 300))
  }

  /// Whether the prompt speaks of higher values as the better ones. It speaks of losses else.
  private static func asksForMore(_ messages: [Message]) -> Bool {
    let text = messages.filter { $0.role != .assistant }
      .map { String($0.text.prefix(3000)) + "\n" + String($0.text.suffix(3000)) }.joined(separator: "\n").lowercased()
    let more = ["higher is better", "higher the better", "higher the value, the better", "maximize", "maximise"]
    let less = ["minimi", "lower", "loss"]
    return more.contains { text.contains($0) } && !less.contains { text.contains($0) }
  }

  /// To the digits of the grid.
  func rounded(_ values: [Double]) -> [Double] {
    zip(values, decimals).map { value, decimals in
      let unit = pow(10, Double(decimals))
      let rounded = (value * unit).rounded() / unit
      // Large numbers have no digits after the point to round.
      return (rounded.isFinite ? rounded : value) + 0
    }
  }
}
