import Text

/// The courses of several runs on shared axes: of each the best so far as a staircase, and all that was tried as dots
/// that step back behind it.
///
/// Every course carries its letter, so that no colour is needed to tell them apart. However long a course is, each
/// column of dots is drawn once.
public struct CourseChart: Hashable, Sendable {
  public struct Course: Hashable, Sendable {
    /// One column wide.
    public var letter: String
    /// Where each trial lies along x; never falling.
    public var x: ContiguousArray<Double>
    /// As many; what is not finite is not drawn.
    public var values: ContiguousArray<Double>
    /// As many: the lowest value up to and with each.
    public var best: ContiguousArray<Double>
    /// How many of the trials lie before the place that is looked at; what lies behind it steps back.
    public var shownCount: Int
    public var style: Style
    /// Of the trials, and of what lies behind the place.
    public var dimStyle: Style
    public init(
      letter: String, x: ContiguousArray<Double>, values: ContiguousArray<Double>, best: ContiguousArray<Double>,
      shownCount: Int? = nil, style: Style = .plain, dimStyle: Style = .plain
    ) {
      self.letter = letter
      self.x = x
      self.values = values
      self.best = best
      self.shownCount = shownCount ?? x.count
      self.style = style
      self.dimStyle = dimStyle
    }

    var count: Int { min(x.count, values.count, best.count) }
  }

  /// A sign on a course.
  public struct Sign: Hashable, Sendable {
    /// The place of the course.
    public var course: Int
    /// Of its trials; the sign stands at the best so far there.
    public var row: Int
    public var glyph: Unicode.Scalar
    public var style: Style
    public init(course: Int, row: Int, glyph: Unicode.Scalar, style: Style) {
      self.course = course
      self.row = row
      self.glyph = glyph
      self.style = style
    }
  }

  /// In drawing order: later ones lie on top.
  public var courses: [Course]
  public var signs: [Sign]
  /// A value that all are held against, as the optimum; drawn in dashes.
  public var level: Double?
  public var kind: AxisScale.Kind
  public var xRange: ClosedRange<Double>
  public var yRange: ClosedRange<Double>
  public var xTitle: String
  public var yTitle: String
  public var marker: Marker
  public var lines: LineSet
  public var levelStyle: Style
  public var frameStyles: PlotFrame.Styles

  public init(
    courses: [Course], signs: [Sign] = [], level: Double? = nil, kind: AxisScale.Kind = .logarithmic,
    xRange: ClosedRange<Double>, yRange: ClosedRange<Double>, xTitle: String = "", yTitle: String = "",
    marker: Marker = .braille, lines: LineSet = .plain, levelStyle: Style = .plain,
    frameStyles: PlotFrame.Styles = PlotFrame.Styles()
  ) {
    self.courses = courses
    self.signs = signs
    self.level = level
    self.kind = kind
    self.xRange = xRange
    self.yRange = yRange
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.marker = marker
    self.lines = lines
    self.levelStyle = levelStyle
    self.frameStyles = frameStyles
  }

  /// The axes in an area, as `draw` lays them out.
  public func frame(in area: Area) -> PlotFrame {
    PlotFrame(
      area: area, x: .linear(xRange), y: AxisScale(kind, yRange), xTitle: xTitle, yTitle: yTitle, lines: lines)
  }

  /// The trial at a cell of the screen, as for the mouse: of the course whose best so far is nearest to it.
  public func trial(column: Int, row: Int, in area: Area) -> (course: Int, row: Int)? {
    let frame = frame(in: area)
    guard frame.inner.contains(column: column, row: row) else { return nil }
    let value = frame.xValue(atColumn: column)
    var nearest: (course: Int, row: Int, distance: Int)?
    for (place, course) in courses.enumerated() {
      guard let trial = course.lastTrial(atOrBefore: value) else { continue }
      let end = course.x[course.count - 1]
      // Behind its end a course is as far away as that end.
      let behind = value > end ? max(0, column - (frame.column(of: end) ?? column)) : 0
      let line = frame.row(of: course.best[trial]) ?? frame.inner.endRow - 1
      let distance = behind + 2 * abs(line - row)
      if distance < nearest?.distance ?? .max { nearest = (place, trial, distance) }
    }
    return nearest.map { ($0.course, $0.row) }
  }

  // MARK: Drawing

  @discardableResult
  public func draw(into buffer: inout CellBuffer, area: Area) -> PlotFrame {
    let frame = frame(in: area)
    frame.draw(into: &buffer, styles: frameStyles)
    guard !frame.inner.isEmpty else { return frame }
    drawLevel(into: &buffer, frame: frame)
    var canvas = DotCanvas(size: frame.inner.size, marker: marker)
    let bins = courses.map { $0.bins(frame: frame, dotColumns: canvas.dotColumns) }
    for (course, bins) in zip(courses, bins) { drawTrials(of: course, bins, into: &canvas, frame: frame) }
    for (course, bins) in zip(courses, bins) { drawBest(of: course, bins, into: &canvas, frame: frame) }
    canvas.draw(into: &buffer, area: frame.inner)
    var taken: Set<Int> = []
    for sign in signs { draw(sign, into: &buffer, frame: frame, taken: &taken) }
    drawLetters(into: &buffer, frame: frame, taken: &taken)
    return frame
  }

