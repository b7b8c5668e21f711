import Foundation
import Optimization
import RunLog
import RunLogSupport
import Testing

/// The lines of a log, for tests that damage them.
struct EditedLog {
  var lines: [String]

  /// Of a run with acts of every kind, replies that are none and an injection.
  static func steered() async throws -> EditedLog {
    EditedLog(bytes: try await whole.value)
  }

  /// Made once for all tests.
  private static let whole = Task { () async throws -> [UInt8] in
    let folder = try TemporaryFolder()
    return try await CutRun.steered.whole(in: folder.path)
  }

  init(bytes: [UInt8]) {
    lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  /// The place of the nth line of a kind, from 0.
  func place(_ kind: String, _ number: Int = 0) throws -> Int {
    let places = lines.indices.filter { lines[$0].contains("\"event\":\"\(kind)\"") }
    return try #require(places.indices.contains(number) ? places[number] : nil, "There is no \(kind) \(number).")
  }

  /// Replaces in a line; what is to be replaced must be there.
  mutating func replace(_ text: String, with other: String, at place: Int) throws {
    try #require(lines[place].contains(text), "\(lines[place])")
    lines[place] = lines[place].replacing(text, with: other, maxReplacements: 1)
  }

  /// Gives every line the number of its place, as somebody would who edits a log with care.
  mutating func renumber() {
    for place in lines.indices {
      lines[place] = lines[place].replacing(/"n":-?\d+/, with: "\"n\":\(place)", maxReplacements: 1)
    }
  }
}

/// The fold of a log that is read from its start to its end.
func folded(_ path: String) throws -> RunState {
  let reader = try RunLogReader(path)
  var state = RunState()
  try reader.fold(0..<reader.count, into: &state)
  return state
}
