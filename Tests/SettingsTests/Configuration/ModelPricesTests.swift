import Testing

@testable import Settings

@Suite("Prices of models")
struct ModelPricesTests {
  private let prices = ModelPrices([
    "gpt-4.1": ModelPrice(input: 2, output: 8), "gpt-4.1*": ModelPrice(input: 3, output: 9),
    "gpt-*": ModelPrice(input: 1, output: 2), "*": ModelPrice(input: 0, output: 0),
  ])

  @Test(
    "are those of the exact name, else of the longest beginning",
    arguments: [("gpt-4.1", 2.0), ("gpt-4.1-mini", 3), ("gpt-5", 1), ("gpt-", 1), ("gpt", 0), ("", 0), ("gpt-4.1*", 3)])
  func lookup(model: String, input: Double) {
    #expect(prices.price(of: model)?.input == input)
  }

  @Test("are none where no name fits")
  func none() {
    #expect(ModelPrices(["gpt-*": ModelPrice(input: 1, output: 2)]).price(of: "claude") == nil)
    #expect(ModelPrices.none.price(of: "") == nil)
  }

  @Test("are read from tables, headers and dotted names, quoted or not")
  func read() {
    let configuration = Configuration(
      """
      prices."a" = { input = 1, output = 2.5 }
      prices.b.input = 0
      prices.b.output = 1_000_000
      prices.b.cached = 0.5
      [prices.'c*']
      output = 4
      input = 3
      [prices]
      d = { output = 6, input = 5 }
      """)
    #expect(configuration.problems.isEmpty)
    #expect(
      configuration.prices.byName == [
        "a": ModelPrice(input: 1, output: 2.5), "b": ModelPrice(input: 0, output: 1_000_000, cached: 0.5),
        "c*": ModelPrice(input: 3, output: 4), "d": ModelPrice(input: 5, output: 6),
      ])
    #expect(configuration.priceLines == ["a": 1, "b": 2, "c*": 6, "d": 9])
  }
}

@Suite("Where the settings lie")
struct ConfigurationPlacesTests {
  @Test(
    "follows XDG, HOME and TILLER_CONFIG",
    arguments: [
      (["HOME": "/home/a"], "/home/a/.config/tiller/config.toml", "/home/a/.config/tiller/themes", false),
      (["HOME": "/"], "/.config/tiller/config.toml", "/.config/tiller/themes", false),
      (["HOME": "/h", "XDG_CONFIG_HOME": "/x/"], "/x/tiller/config.toml", "/x/tiller/themes", false),
      (["HOME": "/h", "XDG_CONFIG_HOME": "x"], "/h/.config/tiller/config.toml", "/h/.config/tiller/themes", false),
      (["HOME": "/h", "XDG_CONFIG_HOME": ""], "/h/.config/tiller/config.toml", "/h/.config/tiller/themes", false),
      (["XDG_CONFIG_HOME": "/x"], "/x/tiller/config.toml", "/x/tiller/themes", false),
      (["HOME": "/h", "TILLER_CONFIG": "own.toml"], "own.toml", "/h/.config/tiller/themes", true),
      (["HOME": "/h", "TILLER_CONFIG": ""], nil, "/h/.config/tiller/themes", false),
      (["TILLER_CONFIG": "/own.toml"], "/own.toml", nil, true),
      (["HOME": "relative"], nil, nil, false), ([:], nil, nil, false),
    ] as [([String: String], String?, String?, Bool)])
  func places(environment: [String: String], file: String?, themes: String?, isNamed: Bool) {
    let places = ConfigurationPlaces(environment: environment)
    #expect(places.file == file)
    #expect(places.themes == themes)
    #expect(places.isNamed == isNamed)
  }
}
