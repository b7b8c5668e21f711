import Foundation
import Optimization
import RunLog
import TestSupport
import Testing

/// The events of a log that is whole: every line ends, can be read, and stands in its place.
func events(of log: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [LoggedEvent] {
  let reader = try RunLogReader(log)
  let isTorn = reader.hasTornTail
  #expect(!isTorn, "the last line is torn", sourceLocation: sourceLocation)
  let events = try reader.events(in: 0..<reader.count).map(\.event)
  #expect(events.map(\.n) == Array(0..<events.count), sourceLocation: sourceLocation)
  return events
}

/// The end that the last event of a log tells.
func ending(_ events: [LoggedEvent]) -> RunEnded.Reason? {
  guard case .runEnded(let ended)? = events.last?.event else { return nil }
  return ended.reason
}

extension [LoggedEvent] {
  var candidates: [CandidateEvent] {
    compactMap { if case .candidate(let candidate) = $0.event { candidate } else { nil } }
  }

  var commands: [Command] {
    compactMap { if case .steered(let steered) = $0.event { steered.command } else { nil } }
  }
}

/// The terminal is as a shell needs it: lines and echo, its own screen, the cursor, no mouse, no marked pastes.
func expectRestored(_ terminal: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation) async {
  let screen = await terminal.screen
  #expect(await terminal.isCooked, sourceLocation: sourceLocation)
  #expect(!screen.isAlternate, "the other screen is still on", sourceLocation: sourceLocation)
  #expect(screen.isCursorVisible, "the cursor is hidden", sourceLocation: sourceLocation)
  #expect(!screen.isMouseReported, "the mouse is still reported", sourceLocation: sourceLocation)
  #expect(screen.modes.isDisjoint(with: [1004, 1006, 2004, 2026]), sourceLocation: sourceLocation)
  #expect(screen.unknown == [], sourceLocation: sourceLocation)
}

/// Options for a run that asks this server.
func asking(_ server: LoopbackServer, _ more: String...) -> [String] {
  ["run", "--model", "openai:tested", "--base-url", server.baseURL] + more
}

/// A server whose nth reply, from 0, proposes w = n and b = 0.5.
func answeringServer() throws -> LoopbackServer {
  try LoopbackServer { .chat(["{\"w\": \($0.number), ", "\"b\": 0.5}"], model: "tested") }
}

extension PseudoTerminal {
  /// Waits until a whole frame is so.
  @discardableResult
  func see(_ what: String, where condition: @Sendable (ScreenModel) -> Bool) throws -> ScreenModel {
    try waitForScreen(what) { !$0.modes.contains(2026) && condition($0) }
  }

  /// Waits until a row of a whole frame holds this text.
  @discardableResult
  func see(_ text: String) throws -> ScreenModel { try see("\"\(text)\"") { $0.contains(text) } }
}
