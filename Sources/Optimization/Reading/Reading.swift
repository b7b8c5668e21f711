import LanguageModels
import Text

/// A reply as a problem reads it.
public struct Reply: Hashable, Sendable {
  /// Raw, as it came.
  public var text: String
  public var finish: FinishReason
  public init(text: String, finish: FinishReason = .stop) {
    self.text = text
    self.finish = finish
  }
}

/// What one reply may be compared with while it is read.
public struct ReadingContext<Solution: Sendable>: Sendable {
  /// The solutions that the step's prompt showed, with their ids: an echo of one is no answer by luck.
  public var shown: [(id: Int, solution: Solution)]
  /// How many decimals of their numbers it showed; nil where all. What repeats a solution as it was shown is an echo too.
  public var decimals: Int?
  public init(shown: [(id: Int, solution: Solution)] = [], decimals: Int? = nil) {
    self.shown = shown
    self.decimals = decimals
  }
}

/// What was read from which bytes of a reply's raw text (half-open, UTF-8), or why nothing was.
public enum Reading<Solution: Sendable>: Sendable {
  case solution(Solution, span: Range<Int>)
  case refused(Refusal)
}

/// Why no solution was taken from a reply.
public struct Refusal: Error, Hashable, Codable, Sendable {
  public enum Code: String, Codable, CaseIterable, Sendable {
    case none, malformed, ambiguous
    case notFinite = "not-finite"
    case outOfRange = "out-of-range"
    case invalid, duplicate, truncated, refused, cancelled
  }
  public var code: Code
  /// A sentence.
  public var reason: String
  /// Where in the raw text, half-open UTF-8 offsets.
  public var span: Range<Int>?
  /// The candidate that it repeats.
  public var of: Int?
  public init(_ code: Code, _ reason: String, span: Range<Int>? = nil, of: Int? = nil) {
    self.code = code
    self.reason = reason
    self.span = span
    self.of = of
  }
}
