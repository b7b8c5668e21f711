import Text

extension KeyBinding {
  private static func key(_ character: Character) -> KeyPress { KeyPress(.character(character)) }
  private static func control(_ character: Character) -> KeyPress { KeyPress(.character(character), .control) }

  /// All of them, in the order of the help.
  public static let all: [KeyBinding] = run + context + replay + look + panes + program

  private static let run: [KeyBinding] = [
    KeyBinding(
      .pauseOrResume, "pause-or-resume", [key(" ")], .run, in: [.live], footer: 1,
      label: { [.paused, .waiting].contains($0.run.head.phase) ? "resume" : "pause" },
      help: "Pause or resume. What is under way when you pause is finished and kept."),
    KeyBinding(
      .step, "step", [key("s")], .run, in: [.live], footer: 2, "one step",
      help: "Do one step and pause; during a run, pause after this step."),
    KeyBinding(
      .temperature, "temperature", [key("t")], .run, in: [.live], footer: 4, argument: "NUMBER", "temperature",
      help: "Type the temperature of the next requests; empty leaves it to the server."),
    KeyBinding(
      .cooler, "cooler", [key("[")], .run, in: [.live], footer: 5, "tenths", help: "Lower the temperature by a tenth."),
    KeyBinding(
      .hotter, "hotter", [key("]")], .run, in: [.live], footer: 5, "tenths", help: "Raise the temperature by a tenth."),
    KeyBinding(
      .model, "model", [key("m")], .run, in: [.live], footer: 16, argument: "MODEL", "model",
      help: "Type who is asked from the next step on, as --model takes it: openai:NAME, ollama:, embedded, none."),
    KeyBinding(
      .inject, "inject", [key("i")], .run, in: [.live], footer: 3, argument: "SOLUTIONS", "inject",
      help: "Type solutions of your own; they are judged at once and shown to the model."),
    KeyBinding(
      .predict, "predict", [key("e")], .run, in: [.live], footer: 12, argument: "SOLUTION", "predict",
      help: "Type a prediction for the next step: it is judged beside the model's, and the score is kept."),
    KeyBinding(
      .cancelStep, "cancel-step", [key("c")], .run, in: [.live], footer: 8, "cancel step",
      help: "Give up the replies that have not come; those that have are kept."),
    KeyBinding(.moreSteps, "more-steps", [key("+")], .run, in: [.live], footer: 17, "steps", help: "Ten steps more."),
    KeyBinding(
      .fewerSteps, "fewer-steps", [key("-")], .run, in: [.live], footer: 17, "steps",
      help: "Ten steps fewer, but not fewer than are done."),
    KeyBinding(
      .setSteps, "steps", [key("S")], .run, in: [.live], argument: "NUMBER", "steps",
      help: "Type the step that the run ends at."),
    KeyBinding(
      .newRun, "new-run", [key("n")], .run, in: [.live], footer: 16, "new run",
      help: "Start a new run with the next seed."),
  ]

  private static let context: [KeyBinding] = [
    KeyBinding(
      .mask, "mask", [key("x")], .context, in: [.live], footer: 9, argument: "#NUMBER",
      label: { $0.isSelectionMasked ? "unmask" : "mask" },
      help: "Hide the selected candidate from the model, or show it again."),
    KeyBinding(
      .pin, "pin", [key("*")], .context, in: [.live], footer: 9, argument: "#NUMBER",
      label: { $0.isSelectionPinned ? "unpin" : "pin" },
      help: "Keep the selected candidate in every prompt, or leave it to the prompt's own choice."),
    KeyBinding(
      .guidance, "guidance", [key("g")], .context, in: [.live], footer: 11, argument: "TEXT", "guidance",
      help: "Type words to the model: they stand in every prompt from the next step on; empty removes them."),
    KeyBinding(
      .order, "order", [key("O")], .context, in: [.live], argument: "best-last|best-first|as-made", "order",
      help: "The next order of the rows in the prompt: best last, best first, as made."),
    KeyBinding(
      .rows, "rows", [key("#")], .context, in: [.live], argument: "NUMBER|all", "rows",
      help: "Type how many rows the prompt shows at most; all shows every one."),
    KeyBinding(
      .scores, "scores", [key("h")], .context, in: [.live], argument: "shown|hidden",
      label: { $0.run.head.prompt.scoresShown ? "hide scores" : "show scores" },
      help: "Hide the losses from the model, or show them again."),
    KeyBinding(
      .undo, "undo", [key("u")], .context, in: [.live], footer: 13, "undo",
      help: "Take back the last change of what the model sees, of the temperature or of the steps."),
  ]

