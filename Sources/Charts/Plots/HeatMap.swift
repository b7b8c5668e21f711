import Text

/// A quantity over two others as a map in shades, with a line at every level.
///
/// There is one value a cell, so that no cell has more than one shade. The shades are backgrounds where there are
/// colours, and else characters of growing weight; the lines and their labels say the same without either.
public struct HeatMap: Hashable, Sendable {
  public enum Ink: Hashable, Sendable {
    /// From the lowest values to the highest.
    case colors(Gradient)
    /// Characters of growing weight in one style.
    case characters(Style)
  }

  public let frame: PlotFrame
  public let levels: ShadeLevels
  public var ink: Ink
  public var marker: Marker
  /// For each cell inside the axes, row by row; not-a-number where there is no value.
  private let positions: ContiguousArray<Double>

  /// From the lowest values to the highest. None of them is a mark elsewhere in a plot, nor a part of a line.
  public static let characters: [Unicode.Scalar] = [" ", ".", ",", ":", ";", "+", "%", "$"]

  /// - Parameters:
  ///   - values: one for each cell inside the axes, row by row from the top left; those that are not finite are left
  ///     blank, those that are missing too.
  ///   - levels: nil makes them of the values.
  public init(
    frame: PlotFrame, values: ContiguousArray<Double>, levels: ShadeLevels? = nil, ink: Ink, marker: Marker = .braille
  ) {
    self.frame = frame
    let levels = levels ?? ShadeLevels(values) ?? ShadeLevels(0...0)
    self.levels = levels
    self.ink = ink
    self.marker = marker
    let count = frame.inner.columns * frame.inner.rows
    var positions = ContiguousArray(repeating: Double.nan, count: count)
    for index in 0..<min(count, values.count) { positions[index] = levels.position(of: values[index]) ?? .nan }
    self.positions = positions
  }

  /// The values of a function in the middle of each cell inside the axes, row by row.
  ///
  /// - Parameter stride: asks only every so manieth cell of a row and of a column, and those at the ends, and draws
  ///   straight lines between them.
  public static func values(
    in frame: PlotFrame, stride: Int = 1, _ function: (_ x: Double, _ y: Double) -> Double
  ) -> ContiguousArray<Double> {
    let columns = frame.inner.columns, rows = frame.inner.rows
    guard columns > 0, rows > 0 else { return [] }
    let xs = (0..<columns).map { frame.xValue(atColumn: frame.inner.column + $0) }
    let ys = (0..<rows).map { frame.yValue(atRow: frame.inner.row + $0) }
    guard stride > 1 else {
      var values = ContiguousArray<Double>()
      values.reserveCapacity(columns * rows)
      for y in ys { for x in xs { values.append(function(x, y)) } }
      return values
    }
    let across = Knots(count: columns, stride: stride), down = Knots(count: rows, stride: stride)
    let coarse = down.places.map { row in across.places.map { column in function(xs[column], ys[row]) } }
    var values = ContiguousArray<Double>()
    values.reserveCapacity(columns * rows)
    for row in 0..<rows {
      let (upper, lower, below) = down.around(row)
      for column in 0..<columns {
        let (left, right, share) = across.around(column)
        let top = coarse[upper][left] + (coarse[upper][right] - coarse[upper][left]) * share
        let bottom = coarse[lower][left] + (coarse[lower][right] - coarse[lower][left]) * share
        values.append(top + (bottom - top) * below)
      }
    }
    return values
  }

  /// The shade of a cell of the buffer, from 0 at the lowest values; nil outside and where there is no value.
  public func shade(column: Int, row: Int) -> Int? {
    guard frame.inner.contains(column: column, row: row) else { return nil }
    let position = positions[(row - frame.inner.row) * frame.inner.columns + column - frame.inner.column]
    return position.isNaN ? nil : Int(position)
  }

