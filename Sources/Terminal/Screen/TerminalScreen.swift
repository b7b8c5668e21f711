import CTerminal
import Charts

/// The screen of a terminal: shows buffers of cells, and gives the terminal back as it was.
///
/// The terminal is opened for itself and never blocks the program: where it takes no more bytes, `draw` remembers the
/// newest buffer and leaves out those between. `close()` must be called at the end; where the process ends without it,
/// by exit or a crash, an emergency restoration takes its place. Only one screen may be open at a time.
@TerminalActor
public final class TerminalScreen {
  /// What the terminal can show, as it was opened.
  public let colorDepth: ColorDepth
  /// The size that buffers should have.
  public var size: Size { writer.size }
  /// Whether something waits for the terminal to take output.
  public var hasPending: Bool { isShowing && (!outlet.isEmpty || isNewestWaiting) }
  /// Whether the terminal is gone; nothing is drawn then.
  public private(set) var isHungUp = false
  public private(set) var isOpen = true
  /// Whether the terminal belongs to another job: it is left alone until this one comes to the foreground again.
  private var isAway = false
  /// Whether the terminal may be read and written.
  var isShowing: Bool { isOpen && !isHungUp && !isAway }

  let device: Int32
  let kind: TerminalKind
  private let options: TerminalOptions
  private var settings: termios
  private var writer: FrameWriter
  var outlet = Outlet()
  /// The newest buffer, while any of it is still to be written. No longer: whoever draws the next frame into the same
  /// buffer would have to copy it.
  private var newest: CellBuffer?
  private var isNewestWaiting: Bool { newest != nil }
  private(set) var speed = LineSpeed()
  /// The time, which tests make.
  var now: () -> ContinuousClock.Instant = { .now }

  var isHangupReported = false
  var parser = InputParser()
  /// When an unfinished sequence ends, if no byte comes.
  var inputDeadline: ContinuousClock.Instant?

  /// Opens the terminal and takes it over: raw, on its other screen, with the mouse and bracketed paste reported.
  public init(_ options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
    let opened = options.path.map { terminal_device_open($0) } ?? terminal_device_open_controlling()
    guard opened >= 0 else {
      let name = options.path ?? "/dev/tty"
      throw TerminalError(
        .noTerminal, "there is no terminal to show a screen on: \(name): \(TerminalError.reason(-opened))")
    }
    let kind: TerminalKind
    do {
      kind = try TerminalDatabase.kind(named: options.terminalName)
    } catch {
      terminal_close(opened)
      throw error
    }
    if options.takesOverSignals { terminal_signals_install() }
    var found = termios()
    let result = terminal_device_make_raw(opened, &found)
    guard result == 0 else {
      if options.takesOverSignals { terminal_signals_remove() }
      terminal_close(opened)
      throw TerminalError(.system, "the terminal cannot be made raw: \(TerminalError.reason(-result))")
    }
    device = opened
    settings = found
    self.options = options
    self.kind = kind
    colorDepth = kind.depth(
      colorTerm: options.colorTerm, isRefused: options.isColorRefused, wanted: options.colorDepth)
    writer = FrameWriter(kind: kind, depth: colorDepth, size: Self.size(of: opened))
    enter()
  }

  /// The size as the device says it; 80x24 where nobody told it, and at most 2000x1000.
  private static func size(of device: Int32) -> Size {
    var columns: Int32 = 0, rows: Int32 = 0
    guard terminal_device_size(device, &columns, &rows), columns > 0, rows > 0 else {
      return Size(columns: 80, rows: 24)
    }
    return Size(columns: min(Int(columns), 2000), rows: min(Int(rows), 1000))
  }

  // MARK: - Drawing

  /// Shows the buffer: at once, or as soon as the terminal takes it; then only the newest of those that came meanwhile.
  ///
  /// Writes nothing where the screen shows it already. After `close()` or a hang-up this does nothing.
  public func draw(_ buffer: CellBuffer) {
    guard isShowing else { return }
    newest = buffer
    terminal_standard_error_trim()
    flush()
  }

  /// Goes on writing. To be called when the terminal takes output again and `hasPending` is true.
  public func flush() {
    guard isShowing else { return }
    if send() {
      writeNewest()
    } else if isNewestWaiting {
      // The terminal is behind: of the frame before, only the row that it is in goes out.
      outlet.takeBackFrame { writer.takeBack(after: $0) }
    }
  }

  /// Writes of the newest buffer what the line has room for.
  private func writeNewest() {
    guard let newest else { return }
    let allowance = speed.allowance(total: outlet.total, at: now())
    guard allowance > 0 else {
      // What is on the way may have no question behind it yet, whose answer would go on from here.
      if speed.wantsQuestion(total: outlet.total) { ask() }
      return
    }
    var isComplete = false
    outlet.appendFrame { isComplete = writer.write(newest, limit: allowance, into: &$0) }
    if isComplete { self.newest = nil }
    if send(), speed.wantsQuestion(total: outlet.total) { ask() }
  }

  private func ask() {
    outlet.append { $0 += LineSpeed.question }
    send()
    speed.ask(total: outlet.total, at: now())
  }

  /// Takes in that the terminal has told its status, so many times.
  func takeAnswers(_ count: Int) {
    for _ in 0..<count { speed.answer(at: now()) }
  }

