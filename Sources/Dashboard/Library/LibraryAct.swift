import Text

/// What the keys of the library can ask for.
public enum LibraryAct: String, CaseIterable, Hashable, Sendable {
  case open, resume, fork, mark, compare, rename, delete, undo, copy
  case down, up, pageDown, pageUp, first, last, sort, turnRound, filter, reread
  case help, quit, suspend, redraw
}

extension LibraryAct {
  private static func key(_ character: Character) -> KeyPress { KeyPress(.character(character)) }

  /// Their declarations, in the order of the help.
  public static let bindings: [ScreenBinding<LibraryAct>] = [
    ScreenBinding(
      .open, [KeyPress(.enter)], footer: 1, "open",
      help: "See the run again, or follow one that goes on."),
    ScreenBinding(
      .resume, [key("r")], footer: 2, "resume",
      help: "Go on with the run where it was left."),
    ScreenBinding(
      .fork, [key("f")], footer: 5, "fork",
      help: "Begin a new run from a step of this one; this one stays as it is."),
    ScreenBinding(
      .mark, [key(" ")], footer: 3, "mark",
      help: "Mark the run for a comparison, or take the mark away."),
    ScreenBinding(
      .compare, [key("C")], footer: 3, "compare",
      help: "Compare the marked runs, 2 to 6, in the order of their marks."),
    ScreenBinding(
      .rename, [key("R")], footer: 8, "rename",
      help: "Type another name for the run's file."),
    ScreenBinding(
      .delete, [key("d"), KeyPress(.delete)], footer: 9, "delete",
      help: "Move the run's file to the trash, after a question."),
    ScreenBinding(
      .undo, [key("u")], footer: 7, "undo",
      help: "Take back the last renaming or deleting."),
    ScreenBinding(
      .copy, [key("y")], footer: 10, "copy path",
      help: "Copy the path of the run's log."),
    ScreenBinding(
      .down, [key("j"), KeyPress(.down)], footer: 12, "select",
      help: "The next run."),
    ScreenBinding(
      .up, [key("k"), KeyPress(.up)], footer: 12, "select",
      help: "The run before."),
    ScreenBinding(
      .pageDown, [KeyPress(.pageDown)], "page",
      help: "A page down."),
    ScreenBinding(
      .pageUp, [KeyPress(.pageUp)], "page",
      help: "A page up."),
    ScreenBinding(
      .first, [KeyPress(.home)], "first",
      help: "The first run."),
    ScreenBinding(
      .last, [KeyPress(.end)], "last",
      help: "The last run."),
    ScreenBinding(
      .sort, [key("o")], footer: 6, "sort",
      help: "Sort by the next column: when, problem, model, best, steps, tokens, size, name."),
    ScreenBinding(
      .turnRound, [key("O")], "turn round",
      help: "Turn the order round."),
    ScreenBinding(
      .filter, [key("/")], footer: 4, "filter",
      help: "List only what fits: words, model:qwen, best<20, steps>=5, tokens>10k, running, failed, damaged, !word."),
    ScreenBinding(
      .reread, [KeyPress(.function(5))], "read again",
      help: "Look at the folder again."),
    ScreenBinding(
      .help, [key("?"), KeyPress(.function(1))], footer: 21, "help",
      help: "Show or close this help."),
    ScreenBinding(
      .quit, [key("q"), KeyPress(.escape)], footer: 20, "quit",
      help: "Leave; esc first closes what is open and drops a filter."),
    ScreenBinding(
      .suspend, [KeyPress(.character("z"), .control)], "suspend",
      help: "Go back to the shell; fg returns."),
    ScreenBinding(
      .redraw, [KeyPress(.character("l"), .control)], "redraw",
      help: "Draw the whole screen anew."),
  ]

  /// That of a key.
  static func of(_ key: KeyPress) -> LibraryAct? { byKey[key] }

  private static let byKey = Dictionary(
    bindings.flatMap { binding in binding.keys.map { ($0, binding.act) } }, uniquingKeysWith: { first, _ in first })
}
