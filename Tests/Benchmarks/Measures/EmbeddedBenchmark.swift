import EmbeddedModel
import Foundation
import LanguageModels
import TestSupport
import Text

/// How long the embedded model thinks about the proposals of a step, and what it holds.
enum EmbeddedBenchmark {
  static func run() throws {
    let before = ProcessFigures(of: getpid())?.anonymous ?? 0
    let model = EmbeddedModel(pace: .atOnce)
    let first = try took { try proposals(1, of: model, to: prompt(pairs: 1, points: 0)) }
    print(Figures.label("first reply, with its weights") + "\(fixed(first)) ms")
    for (name, pairs, points, count) in [
      ("1 pair, 1 proposal", 1, 0, 1), ("20 pairs, 1 proposal", 20, 0, 1),
      ("20 pairs, 35 points, 1 proposal", 20, 35, 1), ("20 pairs, 8 proposals", 20, 0, 8),
      ("500 pairs, 50 points, 8 proposals", 500, 50, 8),
    ] {
      let messages = prompt(pairs: pairs, points: points)
      let times = try (0..<300).map { seed in try took { try proposals(count, of: model, to: messages, seed: seed) } }
      print(Figures.label(name) + Figures.spread(times, unit: "ms"))
    }
    let after = ProcessFigures(of: getpid())?.anonymous ?? 0
    print(Figures.label("memory of its own") + Figures.megabytes(after - before))
  }

  private static func prompt(pairs: Int, points: Int) -> [Message] {
    var random = SplitMix(state: 4)
    func number(_ size: Double) -> String {
      NumberFormat.fixed(Double.random(in: -size...size, using: &random), decimals: 2)
    }
    let data = (0..<points).map { _ in "(\(number(5)),\(number(20)))" }
    let rows = (0..<pairs).map { _ in "(w=\(number(5)), b=\(number(5))): loss=\(number(50))" }
    let lines = ["The line is y=w*x+b."] + data + rows + ["Return only {\"w\": number, \"b\": number}."]
    return [Message(.user, lines.joined(separator: "\n"))]
  }

  private static func proposals(
    _ count: Int, of model: EmbeddedModel, to messages: [Message], seed: Int = 1
  ) throws {
    let request = ModelRequest(messages: messages, temperature: 1, seed: seed)
    try FaultForms.waiting {
      if count > 1 {
        _ = try await model.replies(count, to: request) { _, _ in }
      } else {
        _ = try await model.reply(to: request) { _ in }
      }
    }
  }

  private static func took(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    return try clock.measure(body).seconds * 1000
  }
}
