/// What the net is told: at most twenty pairs with their losses, the grid, and the data points. Training/context.py is its
/// definition.
///
/// With one parameter the second coordinate is 0 in every pair. With points shown, y = p0 x + p1.
struct NetContext: Equatable {
  struct Pair: Equatable {
    var first: Double
    var second: Double
    var loss: Double
  }

  /// The most pairs that enter the net.
  static let mostPairs = 20

  /// Best first, no two at one place, 1 to 20.
  var pairs: [Pair]
  /// The step of the grid that the pairs are written on, for each coordinate.
  var resolution: (first: Double, second: Double)
  var isSingle: Bool
  var points: [ShownPoints.Point]

  /// - Parameter pairs: best first, no two at one place; at least one, of one or two values each.
  init(
    pairs: some Collection<(values: [Double], loss: Double)>, resolution: [Double], points: [ShownPoints.Point] = []
  ) {
    let isSingle = pairs.first?.values.count == 1
    self.isSingle = isSingle
    self.pairs = pairs.prefix(Self.mostPairs).map { pair in
      Pair(first: pair.values[0], second: isSingle ? 0 : pair.values[1], loss: pair.loss)
    }
    self.resolution = (resolution[0], isSingle ? resolution[0] : resolution[1])
    self.points = isSingle ? [] : points
  }

  static func == (left: Self, right: Self) -> Bool {
    left.pairs == right.pairs && left.resolution == right.resolution && left.isSingle == right.isSingle
      && left.points == right.points
  }
}
