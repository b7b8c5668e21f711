import CTerminal

/// Where everything runs that touches the terminal: one thread, which sleeps in poll(2) when there is nothing to do.
///
/// ncurses knows no threads; this actor makes the compiler keep all its calls on one.
@globalActor
public actor TerminalActor {
  public static let shared = TerminalActor()

  private static let executor = TerminalExecutor()

  public nonisolated var unownedExecutor: UnownedSerialExecutor { Self.executor.asUnownedSerialExecutor() }

  /// Ends the wait of `nextWake`, now or the next one. May be called from anywhere, as often as one likes: many calls
  /// before the loop looks cost one write to a pipe and end one wait.
  public nonisolated static func wake() { terminal_wake(UInt32(TERMINAL_WOKEN)) }

  /// Waits until something happens, using no processor time meanwhile. Other work on this actor goes on.
  ///
  /// A cancelled task is woken as by `wake()`. Only one task may wait; an earlier wait still open ends as if woken.
  ///
  /// - Parameters:
  ///   - device: The descriptor to wait on for input; none where there is no terminal, or it is gone.
  ///   - forOutput: Whether to wait for the device to take output, too.
  ///   - deadline: When to end at the latest; nil waits without end.
  @TerminalActor
  public static func nextWake(
    device: Int32? = nil, forOutput: Bool = false, until deadline: ContinuousClock.Instant? = nil
  ) async -> Wake {
    await withTaskCancellationHandler {
      await executor.nextWake(device: device ?? -1, forOutput: forOutput, until: deadline)
    } onCancel: {
      wake()
    }
  }
}