  private func drawLevel(into buffer: inout CellBuffer, frame: PlotFrame) {
    guard let level, let row = frame.row(of: level) else { return }
    let dash = Cell(Glyph(lines == .ascii ? "-" : "╌"), levelStyle)
    for column in frame.inner.column..<frame.inner.endColumn { buffer[column: column, row: row] = dash }
  }

  private func dot(_ value: Double, _ frame: PlotFrame, _ canvas: DotCanvas) -> Int {
    LineRun.nearest(frame.dotY(value, dotRows: canvas.dotRows), count: canvas.dotRows)
  }

  private func drawTrials(
    of course: Course, _ bins: [Course.Bin], into canvas: inout DotCanvas, frame: PlotFrame
  ) {
    // Each a dot at its top and its bottom: whole runs of dots would hide the staircases.
    for (x, bin) in bins.enumerated() where bin.low <= bin.high {
      canvas.setDot(x, dot(bin.high, frame, canvas), course.dimStyle, .under)
      canvas.setDot(x, dot(bin.low, frame, canvas), course.dimStyle, .under)
    }
  }

  private func drawBest(
    of course: Course, _ bins: [Course.Bin], into canvas: inout DotCanvas, frame: PlotFrame
  ) {
    var level: Int?
    let end = bins.lastIndex { $0.last >= 0 } ?? -1
    var isShown = true
    for (x, bin) in bins.enumerated() where x <= end {
      if bin.last >= 0 {
        isShown = bin.last < course.shownCount
        if course.best[bin.last].isFinite {
          let next = dot(course.best[bin.last], frame, canvas)
          canvas.verticalRun(x: x, from: level ?? next, to: next, isShown ? course.style : course.dimStyle)
          level = next
          continue
        }
      }
      if let level { canvas.setDot(x, level, isShown ? course.style : course.dimStyle) }
    }
  }

  private func place(course: Int, row: Int, _ frame: PlotFrame) -> (column: Int, row: Int)? {
    guard courses.indices.contains(course), row >= 0, row < courses[course].count else { return nil }
    let trial = courses[course]
    guard trial.best[row].isFinite, let column = frame.column(of: trial.x[row]) else { return nil }
    let position = min(max(frame.y.position(of: trial.best[row]), 0), 1)
    return (column, frame.inner.row + Int((1 - position) * (1 - 1e-9) * Double(frame.inner.rows)))
  }

  private func key(_ column: Int, _ row: Int, _ frame: PlotFrame) -> Int { row * frame.area.endColumn + column }

  private func draw(_ sign: Sign, into buffer: inout CellBuffer, frame: PlotFrame, taken: inout Set<Int>) {
    guard let place = place(course: sign.course, row: sign.row, frame) else { return }
    buffer[column: place.column, row: place.row] = Cell(Glyph(sign.glyph), sign.style)
    taken.insert(key(place.column, place.row, frame))
  }

  /// At the end of each course, and on a long one in its middle, each at another place.
  private func drawLetters(into buffer: inout CellBuffer, frame: PlotFrame, taken: inout Set<Int>) {
    for (index, course) in courses.enumerated() where course.count > 0 {
      let end = place(course: index, row: course.count - 1, frame)
      if let end {
        write(course.letter, course.style, from: end.column + 1, row: end.row, into: &buffer, frame, &taken)
      }
      guard frame.inner.columns >= 40, courses.count > 1 else { continue }
      let column = frame.inner.column + (index + 1) * frame.inner.columns / (courses.count + 1)
      guard let end, column < end.column - 3,
        let trial = course.lastTrial(atOrBefore: frame.xValue(atColumn: column)),
        let middle = place(course: index, row: trial, frame)
      else { continue }
      write(course.letter, course.style, from: column, row: middle.row, into: &buffer, frame, &taken)
    }
  }

  /// In the first free cell from a column on; at the right edge leftwards.
  private func write(
    _ letter: String, _ style: Style, from column: Int, row: Int, into buffer: inout CellBuffer, _ frame: PlotFrame,
    _ taken: inout Set<Int>
  ) {
    let inner = frame.inner
    let rightwards = Array(column..<max(column, min(column + 8, inner.endColumn)))
    let leftwards = (0..<8).map { min(column, inner.endColumn) - 1 - $0 }
    for candidate in rightwards + leftwards where inner.contains(column: candidate, row: row) {
      guard taken.insert(key(candidate, row, frame)).inserted else { continue }
      buffer.write(letter, column: candidate, row: row, in: inner, style: style)
      return
    }
  }
}

extension CourseChart.Course {
  /// What falls into one column of dots.
  struct Bin {
    var low = Double.infinity
    var high = -Double.infinity
    var last = -1
  }

  func bins(frame: PlotFrame, dotColumns: Int) -> [Bin] {
    var bins = [Bin](repeating: Bin(), count: dotColumns)
    let start = frame.dotX(0, dotColumns: dotColumns) + 0.5
    let step = frame.dotX(1, dotColumns: dotColumns) + 0.5 - start
    for row in 0..<count {
      let column = start + step * x[row]
      guard column >= 0, column < Double(dotColumns) else { continue }
      let place = Int(column)
      bins[place].last = row
      guard values[row].isFinite else { continue }
      bins[place].low = min(bins[place].low, values[row])
      bins[place].high = max(bins[place].high, values[row])
    }
    return bins
  }

  func lastTrial(atOrBefore value: Double) -> Int? {
    var low = 0, high = count
    while low < high {
      let middle = (low + high) / 2
      if x[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : count > 0 ? 0 : nil
  }
}