  /// The cell of the buffer with the lowest value; nil where there is none.
  public var lowest: (column: Int, row: Int)? {
    var lowest: Int?
    for index in positions.indices where !positions[index].isNaN {
      if positions[index] < lowest.map({ positions[$0] }) ?? .infinity { lowest = index }
    }
    return lowest.map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: frame.inner.columns)
      return (frame.inner.column + column, frame.inner.row + row)
    }
  }

  /// How a shade looks: a blank on its colour, or a character.
  public func cell(ofShade shade: Int) -> Cell {
    let share = levels.count > 1 ? Double(shade) / Double(levels.count - 1) : 0
    switch ink {
    case .colors(let gradient): return Cell(.blank, Style(.standard, on: gradient.color(at: share)))
    case .characters(let style):
      let place = Int((share * Double(Self.characters.count - 1)).rounded())
      return Cell(Glyph(Self.characters[min(max(place, 0), Self.characters.count - 1)]), style)
    }
  }

  // MARK: Drawing

  /// The line of a level, with the cells that it runs through.
  public struct Contour: Hashable, Sendable {
    public let label: String
    public let value: Double
    public var cells: [(column: Int, row: Int)] { places.map { ($0.column, $0.row) } }
    private var places: [Place] = []

    private struct Place: Hashable {
      var column: Int
      var row: Int
    }

    fileprivate init(label: String, value: Double) {
      self.label = label
      self.value = value
    }

    /// Cells come row by row, so that one that was there is the last or nearly so.
    fileprivate mutating func add(column: Int, row: Int) {
      let place = Place(column: column, row: row)
      if !places.suffix(4).contains(place) { places.append(place) }
    }
  }

  /// The lines by the shades that they divide.
  private struct Lines {
    var contours: [Contour] = []
    /// For each level the line, where it has one.
    private var lineOfLevel: [Int?] = []

    init(_ levels: ShadeLevels) {
      for level in levels.levels {
        lineOfLevel.append(level.label == nil ? nil : contours.count)
        if let label = level.label { contours.append(Contour(label: label, value: level.value)) }
      }
    }

    /// Notes that two neighbours have these shades. Returns whether a line runs between them.
    mutating func add(between first: Int, _ second: Int, column: Int, row: Int) -> Bool {
      var isLine = false
      for level in min(first, second)..<max(first, second) {
        guard let line = lineOfLevel[level] else { continue }
        contours[line].add(column: column, row: row)
        isLine = true
      }
      return isLine
    }
  }

  /// Draws shades and lines inside the axes; the axes themselves are left to the frame.
  ///
  /// - Returns: the lines, for labels.
  @discardableResult
  public func draw(into buffer: inout CellBuffer) -> [Contour] {
    let inner = frame.inner
    let shades = (0..<levels.count).map { cell(ofShade: $0) }
    for row in inner.row..<inner.endRow {
      for column in inner.column..<inner.endColumn {
        if let shade = shade(column: column, row: row) { buffer[column: column, row: row] = shades[shade] }
      }
    }
    var lines = Lines(levels)
    guard !lines.contours.isEmpty else { return [] }
    // A line is a hint beside colours: the colour itself, just so far from itself that it is seen.
    var ink = ReadableInk(contrast: 1.6, isKeptBySixteen: false)
    let styles = shades.map { ink.style(Style($0.style.background), on: $0.style.background) }
    switch (self.ink, marker) {
    case (.colors, .braille): drawDots(into: &buffer, styles, &lines)
    case (.colors, .blocks), (.colors, .ascii):
      let dot = Glyph(marker == .ascii ? "." : "·")
      forEachEdge(&lines) { column, row, shade in buffer[column: column, row: row] = Cell(dot, styles[shade]) }
    // The characters change where a line would run.
    case (.characters, _): forEachEdge(&lines) { _, _, _ in }
    }
    return lines.contours
  }

  /// Lines finer than cells: straight interpolation between the middles of cells.
  private func drawDots(into buffer: inout CellBuffer, _ styles: [Style], _ lines: inout Lines) {
    let inner = frame.inner
    var canvas = DotCanvas(size: inner.size, marker: marker)
    let columns = canvas.dotColumns, rows = canvas.dotRows
    guard columns > 1, rows > 1 else { return }
    let shades = dotShades(columns: columns, rows: rows)
    for y in 0..<rows {
      for x in 0..<columns {
        let shade = shades[y * columns + x]
        guard shade >= 0 else { continue }
        let right = x + 1 < columns ? shades[y * columns + x + 1] : shade
        let below = y + 1 < rows ? shades[(y + 1) * columns + x] : shade
        guard (right != shade && right >= 0) || (below != shade && below >= 0) else { continue }
        let column = inner.column + x / marker.dotsAcross, row = inner.row + y / marker.dotsDown
        let other = right != shade && right >= 0 ? right : below
        if lines.add(between: Int(shade), Int(other), column: column, row: row),
          let own = self.shade(column: column, row: row)
        {
          canvas.setDot(x, y, styles[own])
        }
      }
    }
    canvas.draw(into: &buffer, area: inner)
  }

  /// The cells whose right or lower neighbour lies beyond a line.
  private func forEachEdge(_ lines: inout Lines, _ body: (_ column: Int, _ row: Int, _ shade: Int) -> Void) {
    let inner = frame.inner
    for row in inner.row..<inner.endRow {
      for column in inner.column..<inner.endColumn {
        guard let own = shade(column: column, row: row) else { continue }
        let others = [shade(column: column + 1, row: row), shade(column: column, row: row + 1)]
        var isLine = false
        for case let other? in others where other != own {
          isLine = lines.add(between: own, other, column: column, row: row) || isLine
        }
        if isLine { body(column, row, own) }
      }
    }
  }

  /// The shade of every dot; -1 where there is none.
  private func dotShades(columns: Int, rows: Int) -> ContiguousArray<Int8> {
    let inner = frame.inner
    var shades = ContiguousArray(repeating: Int8(-1), count: columns * rows)
    let across = (0..<columns).map { Self.neighbours($0, perCell: marker.dotsAcross, cells: inner.columns) }
    positions.withUnsafeBufferPointer { positions in
      for y in 0..<rows {
        let down = Self.neighbours(y, perCell: marker.dotsDown, cells: inner.rows)
        let upper = down.first * inner.columns, lower = down.second * inner.columns
        for x in 0..<columns {
          let (left, right, share) = across[x]
          let top = positions[upper + left] + (positions[upper + right] - positions[upper + left]) * share
          let bottom = positions[lower + left] + (positions[lower + right] - positions[lower + left]) * share
          let position = top + (bottom - top) * down.share
          if position >= 0 { shades[y * columns + x] = Int8(truncatingIfNeeded: Int(position)) }
        }
      }
    }
    return shades
  }

  /// The two cells whose middles a dot lies between, and how near it is to the second.
  private static func neighbours(_ dot: Int, perCell: Int, cells: Int) -> (first: Int, second: Int, share: Double) {
    let place = min(max((Double(dot) + 0.5) / Double(perCell) - 0.5, 0), Double(cells - 1))
    let first = min(Int(place), cells - 1)
    return (first, min(first + 1, cells - 1), place - Double(first))
  }
}

/// Every so manieth place of a row, with the first and the last.
private struct Knots {
  let places: [Int]
  private let stride: Int

  init(count: Int, stride: Int) {
    self.stride = stride
    places = Array(Swift.stride(from: 0, to: count - 1, by: stride)) + [count - 1]
  }

  /// The knots around a place, and how near it is to the second.
  func around(_ place: Int) -> (first: Int, second: Int, share: Double) {
    let first = min(place / stride, places.count - 1)
    let second = min(first + 1, places.count - 1)
    let width = places[second] - places[first]
    return (first, second, width > 0 ? Double(place - places[first]) / Double(width) : 0)
  }
}