  private static let replay: [KeyBinding] = [
    KeyBinding(
      .playOrPause, "play-or-pause", [key(" ")], .replay, in: [.replay], footer: 1,
      label: { $0.replay?.isPlaying == true ? "pause" : "play" },
      help: "Play or pause; at the end, play from the start."),
    KeyBinding(
      .stepBack, "step-back", [KeyPress(.left)], .replay, in: [.replay], footer: 2, "step", help: "One step back."),
    KeyBinding(
      .stepForward, "step-forward", [KeyPress(.right)], .replay, in: [.replay], footer: 2, "step",
      help: "One step forward."),
    KeyBinding(
      .eventBack, "event-back", [key(",")], .replay, in: [.replay], footer: 8, "event", help: "One event back."),
    KeyBinding(
      .eventForward, "event-forward", [key(".")], .replay, in: [.replay], footer: 8, "event",
      help: "One event forward."),
    KeyBinding(
      .previousMark, "previous-mark", [key("[")], .replay, in: [.replay], footer: 3, "mark",
      help: "To the new best, act of steering or error before this place."),
    KeyBinding(
      .nextMark, "next-mark", [key("]")], .replay, in: [.replay], footer: 3, "mark",
      help: "To the next new best, act of steering or error."),
    KeyBinding(
      .jump, "jump", [key("J")], .replay, in: [.replay], footer: 4, argument: "PLACE", "jump",
      help: "Type a step, a time as 1:30 or 90s, or best, steering or error for the next; -error is the one before."),
    KeyBinding(
      .slower, "slower", [key("<")], .replay, in: [.replay], footer: 5, "speed",
      help: "Slower: from one step a second and 64x down to the run's own speed, and to a quarter of it."),
    KeyBinding(
      .faster, "faster", [key(">")], .replay, in: [.replay], footer: 5, "speed",
      help: "Faster: up to 64x, then one step a second, whatever it took."),
    KeyBinding(
      .speed, "speed", [], .replay, in: [.replay], argument: "0.25 to 64|step", "speed",
      help: "Play at so many times the run's speed, or a step each second."),
    KeyBinding(
      .previousBest, "previous-best", [], .replay, in: [.replay], "best", help: "To the new best before this place."),
    KeyBinding(.nextBest, "next-best", [], .replay, in: [.replay], "best", help: "To the next new best."),
    KeyBinding(
      .previousSteering, "previous-steering", [], .replay, in: [.replay], "steering",
      help: "To the act of steering before this place."),
    KeyBinding(
      .nextSteering, "next-steering", [], .replay, in: [.replay], "steering", help: "To the next act of steering."),
    KeyBinding(
      .previousError, "previous-error", [], .replay, in: [.replay], "error",
      help: "To the failed try, failed evaluation or wait for a person before this place."),
    KeyBinding(
      .nextError, "next-error", [], .replay, in: [.replay], "error",
      help: "To the next failed try, failed evaluation or wait for a person."),
    KeyBinding(
      .toStart, "to-start", [KeyPress(.home)], .replay, in: [.replay], "start", help: "To the start of the log."),
    KeyBinding(.toEnd, "to-end", [KeyPress(.end)], .replay, in: [.replay], "end", help: "To the end of the log."),
  ]

  private static let look: [KeyBinding] = [
    KeyBinding(
      .reveal, "reveal", [key("R")], .look, footer: 7, label: { $0.isRevealed ? "hide" : "reveal" },
      help: "Reveal or hide the known answers, such as least squares."),
    KeyBinding(
      .sort, "sort", [key("o")], .look, footer: 18, argument: "COLUMN", label: { $0.nextSort.label },
      help: "Sort the table: newest first or best first. A click on a column sorts by it."),
    KeyBinding(
      .filter, "filter", [key("/")], .look, footer: 14, argument: "WORDS", "filter",
      help: "Show only the rows that fit: person, loss<20, step>=5, w>1, or words of the row."),
    KeyBinding(
      .open, "open", [KeyPress(.enter)], .look, "open", help: "Open the reply that the selected candidate came from."),
    KeyBinding(
      .down, "down", [key("j"), KeyPress(.down)], .look, footer: 20, "select",
      help: "Select the next row; in a pane of text, a line down."),
    KeyBinding(
      .up, "up", [key("k"), KeyPress(.up)], .look, footer: 20, "select",
      help: "Select the row before; in a pane of text, a line up."),
    KeyBinding(
      .earlier, "earlier", [KeyPress(.left)], .look, in: [.live], "earlier",
      help: "The step or reply before in the pane that has the focus, else the candidate made before."),
    KeyBinding(
      .later, "later", [KeyPress(.right)], .look, in: [.live], "later",
      help: "The next step or reply in the pane that has the focus, else the candidate made next."),
    KeyBinding(.pageDown, "page-down", [KeyPress(.pageDown)], .look, "page", help: "A page down."),
    KeyBinding(.pageUp, "page-up", [KeyPress(.pageUp)], .look, "page", help: "A page up."),
    KeyBinding(.first, "first", [KeyPress(.home)], .look, in: [.live], "first", help: "To the first row or line."),
    KeyBinding(.last, "last", [KeyPress(.end)], .look, in: [.live], "last", help: "To the last row or line."),
    KeyBinding(
      .fit, "fit", [key("a")], .look, "fit",
      help: "Fit the parameter plane to the candidates, or to the foresight; again, to the whole space."),
    KeyBinding(.closer, "closer", [key(")")], .look, "closer", help: "Closer into the parameter plane."),
    KeyBinding(.wider, "wider", [key("(")], .look, "wider", help: "Further out of the parameter plane."),
    KeyBinding(
      .panLeft, "pan-left", [KeyPress(.left, .shift)], .look, "pan", help: "Move over the parameter plane to the left."),
    KeyBinding(
      .panRight, "pan-right", [KeyPress(.right, .shift)], .look, "pan",
      help: "Move over the parameter plane to the right."),
    KeyBinding(.panUp, "pan-up", [KeyPress(.up, .shift)], .look, "pan", help: "Move up over the parameter plane."),
    KeyBinding(
      .panDown, "pan-down", [KeyPress(.down, .shift)], .look, "pan", help: "Move down over the parameter plane."),
    KeyBinding(
      .leave, "leave", [KeyPress(.escape)], .look, "leave",
      help: "Close what is open, step by step; at last follow the newest candidate again."),
  ]

