/// What the net for three to ten parameters is told: at most twenty pairs with their losses, and the grid.
/// Training/space/frame.py is its definition.
struct SpaceContext: Equatable {
  /// How many parameters this net takes.
  static let parameters = 3...10

  /// The values of each pair, best first, no two at one place, 1 to 20.
  var pairs: [[Double]]
  var losses: [Double]
  /// The step of the grid that the pairs are written on, for each coordinate.
  var resolution: [Double]

  var dimensions: Int { resolution.count }

  /// - Parameter pairs: best first, no two at one place; at least one, each with as many values as there are steps.
  init(pairs: some Collection<(values: [Double], loss: Double)>, resolution: [Double]) {
    let kept = pairs.prefix(NetContext.mostPairs)
    self.pairs = kept.map(\.values)
    losses = kept.map(\.loss)
    self.resolution = resolution
  }
}
