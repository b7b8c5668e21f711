import Charts

extension TerminalKind {
  /// How many colours to use on a terminal of this kind.
  ///
  /// COLORTERM says "truecolor" or "24bit" where a terminal shows any colour although its database entry knows 256
  /// only, as nearly all of them do that call themselves xterm-256color. Under `screen` the variable is that of the
  /// terminal around it, whose colours screen does not pass on; tmux understands any colour and reduces it itself.
  ///
  /// - Parameters:
  ///   - isRefused: NO_COLOR is set: bold, underline and reverse stay.
  ///   - wanted: a depth that a person asked for, which goes before all else.
  func depth(colorTerm: String?, isRefused: Bool, wanted: ColorDepth?) -> ColorDepth {
    if let wanted { return wanted }
    if isRefused { return .none }
    if hasDirectColors { return .direct }
    switch colors {
    case 256...:
      let claimsAny = ["truecolor", "24bit"].contains(colorTerm?.lowercased())
      return claimsAny && !name.hasPrefix("screen") ? .direct : .indexed
    case 16... where hasBrightColors: return .sixteen
    case 8...: return .eight
    default: return .none
    }
  }
}
