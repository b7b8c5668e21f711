import Foundation
import LanguageModels
import Testing
import Text

@testable import EmbeddedModel

/// A prompt in numbers and what the training code makes of it at every stage; Training/golden.py writes them.
struct GoldenCase: CustomTestStringConvertible, Sendable {
  let json: JSONValue

  var testDescription: String { json["name"]?.string ?? "" }

  /// For the net of one and two parameters.
  static let all = read("plane")

  /// For the net of three to ten.
  static let space = read("space")

  private static func read(_ name: String) -> [GoldenCase] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name).json")
    guard let text = try? String(contentsOf: path, encoding: .utf8), let json = try? JSONValue(parsing: text) else {
      return []
    }
    return json.array?.map { GoldenCase(json: $0) } ?? []
  }

  func numbers(_ path: String...) -> [Double] { Self.flat(path.reduce(json) { $0[$1] ?? .null }) }

  static func flat(_ json: JSONValue) -> [Double] {
    json.number.map { [$0] } ?? json.array?.flatMap(flat) ?? []
  }

  /// The prompt.
  var prompt: PromptNumbers {
    let pairs = json["pairs"]?.array?.map(Self.flat) ?? []
    let trials = zip(pairs, numbers("losses")).map { PromptReading.Trial(values: $0, loss: $1) }
    let points = (json["points"]?.array?.map(Self.flat) ?? []).map { ShownPoints.Point(x: $0[0], y: $0[1]) }
    let count = pairs.first?.count ?? 0
    return PromptNumbers(
      names: Array(["w", "b", "c", "d", "e", "f", "g", "h", "i", "j"].prefix(count)), trials: trials,
      decimals: numbers("resolution").prefix(count).map { Int((-log10($0)).rounded()) }, points: points)
  }

  var context: NetContext {
    let prompt = prompt
    return NetContext(
      pairs: prompt.pairs.map { ($0.values, $0.loss) }, resolution: prompt.resolution, points: prompt.points)
  }

  var spaceContext: SpaceContext {
    let prompt = prompt
    return SpaceContext(pairs: prompt.pairs.map { ($0.values, $0.loss) }, resolution: prompt.resolution)
  }

  /// An array of arrays: the numbers of each, whatever arrays they lie in.
  func rows(_ name: String) -> [[Double]] { json[name]?.array?.map(Self.flat) ?? [] }

  static func weights() throws -> EmbeddedWeights { try EmbeddedWeights.shared.get() }
}

/// Whether numbers agree to 1e-4 of their size, or of 1 where they are small.
func agree(_ found: [Double], _ expected: [Double], within tolerance: Double = 1e-4) -> Bool {
  found.count == expected.count
    && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
}
