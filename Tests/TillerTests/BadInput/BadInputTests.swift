import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import tiller

@Suite("bad input", .timeLimit(.minutes(1)))
struct BadInputTests {
  @Test("values that an option does not take are refused by name, with what is allowed", arguments: BadInput.values)
  func values(_ bad: BadInput) throws {
    // The group alone, which takes the parser a tenth of the time of the whole command.
    let options = try #require(bad.group).options
    let error = try #require(throws: (any Error).self) { try options.parse(Array(bad.arguments.dropFirst())) }
    let message = options.message(for: error)
    for part in bad.says { #expect((message + " ").contains(part)) }
  }

  /// Each list in a row; the lists beside each other.
  @Suite(.serialized) struct OptionTests {
    @Test("an option's value: a sentence, status 2 and nothing else", arguments: BadInput.samples)
    func refusal(_ bad: BadInput) async throws { try await BadInputTests.expectRefusal(bad) }
  }

  @Suite(.serialized) struct NameTests {
    @Test("a name or a combination: a sentence, status 2 and nothing else", arguments: BadInput.names)
    func refusal(_ bad: BadInput) async throws { try await BadInputTests.expectRefusal(bad) }
  }

  @Suite(.serialized) struct FileTests {
    @Test("a file: a sentence, status 2 and nothing else", arguments: BadInput.files)
    func refusal(_ bad: BadInput) async throws { try await BadInputTests.expectRefusal(bad) }
  }

  /// A sentence on standard error, status 2, nothing on standard output, no log, and no file changed.
  private static func expectRefusal(_ bad: BadInput) async throws {
    let place = try Workplace()
    try BadInput.makeFiles(in: place)
    let before = try files(in: place)
    let outcome = try await Program.run(
      bad.arguments, in: place, input: bad.input, environment: bad.environment)
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    // The argument parser wraps its lines.
    let errors = outcome.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in bad.says { #expect((errors + " ").contains(part)) }
    #expect(errors.hasPrefix("tiller: ") || errors.hasPrefix("Error: "))
    #expect(!errors.contains("Fatal error") && !errors.contains("\u{1B}"))
    #expect(place.logs == [])
    #expect(try files(in: place) == before)
  }

  /// Names and contents.
  private static func files(in place: Workplace) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: place.path) where name.contains(".") {
      files[name] = try place.bytes(of: place.path + "/" + name)
    }
    return files
  }

  @Test(
    "leaves a terminal as it is",
    arguments: [
      ["run", "--steps=many"], ["run", "tsp"], ["run", "--data", "missing.csv"],
      ["run", "--model", "gpt-5"], ["run", "--log", "nowhere/run.jsonl"], ["replay", "missing.jsonl"],
      ["resume", "missing.jsonl"],
    ])
  func terminal(arguments: [String]) async throws {
    let place = try Workplace()
    let terminal = try Program.onTerminal(arguments, in: place)
    #expect(try await terminal.waitForExit() == .exited(2))
    let output = await terminal.output
    #expect(!output.isEmpty && !output.contains(0x1B))
    #expect(await terminal.isCooked)
    #expect(place.logs == [])
  }

  @Test("the table has every option of run that takes a value")
  func options() async throws {
    let help = try await Program.run(["run", "--help"], in: try Workplace())
    #expect(help.status == 0)
    let options = Set(help.output.matches(of: #/(--[a-z-]+) </#).map { String($0.1) })
    #expect(options.count >= 25)
    let tried = Set(
      (BadInput.values + BadInput.names + BadInput.files).flatMap(\.arguments).compactMap {
        $0.split(separator: "=").first.map(String.init)
      })
    #expect(options.subtracting(tried) == [])
  }
}
