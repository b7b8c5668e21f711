import Optimization
import Text

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A run as one JSON object (RFC 8259).
///
/// | key | |
/// |---|---|
/// | `format`, `version` | "tiller-run" and 1 |
/// | `id`, `started`, `parent` | as in the log |
/// | `problem` | name, settings, parameters, objective, references, data |
/// | `model` | who was asked first; null for random proposals |
/// | `settings` | what the run was started with |
/// | `summary` | steps done and planned, seconds, how it ended, best id and loss, tokens |
/// | `trajectory` | of each candidate id, step, reply (from 1), origin, solution, text, loss or failure, values, temperature, model, time and seconds |
/// | `steering` | of each act step, time, source and command |
///
/// Losses are in full precision, times in seconds since the start. Strings are cleaned for display, their newlines kept.
/// Whole numbers that a double does not hold are strings.
public enum JSONExport {
  public static func bytes(of record: RunRecord) throws -> [UInt8] {
    let head = record.state.head
    var members: [(String, JSONValue)] = [
      ("format", "tiller-run"), ("version", 1), ("id", .string(record.started.id)),
      ("started", .string(record.started.started)),
    ]
    if let parent = record.started.parent { members.append(("parent", try value(of: parent))) }
    members.append(("problem", try value(of: record.started.problem)))
    members.append(("model", try record.started.models.optimizer.map { try value(of: $0) } ?? .null))
    members.append(("settings", try settings(record.started.settings)))
    members.append(("summary", summary(head)))
    var bytes = Array("{\n".utf8)
    for (key, value) in members {
      bytes += Array("\"\(key)\":".utf8) + (try cleaned(value).canonicalUTF8()) + Array(",\n".utf8)
    }
    try append("trajectory", record.candidates.map(object), to: &bytes)
    bytes += Array(",\n".utf8)
    try append("steering", record.acts.map { try object($0) }, to: &bytes)
    return bytes + Array("\n}\n".utf8)
  }

  private static func append(_ key: String, _ values: [JSONValue], to bytes: inout [UInt8]) throws {
    bytes += Array("\"\(key)\":[".utf8)
    for (position, value) in values.enumerated() {
      bytes += Array((position == 0 ? "\n" : ",\n").utf8) + (try cleaned(value).canonicalUTF8())
    }
    bytes += Array(values.isEmpty ? "]".utf8 : "\n]".utf8)
  }

  private static func value(of encodable: some Encodable) throws -> JSONValue {
    try JSONValue(parsing: Array(try JSONEncoder().encode(encodable)))
  }

  static func settings(_ settings: RunSettings) throws -> JSONValue {
    guard case .object(var members) = try value(of: settings) else { return .null }
    if settings.seed > 1 << 53 { members["seed"] = .string(String(settings.seed)) }
    return .object(members)
  }

  private static func summary(_ head: RunHead) -> JSONValue {
    var members: [String: JSONValue] = [
      "steps": .number(Double(head.step)), "plannedSteps": .number(Double(head.steps)), "seconds": .number(head.time),
      "tokens": ["input": .number(Double(head.tokens.input)), "output": .number(Double(head.tokens.output))],
      "rejected": .object(
        Dictionary(
          head.counts.rejected.map { ($0.key.rawValue, JSONValue.number(Double($0.value))) }, uniquingKeysWith: { $1 })),
    ]
    if let best = head.best { members["best"] = ["id": .number(Double(best.id)), "loss": .number(best.loss)] }
    if let ended = head.ended {
      members["ended"] = .string(ended.reason.rawValue)
      if let cause = ended.cause { members["cause"] = .string(cause) }
    }
    return .object(members)
  }

  private static func object(_ candidate: RunRecord.Candidate) -> JSONValue {
    let event = candidate.event
    var members: [String: JSONValue] = [
      "id": .number(Double(event.id)), "step": .number(Double(event.step)), "origin": .string(event.origin.rawValue),
      "solution": event.solution, "text": .string(event.text), "time": .number(candidate.time),
      "seconds": .number(event.seconds),
    ]
    if let index = event.index { members["reply"] = .number(Double(index + 1)) }
    if let loss = event.loss { members["loss"] = .number(loss) }
    if let failure = event.failure {
      members["failure"] = ["code": .string(failure.code), "reason": .string(failure.reason)]
    }
    if !event.values.isEmpty { members["values"] = .object(event.values.mapValues(JSONValue.number)) }
    if let temperature = event.temperature { members["temperature"] = .number(temperature) }
    if let model = event.model { members["model"] = .string(model) }
    return .object(members)
  }

  private static func object(_ act: RunRecord.Act) throws -> JSONValue {
    [
      "step": .number(Double(act.event.step)), "time": .number(act.time), "source": .string(act.event.source.rawValue),
      "command": try value(of: act.event.command),
    ]
  }

  /// The same with every string safe to show.
  static func cleaned(_ value: JSONValue) -> JSONValue {
    func clean(_ text: String) -> String { DisplayText(cleaning: text, keepingNewlines: true).string }
    switch value {
    case .null, .bool, .number: return value
    case .string(let text): return .string(clean(text))
    case .array(let values): return .array(values.map(cleaned))
    case .object(let members):
      return .object(
        Dictionary(members.map { (clean($0.key), cleaned($0.value)) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}
