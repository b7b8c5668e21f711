import Charts
import Optimization
import Text

extension LibraryState {
  mutating func take(_ event: InputEvent, at time: Double) -> [LibraryEffect] {
    switch event {
    case .key(let key): return press(key)
    case .paste(let text): paste(text)
    case .mouse(let mouse): return layout.isTooSmall ? [] : take(mouse, at: time)
    case .focus: break
    }
    return []
  }

  /// Pasted text goes into an open field, or nowhere.
  private mutating func paste(_ text: String) {
    guard var field else { return }
    field.text.paste(text)
    self.field = field
    fieldChanged()
  }

  private mutating func press(_ key: KeyPress) -> [LibraryEffect] {
    message = nil
    let act = LibraryAct.of(key)
    if act == .suspend { return [.suspend] }
    if act == .redraw { return [.redraw] }
    // Where nothing can be seen nothing is changed by mistake.
    if layout.isTooSmall { return act == .quit ? [.leave] : [] }
    if question != nil { return answer(key) }
    if field != nil { return edit(key) }
    if help != nil { return scrollHelp(act) }
    if key.key == .escape, filter != nil {
      arrange { $0.filter = nil }
      return []
    }
    return act.map { attempt($0) } ?? []
  }

  private mutating func attempt(_ act: LibraryAct) -> [LibraryEffect] {
    if let reason = reasonAgainst(act) {
      say(reason, refused: true)
      return []
    }
    return perform(act)
  }

  /// Why an act is not possible now, in a sentence; nil where it is.
  func reasonAgainst(_ act: LibraryAct) -> String? {
    switch act {
    case .open, .fork: return selected.map(Self.reasonAgainstReading) ?? Self.nothingSelected
    case .resume:
      guard let run = selected else { return Self.nothingSelected }
      if run.isBeingWritten {
        return "That run is written by another Tiller; \(LibraryAct.open.keyName) follows it."
      }
      return Self.reasonAgainstReading(run) ?? Self.reasonAgainstGoingOn(run)
    case .mark:
      guard let run = selected else { return Self.nothingSelected }
      if marked.contains(run.path) { return nil }
      return marked.count >= Self.mostCompared
        ? "\(Self.mostCompared) runs are marked, as many as can be compared." : Self.reasonAgainstReading(run)
    case .compare:
      return marked.count < 2
        ? "Mark 2 to \(Self.mostCompared) runs first, with \(LibraryAct.mark.keyName); \(marked.count) marked." : nil
    case .rename, .delete:
      guard let run = selected else { return Self.nothingSelected }
      if isChanging { return "The change before is not done yet." }
      return run.isBeingWritten ? "That run is written by another Tiller: let it end first." : nil
    case .undo:
      if isChanging { return "The change before is not done yet." }
      return undoable.isEmpty ? "Nothing was renamed or deleted yet." : nil
    case .copy: return selected == nil ? Self.nothingSelected : nil
    case .filter, .sort, .turnRound, .down, .up, .pageDown, .pageUp, .first, .last:
      return runs.isEmpty ? "There is no run yet." : nil
    case .reread, .help, .quit, .suspend, .redraw: return nil
    }
  }

  private static let nothingSelected = "No run is selected."

  private static func reasonAgainstReading(_ run: LibraryRun) -> String? {
    if case .unreadable(let sentence) = run.contents { sentence } else { nil }
  }

  private static func reasonAgainstGoingOn(_ run: LibraryRun) -> String? {
    switch run.standing {
    case .solved: "That run is solved: there is nothing to go on with."
    case .target: "That run has reached its target loss: there is nothing to go on with."
    case .stalled: "That run ended for want of improvement: start a new one."
    default: nil
    }
  }

  private mutating func perform(_ act: LibraryAct) -> [LibraryEffect] {
    let row = selectedRow ?? 0, page = max(1, layout.visibleRows - 1)
    switch act {
    case .down: select(row: row + 1)
    case .up: select(row: row - 1)
    case .pageDown: select(row: row + page)
    case .pageUp: select(row: row - page)
    case .first: select(row: 0)
    case .last: select(row: rows.count - 1)
    case .sort: sort(by: sort.next)
    case .turnRound: sort(by: sort.reversed)
    case .filter: field = LibraryField(purpose: .filter(before: filter), text: TextField(filter?.text ?? ""))
    case .help: help = 0
    case .reread: return [.reread]
    case .quit: return [.leave]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .compare: return [.request(.compare(paths: marked))]
    case .undo:
      guard let last = undoable.last else { break }
      isChanging = true
      return [.undo(last)]
    case .open, .resume, .fork, .mark, .rename, .delete, .copy: return selected.map { perform(act, $0) } ?? []
    }
    return []
  }

