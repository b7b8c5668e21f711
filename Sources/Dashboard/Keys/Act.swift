/// Everything that a key, the palette or a line of the plain mode can ask for.
public enum Act: String, CaseIterable, Hashable, Sendable {
  // The run.
  case pauseOrResume, step, temperature, cooler, hotter, model, inject, predict, cancelStep
  case moreSteps, fewerSteps, setSteps, newRun, fork
  // What the model sees.
  case mask, pin, guidance, order, rows, scores, undo
  // The replay.
  case playOrPause, stepBack, stepForward, eventBack, eventForward, slower, faster, speed, jump, toStart, toEnd
  case previousMark, nextMark, previousBest, nextBest, previousSteering, nextSteering, previousError, nextError
  // Looking.
  case reveal, sort, filter, open, down, up, earlier, later, pageDown, pageUp, first, last, leave
  case fit, closer, wider, panLeft, panRight, panUp, panDown
  // Panes.
  case prompt, reply, plane, spread, focusNext, focusPrevious, zoom, layout, growLeft, growRight
  case presentation, theme
  // The program.
  case palette, copy, export, help, quit, interrupt, suspend, redraw
}

/// Whether an act is possible now, and if not, why, in a sentence.
public enum Availability: Hashable, Sendable {
  case available
  case unavailable(reason: String)
}
