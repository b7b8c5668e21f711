import Foundation
import LanguageModels
import Testing
import Text

@testable import EmbeddedModel

/// The embedded model asked with three to ten parameters.
@Suite(.timeLimit(.minutes(1))) struct SpaceModelTests {
  private let model = EmbeddedModel(pace: .atOnce)

  /// A bowl whose axes are stretched and turned against one another, least at 1, -2, 3, -4 …: 0 there.
  private static func loss(_ values: [Double]) -> Double {
    let away = values.enumerated().map { index, value in
      value - Double(index + 1) * (index.isMultiple(of: 2) ? 1 : -1)
    }
    let turns = zip(away, away.dropFirst()).reduce(0) { $0 + ($1.0 - 0.5 * $1.1) * ($1.0 - 0.5 * $1.1) }
    return away.enumerated().reduce(turns) { $0 + Double($1.offset + 1) * $1.element * $1.element }
  }

  private static func names(_ count: Int) -> [String] { (1...count).map { "p\($0)" } }

  private static func row(_ values: [Double], isScored: Bool = true) -> String {
    let pairs = zip(names(values.count), values).map { "\($0)=\(NumberFormat.fixed($1, decimals: 2))" }
    return "(" + pairs.joined(separator: ", ") + ")"
      + (isScored ? ": loss=\(NumberFormat.fixed(loss(values), decimals: 4))" : "")
  }

  private static func prompt(_ places: [[Double]], isScored: Bool = true) -> [Message] {
    let form = names(places[0].count).map { "\"\($0)\": number" }.joined(separator: ", ")
    let rows = places.map { row($0, isScored: isScored) }.joined(separator: "\n")
    return [Message(.user, rows + "\nReply with nothing but a JSON object of the form {\(form)}.")]
  }

  private static func places(_ count: Int, of size: Int, seed: UInt64 = 4) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in (0..<size).map { _ in (1000 * (random.uniform() - 0.5)).rounded() / 100 } }
  }

  private func values(_ text: String, count: Int) throws -> [Double] {
    let object = try JSONValue(parsing: text)
    return try Self.names(count).map { try #require(object[$0]?.number) }
  }

  private func replies(
    _ count: Int, to messages: [Message], temperature: Double, seed: Int = 1
  ) async throws -> [String] {
    let request = ModelRequest(messages: messages, temperature: temperature, seed: seed)
    return try #require(try await model.replies(count, to: request) { _, _ in }).compactMap { $0?.text }
  }

  @Test(arguments: 3...10) func everyNumberOfParametersIsAnswered(_ size: Int) async throws {
    let messages = Self.prompt(Self.places(6, of: size))
    let texts = try await replies(4, to: messages, temperature: 1, seed: 40)
    #expect(Set(texts).count == 4)
    for (index, text) in texts.enumerated() {
      _ = try values(text, count: size)
      // The same as each alone, by the seeds that follow.
      let alone = ModelRequest(messages: messages, temperature: 1, seed: 40 + index)
      #expect(try await model.reply(to: alone) { _ in }.text == text)
    }
    let distribution = try #require(EmbeddedModel.distribution(for: messages, temperature: 1))
    #expect(distribution.parameters == Self.names(size) && distribution.frame.count == size)
    #expect(distribution.logDensity(at: distribution.mode).isFinite)
  }

  @Test func moreThanTenParametersAreTooMany() async throws {
    for size in [11, 12, 20] {
      let messages = Self.prompt(Self.places(6, of: size))
      let request = ModelRequest(messages: messages, temperature: 1, seed: 1)
      let reply = try await model.reply(to: request) { _ in }.text
      #expect(reply.contains("more of them than I can take"), "\(size): \(reply)")
      #expect(EmbeddedModel.distribution(for: messages, temperature: 1) == nil)
    }
  }

  @Test func coldIsNarrowAndHotIsWide() throws {
    var random = SplitMix64(seed: 8)
    var last = 0.0
    for temperature in [0.25, 0.5, 1, 1.5, 2] {
      let foresight = try Foresight(
        PromptNumbers(Self.prompt(Self.places(12, of: 5))), temperature: temperature, weights: GoldenCase.weights())
      let proposals = Proposals(foresight)
      let mode = foresight.distribution.mode
      let away = (0..<1000).map { _ in
        zip(proposals.draw(&random, temperature: temperature), mode).reduce(0) { $0 + abs($1.0 - $1.1) }
      }.sorted()
      #expect(away[500] > last, "\(temperature)")
      last = away[500]
    }
  }

  @Test func withoutTemperatureNothingComesTwice() async throws {
    var places = Self.places(8, of: 4)
    let texts = try await replies(16, to: Self.prompt(places), temperature: 0)
    #expect(Set(texts).count == 16)
    // Asked again it repeats itself; what was tried meanwhile, though without a loss, is passed over.
    #expect(try await replies(1, to: Self.prompt(places), temperature: 0, seed: 9) == [texts[0]])
    places.append(try values(texts[0], count: 4))
    var messages = Self.prompt(Array(places.dropLast()))
    messages.insert(Message(.user, Self.row(places[8], isScored: false)), at: 0)
    #expect(try await replies(1, to: messages, temperature: 0) == [texts[1]])
  }

  @Test(arguments: [1, 2, 3]) func aBowlOfFourParametersIsSolved(_ seed: Int) async throws {
    var places = Self.places(5, of: 4, seed: UInt64(seed))
    func best() -> Double { places.map(Self.loss).min() ?? .infinity }
    #expect(best() > 10)
    // One step of the grid away from the optimum is some 0.0005; by chance one would come no lower than a few.
    var steps = 0
    while best() > 0.001, steps < 80 {
      let text = try await replies(1, to: Self.prompt(places), temperature: 0.5, seed: 1000 * seed + steps)[0]
      places.append(try values(text, count: 4))
      steps += 1
    }
    #expect(best() <= 0.001, "\(best()) after \(steps) steps")
  }

  @Test func withoutScoresItKnowsPlacesOnly() throws {
    let places = Self.places(12, of: 3)
    let blind = try #require(
      EmbeddedModel.distribution(for: Self.prompt(places, isScored: false), temperature: 1))
    #expect(blind.components.count == 1)
    for index in 0..<3 {
      #expect(abs(blind.mode[index] - places.reduce(0) { $0 + $1[index] / 12 }) < 0.01)
    }
    let seeing = try #require(EmbeddedModel.distribution(for: Self.prompt(places), temperature: 1))
    #expect(seeing.logDensity(at: [1, -2, 3]) > blind.logDensity(at: [1, -2, 3]) + 1)
  }

  @Test func turningTheFrameTurnsTheAnswer() throws {
    // Parameters in another order are a turn of the space; only the frame's triangle feels it, and undoes it.
    let places = Self.places(14, of: 4)
    let scored = places.map { ($0, Self.loss($0)) }.sorted { $0.1 < $1.1 }
    func modes(_ order: [Int]) throws -> [Double] {
      let numbers = PromptNumbers(
        names: Self.names(4), trials: scored.map { pair in .init(values: order.map { pair.0[$0] }, loss: pair.1) },
        decimals: [2, 2, 2, 2])
      let mode = try Foresight(numbers, temperature: 1, weights: GoldenCase.weights()).distribution.mode
      return zip(order, mode).sorted { $0.0 < $1.0 }.map(\.1)
    }
    #expect(agree(try modes([0, 1, 2, 3]), try modes([3, 1, 0, 2]), within: 1e-3))
  }

  @Test func numbersOfAnySizeGiveFiniteProposals() async throws {
    for loss in ["0", "-7", "1e25", "1e300", "1e-300"] {
      for (near, far) in [("1", "2"), ("1e140", "-1e140"), ("1e-200", "2e-200"), ("0", "0.0")] {
        let rows = "(a=\(near), b=\(far), c=0): loss=\(loss)\n(a=\(far), b=\(near), c=0): loss=3\n"
        let messages = [Message(.user, rows + "Return {\"a\": number, \"b\": number, \"c\": number}")]
        let text = try await replies(1, to: messages, temperature: 1)[0]
        let object = try JSONValue(parsing: text)
        #expect(["a", "b", "c"].allSatisfy { object[$0]?.number?.isFinite == true }, "\(near) \(loss): \(text)")
      }
    }
  }
}
