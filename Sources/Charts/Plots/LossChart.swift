/// The loss of every candidate and the best so far.
///
/// Losses that are not finite are failures: a "×" on the lowest row. On a logarithmic axis a loss of 0 or less lies at
/// the lower end. However many candidates there are, each column of dots is drawn once: from the lowest to the highest
/// loss that falls into it.
public struct LossChart: Hashable, Sendable {
  public struct Styles: Hashable, Sendable {
    /// Of every candidate that is not given one of its own.
    public var candidate: Style
    public var best: Style
    public var failure: Style
    public var selection: Style
    public var frame: PlotFrame.Styles
    public init(
      candidate: Style = .plain, best: Style = .plain, failure: Style = .plain, selection: Style = .plain,
      frame: PlotFrame.Styles = PlotFrame.Styles()
    ) {
      self.candidate = candidate
      self.best = best
      self.failure = failure
      self.selection = selection
      self.frame = frame
    }
  }

  public var losses: ContiguousArray<Double>
  /// The lowest loss up to and with each candidate; may be empty.
  public var best: ContiguousArray<Double>
  /// Where each candidate lies along x, as its step; nil puts it at its place among the losses, from 0.
  public var positions: ContiguousArray<Int32>?
  public var kind: AxisScale.Kind
  /// Nil shows all.
  public var xRange: ClosedRange<Double>?
  /// Nil shows all, between round bounds.
  public var yRange: ClosedRange<Double>?
  public var xTitle: String
  public var yTitle: String
  /// The place of the selected candidate among the losses.
  public var selected: Int?
  public var marker: Marker
  public var lines: LineSet
  public var styles: Styles

  public init(
    losses: ContiguousArray<Double>, best: ContiguousArray<Double> = [], positions: ContiguousArray<Int32>? = nil,
    kind: AxisScale.Kind = .logarithmic, xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil,
    xTitle: String = "", yTitle: String = "", selected: Int? = nil, marker: Marker = .braille,
    lines: LineSet = .plain, styles: Styles = Styles()
  ) {
    self.losses = losses
    self.best = best
    self.positions = positions
    self.kind = kind
    self.xRange = xRange
    self.yRange = yRange
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.selected = selected
    self.marker = marker
    self.lines = lines
    self.styles = styles
  }

  /// The axes in an area, as `draw` lays them out.
  public func frame(in area: Area) -> PlotFrame {
    PlotFrame(
      area: area, x: .linear(xRange ?? xBounds()), y: yScale(), xTitle: xTitle, yTitle: yTitle, lines: lines)
  }

  /// The candidate nearest to a column of the screen, as for the mouse.
  public func index(atColumn column: Int, in area: Area) -> Int? {
    guard !losses.isEmpty else { return nil }
    let value = frame(in: area).xValue(atColumn: column)
    guard let positions else { return Int(min(max(value.rounded(), 0), Double(losses.count - 1))) }
    return losses.indices.prefix(positions.count).min { abs(x(of: $0) - value) < abs(x(of: $1) - value) }
  }

  private func x(of index: Int) -> Double {
    guard let positions else { return Double(index) }
    return index < positions.count ? Double(positions[index]) : .nan
  }

  private func xBounds() -> ClosedRange<Double> {
    guard let positions else { return 0...Double(max(1, losses.count - 1)) }
    guard let low = positions.min(), let high = positions.max() else { return 0...1 }
    return Double(low)...Double(max(high, low + 1))
  }

  private func yScale() -> AxisScale {
    if let yRange { return AxisScale(kind, yRange) }
    let floor = kind == .logarithmic ? 0 : -Double.infinity
    var low = Double.infinity
    var high = -Double.infinity
    losses.withUnsafeBufferPointer { losses in
      for loss in losses where loss > floor && loss < .infinity {
        low = min(low, loss)
        high = max(high, loss)
      }
    }
    return low <= high ? AxisScale(kind, low...high).rounded() : AxisScale(kind, 0.1...1)
  }

  // MARK: Drawing

