import Foundation
import Synchronization

/// A door that is shut until someone opens it: the condition that a test waits for in place of sleeping.
///
/// Threads wait with `waitBlocking()`, tasks with `opened()`. Once open it stays open.
public final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  public init(open: Bool = false) {
    if open { self.open() }
  }

  public var isOpen: Bool { state.withLock { $0.isOpen } }

  public func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    waiting.forEach { $0() }
  }

  /// Calls the closure once the gate is open: at once where it is, else on the thread that opens it.
  public func whenOpen(_ body: @escaping @Sendable () -> Void) {
    let isOpen = state.withLock { state in
      if !state.isOpen { state.waiting.append(body) }
      return state.isOpen
    }
    if isOpen { body() }
  }

  /// Returns once the gate is open.
  ///
  /// - Throws: `CancellationError` when the task is cancelled first.
  public func opened() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    whenOpen { continuation.finish() }
    for await _ in stream {}
    try Task.checkCancellation()
  }

  /// Blocks the thread until the gate is open; never call it from a task.
  public func waitBlocking() {
    let semaphore = DispatchSemaphore(value: 0)
    whenOpen { semaphore.signal() }
    semaphore.wait()
  }
}

/// A growing list that tests wait on: `try await list.first(3)` returns when three have come.
public final class Collected<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var gates: [(count: Int, gate: Gate)] = []
  }

  private let state = Mutex(State())

  public init() {}

  public var all: [Element] { state.withLock { $0.elements } }
  public var count: Int { state.withLock { $0.elements.count } }

  public func append(_ element: Element) {
    let reached = state.withLock { state in
      state.elements.append(element)
      let count = state.elements.count
      defer { state.gates.removeAll { $0.count <= count } }
      return state.gates.filter { $0.count <= count }
    }
    reached.forEach { $0.gate.open() }
  }

  /// The first ones, as soon as there are so many.
  public func first(_ count: Int) async throws -> [Element] {
    let gate = state.withLock { state -> Gate? in
      if state.elements.count >= count { return nil }
      let gate = Gate()
      state.gates.append((count, gate))
      return gate
    }
    try await gate?.opened()
    return Array(all.prefix(count))
  }
}
