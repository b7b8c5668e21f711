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

  var isEmpty: Bool { sent == bytes.count }

  /// Whether the terminal has a part of the bytes, and may stand in the middle of a sequence.
  var isCut: Bool { sent > 0 && !isEmpty }

  /// Adds bytes behind those that are waiting.
  mutating func append(_ write: (inout [UInt8]) -> Void) {
    if isEmpty { removeAll() }
    write(&bytes)
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    sent = 0
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
    }
    return .done
  }
}
