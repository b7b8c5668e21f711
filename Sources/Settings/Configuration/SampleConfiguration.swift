import Text

/// A settings file in which every setting, key and price is commented out: what `tiller config --sample` prints.
///
/// A line that is a setting has its `#` right before the name; taking that one character away puts it in force. Each
/// stands on its own: none needs the header of a section above it.
public enum SampleConfiguration {
  public static func text(
    settings: [SettingDeclaration] = SettingDeclaration.all, acts: [KeyDefault] = []
  ) -> String {
    var lines = [
      "# Settings of tiller. Nothing is set here: take the # away from a line to set it.",
      "# `run.steps = 50` says the same as `steps = 50` below a line `[run]`.",
    ]
    for declaration in settings {
      lines.append("")
      lines += Wording.wrapped(declaration.meaning)
      lines += Wording.wrapped("Allowed are \(declaration.kind.allowed).")
      switch declaration.builtIn {
      case .value: break
      case .decided(let words, _): lines += Wording.wrapped("Without it: \(words).")
      }
      lines.append("#\(declaration.path) = \(declaration.builtIn.example.written)")
    }
    let changeable = acts.filter(\.isRebindable)
    if !changeable.isEmpty {
      lines.append("")
      lines += Wording.wrapped("Keys. Allowed are \(SettingVocabulary.keysAllowed).")
      lines += Wording.wrapped("Keys are named as \(KeyName.examples).")
      for act in changeable {
        lines.append("")
        if !act.meaning.isEmpty { lines += Wording.wrapped(act.meaning) }
        lines.append("#\(Wording.path(["keys", act.name])) = \(act.keys.written)")
      }
    }
    lines.append("")
    lines += Wording.wrapped(
      "Prices of models, in dollars for a million tokens; a * stands for any ending. Without cached, tokens that the "
        + "server has seen before cost as much as others.")
    lines += [
      "#prices.\"NAME OF A MODEL\" = { input = 0.15, output = 0.6, cached = 0.075, date = \"2026-11-01\" }",
      "#prices.\"BEGINNING OF A NAME*\" = { input = 1, output = 2 }",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Wording {
  /// As lines of comment.
  fileprivate static func wrapped(_ text: String) -> [String] {
    text.wrapped(toColumns: 98).map { "# " + $0 }
  }
}
