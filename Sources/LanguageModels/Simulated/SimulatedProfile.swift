/// How the stand-in behaves: each profile but the first shows one failure that the published systems report, so that it
/// can be met and taught without a network.
///
/// All they do follows from the messages and the request's own settings, seed and place.
public enum SimulatedProfile: String, CaseIterable, Sendable {
  case steady, sticky, scattered, boastful
  case offFormat = "off-format"
  case slow
  case rateLimited = "rate-limited"
  case refusing, chatty

  /// As on the command line, behind `simulated:`.
  public var name: String { rawValue }

  /// - Parameter source: the option that held it, for the error.
  /// - Throws: a sentence that lists the profiles there are.
  public init(named name: String, source: String = "--model") throws(SettingError) {
    guard let profile = Self(rawValue: name) else {
      throw SettingError(
        "\(source) \"simulated:\(ServerComplaint.gist(name))\" names no profile; the profiles are "
          + "\(Self.allCases.map(\.name).joined(separator: ", ")).")
    }
    self = profile
  }

  /// What it shows, in a sentence.
  public var shows: String {
    switch self {
    case .steady: "Reads the rows, moves near the best ones, and answers as it was asked to."
    case .sticky: "Repeats what it was shown instead of trying something new, and less so at a higher temperature."
    case .scattered: "Ignores the trajectory: its values have nothing to do with the losses that it sees."
    case .boastful: "Claims losses that it made up and its values do not reach."
    case .offFormat: "Answers in every form but the one that was asked for: prose, fences, lists, objects cut short."
    case .slow: "Begins late and writes a few tokens a second, as a model too large for its machine does."
    case .rateLimited: "Answers some requests with 429 and a time to wait, as a busy service does."
    case .refusing: "Declines to answer more often than not."
    case .chatty: "Thinks at length before a small answer, aloud or in a field of its own, and is paid for all of it."
    }
  }

  /// How fast it talks where nothing else is said.
  public var pace: Pace {
    switch self {
    case .slow: Pace(firstToken: .seconds(6), tokensPerSecond: 3)
    // So much that at the usual pace a class would wait for nothing else.
    case .chatty: Pace(firstToken: .milliseconds(300), tokensPerSecond: 80)
    default: .model
    }
  }
}
