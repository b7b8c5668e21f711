import Charts
import Optimization
import Text

/// Folds what happened into the library's state.
///
/// - Returns: what its owner is to do.
public func reduceLibrary(_ state: inout LibraryState, _ action: LibraryAction) -> [LibraryEffect] {
  switch action {
  case .resized(let size):
    state.size = size
    state.holdTop()
  case .input(let event, let time): return state.take(event, at: time)
  case .listed(let runs):
    state.trouble = nil
    state.take(listed: runs)
  case .read(let runs): state.take(read: runs)
  case .absent(let path): state.drop(path)
  case .others(let count): state.others = count
  case .unlisted(let sentence):
    state.trouble = Words.clean(sentence)
    state.take(listed: [])
  case .unread(let count): state.unread = count
  case .tick(let now): state.now = now
  case .changed(let change): state.take(change)
  case .undone(let change): state.takeBack(change)
  case .failed(let sentence):
    state.isChanging = false
    state.say(sentence, refused: true)
  case .done(let sentence): state.say(sentence)
  }
  return []
}

extension LibraryState {
  fileprivate mutating func take(listed: [LibraryRun]) {
    isListed = true
    arrange { state in
      state.runs = listed.map { new in
        guard let old = state.run(at: new.path), new.contents == .unread else { return new }
        // What was known stands until it is read anew.
        var run = new
        run.contents = old.contents
        return run
      }
    }
    marked.removeAll { places[$0] == nil }
    if let question, places[question] == nil { self.question = nil }
  }

  fileprivate mutating func take(read: [LibraryRun]) {
    arrange { state in
      for run in read {
        if let place = state.places[run.path] { state.runs[place] = run }
      }
    }
  }

  /// What moves up to its row is selected then.
  fileprivate mutating func drop(_ path: String) {
    marked.removeAll { $0 == path }
    arrange { $0.runs.removeAll { $0.path == path } }
  }

  fileprivate mutating func take(_ change: LibraryChange) {
    isChanging = false
    undoable.append(change)
    if undoable.count > Self.undoableKept { undoable.removeFirst() }
    switch change {
    case .renamed(let from, let to):
      follow(from: from, to: to)
      say("Renamed to \(run(at: to)?.name ?? to). \(LibraryAct.undo.keyName) takes it back.")
    case .deleted(let path, _):
      let name = run(at: path)?.name ?? path
      drop(path)
      say("\(name) is in the trash. \(LibraryAct.undo.keyName) takes it back.")
    }
  }

  fileprivate mutating func takeBack(_ change: LibraryChange) {
    isChanging = false
    if let last = undoable.lastIndex(of: change) { undoable.remove(at: last) }
    switch change {
    case .renamed(let from, let to):
      follow(from: to, to: from)
      say("The name is \(run(at: from)?.name ?? from) again.")
    case .deleted(let path, _):
      // It is listed as soon as the folder is looked at again.
      chosen = path
      say("It is back from the trash.")
    }
  }

  /// A log under its new path is the same run.
  private mutating func follow(from: String, to: String) {
    if chosen == from || selected?.path == from { chosen = to }
    marked = marked.map { $0 == from ? to : $0 }
    undoable = undoable.map { $0.following(from: from, to: to) }
    guard var run = run(at: from), let place = places[from] else { return arrange() }
    run.path = to
    run.name = Words.clean(LibraryRun.stem(of: to))
    // The folder may have been looked at since.
    arrange { state in
      if state.places[to] == nil { state.runs[place] = run } else { state.runs.remove(at: place) }
    }
  }
}

extension LibraryChange {
  /// Earlier changes of a file that has another name since are taken back under that one.
  fileprivate func following(from: String, to: String) -> LibraryChange {
    if case .renamed(let first, let last) = self, last == from, first != to { return .renamed(from: first, to: to) }
    return self
  }
}

extension LibraryRun {
  static func stem(of path: String) -> String {
    let name = path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    return name.hasSuffix(".jsonl") ? String(name.dropLast(6)) : name
  }
}

extension LibraryAct {
  /// The key to name.
  var keyName: String { Self.bindings.first { $0.act == self }?.keys.first?.name ?? "" }
}
