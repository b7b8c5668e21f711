import Optimization

extension LineData {
  /// Draws the data of a preset, and the line that generated them.
  /// - Throws: `InputError` where the settings leave all points at one x.
  static func drawn(for settings: LineSettings) throws -> (data: LineData, truth: LineSolution) {
    switch settings.preset {
    case .classroom: try drawnForClassroom(settings)
    case .opro: try drawnForOpro(settings)
    }
  }

  /// x uniform in [-5, 5]; noise in proportion to the range of the noiseless y; all rounded to two decimals at the end.
  private static func drawnForClassroom(_ settings: LineSettings) throws -> (data: LineData, truth: LineSolution) {
    var generator = SeededGenerator(runSeed: settings.seed, purpose: .problemData)
    // Drawn even where it is given, so that the points do not depend on who chose the line.
    let drawn = LineSolution(w: generator.uniform(in: -5...5), b: generator.uniform(in: -5...5))
    let line = settings.truth ?? drawn
    let xs = (0..<settings.points).map { _ in generator.uniform(in: -5...5) }
    let clean = xs.map { line($0) }
    let deviation = settings.noise * ((clean.max() ?? 0) - (clean.min() ?? 0))
    let ys = clean.map { $0 + deviation * generator.normal() }
    let truth = settings.truth ?? LineSolution(w: drawn.w.rounded(decimals: 2), b: drawn.b.rounded(decimals: 2))
    let data = try LineData(
      xs: xs.map { $0.rounded(decimals: 2) }, ys: ys.map { $0.rounded(decimals: 2) }, name: "the drawn data")
    return (data, truth)
  }

  /// x = 1, 2, … and normal noise from numpy's generator at the seed itself; nothing is rounded.
  private static func drawnForOpro(_ settings: LineSettings) throws -> (data: LineData, truth: LineSolution) {
    var random = NumpyRandom(seed: UInt32(settings.seed))
    let truth = settings.truth ?? LineSolution(w: 15, b: 14)
    let xs = (1...settings.points).map(Double.init)
    let ys = xs.map { truth($0) + settings.noise * random.normal() }
    return (try LineData(xs: xs, ys: ys, name: "the drawn data"), truth)
  }
}

extension LineSettings {
  /// The first solutions of a run: the given ones, else `count` drawn ones, less those that are equal.
  func initialSolutions(_ count: Int, using generator: inout SeededGenerator) -> [LineSolution] {
    if let initial { return Self.distinct(initial.map(adjusted)) }
    switch preset {
    case .classroom:
      var solutions: [LineSolution] = []
      var seen: Set<LineSolution> = []
      // A narrow range may hold fewer than are asked for: then as many as were found.
      for _ in 0..<(count + 100) where solutions.count < count {
        let solution = drawnSolution(using: &generator)
        if seen.insert(solution).inserted { solutions.append(solution) }
      }
      return solutions
    case .opro:
      var slopes = NumpyRandom(seed: UInt32(seed * 10)), intercepts = NumpyRandom(seed: UInt32(seed * 100))
      let pairs = (0..<count).map { _ in
        LineSolution(w: slopes.uniform(in: start), b: intercepts.uniform(in: start))
      }
      // Sorted, because the published code makes them distinct with a function that sorts.
      return Self.distinct(pairs.map(adjusted)).sorted { ($0.w, $0.b) < ($1.w, $1.b) }
    }
  }

  /// Uniform in the start range: whole numbers where proposals are rounded, else with two decimals, or with so many
  /// more that a narrow range keeps three digits.
  func drawnSolution(using generator: inout SeededGenerator) -> LineSolution {
    LineSolution(w: drawnNumber(using: &generator), b: drawnNumber(using: &generator))
  }

  private func drawnNumber(using generator: inout SeededGenerator) -> Double {
    if roundsProposals {
      let low = start.lowerBound.rounded(.up), high = start.upperBound.rounded(.down)
      guard let lowest = Int(exactly: low), let highest = Int(exactly: high) else {
        // Doubles of this size are whole numbers themselves.
        return generator.uniform(in: low...high).rounded(.toNearestOrEven)
      }
      return Double(generator.integer(in: lowest...highest))
    }
    var decimals = 2, width = start.upperBound - start.lowerBound
    while width < 10 && width > 0 && decimals < 100 {
      width *= 10
      decimals += 1
    }
    let number = generator.uniform(in: start).rounded(decimals: decimals)
    return min(start.upperBound, max(start.lowerBound, number))
  }

  /// A solution as this problem counts it: rounded where proposals are.
  func adjusted(_ solution: LineSolution) -> LineSolution { roundsProposals ? solution.rounded : solution }

  private static func distinct(_ solutions: [LineSolution]) -> [LineSolution] {
    var seen: Set<LineSolution> = []
    return solutions.filter { seen.insert($0).inserted }
  }
}
