import Optimization
import Text

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The line of an event: compact JSON, keys sorted.
///
/// The kinds that every step brings are written by hand, as JSONEncoder took a fifth of the time of a fast run; the rest
/// goes through it. A test holds both to the same bytes.
struct EventLine {
  private let encoder: JSONEncoder

  init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  /// With the line's end.
  func bytes(of event: LoggedEvent) -> [UInt8] {
    do {
      var line = try Self.written(event) ?? Array(try encoder.encode(event))
      line.append(UInt8(ascii: "\n"))
      return line
    } catch {
      // Only a number without a JSON form gets here; the place in the order is kept, and what is missing is said.
      let text = "An event of the kind \(event.event.kind) could not be written: it holds a number that is not finite."
      let stand = LoggedEvent(
        n: event.n, time: event.time.isFinite ? event.time : 0, event: .notice(Notice(code: "log", text: text)))
      return ((try? encoder.encode(stand)).map(Array.init) ?? Array("{}".utf8)) + [UInt8(ascii: "\n")]
    }
  }

  /// Nil for the kinds that are left to the encoder.
  static func written(_ event: LoggedEvent) throws(JSONNumberError) -> [UInt8]? {
    var writer = JSONWriter(reservingCapacity: 256)
    switch event.event {
    case .asked(let asked): try write(asked, event, &writer)
    case .reply(let reply): try write(reply, event, &writer)
    case .evaluationStarted(let started): try write(started, event, &writer)
    case .candidate(let candidate): try write(candidate, event, &writer)
    case .stepStarted(let step): try write(step, event, &writer)
    default: return nil
    }
    return writer.bytes
  }

  private static func write(
    _ asked: Asked, _ event: LoggedEvent, _ writer: inout JSONWriter
  ) throws(JSONNumberError) {
    writer.append("{\"attempt\":")
    writer.write(asked.attempt)
    writer.append(",\"event\":\"asked\",\"index\":")
    writer.write(asked.index)
    writer.append(",\"n\":")
    writer.write(event.n)
    writer.append(",\"role\":")
    writer.write(asked.role)
    try optional(",\"seed\":", asked.seed.map(Double.init), &writer)
    writer.append(",\"step\":")
    writer.write(asked.step)
    try optional(",\"temperature\":", asked.temperature, &writer)
    try end(event, &writer)
  }

  private static func write(
    _ reply: ReplyEvent, _ event: LoggedEvent, _ writer: inout JSONWriter
  ) throws(JSONNumberError) {
    writer.append("{\"attempt\":")
    writer.write(reply.attempt)
    writer.append(",\"event\":\"reply\",\"finish\":")
    writer.write(reply.finish.name)
    try optional(",\"first\":", reply.first, &writer)
    writer.append(",\"index\":")
    writer.write(reply.index)
    optional(",\"model\":", reply.model, &writer)
    writer.append(",\"n\":")
    writer.write(event.n)
    optional(",\"reasoning\":", reply.reasoning, &writer)
    writer.append(",\"role\":")
    writer.write(reply.role)
    writer.append(",\"seconds\":")
    try writer.write(reply.seconds)
    writer.append(",\"step\":")
    writer.write(reply.step)
    writer.append(",\"text\":")
    writer.write(reply.text)
    try end(event, &writer, closing: false)
    if let usage = reply.usage {
      writer.append(",\"usage\":{")
      if let cached = usage.cached {
        writer.append("\"cached\":")
        writer.write(cached)
        writer.append(",")
      }
      if usage.isEstimated { writer.append("\"estimated\":true,") }
      writer.append("\"input\":")
      writer.write(usage.input)
      writer.append(",\"output\":")
      writer.write(usage.output)
      writer.append("}")
    }
    writer.append("}")
  }

  private static func write(
    _ started: EvaluationStarted, _ event: LoggedEvent, _ writer: inout JSONWriter
  ) throws(JSONNumberError) {
    writer.append("{\"event\":\"evaluation-started\",\"id\":")
    writer.write(started.id)
    try optional(",\"index\":", started.index.map(Double.init), &writer)
    writer.append(",\"n\":")
    writer.write(event.n)
    writer.append(",\"step\":")
    writer.write(started.step)
    try end(event, &writer)
  }

