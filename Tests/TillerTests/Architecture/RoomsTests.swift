import Foundation
import Testing

/// Package.swift and the import lines, held to the list of the architecture page.
@Suite struct RoomsTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Room to rooms, as the page has them.
  static func page() throws -> [String: Set<String>] {
    var rooms: [String: Set<String>] = [:]
    for line in try text("Sources/tiller/Documentation.docc/Architecture.md").split(separator: "\n") {
      guard line.hasPrefix("    "), let arrow = line.firstRange(of: "->") else { continue }
      let names = line[arrow.upperBound...].split(whereSeparator: { $0 == "," || $0 == " " })
      rooms[line[..<arrow.lowerBound].trimmingCharacters(in: .whitespaces)] = Set(names.map(String.init))
    }
    return rooms
  }

  /// Target to targets, as the package has them; products of other packages left out.
  static func package() throws -> [String: Set<String>] {
    var targets: [String: Set<String>] = [:]
    let declaration =
      #/\.(?:executableTarget|target|systemLibrary)\(\s*name: "(\w+)"(?:,\s*dependencies: \[([^\]]*)\])?/#
    for match in try text("Package.swift").matches(of: declaration) {
      let list = (match.2 ?? "").replacing(#/\.product\([^)]*\)/#, with: "")
      targets[String(match.1)] = Set(list.matches(of: #/"(\w+)"/#).map { String($0.1) })
    }
    return targets
  }

  @Test func thePackageHasTheArrowsOfThePageAndNoOthers() throws {
    let page = try Self.page(), package = try Self.package()
    #expect(page.count >= 9)
    for (room, arrows) in page { #expect(package[room] == arrows, "\(room)") }
    let known = Set(page.keys).union([
      "CNcurses", "CTerminal", "CCurl", "CGd", "CProcesses", "CEmbeddedWeights", "TestSupport", "DashboardSupport",
      "RunLogSupport",
      "ProcessHelper", "benchmarks",
    ])
    #expect(Set(package.keys).subtracting(known) == [])
  }

  @Test func noArrowRunsBack() throws {
    let page = try Self.page()
    var settled: Set<String> = ["CNcurses", "CTerminal", "CCurl", "CGd", "CProcesses", "CEmbeddedWeights"]
    var isMoving = true
    while isMoving {
      let free = page.filter { !settled.contains($0.key) && $0.value.isSubset(of: settled) }.keys
      settled.formUnion(free)
      isMoving = !free.isEmpty
    }
    #expect(Set(page.keys).subtracting(settled) == [])
  }

  @Test func everyImportIsAnArrowOfThePage() throws {
    let page = try Self.page()
    let ours = Set(page.keys).union([
      "CNcurses", "CTerminal", "CCurl", "CGd", "CProcesses", "CEmbeddedWeights",
    ])
    for (room, arrows) in page {
      let folder = Self.root.appendingPathComponent("Sources/\(room)")
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
      for file in files ?? [] where file.pathExtension == "swift" {
        let imports = try String(contentsOf: file, encoding: .utf8).matches(of: #/(?m)^\s*(?:@\w+ )?import (\w+)/#)
        let rooms = Set(imports.map { String($0.1) }).intersection(ours)
        #expect(rooms.isSubset(of: arrows), "\(room)/\(file.lastPathComponent)")
      }
    }
  }

  @Test func purePlacesKnowNoClockNoFilesAndNoCurses() throws {
    for room in ["Text", "Charts", "Settings", "Dashboard"] {
      let folder = Self.root.appendingPathComponent("Sources/\(room)")
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
      for file in files ?? [] where file.pathExtension == "swift" {
        let text = try String(contentsOf: file, encoding: .utf8)
        for word in ["ContinuousClock", "import Foundation", "import CNcurses", "Date()", "getenv("] {
          #expect(!text.contains(word), "\(room)/\(file.lastPathComponent) holds \(word)")
        }
      }
    }
  }
}
