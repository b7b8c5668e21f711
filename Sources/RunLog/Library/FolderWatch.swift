import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Says that something changed in folders: a file that is new, gone, written or renamed. Costs nothing while nothing does.
///
/// On macOS files that grow are not told, only those that come and go.
public final class FolderWatch {
  private let sources: [any DispatchSourceProtocol]

  /// - Parameter onChange: called on a queue of its own; several changes at once are one call.
  /// - Returns: nil where no folder can be watched.
  public init?(_ folders: [String], onChange: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "folders of logs")
    #if canImport(Darwin)
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
      let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
      source.setEventHandler {
        Self.drain(descriptor)
        onChange()
      }
      source.setCancelHandler { close(descriptor) }
      source.resume()
      sources = [source]
    #endif
    if sources.isEmpty { return nil }
  }

  deinit { for source in sources { source.cancel() } }

  #if !canImport(Darwin)
    /// What changed does not matter: whoever is told looks again.
    private static func drain(_ descriptor: Int32) {
      var buffer = [UInt8](repeating: 0, count: 1 << 14)
      while read(descriptor, &buffer, buffer.count) > 0 {}
    }
  #endif
}
