import Charts
import Optimization
import Text

extension DashboardState {
  mutating func take(_ mouse: MouseEvent) -> [Effect] {
    let layout = layout
    let cell = cell(of: mouse)
    if let overlay {
      // Where it was opened with a button held, what that button did is over.
      gesture = nil
      return take(mouse.kind, at: cell, over: overlay)
    }
    switch mouse.kind {
    case .press(button: 1): return press(at: cell, layout)
    case .drag(button: 1):
      if gesture == .scrub { return scrub(to: cell, layout, isPressed: false) }
      drag(to: cell, layout)
      return []
    case .release: return release(at: cell, layout)
    case .wheelUp, .wheelDown:
      let direction = mouse.kind == .wheelUp ? -1 : 1
      if layout.replay.contains(column: cell.column, row: cell.row) {
        return attempt(direction < 0 ? .stepBack : .stepForward)
      }
      wheel(direction, at: cell, layout)
    case .press, .drag: break
    }
    return []
  }

  /// Where a report points to, but no further than just outside the screen: its numbers come from outside and may be
  /// of any size.
  private func cell(of mouse: MouseEvent) -> ScreenCell {
    ScreenCell(column: max(-1, min(mouse.column, size.columns)), row: max(-1, min(mouse.row, size.rows)))
  }

  /// What lies over the panes has the whole mouse: beside it nothing is to be hit by mistake.
  private mutating func take(_ kind: MouseEvent.Kind, at cell: ScreenCell, over overlay: Overlay) -> [Effect] {
    switch (overlay, kind) {
    case (.help(let top), .wheelUp): _ = scrollHelp(from: top, .up)
    case (.help(let top), .wheelDown): _ = scrollHelp(from: top, .down)
    case (.help, .press): self.overlay = nil
    case (.palette(let palette), .wheelUp): move(palette, by: -1)
    case (.palette(let palette), .wheelDown): move(palette, by: 1)
    case (.palette(let palette), .press(button: 1)):
      message = nil
      if let place = PaletteView.place(at: cell, palette, self) { return choose(place, in: palette) }
    case (.themes(let menu), .wheelUp): preview(menu.chosen - 1, in: menu)
    case (.themes(let menu), .wheelDown): preview(menu.chosen + 1, in: menu)
    case (.themes(let menu), .press(button: 1)):
      message = nil
      if let place = ThemesView.place(at: cell, menu, self) { preview(place, in: menu) }
    case (.export(var panel), .wheelUp), (.export(var panel), .wheelDown):
      panel.choose(panel.chosen + (kind == .wheelUp ? -1 : 1))
      self.overlay = .export(panel)
    case (.export(var panel), .press(button: 1)):
      message = nil
      guard let place = ExportView.place(at: cell, panel, self) else { break }
      panel.choose(place)
      self.overlay = .export(panel)
    case (.palette, _), (.themes, _), (.help, _), (.export, _): break
    }
    return []
  }

  // MARK: Pressing

  private mutating func press(at cell: ScreenCell, _ layout: Layout) -> [Effect] {
    message = nil
    if let divider = layout.divider, cell.column == divider - 1 || cell.column == divider && layout.hasBorders,
      layout.pane(atColumn: cell.column, row: cell.row) != nil
    {
      gesture = .divider
      return []
    }
    if layout.replay.contains(column: cell.column, row: cell.row) {
      let effects = scrub(to: cell, layout, isPressed: true)
      if !effects.isEmpty { gesture = .scrub }
      return effects
    }
    guard let pane = layout.pane(atColumn: cell.column, row: cell.row) else { return [] }
    arrangement.focus = pane
    let content = layout.content(of: pane)
    guard content.contains(column: cell.column, row: cell.row) else { return [] }
    switch pane {
    case .table: pressTable(cell, layout)
    case .picture: gesture = .line(from: cell, to: cell)
    case .plane: gesture = .pan(last: cell)
    case .loss: if let row = LossView.row(at: cell, self, layout) { choose(id: run.trajectory.id(at: row)) }
    case .prompt: if let id = PromptView.candidate(at: cell, self, layout) { choose(id: id) }
    case .replies:
      if let name = RepliesView.reply(at: cell, self, layout) {
        words.replyScroll = nil
        if let row = run.candidateRow(of: name) { choose(id: run.trajectory.id(at: row)) }
        words.reply = name
      }
    case .spread: if let row = SpreadView.row(at: cell, self, layout) { choose(id: run.trajectory.id(at: row)) }
    case .reply, .events: break
    }
    return []
  }

