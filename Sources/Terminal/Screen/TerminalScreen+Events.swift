import CTerminal
import Charts
import Text

/// What happened at the terminal, or to the program, since the last look.
public struct TerminalEvents: Hashable, Sendable {
  /// Keys, mouse and pastes, in order.
  public var input: [InputEvent] = []
  /// The screen's size, where the terminal says that it may have changed: the next buffer should have it.
  public var size: Size?
  /// Signals for the program: `.suspend` asks for `suspend()`, those with an `endingNumber` for an end. The others have
  /// been dealt with.
  public var signals: TerminalSignals = []
  /// Somebody called `TerminalActor.wake()`.
  public var isWoken = false
  /// The deadline has passed.
  public var isDeadline = false
  /// The terminal has taken all that waited, and can be drawn on again.
  public var isDrained = false
  /// The terminal is gone; reported once.
  public var isHungUp = false

  public init() {}
  var isEmpty: Bool { self == TerminalEvents() }
}

extension TerminalScreen {
  /// Waits for something that the program must know: input, a signal, a wake, the deadline. Meanwhile finishes frames
  /// that the terminal could not take, ends escapes that nothing follows, and comes back after a stop.
  public func nextEvents(until deadline: ContinuousClock.Instant? = nil) async -> TerminalEvents {
    while true {
      let earliest = [deadline, inputDeadline, isShowing ? answerDeadline : nil].compactMap { $0 }.min()
      let wake = await TerminalActor.nextWake(
        device: isShowing ? device : nil, forOutput: isShowing && !outlet.isEmpty, until: earliest)
      let events = handle(wake, deadline: deadline)
      if !events.isEmpty { return events }
    }
  }

  private func handle(_ wake: Wake, deadline: ContinuousClock.Instant?) -> TerminalEvents {
    var events = TerminalEvents()
    events.isWoken = wake.isWoken
    events.signals = wake.signals.subtracting([.resize, .resume])
    if let deadline, deadline <= .now { events.isDeadline = true }
    guard isOpen else { return events }
    if wake.signals.contains(.resume), wake.signals.endingNumber == nil {
      resume()
      events.size = size
    } else if wake.signals.contains(.resize) {
      events.size = updateSize()
    }
    if !isShowing {
      // Another job has the terminal, or nobody.
    } else if wake.hasInput {
      events.input = readInput() ?? []
    } else if wake.isHungUp {
      noteHangup()
    }
    if let due = inputDeadline, due <= .now {
      events.input += parser.flush()
      inputDeadline = nil
    }
    giveUpAnswers()
    if hasPending {
      flush()
      events.isDrained = !hasPending
    }
    events.isHungUp = isHungUp && !isHangupReported
    isHangupReported = isHungUp
    return events
  }

  /// Whether something was typed that `nextEvents` has yet to tell.
  public var hasInput: Bool {
    isShowing && terminal_wait(-1, device, false, 0) & UInt32(TERMINAL_READY_INPUT) != 0
  }

  /// The events of the bytes that are there; nil where there are none. Notes a hang-up where the terminal has ended.
  func readInput() -> [InputEvent]? {
    let capacity = 1 << 14
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
      count = terminal_device_read(device, buffer.baseAddress, capacity)
      filled = max(0, count)
    }
    guard count > 0 else {
      if count != TERMINAL_NOT_NOW { noteHangup() }
      return nil
    }
    let events = parser.parse(bytes)
    takeAnswers(parser.answers)
    parser.answers = 0
    inputDeadline = parser.timeout.map { .now + $0 }
    return events
  }
}
