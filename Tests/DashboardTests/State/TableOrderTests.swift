import Dashboard
import Optimization
import Testing
import Text

@Suite struct TableOrderTests {
  /// Candidates with numbers and losses that often are equal, some failed.
  private func filled(_ count: Int, seed: UInt64 = 3) -> SampleRun {
    var generator = SeededGenerator(seed: seed)
    var run = SampleRun()
    for id in 0..<count {
      let loss: Double? = generator.uniform() < 0.1 ? nil : Double(generator.integer(in: 0...40))
      run.emit(
        .candidate(
          CandidateEvent(
            id: id, step: id / 3, origin: Origin.allCases[generator.integer(in: 0...2)],
            solution: ["w": .number(Double(generator.integer(in: -5...5))), "b": .number(generator.uniform())],
            text: "pair \(id)", loss: loss, temperature: id % 2 == 0 ? 0.5 : nil)))
    }
    return run
  }

  static let columns: [TableSort.Column] = [
    .made, .step, .origin, .temperature, .loss, .change, .parameter(0), .parameter(1), .parameter(9),
  ]

  @Test(arguments: columns, [false, true])
  func rowsStandAsASortWouldPutThemHoweverTheyCome(_ column: TableSort.Column, _ isDescending: Bool) {
    let trajectory = filled(120).state.run.trajectory
    var grown = TableOrder(), whole = TableOrder()
    grown.change(TableSort(column, descending: isDescending), nil, for: Trajectory(parameters: ["w", "b"]))
    // As a run brings them, and as an opened log does.
    let run = filled(120)
    var partial = RunState()
    for event in run.events {
      partial.apply(event)
      if event.n % 7 == 0 || event.n > 90 { grown.update(to: partial.trajectory) }
    }
    grown.update(to: trajectory)
    whole.update(to: trajectory)
    whole.change(TableSort(column, descending: isDescending), nil, for: trajectory)
    #expect(grown == whole && whole.count == 120)
    let rows = (0..<whole.count).map { whole.row(at: $0) }
    #expect(Set(rows).count == 120)
    for (place, row) in rows.enumerated() { #expect(whole.position(of: row, in: trajectory) == place) }
    if case .loss = column {
      let losses = rows.compactMap { trajectory.loss(at: $0) }
      #expect(losses == losses.sorted { isDescending ? $0 > $1 : $0 < $1 })
      #expect(rows.suffix(120 - losses.count).allSatisfy { trajectory.loss(at: $0) == nil })
    }
  }

  @Test func rowsThatAReplayTakesBackGo() {
    let run = filled(90)
    var early = RunState()
    for event in run.events.prefix(40) { early.apply(event) }
    for sort in [TableSort.newestFirst, .bestFirst, TableSort(.parameter(0), descending: true)] {
      var order = TableOrder(), other = TableOrder()
      order.change(sort, nil, for: run.state.run.trajectory)
      order.update(to: early.trajectory)
      other.change(sort, nil, for: early.trajectory)
      #expect(order == other)
    }
  }

  @Test func aFilterLeavesOutRowsAsTheyCome() throws {
    let run = filled(60)
    let trajectory = run.state.run.trajectory
    let filter = try TableFilter("loss<20 !initial", parameters: ["w", "b"])
    var order = TableOrder()
    order.change(.newestFirst, filter, for: trajectory)
    let wanted = (0..<60).reversed().filter { row in
      (trajectory.loss(at: row) ?? .infinity) < 20 && trajectory.origins[row] != .initial
    }
    #expect((0..<order.count).map { order.row(at: $0) } == wanted && !wanted.isEmpty && wanted.count < 60)
    #expect((0..<60).allSatisfy { (order.position(of: $0, in: trajectory) != nil) == wanted.contains($0) })
  }
}

@Suite struct TableFilterTests {
  private let run: SampleRun = {
    var run = SampleRun()
    run.initial(2)
    for _ in 0..<12 { run.performStep() }
    run.candidate(SampleLine.Solution(w: 3.5, b: -1), step: 12, origin: .person)
    return run
  }()

  private func rows(_ text: String) throws -> [Int] {
    let filter = try TableFilter(text, parameters: ["w", "b"], lossLabel: "MSE")
    let trajectory = run.state.run.trajectory
    return (0..<trajectory.count).filter { filter.fits($0, in: trajectory) }
  }

  @Test func termsAreHeldTogether() throws {
    let trajectory = run.state.run.trajectory, all = Array(0..<trajectory.count)
    #expect(try rows("") == all)
    #expect(try rows("person") == [trajectory.count - 1])
    #expect(try rows("!person").count == all.count - 1)
    #expect(try rows("step>=5 step<7") == all.filter { (5..<7).contains(trajectory.step(at: $0)) })
    #expect(try rows("w=3.5 b=-1") == [trajectory.count - 1])
    #expect(try rows("W>0") == all.filter { trajectory.number(at: $0, parameter: 0) > 0 })
    #expect(try rows("mse<=100") == (try rows("loss<=100")))
    #expect(try rows("#<2") == [0, 1])
    #expect(try rows("best").contains(0))
    #expect(try rows("w=3.5 person model").isEmpty)
    #expect(try rows("PAIR").isEmpty)
    #expect(try rows("T=0.7") == all.filter { trajectory.temperature(at: $0) == 0.7 })
    #expect(try rows("T!=0.7").isEmpty, "what has no temperature is not compared")
  }

  @Test(arguments: [
    ("loss<many", "which is no number"), ("width>3", "no column of numbers"), ("=3=4", nil), ("<", nil),
  ])
  func whatIsNoTermIsSaid(_ text: String, _ complaint: String?) throws {
    guard let complaint else {
      // Words to be found in the row.
      #expect(try rows(text).isEmpty)
      return
    }
    let error = #expect(throws: InputError.self) { try TableFilter(text, parameters: ["w", "b"]) }
    #expect(error?.description.contains(complaint) == true)
  }
}
