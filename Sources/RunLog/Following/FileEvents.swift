#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
  import Dispatch
#endif

/// The system's own word that a file changed: no clock runs and nobody wakes while it does not.
///
/// The words are those of the kernel: inotify(7) on Linux, the vnode filter of kqueue(2) on macOS.
final class FileEvents: Sendable {
  #if canImport(Darwin)
    /// Unsafe in name only: it is never changed, and cancelling, all that is done to it, may be done from any thread.
    nonisolated(unsafe) private let source: any DispatchSourceProtocol
  #else
    private let wait: ReadableWait
  #endif

  /// - Parameter onChange: called on a queue of its own: the file has another length or another name, or is gone.
  /// - Throws: `LogError` where the system watches no more files.
  init(_ path: String, onChange: @escaping @Sendable () -> Void) throws(LogError) {
    #if canImport(Darwin)
      let queue = DispatchQueue(label: "tiller.file-events")
      let descriptor = open(path, O_EVTONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Self.refusal(path) }
      let source = DispatchSource.makeFileSystemObjectSource(
        fileDescriptor: descriptor, eventMask: [.write, .extend, .delete, .rename, .link, .revoke], queue: queue)
      source.setEventHandler(handler: onChange)
      source.setCancelHandler { _ = close(descriptor) }
      source.activate()
      self.source = source
    #else
      let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { throw Self.refusal(path) }
      // A file that loses its name while somebody has it open changes its attributes, and is not "deleted" yet.
      let wanted = UInt32(IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF)
      guard inotify_add_watch(descriptor, path, wanted) >= 0 else {
        let refusal = Self.refusal(path)
        _ = close(descriptor)
        throw refusal
      }
      guard let wait = ReadableWait(on: descriptor, onReadable: onChange) else { throw Self.refusal(path) }
      self.wait = wait
    #endif
  }

  private static func refusal(_ path: String) -> LogError {
    LogError(.unreadable, "The log \(path) cannot be watched as it grows: \(systemMessage(errno)).")
  }

  #if canImport(Darwin)
    deinit { source.cancel() }
  #endif
}
