import Charts
import Dashboard
import Optimization
import Testing
import Text

@Suite struct ReportTests {
  private let size = Size(columns: 120, rows: 36)

  @Test func theSummaryNamesBestLastReferencesAndHowToGoOn() {
    let state = SampleScreen.ended.state(size)
    let command = Summary.replayCommand("/tmp/it's here.jsonl")
    let lines = Summary.lines(for: state.run, logPath: "/tmp/run.jsonl", commands: [command])
    #expect(command == "tiller replay '/tmp/it'\\''s here.jsonl'")
    #expect(
      lines == [
        "run            line classroom, simulated",
        "ended          all steps done",
        "best           #45  w=14.5 b=13.85  MSE 3.182  step 50, model",
        "last           #45  w=14.5 b=13.85  MSE 3.182  step 50, model",
        "least squares  w=14.905 b=13.641  MSE 3.082",
        "truth          w=15 b=14  MSE 3.214",
        "steps          50 of 50; 46 candidates (3 initial, 43 model)",
        "tokens         20.6k in, 1,200 out",
        "rejected       7: 7 duplicate",
        "log            /tmp/run.jsonl",
        "go on with     tiller replay '/tmp/it'\\''s here.jsonl'",
      ])
  }

  @Test func aRunWithoutEventsHasASummaryToo() {
    #expect(Summary.lines(for: RunState()) == ["The run did not start."])
    #expect(Summary.lines(for: SampleRun().state.run).contains { $0.contains("0 of 50; 0 candidates") })
  }

  @Test func aStepIsOneLine() {
    var run = SampleRun(simulated: false)
    run.initial()
    #expect(StepLine.line(for: run.state.run).hasPrefix("start  #"))
    run.performStep()
    #expect(StepLine.line(for: run.state.run).hasPrefix("step 1/50  T 0.7  #3 w="))
    #expect(StepLine.line(for: run.state.run).hasSuffix("1.2 s"))
    for _ in 0..<5 { run.performStep() }
    #expect(StepLine.line(for: run.state.run).contains("rejected, duplicate: "))
    #expect(!StepLine.line(for: run.state.run).contains("\n"))
  }
}
