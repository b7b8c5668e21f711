import Optimization
import Text

/// How the loss of a line is counted.
public enum LineLoss: String, CaseIterable, Codable, Sendable {
  /// The mean of the squared residuals.
  case mean
  /// Their sum.
  case sum
}

/// Every number of a preset, to be changed one by one.
public struct LineSettings: Hashable, Sendable {
  /// Says how data and starts are drawn, and gives the defaults below.
  public let preset: LinePreset
  /// Data points to draw: 2 to 1,000,000.
  public var points: Int
  /// The noise of drawn data, 0 or more: its standard deviation for `opro`; for `classroom` the deviation as a part
  /// of the range of the noiseless y.
  public var noise: Double
  /// The line that generates the data; nil draws one in [-5, 5] (`classroom`).
  public var truth: LineSolution?
  /// Where initial and random solutions are drawn from, w and b alike.
  public var start: ClosedRange<Double>
  public var loss: LineLoss
  /// Whether every solution is rounded to whole numbers before anything else.
  public var roundsProposals: Bool
  /// The form in which the brief asks for an answer.
  public var answerForm: NumericAnswerReader.Form
  /// The initial solutions; nil draws as many as the run asks for.
  public var initial: [LineSolution]?
  /// The seed of the run. For `opro` the noise, w and b are drawn at this seed, 10 and 100 times it: 1 to 5 are the
  /// published repetitions.
  public var seed: UInt64

  /// The preset as published.
  public init(_ preset: LinePreset = .classroom, seed: UInt64 = 1) {
    self.preset = preset
    self.seed = seed
    switch preset {
    case .classroom:
      points = 35
      noise = 0.2
      truth = nil
      start = -5...5
      loss = .mean
      roundsProposals = false
      answerForm = .object
    case .opro:
      points = 50
      noise = 1
      truth = LineSolution(w: 15, b: 14)
      start = 10...20
      loss = .sum
      roundsProposals = true
      answerForm = .brackets
    }
  }

  static let largestPointCount = 1_000_000
  /// The largest size of a number in data and settings: squares and their sums stay far from overflow.
  static let largestNumber = 1e100
  /// A hundred times the seed must be a seed of numpy's legacy generator, below 2^32.
  static let largestOproSeed: UInt64 = 42_949_672

  /// - Throws: `InputError` for the first value that is not allowed.
  func check() throws {
    guard (2...Self.largestPointCount).contains(points) else {
      throw InputError("The number of points is \(points); allowed are 2 to \(Self.largestPointCount).")
    }
    guard noise >= 0 && noise <= Self.largestNumber else {
      throw InputError("The noise is \(noise); allowed are numbers from 0 to \(Self.largestNumber).")
    }
    let numbers = [truth?.w, truth?.b, start.lowerBound, start.upperBound].compactMap { $0 }
    for number in numbers + (initial ?? []).flatMap({ [$0.w, $0.b] }) where !(abs(number) <= Self.largestNumber) {
      throw InputError(
        "The truth, the start range and the initial pairs take numbers from -\(Self.largestNumber) to "
          + "\(Self.largestNumber); \(number) is none of them.")
    }
    if roundsProposals && start.lowerBound.rounded(.up) > start.upperBound {
      throw InputError(
        "The start range \(start.lowerBound):\(start.upperBound) holds no whole number, and this preset proposes "
          + "only whole ones; allowed is a range like 10:20.")
    }
    if preset == .opro && !(0...Self.largestOproSeed).contains(seed) {
      throw InputError(
        "The seed is \(seed); the preset opro takes 0 to \(Self.largestOproSeed), and 1 to 5 repeat the published runs."
      )
    }
    if let initial, initial.isEmpty { throw InputError("The list of initial pairs is empty; write pairs as 1,2;3,4.") }
  }
}

extension LineSettings {
  /// For the log: everything but the data.
  var json: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "preset": .string(preset.rawValue), "points": .number(Double(points)), "noise": .number(noise),
      "start": .array([.number(start.lowerBound), .number(start.upperBound)]), "loss": .string(loss.rawValue),
      "roundsProposals": .bool(roundsProposals), "answer": .string(answerForm.rawValue),
      // As text: a JSON number holds 53 bits only.
      "seed": .string(String(seed)),
    ]
    if let truth { members["truth"] = truth.json }
    if let initial { members["initial"] = .array(initial.map(\.json)) }
    return members
  }

  /// The settings of a log.
  /// - Throws: `InputError` that names the setting that is missing or wrong.
  public init(json: [String: JSONValue]) throws {
    func wrong(_ name: String, _ allowed: String) -> InputError {
      InputError("The setting \(name) of the problem line is missing or wrong; it must be \(allowed).")
    }
    guard let preset = json["preset"]?.string.flatMap(LinePreset.init(rawValue:)) else {
      throw wrong("preset", LinePreset.allCases.map(\.rawValue).joined(separator: " or "))
    }
    guard let seed = json["seed"]?.string.flatMap({ UInt64($0) }) else { throw wrong("seed", "a whole number as text") }
    self.init(preset, seed: seed)
    guard let points = json["points"]?.number, let count = Int(exactly: points) else {
      throw wrong("points", "a whole number")
    }
    guard let noise = json["noise"]?.number else { throw wrong("noise", "a number") }
    guard let ends = json["start"]?.array, ends.count == 2, let low = ends[0].number, let high = ends[1].number,
      low <= high
    else { throw wrong("start", "two numbers, the lower first") }
    guard let loss = json["loss"]?.string.flatMap(LineLoss.init(rawValue:)) else { throw wrong("loss", "mean or sum") }
    guard let rounds = json["roundsProposals"]?.bool else { throw wrong("roundsProposals", "true or false") }
    guard let form = json["answer"]?.string.flatMap(NumericAnswerReader.Form.init(rawValue:)) else {
      throw wrong("answer", "object or brackets")
    }
    self.points = count
    self.noise = noise
    start = low...high
    self.loss = loss
    roundsProposals = rounds
    answerForm = form
    truth = try json["truth"].map { value in
      guard let truth = LineSolution(json: value) else { throw wrong("truth", "an object with the numbers w and b") }
      return truth
    }
    initial = try json["initial"].map { value in
      let pairs = (value.array ?? []).compactMap { LineSolution(json: $0) }
      guard !pairs.isEmpty && pairs.count == value.array?.count else {
        throw wrong("initial", "a list of objects with the numbers w and b")
      }
      return pairs
    }
    try check()
  }
}

extension LineSolution {
  var json: JSONValue { .object(["w": .number(w), "b": .number(b)]) }

  /// Nil where the value has not the finite numbers w and b.
  init?(json: JSONValue) {
    guard let w = json["w"]?.number, let b = json["b"]?.number, w.isFinite, b.isFinite else { return nil }
    self.init(w: w, b: b)
  }
}
