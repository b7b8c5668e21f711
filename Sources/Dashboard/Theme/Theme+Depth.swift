import Charts

extension Theme {
  /// The theme as it is drawn on a terminal of so many colours.
  ///
  /// Below 256 the map of the loss would be black from end to end, and is made of characters instead. Of eight colours
  /// none is grey: bold black, which stands for it on some terminals, is not seen on others, so greys are the terminal's
  /// or the theme's own text, dimmed.
  public func suited(to depth: ColorDepth) -> Theme {
    guard depth == .none || depth == .eight || depth == .sixteen else { return self }
    var theme = self
    theme.planeGradient = Gradient(stops: [])
    if depth == .none { theme.lineGradient = Gradient(stops: []) }
    guard depth == .eight else { return theme }
    var reducer = ColorReducer(depth: .eight)
    for role in Role.allCases {
      let ink = reducer.ink(for: theme[role].foreground)
      guard ink.number == 0, ink.isBright else { continue }
      theme[role].foreground = .standard
      theme[role].attributes.insert(.dim)
    }
    return theme
  }
}
