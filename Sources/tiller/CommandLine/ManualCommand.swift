import ArgumentParser
import Dashboard
import Text

struct ManualCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page: tiller manual > ~/.local/share/man/man1/tiller.1")

  func execute() async throws -> Int32 {
    print(try Self.page.text, terminator: "")
    return ExitStatus.success
  }

  static var page: ManualPage {
    get throws {
      var keys = KeyBinding.Group.allCases.map { group in
        ManualPage.KeySection(
          title: group.rawValue,
          keys: KeyBinding.all.filter { $0.group == group }.map { binding in
            (binding.keys.map(\.name).joined(separator: " "), binding.name, binding.help)
          })
      }
      keys.append(
        ManualPage.KeySection(
          title: "The library of runs",
          keys: LibraryAct.bindings.map { binding in
            (binding.keys.map(\.name).joined(separator: " "), nil, binding.help)
          }))
      return try ManualPage(help: Tiller._dumpHelp(), keys: keys, date: "November 21, 2026")
    }
  }
}
