import Text

/// Puts a request's body together from the settings that the service takes.
struct RequestBodyBuilder {
  private var members: [String: JSONValue]
  private var sent: Set<RequestSetting> = []
  private let request: ModelRequest
  private let ways: ServiceWays

  init(_ members: [String: JSONValue], _ request: ModelRequest, _ ways: ServiceWays) {
    self.members = members
    self.request = request
    self.ways = ways
  }

  /// Adds a setting, unless the service refused it or the person has set this member otherwise.
  mutating func add(_ setting: RequestSetting, _ name: String, _ value: JSONValue) {
    guard ways.takes(setting), request.fields[name] == nil else { return }
    members[name] = value
    sent.insert(setting)
  }

  /// Temperature and top-p, after a look at them.
  mutating func addSampling() throws(ModelError) {
    if let temperature = request.temperature {
      guard temperature.isFinite && temperature >= 0 else {
        throw Self.refused("temperature", "The temperature is \(temperature): it must be 0 or more.")
      }
      add(.temperature, "temperature", .number(temperature))
    }
    if let topP = request.topP {
      guard topP > 0 && topP <= 1 else {
        throw Self.refused("top-p", "Top-p is \(topP): it must be above 0 and at most 1.")
      }
      add(.topP, "top_p", .number(topP))
    }
  }

  /// The body with the forms of thinking and of the answer, and the person's own members over all.
  mutating func body() throws(ModelError) -> RequestBody {
    merge(.thinking, ways.thinking(of: request))
    merge(.answerForm, ways.answer(of: request))
    members.merge(request.fields) { _, own in own }
    do throws(JSONNumberError) {
      return RequestBody(bytes: try JSONValue.object(members).canonicalUTF8(), sent: sent)
    } catch {
      throw Self.refused("request field", "A field of the request is \(error.value): JSON has no such number.")
    }
  }

  private mutating func merge(_ setting: RequestSetting, _ form: [String: JSONValue]) {
    guard ways.takes(setting) else { return }
    for (name, value) in form where request.fields[name] == nil {
      if let old = members[name]?.object, let new = value.object {
        members[name] = .object(old.merging(new) { $1 })
      } else {
        members[name] = value
      }
      sent.insert(setting)
    }
  }

  private static func refused(_ cause: String, _ sentence: String) -> ModelError {
    ModelError(.badRequest, cause: cause, sentence: sentence, isRetryable: false)
  }
}
