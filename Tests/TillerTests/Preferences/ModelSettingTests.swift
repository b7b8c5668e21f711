import LanguageModels
import Settings
import Testing

/// The settings know nothing of models; what they let through is what `--model` takes.
@Suite("the setting of the model")
struct ModelSettingTests {
  @Test("names what the option names")
  func allowed() throws {
    let setting = try #require(SettingDeclaration.all.first { $0.path == "run.model" })
    guard case .form(let names, let prefixes, let allowed) = setting.kind else {
      Issue.record("The setting has another kind.")
      return
    }
    #expect(allowed == ModelChoice.allowed)
    for name in names { #expect(throws: Never.self) { try ModelChoice(name) } }
    for prefix in prefixes { #expect(throws: Never.self) { try ModelChoice(prefix + "x") } }
  }
}
