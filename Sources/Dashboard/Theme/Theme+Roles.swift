import Charts

/// The styles by name, as the views have them.
extension Theme {
  public var text: Style { self[.text] }
  public var strong: Style { self[.strong] }
  /// What can be passed over.
  public var dim: Style { self[.dim] }
  public var title: Style { self[.title] }
  public var border: Style { self[.border] }
  /// The border of the pane that keys go to.
  public var focus: Style { self[.focus] }
  /// A key in the footer and the help.
  public var key: Style { self[.key] }
  public var axis: Style { self[.axis] }

  public var data: Style { self[.data] }
  public var loss: Style { self[.loss] }
  public var best: Style { self[.best] }
  public var person: Style { self[.person] }
  public var rejected: Style { self[.rejected] }
  public var initial: Style { self[.initial] }
  public var random: Style { self[.random] }
  /// Drawn in dashes and with its name, so that it needs no colour beside those of the steps.
  public var reference: Style { self[.reference] }
  /// A line or a point that is selected.
  public var selected: Style { self[.selected] }
  /// A row of the table that is selected.
  public var selectedRow: Style { self[.selectedRow] }

  public var running: Style { self[.running] }
  public var paused: Style { self[.paused] }
  public var waiting: Style { self[.waiting] }
  public var ended: Style { self[.ended] }

  public var accepted: Style { self[.accepted] }
  public var warning: Style { self[.warning] }
  /// A trap of optimization that a run has stepped into.
  public var trap: Style { self[.trap] }
  /// The bytes of a reply that a solution was read from.
  public var span: Style { self[.span] }
  /// A stand-in is at work where a person may expect a model.
  public var simulated: Style { self[.simulated] }
  public var cursor: Style { self[.cursor] }

  /// A row that the model no longer sees.
  public var mask: Style { self[.mask] }
  /// A row that is always in the prompt.
  public var pin: Style { self[.pin] }
  /// A person's words in the prompt.
  public var guidance: Style { self[.guidance] }
  /// What of a prompt is not as it was a step before.
  public var changed: Style { self[.changed] }
  /// Says in plain words what just happened.
  public var caption: Style { self[.caption] }
  /// What a search found.
  public var match: Style { self[.match] }
}
