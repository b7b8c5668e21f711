import Foundation

/// An `InstantServer` in a process of its own, so that its time and its threads are nobody else's.
///
/// It ends when this object does, however that comes about: its standard input ends then.
final class ServerProcess {
  /// What it has served so far.
  struct Count {
    var replies: Int
    /// Events with text: tokens, where each is one.
    var events: Int
    /// Bytes of the requests' bodies.
    var requestBytes: Int
  }

  /// The hidden subcommand of this program.
  static let mode = "serve"

  let url: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// - Parameters:
  ///   - pause: between two events of a reply, in microseconds; none sends a reply in one piece.
  ///   - pieces: events of a reply that are text.
  init(pause: Int = 0, pieces: Int = 7) throws {
    process.executableURL = URL(fileURLWithPath: Program.own)
    process.arguments = [Self.mode, "\(pause)", "\(pieces)"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    guard let port = Self.line(from: output).flatMap({ Int($0) }) else {
      throw BenchmarkError("The server did not start.")
    }
    url = "http://127.0.0.1:\(port)/v1"
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  func count() throws -> Count {
    try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
    let numbers = (Self.line(from: output) ?? "").split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 3 else { throw BenchmarkError("The server has ended.") }
    return Count(replies: numbers[0], events: numbers[1], requestBytes: numbers[2])
  }

  private static func line(from pipe: Pipe) -> String? {
    var bytes: [UInt8] = []
    while let byte = try? pipe.fileHandleForReading.read(upToCount: 1)?.first {
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    return nil
  }

  /// The server's side: says its port, and what it has served for every line that it gets; ends with its input.
  static func serve(_ arguments: [String]) -> Never {
    let numbers = arguments.compactMap { Int($0) }
    guard numbers.count == 2, let server = try? InstantServer(pause: numbers[0], pieces: numbers[1]) else { exit(2) }
    say("\(server.port)")
    while readLine() != nil {
      let count = server.count
      say("\(count.replies) \(count.events) \(count.requestBytes)")
    }
    exit(0)
  }

  private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
