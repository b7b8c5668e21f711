import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A port of this machine at which a server listens that takes no connection, and whose queue is full.
public final class FullPort: Sendable {
  public let port: Int
  private let descriptors: [Int32]

  public init() throws {
    let (listener, port) = try LoopbackServer.listen(0, queue: 0)
    self.port = port
    // More than any system keeps beyond the queue; those that find no place wait until they are closed.
    descriptors = [listener] + (0..<8).map { _ in LoopbackServer.startConnecting(to: port) }.filter { $0 >= 0 }
  }

  public func close() { descriptors.forEach { _ = LoopbackServer.close($0) } }
}
