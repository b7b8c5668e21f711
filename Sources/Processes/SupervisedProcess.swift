import CProcesses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program that runs no longer than we do.
///
/// Between us and it stands a supervisor, see `Supervisor`: when we end, however we end, it sends TERM to the child and
/// to all that the child started, waits, then sends KILL. On Linux that holds for what has left the child's group and
/// session, too; elsewhere for its group. The same happens when this is let go of, and to what a child leaves behind
/// that ends by itself. The main program must call `Supervisor.runIfAsked()` before anything else.
public final class SupervisedProcess: Sendable {
  /// The number of the child, which is also that of its group.
  public let number: Int32
  /// Writes the child's standard input, where the plan asks for a pipe.
  public let input: ProcessPipe?
  /// Reads the child's standard output, where the plan asks for a pipe.
  public let output: ProcessPipe?
  private let watch: ProcessWatch

  /// Starts a program; returns once it runs, or is known not to.
  ///
  /// - Parameter supervisor: a program that calls `Supervisor.runIfAsked()`.
  /// - Throws: `ProcessError`.
  public static func start(
    _ plan: ProcessPlan, supervisor: String = Supervisor.path
  ) async throws(ProcessError) -> SupervisedProcess {
    let (watch, input, output) = try launch(plan, supervisor)
    switch await watch.start() {
    case .success(let number): return SupervisedProcess(number, input, output, watch)
    case .failure(let cause): throw ProcessError("\(plan.executable) could not be started: \(cause)")
    }
  }

  private init(_ number: Int32, _ input: ProcessPipe?, _ output: ProcessPipe?, _ watch: ProcessWatch) {
    self.number = number
    self.input = input
    self.output = output
    self.watch = watch
  }

  deinit { watch.order(end: true) }

  /// Whether the child itself still runs.
  public var isRunning: Bool { watch.isRunning }

  /// The last lines of its standard error, and of its standard output where the plan says so: 40 of 1,000 bytes at
  /// most, blank ones left out. They are raw.
  public var lastLines: [String] { watch.lastLines }

  /// How the child ended, once it has and nothing that it started is left.
  ///
  /// - Throws: `CancellationError` when the task is cancelled first.
  public func waitForExit() async throws -> ProcessExit { try await watch.exit() }

  /// Asks the child and all it started to end, and ends them after the plan's time of grace. Returns at once; so does a
  /// second call.
  public func stop() { watch.order() }

  /// Ends the child and all it started without any grace.
  public func kill() { watch.order(kill: true) }

  // MARK: - Starting

  private static func launch(
    _ plan: ProcessPlan, _ supervisor: String
  ) throws(ProcessError) -> (ProcessWatch, ProcessPipe?, ProcessPipe?) {
    var pipes = Pipes()
    // What is handed on is taken out; whatever is left when this ends, the child has or nobody needs.
    defer { pipes.close() }
    func failure(_ reason: String) -> ProcessError {
      ProcessError("\(plan.executable) could not be started: \(reason)")
    }
    let texts = Supervisor.arguments(for: plan) + plan.environment.flatMap { [$0.key, $0.value] }
    if texts.contains(where: { $0.utf8.contains(0) }) { throw failure("an argument of it holds a zero byte") }
    let orders: Pipes.Places, reports: Pipes.Places, errors: Pipes.Places
    let input: Pipes.Places?, output: Pipes.Places?
    do throws(SystemError) {
      (orders, reports, errors) = (try pipes.make(), try pipes.make(), try pipes.make())
      input = plan.input == .pipe ? try pipes.make() : nil
      output = plan.output == .pipe ? try pipes.make() : nil
    } catch {
      throw failure(error.reason)
    }
    let out: Int32 =
      switch plan.output {
      case .nowhere: -1
      case .lastLines: pipes[errors.writing]
      case .pipe: output.map { pipes[$0.writing] } ?? -1
      }
    let descriptors = [
      input.map { pipes[$0.reading] } ?? -1, out, pipes[errors.writing], pipes[orders.reading], pipes[reports.writing],
    ]
    var process: pid_t = 0
    let error = CStrings.with([Supervisor.name] + Supervisor.arguments(for: plan)) { arguments in
      CStrings.with(plan.environment.map { "\($0.key)=\($0.value)" }) { environment in
        process_spawn(supervisor, arguments, environment, descriptors, &process)
      }
    }
    if error != 0 { throw failure(SystemError(number: error).reason) }
    let watch = ProcessWatch(
      supervisor: process, orders: pipes.take(orders.writing), reports: pipes.take(reports.reading),
      errors: pipes.take(errors.reading))
    return (
      watch, input.map { ProcessPipe(pipes.take($0.writing)) }, output.map { ProcessPipe(pipes.take($0.reading)) }
    )
  }
}
