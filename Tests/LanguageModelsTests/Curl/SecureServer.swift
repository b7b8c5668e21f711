import Foundation

/// A server behind TLS that answers its first request, made of the `openssl` program.
final class SecureServer {
  struct Unusable: Error {}

  let port: Int
  private let process = Process()

  /// Serves an answer with the certificate of a folder.
  init(_ authority: SelfSigned, answer: String) throws {
    let input = Pipe()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", authority.certificate, "-key", authority.key,
    ]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // It is sent to the first client, which reads it once it has sent its request.
    input.fileHandleForWriting.write(Data(answer.utf8))
    var text = ""
    while text.firstMatch(of: #/ACCEPT \S+:(\d+)\s/#) == nil {
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { throw Unusable() }
      text += String(decoding: data, as: UTF8.self)
    }
    guard let port = text.firstMatch(of: #/ACCEPT \S+:(\d+)\s/#).flatMap({ Int($0.1) }) else { throw Unusable() }
    self.port = port
  }

  func stop() {
    // Not with SIGTERM: the thread that started it may have held that back, and a child inherits this.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}

/// A certificate that vouches for itself, in a folder of its own until `remove()`.
struct SelfSigned {
  private let folder: String
  var certificate: String { folder + "/certificate.pem" }
  var key: String { folder + "/key.pem" }

  /// Whether there is an `openssl` that can make one. That of macOS is another program.
  static let isPossible: Bool = {
    #if os(Linux)
      (try? SelfSigned(for: "IP:127.0.0.1"))?.remove() != nil
    #else
      false
    #endif
  }()

  /// - Parameter name: as in a certificate's list of names: "IP:127.0.0.1" or "DNS:example.com".
  init(for name: String) throws {
    folder = NSTemporaryDirectory() + "tiller-certificate-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=tiller test", "-addext", "subjectAltName=\(name)", "-keyout", folder + "/key.pem",
      "-out", folder + "/certificate.pem",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      remove()
      throw SecureServer.Unusable()
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
