import ArgumentParser
import Charts
import Dashboard
import Optimization
import RunLog
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct RunsCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "The library of past runs: see, sort, find, open, rename and delete them.",
    discussion: """
      Without a terminal, or with --plain, a line a run: when it started, problem, model, steps of those planned, best \
      loss, tokens with their cost where it is known, how it stands ("!" behind it: not all of its log can be read), \
      and its name.

      --json prints an object a line. path, name, size (bytes), written and started (seconds since 1970), id, problem, \
      model, step, steps, best, bestId, lossLabel, losses (the lowest so far at evenly spaced candidates), candidates, \
      replies, rejected, events, input and output (tokens), estimated (whether Tiller counted some of them), dollars, \
      seconds, ended, state (running, paused, waiting, interrupted, damaged or how it ended), locked (a Tiller has it \
      open), damage (a sentence) and parent (id, file and n of the event that a fork departs behind). What is not known \
      is null.

      Deleted runs go to a trash beside the folder of all runs.
      """)

  @Argument(help: "Folders of logs, or logs; without any, the folder of all runs.")
  var places: [String] = []

  @Flag(help: "No screen: one line a run. Chosen by itself where standard output is no terminal.")
  var plain = false

  @Flag(help: "No screen: a JSON object a run, one a line.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "The order: when, problem, model, best, steps, tokens, size or name; when, steps, tokens and size begin with the newest or most.",
      valueName: "column"), transform: OptionValues.named(LibrarySort.Column.self))
  var sort: LibrarySort.Column?

  @Flag(help: "Turn the order round.")
  var reverse = false

  @Option(
    help: ArgumentHelp(
      "Only runs that fit every word: a part of problem, model or name; model:qwen, best<20, steps>=5, tokens>10k, size>1M; running, interrupted, failed, damaged, fork; !word for those that do not.",
      valueName: "words"))
  var filter: String?

  @Option(
    help: ArgumentHelp("No screen: at most so many lines.", valueName: "n"),
    transform: OptionValues.count(1...1_000_000))
  var limit: Int?

  @Flag(help: "List the deleted runs.")
  var trash = false

  @Option(help: ArgumentHelp("Put a deleted run back where it was.", valueName: "name"))
  var restore: String?

  @Flag(help: "Remove the deleted runs for good; asked first.")
  var emptyTrash = false

  @Flag(help: "Empty the trash without a question.")
  var force = false

  @Flag(inversion: .prefixedNo, help: "Read the mouse, or leave it to the terminal, so that text can be selected.")
  var mouse: Bool?

  @Option(
    help: ArgumentHelp("What is drawn with: braille, blocks or ascii.", valueName: "markers"),
    transform: OptionValues.named(Marker.self))
  var markers: Marker?

  @Option(help: ArgumentHelp("The colours of the screen; `tiller themes` lists them.", valueName: "name"))
  var theme: String?

  func validate() throws {
    if [trash, restore != nil, emptyTrash].count(where: { $0 }) > 1 {
      throw ValidationError("Choose one of --trash, --restore and --empty-trash.")
    }
    if force, !emptyTrash { throw ValidationError("--force belongs to --empty-trash.") }
  }

  func execute() async throws -> Int32 {
    let places = try LibraryPlaces(places)
    let output = Output()
    let desk = TrashDesk(trash: places.trash, canAsk: isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1)
    if trash { return try desk.list(output) }
    if emptyTrash { return try desk.empty(isForced: force, output) }
    if let restore {
      return desk.restore(restore, fallback: StateFolder.path(Environment.variables), output)
    }
    var order = LibrarySort(sort ?? .when)
    if reverse { order.isDescending.toggle() }
    let chosen = try filter.map { try LibraryFilter($0) }
    // The screen shows as many as it has room for.
    if !plain, !json, limit == nil, isatty(STDOUT_FILENO) == 1 {
      let watching = try WatchPreferences(try watchOptions, try Preferences())
      if !watching.isPlain {
        let content = await LibraryContent(places, watching, sort: order, filter: chosen)
        return try await LibrarySession.start(content, watching)
      }
    }
    return try await list(places, RunsListing(sort: order, filter: chosen, limit: limit), output)
  }

  private func list(_ places: LibraryPlaces, _ listing: RunsListing, _ output: Output) async throws -> Int32 {
    let (runs, others) = try await listing.runs(in: places)
    if json {
      output.write(try runs.map { try RunsListing.json(of: $0).canonicalText() })
    } else {
      output.write(RunsListing.lines(of: runs, hasHeading: isatty(STDOUT_FILENO) == 1))
    }
    let place = places.words(home: nil)
    if others > 0 {
      let words = others == 1 ? "1 file is no log of Tiller and was" : "\(others) files are no logs of Tiller and were"
      StandardError.write("tiller: \(words) left out.")
    }
    if runs.isEmpty {
      StandardError.write(
        filter == nil ? "tiller: There is no run in \(place)." : "tiller: No run in \(place) fits the filter.")
    }
    return ExitStatus.success
  }

  /// What the screen of a run takes, too.
  private var watchOptions: WatchOptions {
    get throws {
      var arguments: [String] = []
      if let mouse { arguments.append(mouse ? "--mouse" : "--no-mouse") }
      if let markers { arguments += ["--markers", markers.rawValue] }
      if let theme { arguments.append("--theme=\(theme)") }
      return try WatchOptions.parse(arguments)
    }
  }
}
