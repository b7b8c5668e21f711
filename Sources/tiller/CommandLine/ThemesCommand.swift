import ArgumentParser
import Charts
import Dashboard
import Optimization
import Settings
import Terminal
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct ThemesCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "List the themes with a sample of each, and where each comes from.",
    discussion: """
      Files of your own go into ~/.config/tiller/themes (XDG_CONFIG_HOME), as NAME.theme; those of btop work as they \
      are. `theme = "NAME"` in config.toml chooses one, and T on the screen shows them live.
      """)

  @Flag(help: "Report how well each can be read and its roles be told apart, also for colour-blind eyes.")
  var check = false

  @Argument(help: "Only this theme.")
  var name: String?

  func execute() async throws -> Int32 {
    let catalog = ThemeShelf(folder: try Preferences().places.themes).catalog
    let names = try name.map { name in
      do throws(UnknownTheme) {
        return [try catalog.theme(named: name).name]
      } catch {
        throw InputError(error.description)
      }
    }
    let columns = catalog.names.map { TextWidth.columns(of: $0) }.max() ?? 0
    var printer = StyledPrinter()
    for entry in catalog.entries where names?.contains(entry.name) ?? true {
      guard let file = try? catalog.theme(named: entry.name) else { continue }
      let theme = Theme(file)
      if check {
        for line in ThemeCheck(theme, name: entry.name).lines { print(line) }
      } else {
        let sample = ThemeSample(name: entry.name, source: entry.sourceWords, theme: theme, nameColumns: columns)
        printer.printLine(sample.pieces(isASCII: Marker.forLocale == .ascii))
      }
      for problem in file.problems { print("  " + DisplayText(cleaning: problem.description).string) }
    }
    return ExitStatus.success
  }
}

/// Lines with colours where standard output is a terminal that has them.
struct StyledPrinter {
  private var reducer: ColorReducer?

  init() {
    guard isatty(STDOUT_FILENO) == 1 else { return }
    let options = TerminalOptions()
    let kind = options.terminalName ?? "dumb"
    let depth: ColorDepth =
      options.isColorRefused || kind == "dumb"
      ? .none
      : options.colorTerm == "truecolor" || options.colorTerm == "24bit"
        ? .direct : kind.contains("256color") ? .indexed : .eight
    reducer = ColorReducer(depth: depth)
  }

  mutating func printLine(_ pieces: [(text: String, style: Style)]) {
    var line = ""
    for piece in pieces {
      let start = reducer?.sequence(for: piece.style) ?? ""
      line += start.isEmpty ? piece.text : start + piece.text + "\u{1B}[0m"
    }
    print(line)
  }
}
