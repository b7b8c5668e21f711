import Testing

@testable import Settings

@Suite("The list of settings")
struct SettingDeclarationTests {
  @Test("names each once, with a sentence and an example that is allowed", arguments: SettingDeclaration.all)
  func sound(declaration: SettingDeclaration) {
    #expect(SettingDeclaration.all.count { $0.path == declaration.path } == 1)
    #expect(declaration.meaning.hasSuffix("."))
    #expect(declaration.kind.value(of: declaration.builtIn.example) == declaration.builtIn.example)
    #expect(declaration.option?.hasPrefix("--") != false)
    #expect(declaration.path.utf8.allSatisfy { TOMLByte.isBareKey($0) || $0 == TOMLByte.dot })
  }

  @Test("has a run's settings under the words of the command line", arguments: SettingDeclaration.all)
  func words(declaration: SettingDeclaration) {
    guard declaration.path.hasPrefix("run.") else { return }
    #expect(declaration.option == "--" + declaration.path.dropFirst("run.".count))
  }
}

@Suite("The sample of the settings")
struct SampleConfigurationTests {
  private let lines = SampleConfiguration.text(acts: SampleActs.all).split(separator: "\n")

  /// The lines that are settings, without the sign before them.
  private var settings: [String] {
    lines.filter { $0.hasPrefix("#") && !$0.hasPrefix("# ") }.map { String($0.dropFirst()) }
  }

  @Test("sets nothing as it is, in lines of 100 columns")
  func commentedOut() {
    let configuration = Configuration(lines.joined(separator: "\n"))
    #expect(configuration.problems.isEmpty && configuration.values.isEmpty && configuration.keys == .none)
    #expect(lines.allSatisfy { $0.hasPrefix("#") && $0.count <= 100 })
  }

  @Test("has each line right, and built-in values where there are any")
  func eachAlone() throws {
    var found: Set<String> = []
    for line in settings {
      let configuration = Configuration(line)
      #expect(configuration.problems.isEmpty, "\(line)")
      found.formUnion(configuration.values.keys)
      found.formUnion(configuration.keys.keys.keys)
      for (path, value) in configuration.values {
        let declaration = try #require(SettingDeclaration.all.first { $0.path == path })
        if case .value(let builtIn) = declaration.builtIn { #expect(value == builtIn, "\(line)") }
      }
      for (act, keys) in configuration.keys.keys {
        #expect(SampleActs.all.first { $0.name == act }?.keys == keys, "\(line)")
      }
    }
    let acts = SampleActs.all.filter(\.isRebindable).map(\.name)
    #expect(found == Set(SettingDeclaration.all.map(\.path) + acts))
  }

  @Test("is right with every line in force")
  func together() {
    let configuration = Configuration(settings.joined(separator: "\n"))
    #expect(configuration.problems.isEmpty)
    #expect(configuration.values.count == SettingDeclaration.all.count)
    #expect(configuration.prices.byName.count == 2)
  }

  @Test("says of a setting what it means, what is allowed and what decides without it")
  func words() throws {
    let sample = SampleConfiguration.text()
    #expect(
      sample.contains(
        """

        # The steps of a run.
        # Allowed are whole numbers from 1 to 1000000.
        # Without it: the preset's.
        #run.steps = 50

        """))
    #expect(!sample.contains("keys."))
  }
}
