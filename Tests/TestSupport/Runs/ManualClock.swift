import Optimization
import Synchronization

/// A clock that stands still until a test moves it, or a sleep skips it forward.
public final class ManualClock: RunClock {
  private struct State {
    var now = 0.0
    var sleepers: [(id: Int, until: Double, gate: Gate)] = []
    var nextID = 0
  }
  private let state = Mutex(State())
  private let skipsSleeps: Bool
  /// Every sleep that was asked for, in seconds.
  public let sleeps = Collected<Double>()

  /// - Parameter skipsSleeps: a sleep moves the clock and returns at once.
  public init(skipsSleeps: Bool = false) { self.skipsSleeps = skipsSleeps }

  public var now: Double { state.withLock { $0.now } }

  /// Moves the clock on and wakes who slept until then.
  public func advance(by seconds: Double) {
    let woken = state.withLock { state in
      state.now += seconds
      let now = state.now
      defer { state.sleepers.removeAll { $0.until <= now } }
      return state.sleepers.filter { $0.until <= now }
    }
    woken.forEach { $0.gate.open() }
  }

  public func sleep(seconds: Double) async throws {
    try Task.checkCancellation()
    if skipsSleeps {
      advance(by: seconds)
      sleeps.append(seconds)
      return
    }
    let gate = Gate()
    let id = state.withLock { state in
      state.nextID += 1
      state.sleepers.append((state.nextID, state.now + seconds, gate))
      return state.nextID
    }
    sleeps.append(seconds)
    defer { state.withLock { $0.sleepers.removeAll { $0.id == id } } }
    try await gate.opened()
  }
}