  private static let panes: [KeyBinding] = [
    KeyBinding(
      .prompt, "prompt", [key("p")], .panes, footer: 6, argument: "STEP", "prompt",
      help: "Show or hide the exact prompt of a step, with what changed in it."),
    KeyBinding(
      .reply, "reply", [key("r")], .panes, footer: 6, argument: "STEP", "reply",
      help: "Show or hide a reply in full, with the characters that were read and the verdict."),
    KeyBinding(
      .plane, "plane", [key("v")], .panes, footer: 10, argument: "loss|foresight",
      label: { $0.planeTurn == .foresees ? "foresight" : "plane" },
      help: "Show the loss over two parameters; again, where the model means to propose next; again, close it."),
    KeyBinding(
      .spread, "spread", [key("d")], .panes, footer: 10, "spread",
      help: "Show or hide what the temperature does: the replies of a step, their spread, repeats and rejects."),
    KeyBinding(.focusNext, "focus-next", [KeyPress(.tab)], .panes, footer: 19, "focus", help: "To the next pane."),
    KeyBinding(
      .focusPrevious, "focus-previous", [KeyPress(.tab, .shift)], .panes, "focus", help: "To the pane before."),
    KeyBinding(
      .zoom, "zoom", [key("z")], .panes, footer: 22, label: { $0.arrangement.isZoomed ? "unzoom" : "zoom" },
      help: "Give the pane that has the focus the whole screen, or give it back."),
    KeyBinding(
      .layout, "layout", [key("L")], .panes, argument: "picture|words|wide", "layout",
      help: "The next layout: picture, words, wide."),
    KeyBinding(.growLeft, "grow-left", [key("}")], .panes, "split", help: "More room for the left side."),
    KeyBinding(.growRight, "grow-right", [key("{")], .panes, "split", help: "More room for the right side."),
    KeyBinding(
      .presentation, "presentation", [key("P")], .panes, "presentation",
      help: "Presentation: larger marks, fewer panes, a caption in plain words, keys echoed."),
    KeyBinding(
      .theme, "theme", [key("T")], .panes, argument: "NAME", "theme", help: "Choose a theme, with a preview as you go."),
  ]

  private static let program: [KeyBinding] = [
    KeyBinding(
      .palette, "palette", [key(":")], .program, footer: 21, "commands",
      help: "Find every action by name; type what it needs behind it."),
    KeyBinding(
      .copy, "copy", [key("y")], .program, "copy",
      help: "Copy the selected row, or the prompt or reply where that pane has the focus."),
    KeyBinding(
      .fork, "fork", [key("f")], .program, footer: 15, argument: "STEP", "fork",
      help: "Fork behind the selected candidate's step, or the last that is done: another run with its own log, paused."
    ),
    KeyBinding(
      .export, "export", [key("w")], .program, argument: "FORMAT FILE", "export",
      help: "Write the run to a file: a table, a report, a picture, or the screen as a recording."),
    KeyBinding(.help, "help", [key("?")], .program, footer: 23, "help", help: "Show or close this help."),
    KeyBinding(.quit, "quit", [key("q")], .program, footer: 22, "quit", help: "Quit; nothing is lost."),
    KeyBinding(.interrupt, "interrupt", [control("c")], .program, "quit", help: "Quit, from everywhere."),
    KeyBinding(.suspend, "suspend", [control("z")], .program, "suspend", help: "Go back to the shell; fg returns."),
    KeyBinding(.redraw, "redraw", [control("l")], .program, "redraw", help: "Draw the whole screen anew."),
  ]
}
