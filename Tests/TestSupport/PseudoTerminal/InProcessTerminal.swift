import CTerminal
import Foundation

/// A pseudo-terminal whose program is the test itself: it opens `path`, and this is the person's side of it.
public final class InProcessTerminal {
  /// The device that the code under test opens.
  public let path: String
  /// What it has drawn so far.
  public private(set) var screen: ScreenModel
  private var control: Int32

  public init(columns: Int = 80, rows: Int = 24) throws {
    var control: Int32 = -1
    var name = [CChar](repeating: 0, count: 128)
    let result = terminal_pseudo_open(Int32(columns), Int32(rows), &control, &name, name.count)
    guard result == 0 else {
      throw PseudoTerminal.Failure(description: "no pseudo-terminal: \(String(cString: strerror(result)))")
    }
    self.control = control
    path = name.withUnsafeBufferPointer { buffer in buffer.baseAddress.map { String(cString: $0) } ?? "" }
    screen = ScreenModel(columns: columns, rows: rows)
  }

  deinit { if control >= 0 { terminal_close(control) } }

  /// Types text.
  public func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = terminal_write_all(control, bytes, bytes.count, 1000)
  }

  public func resize(columns: Int, rows: Int) {
    _ = terminal_pseudo_resize(control, Int32(columns), Int32(rows))
    screen.resize(columns: columns, rows: rows)
  }

  /// Takes in what was written: all that is there now, or waits for the first of it where there is none. Returns the
  /// bytes; none where nothing came in time.
  @discardableResult
  public func read(waitingFor timeout: Duration = .zero) -> [UInt8] {
    var waiting = pollfd(fd: control, events: Int16(POLLIN), revents: 0)
    let parts = timeout.components
    _ = poll(&waiting, 1, Int32(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000))
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(control, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    screen.feed(bytes)
    return bytes
  }

  /// Takes in at most so many of the bytes that are there now, as a slow line brings them.
  @discardableResult
  public func read(atMost limit: Int) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = Foundation.read(control, &buffer, limit)
    let bytes = Array(buffer.prefix(max(0, count)))
    screen.feed(bytes)
    return bytes
  }

  /// Whether the terminal is as a shell leaves it.
  public var isCooked: Bool { terminal_pseudo_is_cooked(control) }

  /// Takes the terminal away.
  public func close() {
    if control >= 0 { terminal_close(control) }
    control = -1
  }
}
