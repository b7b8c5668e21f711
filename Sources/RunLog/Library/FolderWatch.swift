#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
  import Dispatch
#endif

/// Says that something changed in folders: a file that is new, gone, written or renamed. Costs nothing while nothing does.
///
/// On macOS files that grow are not told, only those that come and go.
public final class FolderWatch {
  #if canImport(Darwin)
    private let sources: [any DispatchSourceProtocol]
  #else
    private let wait: ReadableWait
  #endif

  /// - Parameter onChange: called on a queue of its own; several changes at once are one call.
  /// - Returns: nil where no folder can be watched.
  public init?(_ folders: [String], onChange: @escaping @Sendable () -> Void) {
    #if canImport(Darwin)
      let queue = DispatchQueue(label: "folders of logs")
      sources = folders.compactMap { folder in
        let descriptor = open(folder, O_EVTONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let source = DispatchSource.makeFileSystemObjectSource(
          fileDescriptor: descriptor, eventMask: [.write, .extend, .rename, .delete], queue: queue)
        source.setEventHandler(handler: onChange)
        source.setCancelHandler { close(descriptor) }
        source.resume()
        return source
      }
      if sources.isEmpty { return nil }
    #else
      let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      let changes = [IN_CREATE, IN_DELETE, IN_MOVED_FROM, IN_MOVED_TO, IN_MODIFY, IN_CLOSE_WRITE]
      let mask = changes.reduce(UInt32(0)) { $0 | UInt32($1) }
      let watched = folders.filter { inotify_add_watch(descriptor, $0, mask) >= 0 }
      guard !watched.isEmpty else {
        close(descriptor)
        return nil
      }
      guard let wait = ReadableWait(on: descriptor, onReadable: onChange) else { return nil }
      self.wait = wait
    #endif
  }

  #if canImport(Darwin)
    deinit { for source in sources { source.cancel() } }
  #endif
}
