import Charts
import Optimization
import Text

/// The losses of all lanes on shared axes.
enum CourseView {
  struct Base: Sendable {
    var key: Key
    var cells: CellBuffer
  }

  /// What the layer depends on.
  struct Key: Hashable, Sendable {
    struct Course: Hashable, Sendable {
      var generation: Int
      var events: Int
      var shown: Int
      var departure: Departure?
    }
    var courses: [Course]
    var axis: CourseAxis
    var place: Int?
    var selected: Int?
    var isRevealed: Bool
    var size: Size
    var look: Look

    init(_ state: ComparisonState, size: Size, look: Look) {
      courses = state.lanes.map {
        // Tokens and seconds grow with every event, evaluations with candidates only.
        Course(
          generation: $0.generation,
          events: state.axis == .evaluations ? $0.run.trajectory.count : $0.run.head.events,
          shown: $0.shown.trajectory.count, departure: $0.departure)
      }
      axis = state.axis
      place = state.place
      selected = state.selected
      isRevealed = state.isRevealed
      self.size = size
      self.look = look
    }
  }

  static func draw(
    _ state: ComparisonState, layout: ComparisonLayout, look: Look, into buffer: inout CellBuffer,
    cache: inout ComparisonCache
  ) {
    let area = layout.courses
    guard !area.isEmpty else { return }
    LanePane.draw(
      [Piece("losses", look.theme.title)], detail: "best so far, all that was tried behind it", layout: layout,
      look: look, into: &buffer, area: area)
    let inside = layout.content(of: area)
    let key = Key(state, size: inside.size, look: look)
    if cache.courses?.key != key {
      var cells = CellBuffer(size: inside.size)
      chart(of: state, look: look).draw(into: &cells, area: cells.area)
      cache.courses = Base(key: key, cells: cells)
    }
    if let base = cache.courses { buffer.blit(base.cells, column: inside.column, row: inside.row) }
    guard state.lanes.allSatisfy({ $0.run.trajectory.count == 0 }) else { return }
    Paragraph("nothing has been judged yet", style: look.theme.dim).draw(into: &buffer, area: inside)
  }

  // MARK: The chart

  static func chart(of state: ComparisonState, look: Look) -> CourseChart {
    let measure = LossMeasure(state.lanes), theme = look.theme
    var courses: [CourseChart.Course] = [], signs: [CourseChart.Sign] = []
    for (index, lane) in state.lanes.enumerated() {
      let run = lane.run
      let isQuiet = state.selected.map { $0 != index } ?? false
      courses.append(
        CourseChart.Course(
          letter: lane.letter, x: state.axis.positions(of: run),
          values: measure.values(run.trajectory.losses, of: run),
          best: measure.values(run.trajectory.bestSoFar, of: run), shownCount: lane.shown.trajectory.count,
          style: LaneStyle.letter(of: index, theme).withoutBold(isQuiet), dimStyle: LaneStyle.dim(of: index, theme)))
      if let departure = lane.departure, departure.candidates > 0 {
        signs.append(
          CourseChart.Sign(
            course: index, row: min(departure.candidates, run.trajectory.count) - 1, glyph: look.scalar(.ghost),
            style: LaneStyle.letter(of: index, theme)))
      }
      if state.place != nil, lane.shown.trajectory.count > 0 {
        signs.append(
          CourseChart.Sign(
            course: index, row: lane.shown.trajectory.count - 1, glyph: look.scalar(.selected),
            style: LaneStyle.letter(of: index, theme)))
      }
    }
    // The selected one lies on top, which changes no letter.
    if let selected = state.selected, selected < courses.count {
      courses.append(courses.remove(at: selected))
      signs = signs.map { sign in
        var sign = sign
        sign.course =
          sign.course == selected ? courses.count - 1 : sign.course > selected ? sign.course - 1 : sign.course
        return sign
      }
    }
    let (kind, yRange) = yAxis(courses)
    return CourseChart(
      courses: courses, signs: signs, level: level(of: state, measure), kind: kind,
      xRange: xRange(courses, state), yRange: yRange, xTitle: state.axis.rawValue, yTitle: measure.title,
      marker: look.marker, lines: look.plotLines, levelStyle: theme.reference, frameStyles: theme.plotStyles)
  }

  /// The optimum, once it is revealed, where all lanes have the same.
  private static func level(of state: ComparisonState, _ measure: LossMeasure) -> Double? {
    guard state.isRevealed, case .shared = measure else { return nil }
    let optima = Set(state.lanes.map(\.run.optimum))
    return optima.count == 1 ? optima.first ?? nil : nil
  }

  /// From 0 to the furthest; while runs go on with some room, in jumps, so that it holds still in between.
  private static func xRange(_ courses: [CourseChart.Course], _ state: ComparisonState) -> ClosedRange<Double> {
    let furthest = courses.compactMap(\.x.last).max() ?? 1
    guard state.isFollowing, !state.lanes.allSatisfy(\.hasEnded) else { return 0...max(furthest, 1e-3) }
    var room = 20.0
    var factor = 0
    while room < furthest * 1.05, room < 1e15 {
      room = room / [2, 5, 10][factor % 3] * [5, 10, 20][factor % 3]
      factor += 1
    }
    if state.axis == .evaluations, let settings = state.lanes.first?.run.head.started?.settings {
      let (planned, overflow) = settings.steps.multipliedReportingOverflow(by: max(1, settings.candidates))
      if !overflow, planned <= 200 { room = max(furthest, Double(planned) + Double(settings.initial)) }
    }
    return 0...room
  }

  /// Round bounds around all losses; linear where one is negative.
  private static func yAxis(_ courses: [CourseChart.Course]) -> (AxisScale.Kind, ClosedRange<Double>) {
    var low = Double.infinity, high = -Double.infinity, leastPositive = Double.infinity
    for course in courses {
      for value in course.values where value.isFinite {
        low = min(low, value)
        high = max(high, value)
        if value > 0 { leastPositive = min(leastPositive, value) }
      }
    }
    guard low <= high else { return (.logarithmic, 1...100) }
    guard low >= 0, high > 0 else { return (.linear, AxisScale(.linear, low...high).rounded().range) }
    return (.logarithmic, AxisScale(.logarithmic, leastPositive...high).rounded().range)
  }

  // MARK: The mouse

  /// The step of the trial at a cell of the screen.
  static func step(column: Int, row: Int, _ state: ComparisonState, _ layout: ComparisonLayout) -> Int? {
    let area = layout.content(of: layout.courses)
    let chart = chart(of: state, look: Look(theme: state.theme, marker: .braille))
    guard let trial = chart.trial(column: column, row: row, in: area),
      let lane = state.lanes.first(where: { $0.letter == chart.courses[trial.course].letter })
    else { return nil }
    return lane.run.trajectory.step(at: trial.row)
  }
}

extension Style {
  fileprivate func withoutBold(_ isQuiet: Bool) -> Style {
    var style = self
    style.attributes = isQuiet ? [] : .bold
    return style
  }
}
