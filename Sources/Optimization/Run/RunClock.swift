/// Time as a run sees it; injected, so that tests need not wait.
public protocol RunClock: Sendable {
  /// Seconds since any fixed moment; never goes back.
  var now: Double { get }
  /// - Throws: `CancellationError` when the task is cancelled meanwhile.
  func sleep(seconds: Double) async throws
}

/// The system's steady clock.
public struct SystemClock: RunClock {
  private let start = ContinuousClock.now
  public init() {}
  public var now: Double { (ContinuousClock.now - start) / .seconds(1) }
  public func sleep(seconds: Double) async throws { try await Task.sleep(for: .seconds(max(0, seconds))) }
}
