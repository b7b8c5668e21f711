/// The newest things that a person should notice, oldest first, in pieces that copies share: a snapshot of a run at
/// every 1,000 events must not hold hundreds of them anew.
public struct Happenings: RandomAccessCollection, Hashable, Sendable {
  /// All but the last are full.
  private var pieces: [[Happening]] = []

  private static let pieceSize = 50

  public init() {}

  public var startIndex: Int { 0 }
  public var endIndex: Int {
    guard let last = pieces.last else { return 0 }
    return (pieces.count - 1) * Self.pieceSize + last.count
  }

  public subscript(position: Int) -> Happening { pieces[position / Self.pieceSize][position % Self.pieceSize] }

  /// Keeps at least the newest `kept`, and at most twice as many.
  mutating func append(_ happening: Happening, keeping kept: Int) {
    // Dropped by halves, so that a busy run does not move the whole list at every event.
    if count >= 2 * kept { pieces.removeFirst(kept / Self.pieceSize) }
    if let last = pieces.last, last.count < Self.pieceSize {
      pieces[pieces.count - 1].append(happening)
    } else {
      var piece: [Happening] = []
      piece.reserveCapacity(Self.pieceSize)
      piece.append(happening)
      pieces.append(piece)
    }
  }
}
