/// The pairs of colours that have been made. A terminal has a limited number of them: 64, where it has eight colours.
struct PairTable {
  private struct Colors: Hashable {
    var foreground: Int32
    var background: Int32
  }

  /// How many pairs the terminal has, the standard pair 0 among them.
  let capacity: Int32
  private var pairs: [Colors: Int32] = [:]
  private var next: Int32 = 1

  init(capacity: Int32) { self.capacity = capacity }

  /// The pair of these colours, made if it is new; nil where there is no pair left.
  ///
  /// Where `make` says that it failed the answer is pair 0: drawing with a pair that was not made is black on black.
  mutating func pair(
    foreground: Int32, background: Int32, make: (_ pair: Int32, _ foreground: Int32, _ background: Int32) -> Bool
  ) -> Int32? {
    if foreground == -1, background == -1 { return 0 }
    let colors = Colors(foreground: foreground, background: background)
    if let pair = pairs[colors] { return pair }
    guard next < capacity else { return nil }
    let isMade = make(next, foreground, background)
    pairs[colors] = isMade ? next : 0
    if isMade { next += 1 }
    return isMade ? next - 1 : 0
  }

  /// Forgets all pairs. What was drawn with them must be drawn again.
  mutating func removeAll() {
    pairs.removeAll(keepingCapacity: true)
    next = 1
  }
}
