import Foundation
import Optimization
import Synchronization

/// Keeps a run's events in memory, as the lines that a log would hold.
public final class MemorySink: EventSink {
  public let events = Collected<LoggedEvent>()
  private struct State {
    var length = 0
    var failure: String?
    var isMended = false
    var lines: [String] = []
  }
  private let state = Mutex(State())

  public init() {}

  /// As a full disk would: what comes is kept, and `failure` says why it is not written.
  public func fail(_ sentence: String) { state.withLock { $0.failure = sentence } }
  /// The next `retry` succeeds.
  public func mend() { state.withLock { $0.isMended = true } }

  /// The events as lines, for comparing runs to the byte.
  public var lines: [String] { state.withLock { $0.lines } }

  public func append(_ event: LoggedEvent) -> LogLocation {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = (try? encoder.encode(event)).map { String(decoding: $0, as: UTF8.self) } ?? "unwritable"
    let location = state.withLock { state in
      let location = LogLocation(offset: state.length, length: line.utf8.count)
      state.length += line.utf8.count + 1
      state.lines.append(line)
      return location
    }
    events.append(event)
    return location
  }

  public var failure: String? { state.withLock { $0.failure } }
  public func retry() {
    state.withLock { state in
      if state.isMended { state.failure = nil }
    }
  }
  public func finish() async {}

  /// The events once one of them satisfies the condition.
  public func events(
    until condition: @Sendable (RunEvent) -> Bool
  ) async throws -> [LoggedEvent] {
    var count = 0
    while true {
      let events = try await self.events.first(count + 1)
      if condition(events[count].event) { return events }
      count += 1
    }
  }
}
