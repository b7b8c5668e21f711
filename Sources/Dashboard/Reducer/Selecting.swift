import Optimization

// Moving through rows, replies and lines, and what the table shows.
extension DashboardState {
  mutating func move(_ act: Act) {
    switch (focus, act) {
    case (.prompt, .earlier), (.prompt, .later): movePrompt(by: act == .later ? 1 : -1)
    case (.prompt, .down), (.prompt, .up): moveInPrompt(by: act == .down ? 1 : -1)
    case (.prompt, _): scrollPrompt(by: distance(of: act, in: .prompt))
    case (.reply, .earlier), (.reply, .later): moveReply(by: act == .later ? 1 : -1)
    case (.reply, _): scrollReply(by: distance(of: act, in: .reply))
    case (_, .earlier), (_, .later): moveInTime(by: act == .later ? 1 : -1)
    case (_, .down): moveInTable(by: 1)
    case (_, .up): moveInTable(by: -1)
    case (_, .pageDown): moveInTable(by: max(1, visibleTableRows - 1))
    case (_, .pageUp): moveInTable(by: -max(1, visibleTableRows - 1))
    case (_, .first): select(position: 0)
    case (_, .last): select(position: table.count - 1)
    default: break
    }
  }

  /// How many lines a key scrolls a pane of words.
  private func distance(of act: Act, in pane: Pane) -> Int {
    let page = max(1, layout.content(of: pane).rows - 2)
    return switch act {
    case .down: 1
    case .up: -1
    case .pageDown: page
    case .pageUp: -page
    case .first: -1_000_000
    case .last: 1_000_000
    default: 0
    }
  }

  // MARK: Prompts and replies

  private mutating func movePrompt(by distance: Int) {
    guard let step = shownPromptStep, let newest = run.head.current?.step else { return }
    let next = step + distance
    words.promptStep = next >= newest ? nil : max(1, next)
    words.promptTop = max(0, min(words.promptTop, PromptView.lastTop(self)))
    followRows()
  }

  /// A person scrolls: from here on the pane stays where they left it.
  mutating func scrollPrompt(by distance: Int) {
    words.promptTop = max(0, min(words.promptTop + distance, PromptView.lastTop(self)))
    words.followsRows = false
  }

  /// From where the reply was opened, or from where it was scrolled to.
  mutating func scrollReply(by distance: Int) {
    guard let position = ReplyView.position(self) else { return }
    let top = max(0, min(position.top + distance, position.lastTop))
    // At the end of one that grows, what comes is followed.
    words.replyScroll =
      position.isUnderWay && top == position.lastTop ? nil : ReplyScroll(reply: position.reply, top: top)
  }

  /// Brings the chosen row of the prompt into view; where none is chosen the newest, with what comes after it as far as
  /// a line or two.
  mutating func followRows() {
    guard words.followsRows, layout.shows(.prompt) else { return }
    guard chosenRow == nil else { return showSelectionInPrompt() }
    guard let id = PromptView.candidates(self).last, let lines = PromptView.lines(ofCandidate: id, self) else { return }
    let rows = layout.content(of: .prompt).rows
    words.promptTop = max(0, min(lines.upperBound + 2 - rows, PromptView.lastTop(self)))
  }

  /// From one row of the prompt to the next, with the candidate that it shows.
  private mutating func moveInPrompt(by distance: Int) {
    let rows = PromptView.candidates(self)
    guard !rows.isEmpty else {
      return scrollPrompt(by: distance)
    }
    let place = chosenID.flatMap { rows.firstIndex(of: $0) }
    let next = place.map { $0 + distance } ?? (distance > 0 ? 0 : rows.count - 1)
    choose(id: rows[max(0, min(rows.count - 1, next))])
  }

  private mutating func moveReply(by distance: Int) {
    guard let name = shownReplyName, let row = run.replies.row(step: name.step, index: name.index) else { return }
    let next = max(0, min(run.replies.count - 1, row + distance))
    let other = ReplyName(step: Int(run.replies.steps[next]), index: Int(run.replies.indices[next]))
    words.reply = other
    words.replyScroll = nil
    // What came of it is the same thing.
    if let row = run.candidateRow(of: other) { choose(id: run.trajectory.id(at: row)) }
  }

  // MARK: Candidates

  private mutating func moveInTime(by distance: Int) {
    guard let row = selectedRow else { return }
    let next = row + distance
    if next >= run.trajectory.count { return followNewest() }
    choose(id: run.trajectory.id(at: max(0, next)))
  }

  mutating func moveInTable(by distance: Int) {
    guard table.count > 0 else { return followNewest() }
    guard let row = selectedRow, let position = position(ofRow: row) else { return select(position: 0) }
    if position + distance < 0, table.sort == .newestFirst {
      followNewest()
    } else {
      select(position: position + distance)
    }
  }

  /// Selects the row at a position of the table, the nearest where there is none.
  mutating func select(position: Int) {
    guard table.count > 0 else { return }
    choose(id: run.trajectory.id(at: table.row(at: max(0, min(table.count - 1, position)))))
  }

  /// Selects a candidate everywhere: its row, its mark, its point and its row in the prompt.
  mutating func choose(id: Int) {
    if selection != .candidate(id: id) { words.replyScroll = nil }
    selection = .candidate(id: id)
    if let row = run.trajectory.row(of: id), let name = words.reply, run.candidateRow(of: name) != row {
      words.reply = nil
    }
    showSelection()
    showSelectionInPrompt()
  }

  mutating func followNewest() {
    selection = .newest
    tableTop = 0
    words.replyScroll = nil
    showSelection()
  }

  private mutating func showSelectionInPrompt() {
    guard layout.shows(.prompt), let id = chosenID, let lines = PromptView.lines(ofCandidate: id, self) else { return }
    let rows = layout.content(of: .prompt).rows
    if lines.lowerBound < words.promptTop { words.promptTop = lines.lowerBound }
    if lines.upperBound > words.promptTop + rows { words.promptTop = max(0, lines.upperBound - rows) }
  }

  // MARK: The table

  mutating func sort(by sort: TableSort) {
    table.change(sort, table.filter, for: run.trajectory)
    tableTop = 0
    if chosenRow != nil { showSelection() }
  }

  mutating func filter(_ filter: TableFilter?) {
    table.change(table.sort, filter, for: run.trajectory)
    tableTop = 0
    if chosenRow != nil { showSelection() }
  }

  /// Keeps the table's top where there are rows.
  mutating func holdTableInRange() {
    tableTop = max(0, min(tableTop, table.count - max(1, visibleTableRows)))
  }

  /// Scrolls the table just so far that the selected row is seen.
  mutating func showSelection() {
    guard let row = selectedRow, let position = position(ofRow: row) else { return holdTableInRange() }
    let visible = max(1, visibleTableRows)
    if position < tableTop { tableTop = position }
    if position >= tableTop + visible { tableTop = position - visible + 1 }
    holdTableInRange()
  }
}

extension RunState {
  /// The row of the candidate that a reply brought; the first of several; nil where it brought none.
  func candidateRow(of name: ReplyName) -> Int? {
    rows(ofStep: name.step).first { trajectory.index(at: $0) == name.index && trajectory.origins[$0] == .model }
  }
}
