#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The lock of who writes a log, looked at by who only reads it: it dies with its process, however that ends.
enum WriterLock {
  /// Whether another open file has it. Closing the descriptor gives it back, which nobody was kept from for longer than
  /// that takes.
  static func isHeld(by descriptor: Int32) -> Bool {
    while flock(descriptor, LOCK_SH | LOCK_NB) != 0 {
      if errno != EINTR { return errno == EWOULDBLOCK }
    }
    return false
  }

  /// Waits for the lock to be given back, however long that takes.
  static func wait(on descriptor: Int32) {
    while flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
  }
}
