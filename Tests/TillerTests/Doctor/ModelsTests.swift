import Foundation
import LanguageModels
import Settings
import TestSupport
import Testing
import Text

@testable import tiller

/// What can be asked, as `tiller models` tells it.
@Suite("models")
struct ModelsTests {
  private static let list = #"{"data":[{"id":"nomic-embed-text"},{"id":"qwen:0.5b"}]}"#
  private static let key = "sk-very-secret-0123456789"

  private func survey(_ environment: [String: String], setting: String? = nil) -> ModelSurvey {
    let text = setting.map { "[run]\nmodel = \"\($0)\"\n" } ?? ""
    let configuration = Configuration(parsingUTF8: Array(text.utf8), path: "c.toml", acts: [])
    return ModelSurvey(
      ResolvedSettings(configuration, acts: [], environment: environment),
      environment.merging(["TILLER_LOCAL_SERVERS": ""]) { mine, _ in mine })
  }

  @Test("without a server or a setting the model inside the program is asked, and no key changes that")
  func embedded() {
    let survey = survey(["OPENAI_API_KEY": Self.key, "GROQ_API_KEY": " "])
    #expect(survey.chosen == "embedded" && survey.reason.contains("no model server answers"))
    #expect(survey.services.first { $0.service == .openai }?.hasKey == true)
    #expect(survey.services.first { $0.service == .groq }?.hasKey == false)
    #expect(survey.services.first { $0.service == .ollama }?.hasKey == nil)
    let text = survey.lines.joined(separator: "\n")
    #expect(text.contains("OPENAI_API_KEY found") && text.contains("GROQ_API_KEY not set"))
    #expect(text.contains("a key alone never chooses one"))
    #expect(text.contains("not a language model: it reads the pairs in the prompt and no words. (chosen)"))
    for profile in SimulatedProfile.allCases {
      #expect(text.contains("simulated:\(profile.name)") && text.contains(profile.shows))
    }
  }

  @Test("a setting comes first, and a server on this machine before the model inside the program")
  func order() throws {
    let server = try LoopbackServer { _ in .answer(200, Self.list) }
    defer { server.stop() }
    let silent = "http://127.0.0.1:\(try LoopbackServer.unusedPort())/v1"
    let places = ["TILLER_LOCAL_SERVERS": "\(silent),\(server.baseURL)"]
    let found = survey(places)
    #expect(found.chosen == "openai:qwen:0.5b" && found.reason.contains(server.baseURL))
    #expect(found.localEntries.map(\.found) == ["nothing answers", "nomic-embed-text, qwen:0.5b"])
    #expect(found.localEntries.last?.whyNot == nil)
    let set = survey(places, setting: "none")
    #expect(set.ownEntries.last?.whyNot == nil && set.ownEntries.filter { $0.whyNot == nil }.count == 1)
    #expect(survey([:], setting: "groq:x").serviceEntries.filter { $0.whyNot == nil }.map(\.name) == ["groq:NAME"])
    #expect(set.chosen == "none" && set.localEntries.last?.whyNot == "the setting run.model comes first")
    let wrong = survey(["TILLER_LOCAL_SERVERS": "https://example.org", "OPENAI_BASE_URL": "nonsense"])
    #expect(wrong.complaints.count == 2 && wrong.chosen == "embedded")
  }

  @Test("the command prints it, as JSON too, and never a key")
  func command() async throws {
    let place = try Workplace()
    let keys = Dictionary(
      uniqueKeysWithValues: Service.allCases.compactMap { $0.keyVariable.map { ($0, Self.key) } })
    let words = try await Program.run(["models"], in: place, environment: keys)
    #expect(words.status == 0 && words.lines.first?.contains("asks embedded") == true, "\(words.errors)")
    #expect(words.output.contains("ANTHROPIC_API_KEY found"))
    let json = try await Program.run(["models", "--json"], in: place, environment: keys)
    let object = try JSONDecoder().decode(JSONValue.self, from: Data(json.output.utf8))
    #expect(object["chosen"]?.string == "embedded")
    #expect(object["services"]?.array?.count == Service.named.count)
    #expect(object["services"]?.array?.first?["keyFound"]?.bool == true)
    #expect(object["simulated"]?.array?.count == SimulatedProfile.allCases.count)
    for outcome in [words, json] {
      #expect(!(outcome.output + outcome.errors).contains("very-secret"))
    }
    #expect(place.logs.isEmpty)
  }
}
