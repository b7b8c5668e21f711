import Charts
import Text

/// What happens to the library's screen.
public enum LibraryAction: Hashable, Sendable {
  case resized(Size)
  /// A key, the mouse or a paste, at a time in seconds of a clock that only goes on.
  case input(InputEvent, at: Double)
  /// All runs that there are now; what is known of the contents of those that did not change is kept.
  case listed([LibraryRun])
  /// Contents that have been read.
  case read([LibraryRun])
  /// A file that was listed and is no log.
  case absent(path: String)
  /// How many files there are that are no logs.
  case others(Int)
  /// Why the folder cannot be looked at, in a sentence.
  case unlisted(String)
  /// How many are still to be read.
  case unread(Int)
  /// Seconds since 1970.
  case tick(now: Double)
  /// A change was carried out, or why not.
  case changed(LibraryChange)
  case undone(LibraryChange)
  case failed(String)
  /// Something to say that is no refusal.
  case done(String)
}

/// What the library's screen asks of its owner.
public enum LibraryEffect: Hashable, Sendable {
  case leave
  case request(LibraryRequest)
  /// Give a log another name, without ending.
  case rename(path: String, to: String)
  case delete(path: String)
  case undo(LibraryChange)
  /// Look at the folder again.
  case reread
  case copy(String, name: String)
  case suspend, redraw
}

/// What is to be done with runs of the library, elsewhere.
public enum LibraryRequest: Hashable, Sendable {
  /// See a run again; one that is being written is followed.
  case replay(path: String)
  /// Go on with a run; one that has done all its steps, to another last step.
  case resume(path: String, steps: Int? = nil)
  case fork(path: String)
  /// 2 to 6 of them, in the order in which they were marked.
  case compare(paths: [String])
}

/// A change of files that was carried out and can be taken back.
public enum LibraryChange: Hashable, Sendable {
  case renamed(from: String, to: String)
  /// With its name in the trash.
  case deleted(path: String, name: String)
}
