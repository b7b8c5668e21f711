import CTerminal

/// Bytes on their way to the terminal, which takes as many as it likes, when it likes.
struct Outlet {
  enum Outcome: Hashable {
    case done
    /// The terminal takes no more for now.
    case blocked
    /// The terminal is gone.
    case gone
  }

  private var bytes: [UInt8] = []
  private var sent = 0
  /// Where the last frame begins, while nothing else stands behind it.
  private var frameStart: Int?
  /// How many bytes the device has taken since the beginning.
  private(set) var total = 0

  var isEmpty: Bool { sent == bytes.count }

  /// How many bytes wait.
  var count: Int { bytes.count - sent }

  /// Whether the terminal has a part of the bytes, and may stand in the middle of a sequence.
  var isCut: Bool { sent > 0 && !isEmpty }

  /// Adds bytes behind those that are waiting.
  mutating func append(_ write: (inout [UInt8]) -> Void) {
    if isEmpty { removeAll() }
    frameStart = nil
    write(&bytes)
  }

  /// Adds a frame, of which `takeBackFrame` may remove what is unsent.
  mutating func appendFrame(_ write: (inout [UInt8]) -> Void) {
    if isEmpty { removeAll() }
    frameStart = bytes.count
    write(&bytes)
  }

  /// Lets the unsent end of the last frame be shortened. The closure gets how many bytes of the frame are sent, and
  /// returns how many of it to keep, or nil for all of them, and what to put behind them.
  mutating func takeBackFrame(_ shorten: (_ sent: Int) -> (kept: Int, ending: [UInt8])?) {
    guard let start = frameStart, !isEmpty else { return }
    // Once is enough: what remains is less than a row.
    frameStart = nil
    guard let (kept, ending) = shorten(max(0, sent - start)), start + kept < bytes.count else { return }
    bytes.removeSubrange((start + kept)...)
    bytes += ending
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    sent = 0
    frameStart = nil
  }

  func withUnsentBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
  }

  /// Writes what the device takes without waiting.
  mutating func send(to device: Int32) -> Outcome {
    while !isEmpty {
      let count = bytes.withUnsafeBytes { all in
        terminal_device_write(device, all.baseAddress?.advanced(by: sent), all.count - sent)
      }
      if count == TERMINAL_NOT_NOW { return .blocked }
      if count <= 0 {
        removeAll()
        return .gone
      }
      sent += count
      total += count
    }
    return .done
  }
}
