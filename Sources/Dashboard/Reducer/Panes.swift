import Charts
import Optimization
import Text

// What stands where, and what has the focus.
extension DashboardState {
  /// Whether a pane was opened in the place of another, so that it can be closed again.
  func isOpened(_ pane: Pane) -> Bool {
    (pane == arrangement.large && pane != .picture) || (pane == arrangement.beside && pane != .loss)
  }

  /// Opens a pane in its place and gives it the focus; closes it where it is open.
  mutating func toggle(_ pane: Pane) {
    let isShown = layout.shows(pane)
    let isFixed = arrangement.kind == .words && (pane == .prompt || pane == .reply)
    if isShown, arrangement.focus == pane || isOpened(pane), !isFixed || arrangement.focus == pane {
      close(pane)
      return
    }
    if Pane.large.contains(pane), !isFixed { arrangement.large = pane }
    if Pane.beside.contains(pane), !isFixed { arrangement.beside = pane }
    arrangement.focus = pane
    // Where there is no room beside the others it takes the whole screen.
    arrangement.isZoomed = arrangement.isZoomed || !layout.shows(pane)
    if pane == .prompt {
      words.followsRows = true
      followRows()
    }
  }

  mutating func close(_ pane: Pane) {
    if arrangement.large == pane { arrangement.large = .picture }
    if arrangement.beside == pane { arrangement.beside = .loss }
    if arrangement.focus == pane {
      arrangement.focus = .table
      arrangement.isZoomed = false
    }
    if pane == .reply { words.reply = nil }
    if pane == .prompt { words.promptStep = nil }
  }

  mutating func moveFocus(by distance: Int) {
    if arrangement.isZoomed {
      // From one pane to the next, each over the whole screen.
      var whole = arrangement
      whole.isZoomed = false
      let panes = Layout(size: size, arrangement: whole, isReplay: replay != nil).shown
      arrangement.focus = Self.next(panes, after: arrangement.focus, by: distance)
    } else {
      arrangement.focus = Self.next(layout.shown, after: focus, by: distance)
    }
  }

  private static func next(_ panes: [Pane], after pane: Pane, by distance: Int) -> Pane {
    guard !panes.isEmpty else { return pane }
    let place = panes.firstIndex(of: pane) ?? 0
    return panes[(place + distance + panes.count) % panes.count]
  }

  mutating func change(_ kind: Arrangement.Kind) {
    arrangement.kind = kind
    arrangement.isZoomed = false
    arrangement.split = nil
    if kind == .words, arrangement.large == .prompt { arrangement.large = .picture }
    if kind == .words, arrangement.beside == .reply { arrangement.beside = .loss }
    say("Layout \(kind.rawValue).", .done)
    showSelection()
    followRows()
  }

  mutating func moveDivider(by percent: Int) {
    guard let divider = layout.divider, size.columns > 0 else { return }
    let now = arrangement.split ?? (divider * 100 + size.columns / 2) / size.columns
    setSplit(now + percent)
  }

  mutating func setSplit(_ percent: Int) {
    arrangement.split = min(max(percent, Arrangement.splits.lowerBound), Arrangement.splits.upperBound)
    holdTableInRange()
  }

  // MARK: The parameter plane

  /// What the key of the plane does next: it opens the loss, turns to the foresight where there is one, and closes.
  var planeTurn: PlaneTurn {
    if !layout.shows(.plane) { return .opens }
    return shownPlaneContent == .loss && reasonAgainstForesight == nil ? .foresees : .closes
  }

  enum PlaneTurn { case opens, foresees, closes }

  mutating func turnPlane() {
    switch planeTurn {
    case .opens:
      planeContent = .loss
      toggle(.plane)
    case .foresees:
      planeContent = .foresight
      arrangement.focus = .plane
    case .closes: toggle(.plane)
    }
  }

  /// Opens the plane with what a line names.
  mutating func showPlane(_ text: String) throws(InputError) {
    guard let content = PlaneContent(rawValue: text.lowercased()) else {
      let names = PlaneContent.allCases.map(\.rawValue).joined(separator: ", ")
      throw InputError("\"\(text)\" is nothing that the plane shows: allowed are \(names).")
    }
    switch content {
    case .loss:
      if spanned.count == 1 { throw InputError("A map of the loss needs a problem with just two numbers.") }
    case .foresight: if let reason = reasonAgainstForesight { throw InputError(reason) }
    }
    planeContent = content
    if !layout.shows(.plane) { toggle(.plane) }
    arrangement.focus = .plane
  }

  mutating func movePlane(_ act: Act) {
    guard let window = planeWindow else { return }
    let x = (window.x.lowerBound + window.x.upperBound) / 2, y = (window.y.lowerBound + window.y.upperBound) / 2
    switch act {
    case .fit where showsForesight: plane = plane == .space ? foresightWindow.map { .window($0) } ?? .space : .space
    case .fit: plane = plane == .candidates ? .space : .candidates
    case .closer: plane = .window(window.scaled(by: 0.8, aboutX: x, y: y))
    case .wider: plane = .window(window.scaled(by: 1.25, aboutX: x, y: y))
    case .panLeft: plane = .window(window.moved(byX: -0.1, y: 0))
    case .panRight: plane = .window(window.moved(byX: 0.1, y: 0))
    case .panUp: plane = .window(window.moved(byX: 0, y: 0.1))
    case .panDown: plane = .window(window.moved(byX: 0, y: -0.1))
    default: break
    }
  }

  // MARK: Words

  /// Opens the reply that the chosen candidate came from, or that of the newest.
  mutating func openReply() {
    words.reply = nil
    words.replyScroll = nil
    if focus != .reply { toggle(.reply) }
  }
}
