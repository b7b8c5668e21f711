import Dashboard
import Optimization
import Testing
import Text

@Suite struct FieldTests {
  @Test func theTemperatureIsTypedOrLeftToTheServer() {
    var run = SampleRun()
    run.press(.character("t"))
    #expect(run.state.field?.field.string == "0.7")
    run.press(.control("u"))
    run.type("1.25")
    #expect(run.press(KeyPress(.enter)) == [.command(.setTemperature(1.25))])
    #expect(run.state.field == nil)
    run.press(.character("t"), .control("u"))
    #expect(run.press(KeyPress(.enter)) == [.command(.setTemperature(nil))])
  }

  @Test(arguments: ["3", "-0.1", "nan", "hot", "0,7", "1 2", "inf"])
  func aBadTemperatureKeepsTheFieldOpenAndSaysWhatIsAllowed(_ text: String) {
    var run = SampleRun()
    run.press(.character("t"), .control("u"))
    run.type(text)
    #expect(run.press(KeyPress(.enter)).isEmpty)
    #expect(run.state.field?.complaint == "\"\(text)\" is no temperature: allowed are 0 to 2, or nothing.")
    run.press(KeyPress(.backspace))
    #expect(run.state.field?.complaint == nil)
    run.press(KeyPress(.escape))
    #expect(run.state.field == nil)
  }

  @Test func injectedTextIsReadByTheProblemBeforeItIsSent() {
    var run = SampleRun()
    run.press(.character("i"))
    run.type("1 2; 3 4")
    #expect(run.press(KeyPress(.enter)) == [.command(.inject("1 2; 3 4"))])
    run.press(.character("i"))
    run.type("1")
    #expect(run.press(KeyPress(.enter)).isEmpty)
    #expect(run.state.field?.complaint?.contains("two numbers are needed") == true)
    run.press(KeyPress(.backspace))
    #expect(run.press(KeyPress(.enter)).isEmpty && run.state.field?.complaint != nil)
  }

  @Test func stepsTakeWholeNumbersInRange() {
    var run = SampleRun()
    run.press(.character("S"), .control("u"))
    run.type("70")
    #expect(run.press(KeyPress(.enter)) == [.command(.setSteps(70))])
    run.press(.character("S"), .control("u"))
    run.type("0")
    #expect(run.press(KeyPress(.enter)).isEmpty && run.state.field?.complaint?.contains("1 to 1000000") == true)
  }

  @Test func keysOfTheScreenAreLettersInAField() {
    var run = SampleRun()
    run.press(.character("i"))
    run.type("q s?n ")
    #expect(run.state.field?.field.string == "q s?n ")
    #expect(run.press(.control("c")) == [.quit])
    #expect(run.press(.control("z")) == [.suspend])
  }

  @Test func editingMovesAndDeletes() {
    var run = SampleRun()
    run.press(.character("i"))
    run.type("abc")
    run.press(KeyPress(.left), KeyPress(.left), .character("X"), KeyPress(.delete))
    #expect(run.state.field?.field.string == "aXc")
    run.press(KeyPress(.home), KeyPress(.backspace), .character("<"), KeyPress(.end), .character(">"))
    #expect(run.state.field?.field.string == "<aXc>")
    run.press(KeyPress(.left), .control("u"))
    #expect(run.state.field?.field.string == ">" && run.state.field?.field.cursor == 0)
    run.press(KeyPress(.left), KeyPress(.end), KeyPress(.right))
    run.type(" two")
    run.press(.control("w"))
    #expect(run.state.field?.field.string == "> ")
  }

  @Test func aPasteIsCleanedAndNeverPressesKeys() {
    var run = SampleRun()
    #expect(run.send(.input(.paste("q\nn"))).isEmpty)
    #expect(run.state.message?.kind == .refused && run.state.field == nil)
    run.press(.character("i"))
    #expect(run.send(.input(.paste("1 2;\n\u{1B}[31m3\t4\u{7}\n"))).isEmpty)
    #expect(run.state.field?.field.string == "1 2; [31m3 4")
  }

  @Test func aFieldHoldsOnlySoMuch() {
    var field = TextField()
    field.paste(String(repeating: "a", count: 10_000))
    #expect(field.text.count == TextField.mostCharacters && field.cursor == TextField.mostCharacters)
    field.insert("b")
    #expect(field.text.count == TextField.mostCharacters)
  }
}
