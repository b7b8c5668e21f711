// swift-tools-version: 6.2
import PackageDescription

// One room a target; arrows point at what is imported and none runs back.
// RoomsTests holds this list and the import lines to the architecture page.
let package = Package(
  name: "tiller",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tiller", targets: ["tiller"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    .executableTarget(
      name: "tiller",
      dependencies: [
        "Dashboard", "Terminal", "Export", "RunLog", "Problems", "Settings", "Optimization", "EmbeddedModel",
        "LanguageModels",
        "Processes", "Charts", "Text",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // Swift's libraries inside the program: half the time to the first frame is the loader's otherwise, and the one
      // file runs where no Swift is.
      linkerSettings: [
        .unsafeFlags(
          ["-static-stdlib", "-use-ld=lld", "-l_FoundationCollections", "-l_FoundationCShims"],
          .when(platforms: [.linux], configuration: .release))
      ]
    ),
    .target(name: "Dashboard", dependencies: ["Charts", "Optimization", "Settings", "Text"]),
    .target(name: "Terminal", dependencies: ["Charts", "Text", "CNcurses", "CTerminal"]),
    .target(
      name: "Export", dependencies: ["RunLog", "Dashboard", "Charts", "Optimization", "Text", "CGd"]),
    .target(name: "RunLog", dependencies: ["Optimization", "LanguageModels", "Text"]),
    .target(name: "Problems", dependencies: ["Optimization", "Text"]),
    .target(
      name: "Settings", dependencies: ["Text"],
      // What lies in the folder themes is compiled in; Files leads there.
      resources: [.embedInCode("Themes/Files")]),
    .target(name: "Optimization", dependencies: ["LanguageModels", "Text"]),
    .target(
      name: "EmbeddedModel", dependencies: ["LanguageModels", "Text", "CEmbeddedWeights"],
      // How the weights are made, in Python.
      exclude: ["Training"]),
    .target(name: "LanguageModels", dependencies: ["Processes", "Text", "CCurl"]),
    .target(name: "Charts", dependencies: ["Text"]),
    .target(name: "Processes", dependencies: ["CProcesses"]),
    .target(name: "Text"),
    .target(name: "CProcesses"),
    .target(name: "CTerminal"),
    // libcurl, opened by its name when a server elsewhere is asked.
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    // The weights, compiled in as they are.
    .target(name: "CEmbeddedWeights", exclude: ["weights.bin"]),
    // libgd, opened by its name when a picture of pixels is exported.
    .target(name: "CGd", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .systemLibrary(name: "CNcurses"),

    // Prints figures: swift run -c release benchmarks [NAME ...]; the scripts to compare with lie beside it.
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Dashboard", "DashboardSupport", "Charts", "RunLog", "RunLogSupport", "Optimization", "Problems",
        "EmbeddedModel", "LanguageModels", "Text", "TestSupport", "CTerminal",
      ],
      path: "Tests/Benchmarks",
      exclude: ["Comparison"]
    ),
    // What several test targets share: scripted models, a manual clock, a loopback server, a pseudo-terminal.
    .target(
      name: "TestSupport",
      dependencies: ["Optimization", "LanguageModels", "Charts", "Text", "CTerminal"],
      path: "Tests/TestSupport"
    ),
    // A program that behaves as badly as tests of other programs need it.
    .executableTarget(
      name: "ProcessHelper",
      dependencies: ["LanguageModels", "Processes", "CProcesses", "TestSupport"],
      path: "Tests/ProcessHelper"
    ),
    // A screen that is done to at random, for the tests and for the long form beside the benchmarks.
    .target(
      name: "DashboardSupport",
      dependencies: ["Dashboard", "Charts", "Optimization", "LanguageModels", "Problems", "Text"],
      path: "Tests/DashboardSupport"
    ),
    // Runs that are cut off and gone on with, and programs that are killed, for the tests and for the long form.
    .target(
      name: "RunLogSupport",
      dependencies: ["RunLog", "Optimization", "LanguageModels", "Text", "TestSupport"],
      path: "Tests/RunLogSupport"
    ),
    .testTarget(name: "TextTests", dependencies: ["Text", "TestSupport"]),
    .testTarget(name: "ChartsTests", dependencies: ["Charts", "Text", "TestSupport"]),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Charts", "Text", "TestSupport"]),
    .testTarget(
      name: "ProcessesTests", dependencies: ["Processes", "CProcesses", "ProcessHelper", "TestSupport"]),
    .testTarget(
      name: "LanguageModelsTests",
      dependencies: ["LanguageModels", "Optimization", "ProcessHelper", "Text", "TestSupport"]),
    .testTarget(
      name: "EmbeddedModelTests",
      dependencies: ["EmbeddedModel", "Problems", "Optimization", "LanguageModels", "Text", "TestSupport"],
      exclude: ["Golden"]),
    .testTarget(name: "OptimizationTests", dependencies: ["Optimization", "LanguageModels", "Text", "TestSupport"]),
    .testTarget(name: "ProblemsTests", dependencies: ["Problems", "Optimization", "Text", "TestSupport"]),
    .testTarget(name: "SettingsTests", dependencies: ["Settings", "Text", "TestSupport"]),
    .testTarget(
      name: "RunLogTests",
      dependencies: ["RunLog", "RunLogSupport", "Optimization", "LanguageModels", "Text", "TestSupport"],
      exclude: ["Golden"]),
    .testTarget(
      name: "ExportTests",
      dependencies: [
        "Export", "RunLog", "Dashboard", "Charts", "Optimization", "LanguageModels", "Problems", "Settings", "Text",
        "TestSupport",
      ]),
    .testTarget(
      name: "DashboardTests",
      dependencies: [
        "Dashboard", "DashboardSupport", "Charts", "Optimization", "LanguageModels", "Problems", "Settings", "Text",
        "TestSupport",
      ],
      exclude: ["Goldens"]
    ),
    .testTarget(
      name: "TillerTests",
      dependencies: [
        "tiller", "Dashboard", "Charts", "Export", "Problems", "RunLog", "RunLogSupport", "Optimization",
        "EmbeddedModel", "LanguageModels", "Settings", "Terminal", "Text", "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