  /// Stops waiting for an answer that is overdue.
  func giveUpAnswers() {
    if let deadline = speed.deadline, deadline <= now() { speed.giveUp() }
  }

  /// When frames that wait for room on the line are to go on without.
  var answerDeadline: ContinuousClock.Instant? { isNewestWaiting && outlet.isEmpty ? speed.deadline : nil }

  /// Whether all is written.
  @discardableResult
  func send() -> Bool {
    switch outlet.send(to: device) {
    case .done: return true
    case .blocked: return false
    case .gone:
      noteHangup()
      return false
    }
  }

  func noteHangup() {
    isHungUp = true
    outlet.removeAll()
    newest = nil
  }

  /// Asks the device for its size, as after a signal. The next frame draws every cell.
  @discardableResult
  public func updateSize() -> Size {
    if isOpen {
      outlet.takeBackFrame { writer.takeBack(after: $0) }
      writer.resize(to: Self.size(of: device))
    }
    return size
  }

  /// Draws every cell again, as after somebody else wrote on the screen.
  public func redraw() {
    guard isShowing else { return }
    let last = newest ?? writer.lastBuffer
    outlet.takeBackFrame { writer.takeBack(after: $0) }
    writer.invalidate()
    if let last { draw(last) }
  }

  // MARK: - Coming and going

  private func enter() {
    let leaveBytes = self.leaveBytes
    // Cancelled first: the process may end in the middle of a sequence.
    let emergency = ControlBytes.cancel + leaveBytes
    terminal_crash_report_to(options.crashReportPath)
    _ = terminal_restore_arm(device, &settings, emergency, emergency.count)
    if options.capturesStandardError { _ = terminal_standard_error_capture() }
    outlet.append { bytes in
      bytes += kind.enter
      bytes += ControlBytes.pasteOn
      if options.isMouseEnabled { bytes += ControlBytes.mouseOn }
    }
    // So short a way is the time that an answer takes.
    speed = LineSpeed(after: outlet.total)
    if send() { ask() }
  }

  private var leaveBytes: [UInt8] {
    ControlBytes.frameEnds + ControlBytes.mouseOff + ControlBytes.pasteOff + kind.leave
  }

  /// Gives the terminal back, with what is still unsent cancelled if it cannot be sent soon.
  private func leave() {
    // In the background a change would stop us for ever, and the terminal is the shell's by then.
    if isShowing, terminal_signals_is_foreground(device) {
      outlet.finish(on: device, leaveBytes, milliseconds: 500)
      awaitAnswers()
      terminal_device_restore(device, &settings)
    }
    isAway = true
    outlet.removeAll()
    terminal_restore_disarm()
    terminal_standard_error_release(-1)
  }

  /// Takes answers in that are still due, for a moment: the shell would take them for keys.
  private func awaitAnswers() {
    while let end = speed.reasonableWait {
      // What is there by then is taken in, however late we are.
      let left = ContinuousClock.now.duration(to: end) / .nanoseconds(1)
      guard terminal_wait(-1, device, false, max(1, Int64(left))) & UInt32(TERMINAL_READY_INPUT) != 0 else { return }
      // Keys that come now are the shell's no more than ours.
      if readInput() == nil { return }
    }
  }

  /// Takes the terminal again, once it is ours, and draws everything, at the size that it has by then.
  private func comeBack(savingSettings: Bool) {
    switch terminal_signals_await_foreground(device) {
    case TERMINAL_FOREGROUND: break
    case TERMINAL_LOST:
      leaveAlone()
      return noteHangup()
    default: return leaveAlone()
    }
    var found = termios()
    guard terminal_device_make_raw(device, &found) == 0 else {
      leaveAlone()
      return noteHangup()
    }
    if savingSettings { settings = found }
    isAway = false
    enter()
    updateSize()
    redraw()
  }

  /// Leaves a terminal that somebody else has by now as it is.
  private func leaveAlone() {
    isAway = true
    leave()
  }

  /// Ends the screen and restores the terminal as it was found; then writes what standard error received meanwhile. A
  /// second call does nothing.
  public func close() {
    guard isOpen else { return }
    leave()
    isOpen = false
    newest = nil
    terminal_close(device)
    terminal_crash_remove()
    if options.takesOverSignals { terminal_signals_remove() }
  }

  /// Stops the program as ^Z does in a shell: gives the terminal back, stops, and when it goes on takes the terminal
  /// again and draws everything, at the size that it has by then.
  public func suspend() {
    guard isOpen else { return }
    leave()
    terminal_signals_stop()
    comeBack(savingSettings: true)
    terminal_wake_clear(UInt32(TERMINAL_SIGNAL_CONTINUE | TERMINAL_SIGNAL_SUSPEND))
  }

  /// Takes the terminal again after the process was stopped from outside, when nobody gave it back.
  func resume() {
    guard !isHungUp else { return }
    comeBack(savingSettings: isAway)
  }
}

extension Outlet {
  /// Sends what waits and these bytes, waiting at most so long altogether; a sequence that stays cut is cancelled.
  mutating func finish(on device: Int32, _ bytes: [UInt8], milliseconds: Int32) {
    if isCut { append { $0 += ControlBytes.cancel } }
    append { $0 += bytes }
    withUnsentBytes { _ = terminal_write_all(device, $0.baseAddress, $0.count, milliseconds) }
    removeAll()
  }
}
