import LanguageModels
import Optimization
import Testing

/// A reply with what must be read in it.
struct ReplyCase: Sendable, CustomTestStringConvertible {
  enum Expectation: Sendable {
    case read([Double], from: String)
    case refused(Refusal.Code)
    case duplicate(of: Int)
  }

  var text: String
  var form: NumericAnswerReader.Form
  var finish: FinishReason
  var shown: [(id: Int, values: [Double])]
  var decimals: Int?
  var expectation: Expectation

  init(
    _ text: String, _ expectation: Expectation, form: NumericAnswerReader.Form = .object,
    finish: FinishReason = .stop, shown: [[Double]] = [], decimals: Int? = nil
  ) {
    self.decimals = decimals
    self.text = text
    self.expectation = expectation
    self.form = form
    self.finish = finish
    self.shown = shown.enumerated().map { (id: $0.offset + 1, values: $0.element) }
  }

  /// In brackets, as the preset opro asks.
  static func brackets(
    _ text: String, _ expectation: Expectation, finish: FinishReason = .stop, shown: [[Double]] = []
  ) -> ReplyCase {
    ReplyCase(text, expectation, form: .brackets, finish: finish, shown: shown)
  }

  var testDescription: String { String(text.prefix(70)) }

  func check(_ location: SourceLocation = #_sourceLocation) {
    let reading = NumericAnswerReader(names: ["w", "b"], form: form).read(
      text, finish: finish, shown: shown, decimals: decimals)
    switch (reading, expectation) {
    case (.solution(let values, let span), .read(let expected, let from)):
      #expect(values == expected, sourceLocation: location)
      #expect(String(decoding: Array(text.utf8)[span], as: UTF8.self) == from, sourceLocation: location)
    case (.refused(let refusal), .refused(let code)):
      #expect(refusal.code == code, "\(refusal.reason)", sourceLocation: location)
      #expect(refusal.reason.hasSuffix("."), sourceLocation: location)
    case (.refused(let refusal), .duplicate(let id)):
      #expect(refusal.code == .duplicate, "\(refusal.reason)", sourceLocation: location)
      #expect(refusal.of == id, sourceLocation: location)
      #expect(refusal.span != nil, sourceLocation: location)
    default:
      Issue.record("\(expectation) was expected, but found \(reading)", sourceLocation: location)
    }
  }
}
