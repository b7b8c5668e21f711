import Text

/// Where a line of the log lies: its first byte and its length without the line's end.
public struct LogLocation: Hashable, Sendable {
  public var offset: Int
  public var length: Int
  public init(offset: Int, length: Int) {
    self.offset = offset
    self.length = length
  }
}

/// The candidates of a run in the order of their events, as append-only columns.
public struct Trajectory: Hashable, Sendable {
  /// The names of the numbers of a solution, in the problem's order; empty where solutions have none.
  public private(set) var parameters: [String]
  public private(set) var ids: ContiguousArray<Int32> = []
  public private(set) var steps: ContiguousArray<Int32> = []
  public private(set) var origins: ContiguousArray<Origin> = []
  /// Infinite where judging failed.
  public private(set) var losses: ContiguousArray<Double> = []
  /// The lowest loss up to and with each row; infinite before the first.
  public private(set) var bestSoFar: ContiguousArray<Double> = []
  /// Seconds since the run's start.
  public private(set) var times: ContiguousArray<Double> = []
  private var indices: ContiguousArray<Int16> = []
  /// Negative where the server chose.
  private var temperatures: ContiguousArray<Float> = []
  /// The first row that has one.
  private var firstTemperature: Int?
  private var numbers: ContiguousArray<Double> = []
  private var texts = TextColumn()
  /// Only for solutions that are not numbers.
  private var solutions = TextColumn()
  /// By row; only where prompts show the reasoning.
  private var gists: [Int: String] = [:]
  private var offsets: ContiguousArray<Int> = []
  private var lengths: ContiguousArray<Int32> = []

  public init(parameters: [String] = []) { self.parameters = parameters }

  public var count: Int { ids.count }

  /// The row of a candidate, or nil where there is none.
  public func row(of id: Int) -> Int? {
    // Ids are given in order, so the row is the id unless an evaluation was overtaken.
    if ids.indices.contains(id), ids[id] == id { return id }
    return ids.firstIndex { $0 == id }
  }

  public func id(at row: Int) -> Int { Int(ids[row]) }
  public func step(at row: Int) -> Int { Int(steps[row]) }
  /// Which of the step's replies it came from; nil for what was not proposed by one.
  public func index(at row: Int) -> Int? { indices[row] < 0 ? nil : Int(indices[row]) }
  public func loss(at row: Int) -> Double? { losses[row] == .infinity ? nil : losses[row] }
  public func temperature(at row: Int) -> Double? {
    // Through text, so that 0.7 comes back as 0.7 and not as the nearest Float.
    temperatures[row] < 0 ? nil : Double(temperatures[row].description)
  }
  /// Whether any candidate was asked for at a temperature of its own.
  public var hasTemperatures: Bool { firstTemperature != nil }
  public func text(at row: Int) -> String { texts[row] }
  /// The gist of the reasoning that led to a candidate; nil where none is kept.
  public func gist(at row: Int) -> String? { gists[row] }
  public func location(at row: Int) -> LogLocation? {
    lengths[row] < 0 ? nil : LogLocation(offset: offsets[row], length: Int(lengths[row]))
  }

  /// The numbers of a solution by parameter; empty where it has none.
  public func numbers(at row: Int) -> ArraySlice<Double> {
    let width = parameters.count
    return ArraySlice(numbers[row * width..<(row + 1) * width])
  }

  public func number(at row: Int, parameter: Int) -> Double { numbers[row * parameters.count + parameter] }

  /// Whether two rows hold the same solution.
  func isSame(_ row: Int, _ other: Int) -> Bool {
    guard !parameters.isEmpty else { return text(at: row) == text(at: other) }
    return parameters.indices.allSatisfy { number(at: row, parameter: $0) == number(at: other, parameter: $0) }
  }

  /// The solution as JSON.
  public func solution(at row: Int) -> JSONValue {
    guard parameters.isEmpty else {
      var object: [String: JSONValue] = [:]
      for (position, name) in parameters.enumerated() {
        object[name] = .number(number(at: row, parameter: position))
      }
      return .object(object)
    }
    return (try? JSONValue(parsing: solutions[row].utf8)) ?? .null
  }

  mutating func append(_ event: CandidateEvent, time: Double, location: LogLocation?) {
    if !parameters.isEmpty {
      let values = parameters.map { event.solution[$0]?.number }
      if values.contains(nil) {
        // A log of a later version, or edited by hand: fall back to keeping the solutions whole.
        keepSolutionsWhole()
      } else {
        numbers.append(contentsOf: values.compactMap { $0 })
      }
    }
    if parameters.isEmpty { solutions.append((try? event.solution.canonicalText()) ?? "null") }
    if let gist = event.gist { gists[count] = gist }
    ids.append(Int32(truncatingIfNeeded: event.id))
    steps.append(Int32(truncatingIfNeeded: event.step))
    indices.append(event.index.map { Int16(truncatingIfNeeded: $0) } ?? -1)
    origins.append(event.origin)
    let loss = event.loss ?? .infinity
    losses.append(loss)
    bestSoFar.append(min(bestSoFar.last ?? .infinity, loss))
    times.append(time)
    if event.temperature != nil, firstTemperature == nil { firstTemperature = temperatures.count }
    temperatures.append(event.temperature.map(Float.init) ?? -1)
    texts.append(event.text)
    offsets.append(location?.offset ?? 0)
    lengths.append(location.map { Int32(truncatingIfNeeded: $0.length) } ?? -1)
  }

  private mutating func keepSolutionsWhole() {
    for row in 0..<count { solutions.append((try? solution(at: row).canonicalText()) ?? "null") }
    parameters = []
    numbers = []
  }

  mutating func truncate(to count: Int) {
    guard count < self.count else { return }
    let surplus = self.count - count
    if !gists.isEmpty { gists = gists.filter { $0.key < count } }
    ids.removeLast(surplus)
    steps.removeLast(surplus)
    indices.removeLast(surplus)
    origins.removeLast(surplus)
    losses.removeLast(surplus)
    bestSoFar.removeLast(surplus)
    times.removeLast(surplus)
    temperatures.removeLast(surplus)
    if let first = firstTemperature, first >= count { firstTemperature = nil }
    numbers.removeLast(surplus * parameters.count)
    texts.truncate(to: count)
    if parameters.isEmpty { solutions.truncate(to: count) }
    offsets.removeLast(surplus)
    lengths.removeLast(surplus)
  }
}