  private static func write(
    _ candidate: CandidateEvent, _ event: LoggedEvent, _ writer: inout JSONWriter
  ) throws(JSONNumberError) {
    writer.append("{\"event\":\"candidate\"")
    if let failure = candidate.failure {
      writer.append(",\"failure\":{\"code\":")
      writer.write(failure.code)
      writer.append(",\"reason\":")
      writer.write(failure.reason)
      writer.append("}")
    }
    optional(",\"gist\":", candidate.gist, &writer)
    writer.append(",\"id\":")
    writer.write(candidate.id)
    try optional(",\"index\":", candidate.index.map(Double.init), &writer)
    optional(",\"key\":", candidate.key, &writer)
    try optional(",\"loss\":", candidate.loss, &writer)
    optional(",\"model\":", candidate.model, &writer)
    writer.append(",\"n\":")
    writer.write(event.n)
    writer.append(",\"origin\":")
    writer.write(candidate.origin.rawValue)
    try optional(",\"parent\":", candidate.parent.map(Double.init), &writer)
    writer.append(",\"seconds\":")
    try writer.write(candidate.seconds)
    writer.append(",\"solution\":")
    try writer.write(candidate.solution)
    if let span = candidate.span {
      writer.append(",\"span\":{\"from\":")
      writer.write(span.from)
      writer.append(",\"to\":")
      writer.write(span.to)
      writer.append("}")
    }
    writer.append(",\"step\":")
    writer.write(candidate.step)
    try optional(",\"temperature\":", candidate.temperature, &writer)
    writer.append(",\"text\":")
    writer.write(candidate.text)
    try end(event, &writer, closing: false)
    writer.append(",\"values\":")
    try writer.write(.object(candidate.values.mapValues(JSONValue.number)))
    writer.append("}")
  }

  private static func write(
    _ step: StepStarted, _ event: LoggedEvent, _ writer: inout JSONWriter
  ) throws(JSONNumberError) {
    writer.append("{\"event\":\"step-started\",\"messages\":[")
    for (position, message) in step.messages.enumerated() {
      writer.append(position == 0 ? "{\"role\":" : ",{\"role\":")
      writer.write(message.role.rawValue)
      writer.append(",\"text\":")
      writer.write(message.text)
      writer.append("}")
    }
    writer.append("]")
    optional(",\"model\":", step.model, &writer)
    writer.append(",\"n\":")
    writer.write(event.n)
    writer.append(",\"sections\":[")
    for (position, section) in step.sections.enumerated() {
      writer.append(position == 0 ? "{" : ",{")
      if let candidate = section.candidate {
        writer.append("\"candidate\":")
        writer.write(candidate)
        writer.append(",")
      }
      writer.append("\"from\":")
      writer.write(section.from)
      writer.append(",\"kind\":")
      writer.write(section.kind.rawValue)
      writer.append(",\"message\":")
      writer.write(section.message)
      writer.append(",\"to\":")
      writer.write(section.to)
      writer.append("}")
    }
    writer.append("],\"shown\":[")
    for (position, id) in step.shown.enumerated() {
      if position > 0 { writer.append(",") }
      writer.write(id)
    }
    writer.append("],\"step\":")
    writer.write(step.step)
    try optional(",\"temperature\":", step.temperature, &writer)
    try end(event, &writer)
  }

  private static func optional(_ key: StaticString, _ text: String?, _ writer: inout JSONWriter) {
    guard let text else { return }
    writer.append(key)
    writer.write(text)
  }

  private static func optional(
    _ key: StaticString, _ number: Double?, _ writer: inout JSONWriter
  ) throws(JSONNumberError) {
    guard let number else { return }
    writer.append(key)
    try writer.write(number)
  }

  private static func end(
    _ event: LoggedEvent, _ writer: inout JSONWriter, closing: Bool = true
  ) throws(JSONNumberError) {
    writer.append(",\"time\":")
    try writer.write(event.time)
    if closing { writer.append("}") }
  }
}
