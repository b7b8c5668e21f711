import LanguageModels
import Optimization
import RunLog
import Synchronization
import Terminal
import TestSupport
import Testing

@testable import Dashboard
@testable import tiller

/// The questions of a screen, answered beside its loop.
@Suite("foresight desk", .timeLimit(.minutes(1)))
struct ForesightDeskTests {
  /// A host that keeps what it is sent.
  @TerminalActor
  private final class Screen: SessionHost {
    static let commandSource = CommandSource.keyboard
    var answers: [(step: Int, result: Result<ProposalDistribution?, InputError>)] = []
    func send(_ action: Action) {
      if case .foreseen(let question, let result) = action { answers.append((question.step, result)) }
    }
    var forks: ForkDesk?
    func feed(from source: any SessionSource) {}
    func run(_ source: any SessionSource) async -> SessionEnd { .quit }
    func close() {}
  }

  /// A log of prompts that are the numbers of their steps.
  private static func log(in place: Workplace, steps: Int) async throws -> [ForesightQuestion] {
    let writer = try RunLogWriter(creating: place.log)
    let foresight = Foresight(by: "embedded")
    let questions = (1...steps).map { step in
      let started = StepStarted(
        step: step, messages: [Message(.user, "\(step)")], sections: [], shown: [], temperature: 0.3, model: nil)
      let location = writer.append(LoggedEvent(n: step - 1, time: 0, event: .stepStarted(started)))
      return foresight.question(step: step, location: location)
    }
    await writer.finish()
    return questions
  }

  private static func distribution(_ number: Double) -> ProposalDistribution {
    ProposalDistribution(
      parameters: ["w"], center: [number], frame: [[1]], components: [.init(weight: 1, mean: [0], spread: [1])],
      temperature: 0.5)
  }

  @TerminalActor
  private static func wait(for count: Int, of screen: Screen) async {
    while screen.answers.count < count { await Task.yield() }
  }

  @Test @TerminalActor func anAnswerIsMadeOfTheMessagesInTheLogAtTheModelsOwnTemperature() async throws {
    let place = try Workplace(), screen = Screen()
    let questions = try await Self.log(in: place, steps: 3)
    let desk = ForesightDesk(
      Foreseer(name: "embedded") { messages, temperature in
        temperature == nil ? Double(messages[0].text).map(Self.distribution) : nil
      })
    desk.ask(questions[1], in: place.log, for: screen)
    await Self.wait(for: 1, of: screen)
    #expect(screen.answers[0].step == 2 && screen.answers[0].result == .success(Self.distribution(2)))
  }

  @Test @TerminalActor func ofThoseThatWaitTheNewestIsAnswered() async throws {
    let place = try Workplace(), screen = Screen()
    let questions = try await Self.log(in: place, steps: 5)
    let told = Mutex<[String]>([])
    let desk = ForesightDesk(
      Foreseer(name: "embedded") { messages, _ in
        told.withLock { $0.append(messages[0].text) }
        return nil
      })
    for question in questions { desk.ask(question, in: place.log, for: screen) }
    await Self.wait(for: 2, of: screen)
    #expect(screen.answers.map(\.step) == [1, 5] && told.withLock { $0 } == ["1", "5"])
    #expect(screen.answers.allSatisfy { $0.result == .success(nil) })
    desk.ask(questions[2], in: place.log, for: screen)
    await Self.wait(for: 3, of: screen)
    #expect(screen.answers[2].step == 3)
  }

  @Test @TerminalActor func aLogThatCannotBeReadIsASentence() async throws {
    let place = try Workplace(), screen = Screen()
    let questions = try await Self.log(in: place, steps: 1)
    let desk = ForesightDesk(Foreseer(name: "embedded") { _, _ in nil })
    desk.ask(questions[0], in: place.path + "/none.jsonl", for: screen)
    await Self.wait(for: 1, of: screen)
    guard case .failure(let error) = screen.answers[0].result else {
      Issue.record("no failure")
      return
    }
    #expect(error.description.contains("none.jsonl"))
  }
}
