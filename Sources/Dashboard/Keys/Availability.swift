import Optimization

extension KeyBinding {
  /// Whether the act is possible now.
  ///
  /// - Parameter isNamed: whether what it is done to is named with it, so that nothing need be selected.
  public func availability(in state: DashboardState, isNamed: Bool = false) -> Availability {
    if !modes.contains(state.screenMode) {
      return .unavailable(
        reason: state.replay == nil
          ? "That key moves a replay, and this is a live run."
          : "That key steers a live run, and this is a replay.")
    }
    if let reason = reasonAgainst(in: state, isNamed) { return .unavailable(reason: reason) }
    return .available
  }

  private func reasonAgainst(in state: DashboardState, _ isNamed: Bool) -> String? {
    switch act {
    case .pauseOrResume, .step, .model, .setSteps: Self.reasonAgainstSteering(state)
    case .inject:
      Self.reasonAgainstSteering(state)
        ?? (state.problem == nil ? "This problem is not known here, so nothing can be injected." : nil)
    case .predict: Self.reasonAgainstSteering(state) ?? Self.reasonAgainstPrediction(state)
    case .mask, .pin: Self.reasonAgainstSteering(state) ?? Self.reasonAgainstMarking(state, isNamed)
    case .guidance, .order, .rows, .scores: Self.reasonAgainstSteering(state) ?? Self.reasonAgainstPrompt(state)
    case .undo: Self.reasonAgainstSteering(state) ?? (state.run.head.canUndo ? nil : "Nothing to take back yet.")
    case .temperature: Self.reasonAgainstSteering(state) ?? Self.reasonAgainstTemperature(state)
    case .cooler, .hotter:
      Self.reasonAgainstSteering(state) ?? Self.reasonAgainstTemperature(state)
        ?? Self.reasonAgainstTenth(state, upward: act == .hotter)
    case .cancelStep:
      Self.reasonAgainstSteering(state) ?? (state.isStepUnderWay ? nil : "No step is under way.")
    case .fewerSteps:
      Self.reasonAgainstSteering(state)
        ?? (state.run.head.steps > max(1, state.run.head.step)
          ? nil : "The run ends at step \(state.run.head.steps), and it has come that far.")
    case .moreSteps:
      Self.reasonAgainstSteering(state)
        ?? (state.run.head.steps < OptimizationRun.mostSteps
          ? nil : "A run has at most \(OptimizationRun.mostSteps) steps.")
    case .playOrPause:
      // At the end it plays from the start.
      state.replay.flatMap { $0.count == 0 ? "There is nothing to play: the log is empty." : nil }
    case .previousMark, .nextMark, .previousBest, .nextBest, .previousSteering, .nextSteering, .previousError,
      .nextError:
      ReplayMark(act).flatMap { $0.reasonAgainst(in: state) }
    case .stepForward, .eventForward, .toEnd:
      state.replay.flatMap {
        if $0.isFollowing { return "This is the newest event: the others are shown as they come." }
        return $0.isAtEnd ? "This is the end of the log." : nil
      }
    case .stepBack, .eventBack, .toStart:
      state.replay.flatMap { $0.isAtStart ? "This is the start of the log." : nil }
    case .slower:
      state.replay.flatMap { $0.pace.next(-1) == nil ? "This is the slowest speed." : nil }
    case .faster:
      state.replay.flatMap {
        $0.pace.next(1) == nil ? "One step a second is the last of the speeds." : nil
      }
    case .reveal:
      state.run.head.started.map(\.problem.references.isEmpty) == false
        ? nil : "There is no known answer to reveal."
    case .down, .up, .pageDown, .pageUp, .first, .last, .earlier, .later:
      [.prompt, .reply].contains(state.focus) || state.run.trajectory.count > 0 ? nil : "There is no candidate yet."
    case .sort, .filter: state.run.trajectory.count > 0 ? nil : "There is no candidate yet."
    case .copy: Self.reasonAgainstCopying(state)
    case .export: state.run.head.started == nil || state.logPath == nil ? "There is no run to take along yet." : nil
    case .open, .reply: state.run.replies.count > 0 ? nil : "No reply has come yet."
    case .prompt: (state.run.head.current?.step ?? 0) >= 1 ? nil : "There is no prompt yet."
    case .spread: state.run.head.step >= 1 ? nil : "There is no step yet."
    case .plane:
      state.planeParameters == nil && (state.spanned.count != 1 || state.reasonAgainstForesight != nil)
        ? "The plane needs a problem with just two numbers." : nil
    case .fit, .closer, .wider, .panLeft, .panRight, .panUp, .panDown:
      state.layout.shows(.plane) ? nil : "The parameter plane is not open; \(state.keyMap.names(of: .plane)) opens it."
    case .growLeft, .growRight: state.layout.divider == nil ? "There is no left and right side to divide." : nil
    case .fork: state.run.head.started == nil || state.logPath == nil ? "There is no run to fork yet." : nil
    case .newRun, .jump, .speed, .leave, .focusNext, .focusPrevious, .zoom, .layout, .presentation, .theme, .palette,
      .help,
      .quit, .interrupt, .suspend, .redraw:
      nil
    }
  }

  private static func reasonAgainstSteering(_ state: DashboardState) -> String? {
    switch state.run.head.phase {
    case .idle: "The run has not started yet."
    case .ended: "The run has ended; \(state.keyMap.names(of: .newRun)) starts a new one."
    case .running, .paused, .waiting: nil
    }
  }

  private static func reasonAgainstTemperature(_ state: DashboardState) -> String? {
    state.run.head.model == nil ? "No model is asked here, so there is no temperature." : nil
  }

  private static func reasonAgainstPrompt(_ state: DashboardState) -> String? {
    state.run.head.model == nil ? "No model is asked here, so there is no prompt." : nil
  }

  private static func reasonAgainstPrediction(_ state: DashboardState) -> String? {
    if state.problem == nil { return "This problem is not known here, so nothing can be predicted." }
    return state.run.head.step >= state.run.head.steps ? "There is no step left to predict." : nil
  }

  private static func reasonAgainstMarking(_ state: DashboardState, _ isNamed: Bool) -> String? {
    reasonAgainstPrompt(state)
      ?? (state.chosenRow == nil && !isNamed ? "Select a candidate first, with j and k or a click." : nil)
  }

  private static func reasonAgainstCopying(_ state: DashboardState) -> String? {
    switch state.focus {
    case .prompt: state.shownPromptStep == nil ? "There is no prompt yet." : nil
    case .reply: state.shownReplyName == nil ? "No reply has come yet." : nil
    default: state.run.trajectory.count > 0 ? nil : "There is no candidate yet."
    }
  }

  private static func reasonAgainstTenth(_ state: DashboardState, upward: Bool) -> String? {
    guard let temperature = state.run.head.temperature else {
      return "The temperature is left to the server; \(state.keyMap.names(of: .temperature)) sets one."
    }
    let allowed = OptimizationRun.temperatures
    if upward {
      return temperature >= allowed.upperBound ? "The temperature is already 2, the highest." : nil
    }
    return temperature <= allowed.lowerBound ? "The temperature is already 0, the lowest." : nil
  }
}
