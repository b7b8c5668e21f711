import Foundation
import Synchronization
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A named pipe that processes hold open: what they say there, and when the last of them is gone.
final class WatchedLifeline: Sendable {
  let path: String
  /// What was said, a line each.
  let lines = Collected<String>()
  /// Opens when nobody holds the pipe any more.
  let end = Gate()
  private let own: Mutex<Int32>

  /// Held open by the test itself until `letGo()`, so that the end is not reached before anybody came.
  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("lifeline-\(UUID().uuidString)").path
    guard mkfifo(path, 0o600) == 0 else { throw POSIXError(.EIO) }
    let reading = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    let writing = open(path, O_WRONLY | O_CLOEXEC)
    own = Mutex(writing)
    guard reading >= 0, writing >= 0, fcntl(reading, F_SETFL, 0) == 0 else { throw POSIXError(.EIO) }
    Thread.detachNewThread { [lines, end] in
      var line: [UInt8] = [], bytes = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(reading, &bytes, bytes.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
        for byte in bytes[..<count] {
          guard byte == UInt8(ascii: "\n") else {
            line.append(byte)
            continue
          }
          lines.append(String(decoding: line, as: UTF8.self))
          line = []
        }
      }
      close(reading)
      end.open()
    }
  }

  deinit {
    letGo()
    unlink(path)
  }

  /// From here on only the processes hold it.
  func letGo() {
    own.withLock { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }
}
