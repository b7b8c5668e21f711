import Testing
import Text

@testable import Optimization

@Suite struct NumericAnswerFormTests {
  @Test func everyParameterIsRequiredAndNothingElseAllowed() throws {
    let space = Space.numbers([
      NumberParameter(name: "w", range: 0...1), NumberParameter(name: "n", range: 0...9, isInteger: true),
    ])
    let form = try #require(NumericAnswerForm.form(for: space, name: "line"))
    #expect(form.schema["required"] == ["w", "n"] && form.schema["additionalProperties"] == false)
    #expect(form.schema["properties"]?["n"]?["type"] == "integer")
    #expect(form.schema["properties"]?["w"]?["type"] == "number")
    #expect(
      form.grammar?.hasPrefix(#"root ::= "{" "\"w\": " number ", " "\"n\": " whole "}""# + "\n") == true)
  }

  @Test func whatIsNoNumberOrHasAStrangeNameHasLess() {
    #expect(NumericAnswerForm.form(for: .numbers([]), name: "x") == nil)
    let strange = Space.numbers([NumberParameter(name: "a\"b", range: 0...1)])
    #expect(NumericAnswerForm.form(for: strange, name: "x")?.grammar == nil)
  }
}
