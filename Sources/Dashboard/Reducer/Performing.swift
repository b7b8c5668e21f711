import Optimization
import Text

extension DashboardState {
  /// Does what is asked; that it is possible has been seen to.
  ///
  /// - Parameter argument: what followed the name in a line; a field is opened where it is needed and missing.
  mutating func perform(_ act: Act, argument: String? = nil) -> [Effect] {
    let head = run.head
    if let argument, KeyBinding.of(act).argument != nil { return submit(argument, for: act) }
    switch act {
    case .pauseOrResume: return [.command(head.phase == .running ? .pause : .resume)]
    case .step: return [.command(.step)]
    case .cooler: return [.command(.setTemperature(askForTenth(-1)))]
    case .hotter: return [.command(.setTemperature(askForTenth(1)))]
    case .cancelStep: return [.command(.cancelStep)]
    case .fewerSteps: return [.command(.setSteps(max(1, head.step, head.steps - 10)))]
    case .moreSteps: return [.command(.setSteps(min(OptimizationRun.mostSteps, head.steps + 10)))]
    case .newRun: return [.newRun]
    case .fork: return [.fork(afterStep: forkStep)]
    case .temperature: field = OpenField(act, text: head.temperature.map(Words.temperature) ?? "")
    case .model: field = OpenField(act, text: head.model.map { Words.clean($0.name) } ?? "none")
    case .setSteps: field = OpenField(act, text: String(head.steps))
    case .rows: field = OpenField(act, text: head.prompt.history.map(String.init) ?? "all")
    case .guidance: field = OpenField(act, text: head.guidance ?? "")
    case .filter: field = OpenField(act, text: table.filter?.text ?? "")
    case .inject, .predict, .jump, .speed: field = OpenField(act)

    case .mask: return chosenID.map { [.command(isSelectionMasked ? .unmask(ids: [$0]) : .mask(ids: [$0]))] } ?? []
    case .pin: return chosenID.map { [.command(isSelectionPinned ? .unpin(ids: [$0]) : .pin(ids: [$0]))] } ?? []
    case .order: return [.command(.setOrder(head.prompt.order.next))]
    case .scores: return [.command(.setScoresShown(!head.prompt.scoresShown))]
    case .undo: return [.command(.undo)]

    case .playOrPause: return [.replay(replay?.isPlaying == true ? .pause : .play)]
    case .stepBack: return [.replay(.stepBack)]
    case .stepForward: return [.replay(.stepForward)]
    case .eventBack: return [.replay(.eventBack)]
    case .eventForward: return [.replay(.eventForward)]
    case .slower, .faster:
      return replay?.pace.next(act == .faster ? 1 : -1).map { [.replay(.pace($0))] } ?? []
    case .previousMark, .nextMark, .previousBest, .nextBest, .previousSteering, .nextSteering, .previousError,
      .nextError:
      return ReplayMark(act)?.place(in: self).map { [.replay(.jumpToEvent($0))] } ?? []
    case .toStart: return [.replay(.toStart)]
    case .toEnd: return [.replay(.toEnd)]

    case .reveal: isRevealed.toggle()
    case .sort: sort(by: nextSort)
    case .open: openReply()
    case .down, .up, .pageDown, .pageUp, .first, .last, .earlier, .later: move(act)
    case .fit, .closer, .wider, .panLeft, .panRight, .panUp, .panDown: movePlane(act)
    case .leave: leave()

    case .prompt: toggle(.prompt)
    case .reply: toggle(.reply)
    case .plane: turnPlane()
    case .spread: toggle(.spread)
    case .focusNext: moveFocus(by: 1)
    case .focusPrevious: moveFocus(by: -1)
    case .zoom:
      arrangement.focus = focus
      arrangement.isZoomed.toggle()
      followRows()
    case .layout: change(arrangement.kind.next)
    case .growLeft: moveDivider(by: 5)
    case .growRight: moveDivider(by: -5)
    case .presentation:
      arrangement.isPresentation.toggle()
      arrangement.isZoomed = false
      keyEcho = KeyEcho()
    case .theme: return [.listThemes]

    case .palette: overlay = .palette(Palette())
    case .copy: return copyEffect
    case .export: openExport()
    case .help: overlay = .help(top: 0)
    case .quit, .interrupt: return [.quit]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    }
    holdTableInRange()
    return []
  }

  /// The temperature a tenth higher or lower, on the grid of tenths. Keys may come faster than the run answers: each
  /// goes on from what the one before it asked for.
  private mutating func askForTenth(_ direction: Double) -> Double {
    let tenths = ((temperatureAskedFor ?? run.head.temperature ?? 0) * 10 + direction).rounded()
    let allowed = OptimizationRun.temperatures
    let temperature = min(allowed.upperBound, max(allowed.lowerBound, tenths / 10))
    temperatureAskedFor = temperature
    return temperature
  }

  /// Closes what is open, one thing at a time; at last the newest candidate is followed again.
  private mutating func leave() {
    if overlay != nil {
      overlay = nil
    } else if arrangement.isZoomed {
      arrangement.isZoomed = false
    } else if isOpened(arrangement.focus) {
      close(arrangement.focus)
    } else if selection != .newest || arrangement.focus != .table || (tableTop > 0 && table.sort == .newestFirst) {
      followNewest()
      arrangement.focus = .table
    } else if table.filter != nil {
      filter(nil)
    } else if isOpened(arrangement.large) {
      close(arrangement.large)
    } else if isOpened(arrangement.beside) {
      close(arrangement.beside)
    } else if arrangement.isPresentation {
      arrangement.isPresentation = false
    }
  }

  // MARK: Copying

  private var copyEffect: [Effect] {
    switch focus {
    case .prompt:
      guard let step = shownPromptStep, let prompt = words.prompt(ofStep: step) else { break }
      let text = prompt.messages.map(\.text).joined(separator: "\n\n")
      return [.copy(text, name: "the prompt of step \(step)")]
    case .reply:
      guard let name = shownReplyName, let reply = words.reply(name) else { break }
      return [.copy(reply.text, name: "the reply of step \(name.step)")]
    default: break
    }
    guard let row = selectedRow else { return [] }
    let trajectory = run.trajectory
    let loss = trajectory.loss(at: row).map { ", \(lossLabel) \(NumberFormat.shortest($0))" } ?? ", failed"
    let id = trajectory.id(at: row)
    return [.copy("#\(id) \(trajectory.text(at: row))\(loss)", name: "#\(id)")]
  }

  /// What the loss is called in a few letters.
  var lossLabel: String { run.head.started.map { Words.clean($0.problem.objective.label) } ?? "loss" }
}

extension CaseIterable where Self: Equatable, AllCases.Index == Int {
  /// The one after this; after the last, the first.
  var next: Self {
    let all = Self.allCases
    let place = all.firstIndex(of: self) ?? 0
    return all[(place + 1) % all.count]
  }
}