  private mutating func pressTable(_ cell: ScreenCell, _ layout: Layout) {
    if layout.tableHeading.contains(column: cell.column, row: cell.row) {
      guard let column = TrajectoryView.column(at: cell, self, layout) else { return }
      let isSame = table.sort.column == column
      // Where nothing was sorted by it yet: the newest first, but the best first.
      sort(by: TableSort(column, descending: isSame ? !table.sort.isDescending : column == .made))
      return
    }
    let rows = layout.tableRows
    guard rows.contains(column: cell.column, row: cell.row) else { return }
    let position = tableTop + cell.row - rows.row
    if position < table.count { select(position: position) }
  }

  // MARK: Dragging

  private mutating func drag(to cell: ScreenCell, _ layout: Layout) {
    switch gesture {
    case .line(let start, _):
      let content = layout.content(of: .picture)
      let inside = ScreenCell(
        column: min(max(cell.column, content.column), content.endColumn - 1),
        row: min(max(cell.row, content.row), content.endRow - 1))
      gesture = .line(from: start, to: inside)
    case .pan(let last):
      guard let window = planeWindow else { return }
      let content = layout.content(of: .plane)
      let x = Double(last.column - cell.column) / Double(max(1, content.columns))
      let y = Double(cell.row - last.row) / Double(max(1, content.rows))
      plane = .window(window.moved(byX: x, y: y))
      gesture = .pan(last: cell)
    case .divider:
      guard size.columns > 0 else { return }
      setSplit((cell.column * 100 + size.columns / 2) / size.columns)
    case .scrub, nil: break
    }
  }

  private mutating func release(at cell: ScreenCell, _ layout: Layout) -> [Effect] {
    defer { gesture = nil }
    switch gesture {
    case .line(let start, let end):
      guard abs(start.column - end.column) >= PictureView.shortestLine else {
        // A click: the candidate whose mark is nearest.
        if let id = PictureView.candidate(at: start, self, layout) { choose(id: id) }
        return []
      }
      return inject(lineFrom: start, to: end, layout)
    case .pan(let last):
      if last == cell, let row = PlaneView.row(at: cell, self, layout) { choose(id: run.trajectory.id(at: row)) }
      return []
    case .divider, .scrub, nil: return []
    }
  }

  private mutating func inject(lineFrom start: ScreenCell, to end: ScreenCell, _ layout: Layout) -> [Effect] {
    guard let text = PictureView.solution(drawnFrom: start, to: end, self, layout) else {
      say("Nothing can be drawn into this picture; \(keyMap.names(of: .inject)) takes numbers.", .refused)
      return []
    }
    return attempt(.inject, argument: text)
  }

  // MARK: The wheel

  private mutating func wheel(_ direction: Int, at cell: ScreenCell, _ layout: Layout) {
    guard let pane = layout.pane(atColumn: cell.column, row: cell.row) else { return }
    switch pane {
    case .table:
      tableTop += 3 * direction
      holdTableInRange()
    case .prompt: scrollPrompt(by: 3 * direction)
    case .reply: scrollReply(by: 3 * direction)
    case .plane:
      guard let window = planeWindow, let point = PlaneView.point(at: cell, self, layout) else { return }
      plane = .window(window.scaled(by: direction > 0 ? 1.25 : 0.8, aboutX: point.x, y: point.y))
    case .loss, .picture: moveInTime(byWheel: direction)
    case .replies, .events, .spread: break
    }
  }

  /// Through the candidates in time, as over a film.
  private mutating func moveInTime(byWheel direction: Int) {
    guard let row = selectedRow else { return }
    let next = row + direction
    if next >= run.trajectory.count { followNewest() } else { choose(id: run.trajectory.id(at: max(0, next))) }
  }
}
