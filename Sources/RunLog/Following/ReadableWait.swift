#if !canImport(Darwin)
  import Dispatch

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Says when a descriptor has something to read, from a thread that sleeps until then.
  ///
  /// A thread and poll(2) in the place of a dispatch source, for on Linux it is not safe to cancel one whose event is on
  /// its way.
  final class ReadableWait: Sendable {
    /// The wait ends when this end of a pair of sockets is closed.
    private let end: Int32

    /// Takes the descriptor over, which must not block.
    ///
    /// - Parameter onReadable: called on a thread of its own after what came has been read and thrown away; perhaps once
    ///   more just after the wait has gone.
    /// - Returns: nil where there are no sockets to be had; the descriptor is then closed.
    init?(on descriptor: Int32, onReadable: @escaping @Sendable () -> Void) {
      var pair: [Int32] = [-1, -1]
      #if canImport(Glibc)
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
      #else
        let kind = SOCK_STREAM | SOCK_CLOEXEC
      #endif
      guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else {
        _ = close(descriptor)
        return nil
      }
      end = pair[1]
      DispatchQueue(label: "tiller.readable-wait").async { [ended = pair[0]] in
        Self.wait(for: descriptor, until: ended, onReadable)
        _ = close(descriptor)
        _ = close(ended)
      }
    }

    deinit { _ = close(end) }

    private static func wait(for descriptor: Int32, until ended: Int32, _ onReadable: () -> Void) {
      var waits = [
        pollfd(fd: ended, events: Int16(POLLIN), revents: 0), pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      ]
      while true {
        guard poll(&waits, 2, -1) >= 0 else {
          if errno == EINTR { continue }
          return
        }
        if waits[0].revents != 0 { return }
        if waits[1].revents & Int16(POLLIN) == 0 { return }
        // What exactly is looked up where it is: the words are only taken away.
        withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 8) { buffer in
          while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
        }
        onReadable()
      }
    }
  }
#endif