  private mutating func perform(_ act: LibraryAct, _ run: LibraryRun) -> [LibraryEffect] {
    // What was acted on stays selected, wherever it moves.
    chosen = run.path
    switch act {
    case .open: return [.request(.replay(path: run.path))]
    case .resume:
      guard let figures = run.figures, figures.ended != nil, figures.step >= figures.steps else {
        return [.request(.resume(path: run.path))]
      }
      let next = min(figures.step, OptimizationRun.mostSteps - 10) + 10
      field = LibraryField(purpose: .steps(path: run.path, done: figures.step), text: TextField(String(next)))
    case .fork: return [.request(.fork(path: run.path))]
    case .mark:
      if let place = marked.firstIndex(of: run.path) { marked.remove(at: place) } else { marked.append(run.path) }
      select(row: (selectedRow ?? 0) + 1)
    case .rename:
      field = LibraryField(purpose: .rename(path: run.path), text: TextField(LibraryRun.stem(of: run.path)))
    case .delete: question = run.path
    case .copy: return [.copy(run.path, name: "the path")]
    default: break
    }
    return []
  }

  mutating func sort(by sort: LibrarySort) { arrange { $0.sort = sort } }

  // MARK: Question and field

  private mutating func answer(_ key: KeyPress) -> [LibraryEffect] {
    guard let path = question else { return [] }
    question = nil
    guard key == KeyPress(.character("y")) else {
      say("Nothing was deleted.")
      return []
    }
    isChanging = true
    return [.delete(path: path)]
  }

  private mutating func edit(_ key: KeyPress) -> [LibraryEffect] {
    guard var open = field else { return [] }
    switch (key.key, key.modifiers) {
    case (.escape, _):
      if case .filter(let before) = open.purpose { arrange { $0.filter = before } }
      field = nil
      return []
    case (.enter, _): return send(open)
    case (.backspace, _): open.text.deleteBackward()
    case (.delete, _): open.text.deleteForward()
    case (.left, _): open.text.moveLeft()
    case (.right, _): open.text.moveRight()
    case (.home, _), (.character("a"), .control): open.text.moveToStart()
    case (.end, _), (.character("e"), .control): open.text.moveToEnd()
    case (.character("u"), .control): open.text.deleteToStart()
    case (.character("w"), .control): open.text.deleteWordBackward()
    case (.character(let character), []): open.text.insert(character)
    default: return []
    }
    let isSame = open.text.text == field?.text.text
    field = open
    if !isSame { fieldChanged() }
    return []
  }

  /// A filter works as it is typed, as far as it makes sense.
  private mutating func fieldChanged() {
    field?.complaint = nil
    guard let field, case .filter = field.purpose else { return }
    // Half a comparison says nothing yet; what was listed stays.
    guard let filter = try? LibraryFilter.whileTyped(field.text.string) else {
      if field.text.string.allSatisfy(\.isWhitespace) { arrange { $0.filter = nil } }
      return
    }
    arrange { $0.filter = filter }
  }

  private mutating func send(_ open: LibraryField) -> [LibraryEffect] {
    let text = open.text.string
    switch open.purpose {
    case .filter:
      do {
        let filter = text.allSatisfy(\.isWhitespace) ? nil : try LibraryFilter(text)
        arrange { $0.filter = filter }
        field = nil
      } catch {
        field?.complaint = error.description
      }
      return []
    case .steps(let path, let done):
      guard let steps = Int(text), steps > done, steps <= OptimizationRun.mostSteps else {
        field?.complaint = "Allowed are whole numbers above \(done), up to \(OptimizationRun.mostSteps)."
        return []
      }
      field = nil
      return [.request(.resume(path: path, steps: steps))]
    case .rename(let path):
      guard !text.isEmpty else {
        field?.complaint = "A name needs a character at least."
        return []
      }
      field = nil
      guard text != LibraryRun.stem(of: path) else { return [] }
      isChanging = true
      return [.rename(path: path, to: text)]
    }
  }

  // MARK: Help

  private mutating func scrollHelp(_ act: LibraryAct?) -> [LibraryEffect] {
    let page = max(1, size.rows - 6)
    switch act {
    case .help, .quit: help = nil
    case .down: scrollHelp(by: 1)
    case .up: scrollHelp(by: -1)
    case .pageDown: scrollHelp(by: page)
    case .pageUp: scrollHelp(by: -page)
    case .first: help = 0
    case .last: scrollHelp(by: .max / 2)
    default: break
    }
    return []
  }

  mutating func scrollHelp(by lines: Int) {
    help = help.map { max(0, min($0 + lines, LibraryHelp(size).lastTop)) }
  }
}
