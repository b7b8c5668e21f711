import Foundation
import TestSupport
import Testing

@testable import tiller

/// Keys in a file that only its owner may read.
@Suite("the file of keys")
struct KeyFileTests {
  private static let key = "sk-proj-7Qm2vXb9TzL4wRk8YcN1"

  private func write(_ text: String, mode: Int, in place: Workplace) throws -> [String: String] {
    let folder = place.path + "/.config/tiller"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = try place.file(".config/tiller/keys", text)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    return ["HOME": place.path]
  }

  @Test("its lines count where the environment has none")
  func lines() throws {
    let place = try Workplace()
    let text = "# mine\n\nOPENAI_API_KEY=\(Self.key)\r\n export GROQ_API_KEY = \"gsk_1\" \n"
    let environment = try write(text, mode: 0o600, in: place)
    let found = KeyFile.contents(environment)
    #expect(found.keys == ["OPENAI_API_KEY": Self.key, "GROQ_API_KEY": "gsk_1"] && found.complaint == nil)
    #expect(Environment.withKeys(environment)["OPENAI_API_KEY"] == Self.key)
    let mine = environment.merging(["OPENAI_API_KEY": "own", "GROQ_API_KEY": " "]) { $1 }
    #expect(Environment.withKeys(mine)["OPENAI_API_KEY"] == "own")
    #expect(Environment.withKeys(mine)["GROQ_API_KEY"] == "gsk_1")
    #expect(KeyFile.contents(["HOME": place.path + "/nowhere"]).complaint == nil)
  }

  @Test("one that others may read does not count, and says what to do", arguments: [0o640, 0o604, 0o644, 0o660])
  func open(mode: Int) async throws {
    let place = try Workplace()
    let found = KeyFile.contents(try write("OPENAI_API_KEY=\(Self.key)\n", mode: mode, in: place))
    #expect(found.keys.isEmpty && found.complaint?.contains("chmod 600 ") == true)
    if mode != 0o644 { return }
    let refused = try await Program.run(["run", "--model", "openai:x", "--log", place.log], in: place)
    #expect(refused.status == 2 && refused.errors.contains("chmod 600"))
    let doctor = try await Program.run(["doctor"], in: place)
    #expect(doctor.status == 0 && doctor.output.contains("chmod 600"))
    // Who asks no service is not kept from it.
    let other = try await Program.run(["run", "--model", "none", "--steps", "1", "--log", place.log], in: place)
    #expect(other.status == 0, "\(other.errors)")
  }

  @Test("a line that is no key is named by its number, and never shown")
  func wrong() throws {
    let place = try Workplace()
    let text = "OPENAI_API_KEY=a\n\(Self.key)\nOPENAI_KEY=\(Self.key)\n"
    let found = KeyFile.contents(try write(text, mode: 0o400, in: place))
    #expect(found.keys == ["OPENAI_API_KEY": "a"])
    #expect(found.complaint?.contains("line 2, 3") == true && found.complaint?.contains("sk-proj") == false)
    let long = String(repeating: "#", count: 100_000)
    #expect(KeyFile.contents(try write(long, mode: 0o600, in: place)).complaint?.contains("no short text") == true)
    try FileManager.default.removeItem(atPath: place.path + "/.config/tiller/keys")
    try FileManager.default.createDirectory(
      atPath: place.path + "/.config/tiller/keys", withIntermediateDirectories: true)
    #expect(KeyFile.contents(["HOME": place.path]).complaint != nil)
  }
}