  /// Draws the chart and returns its axes.
  ///
  /// - Parameter style: the style of a candidate, nil for that of all; asked once for each column of dots, for the last
  ///   candidate in it.
  @discardableResult
  public func draw(
    into buffer: inout CellBuffer, area: Area, style: ((_ index: Int) -> Style?)? = nil
  ) -> PlotFrame {
    let frame = frame(in: area)
    frame.draw(into: &buffer, styles: styles.frame)
    guard !frame.inner.isEmpty else { return frame }
    var canvas = DotCanvas(size: frame.inner.size, marker: marker)
    let bins = bins(frame: frame, dotColumns: canvas.dotColumns)
    for (x, bin) in bins.enumerated() where bin.low <= bin.high {
      let style = style?(bin.last) ?? styles.candidate
      canvas.verticalRun(
        x: x, from: dot(bin.high, frame, canvas), to: dot(bin.low, frame, canvas), style)
    }
    drawBest(into: &canvas, bins: bins, frame: frame)
    canvas.draw(into: &buffer, area: frame.inner)
    drawFailures(into: &buffer, bins: bins, canvas: canvas, frame: frame)
    drawSelection(into: &buffer, canvas: canvas, frame: frame)
    return frame
  }

  /// What falls into one column of dots.
  private struct Bin {
    var low = Double.infinity
    var high = -Double.infinity
    /// The last candidate with a loss.
    var last = -1
    /// The last candidate of any kind.
    var lastOfAll = -1
    var hasFailure = false

    mutating func add(_ loss: Double, at index: Int) {
      lastOfAll = index
      if loss.isFinite {
        if loss < low { low = loss }
        if loss > high { high = loss }
        last = index
      } else {
        hasFailure = true
      }
    }
  }

  private func bins(frame: PlotFrame, dotColumns: Int) -> [Bin] {
    var bins = [Bin](repeating: Bin(), count: dotColumns)
    let start = frame.dotX(0, dotColumns: dotColumns) + 0.5
    let step = frame.dotX(1, dotColumns: dotColumns) + 0.5 - start
    let end = Double(dotColumns)
    bins.withUnsafeMutableBufferPointer { bins in
      losses.withUnsafeBufferPointer { losses in
        func add(_ index: Int, _ x: Double) {
          let column = start + step * x
          if column >= 0, column < end { bins[Int(column)].add(losses[index], at: index) }
        }
        if let positions {
          positions.withUnsafeBufferPointer { positions in
            for index in 0..<min(positions.count, losses.count) { add(index, Double(positions[index])) }
          }
        } else {
          for index in losses.indices { add(index, Double(index)) }
        }
      }
    }
    return bins
  }

  private func dot(_ loss: Double, _ frame: PlotFrame, _ canvas: DotCanvas) -> Int {
    LineRun.nearest(frame.dotY(loss, dotRows: canvas.dotRows), count: canvas.dotRows)
  }

  /// A staircase: level until a candidate is better, then straight down to it.
  private func drawBest(into canvas: inout DotCanvas, bins: [Bin], frame: PlotFrame) {
    var level: Int?
    let end = bins.lastIndex { $0.lastOfAll >= 0 } ?? -1
    for (x, bin) in bins.enumerated() where x <= end {
      if best.indices.contains(bin.lastOfAll), best[bin.lastOfAll].isFinite {
        let next = dot(best[bin.lastOfAll], frame, canvas)
        canvas.verticalRun(x: x, from: level ?? next, to: next, styles.best)
        level = next
      } else if let level {
        canvas.setDot(x, level, styles.best)
      }
    }
  }

  private func drawFailures(into buffer: inout CellBuffer, bins: [Bin], canvas: DotCanvas, frame: PlotFrame) {
    let row = frame.inner.rows - 1
    for (x, bin) in bins.enumerated() where bin.hasFailure {
      let column = x / marker.dotsAcross
      guard !canvas.hasDots(column: column, row: row) else { continue }
      let cell = Cell(Glyph(lines == .ascii ? "x" : "×"), styles.failure)
      buffer[column: frame.inner.column + column, row: frame.inner.row + row] = cell
    }
  }

  /// A vertical line behind the dots, and a marker at the loss.
  private func drawSelection(into buffer: inout CellBuffer, canvas: DotCanvas, frame: PlotFrame) {
    guard let selected, losses.indices.contains(selected), let column = frame.column(of: x(of: selected)) else {
      return
    }
    let inner = frame.inner
    for row in 0..<inner.rows where !canvas.hasDots(column: column - inner.column, row: row) {
      buffer[column: column, row: inner.row + row] = Cell(Glyph(lines.vertical), styles.selection)
    }
    let loss = losses[selected]
    guard loss.isFinite else {
      let failure = Cell(Glyph(lines == .ascii ? "x" : "×"), styles.selection)
      buffer[column: column, row: inner.endRow - 1] = failure
      return
    }
    let position = min(max(frame.y.position(of: loss), 0), 1)
    let row = inner.row + Int((1 - position) * (1 - 1e-9) * Double(inner.rows))
    buffer[column: column, row: row] = Cell(Glyph(lines == .ascii ? "*" : "◆"), styles.selection)
  }
}
