import CProcesses
import Synchronization

/// Our end of a pipe to or from a child. Reading and writing wait: call them on a thread that may.
public final class ProcessPipe: Sendable {
  private let descriptor: Mutex<Int32>
  /// For as long as this is not closed; to be waited for together with others.
  public var fileDescriptor: Int32 { descriptor.withLock { $0 } }

  init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }
  deinit { close() }

  /// What has come, at most so many bytes; waits for the first. Nil at the end, or where this is closed.
  public func read(upTo count: Int = 65_536) -> [UInt8]? {
    let descriptor = fileDescriptor
    guard descriptor >= 0 else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, process_read(descriptor, buffer.baseAddress, count))
    }
    return bytes.isEmpty ? nil : bytes
  }

  /// Writes all of it; false where the child reads no more, or this is closed.
  public func write(_ bytes: some Sequence<UInt8>) -> Bool {
    let descriptor = fileDescriptor
    guard descriptor >= 0 else { return false }
    return Array(bytes).withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let count = process_write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        if count < 0 { return false }
        written += count
      }
      return true
    }
  }

  /// Not while another thread reads or writes.
  public func close() {
    let descriptor = descriptor.withLock { descriptor in
      defer { descriptor = -1 }
      return descriptor
    }
    if descriptor >= 0 { process_close(descriptor) }
  }
}
