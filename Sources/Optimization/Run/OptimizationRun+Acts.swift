import Text

// Acts that were planned before the run began: they come at the same places of it however often it is interrupted.
extension OptimizationRun {
  /// Does what is due once so many replies of a step are settled. What cannot be done is told and left out.
  func performActs(step: Int, settled: Int) async {
    guard let acts = settings.acts else { return }
    while state.head.actsDone < acts.count {
      let act = acts[state.head.actsDone]
      guard (act.step, act.settled) <= (step, settled), state.head.phase != .ended else { return }
      let done = state.head.actsDone
      if let reason = await perform(act) {
        let text = "The act \"\(act.command.name)\" of step \(act.step) was left out: \(reason)"
        emit(.notice(Notice(code: ScheduledAct.leftOutCode, text: text)))
      }
      // Whatever comes of it, it is counted once.
      guard state.head.actsDone > done else { return }
    }
  }

  /// - Returns: why it could not be done; nil where it was.
  private func perform(_ act: ScheduledAct) async -> String? {
    switch act.command {
    case .cancelStep, .end:
      // The replies that were given up with it are not asked for; the others had come.
      emit(.steered(Steered(step: state.head.step, command: act.command, source: .acts)))
      if case .end = act.command, ending == nil { ending = Ending(reason: .person) }
      return nil
    default:
      guard case .refused(let reason) = await perform(act.command, source: .acts) else { return nil }
      return reason
    }
  }

  /// Gives up what an act of this step is going to give up, so that nobody is asked for it.
  func giveUpPlanned(_ work: inout StepWork) {
    for act in settings.acts ?? [] where act.step == work.step {
      for index in act.givenUp ?? [] where work.arrivals[index] == nil && index < settings.candidates {
        work.arrivals[index] = .givenUp(Self.cancelled, nil)
      }
    }
  }
}
