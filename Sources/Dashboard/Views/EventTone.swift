import Charts

/// How something that happened is meant: its colour, and the shape beside the colour.
enum EventTone: Hashable {
  case neutral, good, bad, warning, person, state

  var symbol: Look.Symbol {
    switch self {
    case .neutral: .bullet
    case .good: .best
    case .bad: .failed
    case .warning: .warning
    case .person: .person
    case .state: .square
    }
  }
}

extension Look {
  func style(of tone: EventTone) -> Style {
    switch tone {
    case .neutral: theme.dim
    case .good: theme.best
    case .bad: theme.rejected
    case .warning: theme.warning
    case .person: theme.person
    case .state: theme.ended
    }
  }
}
