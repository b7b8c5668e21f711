/// The prices of the file while they are read, figure by figure.
struct PriceList {
  static let figures = ["input", "output", "cached"]
  /// The day that a price is of; a text.
  static let date = "date"
  static let members = figures + [date]
  /// Characters of a date, so that it fits where it is shown.
  static let longestDate = 40
  static let kind = SettingKind.number(
    0...1_000_000, allowed: "numbers from 0 to 1000000, in dollars for a million tokens")
  static let example = "{ input = 0.15, output = 0.6 }"

  private var models: [String: [String: Double]] = [:]
  private var dates: [String: String] = [:]
  /// The line that first names a model.
  private(set) var lines: [String: Int] = [:]

  mutating func set(_ figure: String, of model: String, to price: Double, line: Int) {
    name(model, line: line)
    models[model, default: [:]][figure] = price
  }

  mutating func set(date: String, of model: String, line: Int) {
    name(model, line: line)
    dates[model] = date
  }

  /// Notes that the file speaks of a model, whatever it says.
  mutating func name(_ model: String, line: Int) {
    if lines[model] == nil { lines[model] = line }
  }

  /// The models that have what a price needs.
  var complete: [String: ModelPrice] {
    var complete: [String: ModelPrice] = [:]
    for (model, figures) in models {
      guard let input = figures["input"], let output = figures["output"] else { continue }
      complete[model] = ModelPrice(input: input, output: output, cached: figures["cached"], date: dates[model])
    }
    return complete
  }

  /// What to say of the others, by their lines.
  var complaints: [(Int, String)] {
    models.compactMap { model, figures in
      let missing = ["input", "output"].filter { figures[$0] == nil }
      guard !missing.isEmpty, let line = lines[model] else { return nil }
      return (
        line,
        "\(Wording.path(["prices", model])) has no \(missing.joined(separator: " and no ")), so its runs have no price; "
          + "a price is written as \(Self.example)."
      )
    }
    .sorted { $0.0 < $1.0 }
  }
}
