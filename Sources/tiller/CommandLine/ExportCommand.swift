import ArgumentParser
import Charts
import Dashboard
import Export
import Optimization
import RunLog
import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct ExportCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a run as a table, a report, a picture or a recording of the screen.",
    discussion: """
      csv and json hold the trajectory, json the settings and the steering as well; markdown is a report with its \
      picture beside it; svg, png and gif are the picture of the problem and the loss, gif and an animated svg step by \
      step; cast is the screen as a replay shows it, for asciinema's player, with a marker a step. A log that is still \
      written is exported as far as it goes. png and gif need the library libgd.
      """)

  @Argument(help: "The log of the run.")
  var log: String

  @Option(
    help: ArgumentHelp(
      "csv, json, markdown, svg, gif, png or cast; without it, what the name of the output ends in.",
      valueName: "format"), transform: OptionValues.named(ExportFormat.self))
  var format: ExportFormat?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where it goes; - is standard output, for all but gif and png. Without it, the log's name in this folder.",
      valueName: "file"))
  var output: String?

  @Flag(help: "Replace a file that is there.")
  var force = false

  @Option(
    help: ArgumentHelp("Only up to this step; 0 is what the run began with.", valueName: "step"),
    transform: OptionValues.count(0...1_000_000))
  var at: Int?

  @Option(help: ArgumentHelp("The colours of a picture and of a cast; else the setting.", valueName: "name"))
  var theme: String?

  @Option(
    help: ArgumentHelp(
      "A picture's points or pixels, without it 960x540; a cast's columns and rows, without it 120x36.",
      valueName: "WxH"), transform: OptionValues.size)
  var size: PictureSize?

  @Flag(help: "An svg that plays; the last frame where no motion is wanted.")
  var animated = false

  @Option(
    help: ArgumentHelp(
      "How long it plays in all; without it five steps a second, and for a cast the run's own time.",
      valueName: "seconds"), transform: OptionValues.number(0.5...36_000, "numbers from 0.5 to 36000"))
  var seconds: Double?

  @Option(
    help: ArgumentHelp("How many times faster than the run a cast plays.", valueName: "factor"),
    transform: OptionValues.number(0.01...10_000, "numbers from 0.01 to 10000"))
  var speed: Double?

  @Flag(
    inversion: .prefixedNo,
    help: "Show the known answers; without it, pictures show them and a cast does not.")
  var reveal: Bool?

  @Option(
    help: ArgumentHelp("What plots of a cast are drawn with: braille, blocks or ascii.", valueName: "markers"),
    transform: OptionValues.named(Marker.self))
  var markers: Marker?

  func execute() async throws -> Int32 {
    let format = try chosenFormat()
    let settings = try exportSettings(format)
    if output == "-" {
      guard format.isText else { throw InputError("\(format.rawValue) is no text for standard output: name a file.") }
      let files = try Exporter.files(ofLog: log, to: nil, settings, problem: { try? RecordedRun.problem(of: $0) })
      // Who reads it may have had enough.
      try? Descriptors.write(files[0].bytes, to: STDOUT_FILENO)
      return ExitStatus.success
    }
    let target = output ?? ExportName.name(forLog: log, format)
    for path in Exporter.paths(of: format, to: target) {
      try ExportFile.check(path, isForced: force, otherwise: ", or replace it with --force")
    }
    let files = try Exporter.files(ofLog: log, to: target, settings, problem: { try? RecordedRun.problem(of: $0) })
    try ExportFile.write(files, isForced: force)
    Output().write([ExportName.sentence(files.map { ($0.path, $0.bytes.count) })])
    return ExitStatus.success
  }

  private func chosenFormat() throws -> ExportFormat {
    if let format { return format }
    if let output, let format = ExportFormat(endingOf: output) { return format }
    throw InputError(
      "What format? Name one with --format: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  }

  private func exportSettings(_ format: ExportFormat) throws -> ExportSettings {
    if format != .svg, animated { throw InputError("--animated goes with svg; gif and cast play by themselves.") }
    if format != .cast, speed != nil {
      throw InputError("--speed goes with cast; --seconds sets how long others play.")
    }
    if speed != nil, seconds != nil { throw InputError("--speed and --seconds say the same in two ways: take one.") }
    if seconds != nil, ![.svg, .gif, .cast].contains(format) {
      throw InputError("--seconds goes with what plays: svg, gif and cast.")
    }
    var settings = ExportSettings(format)
    settings.lastStep = at
    settings.isAnimated = animated
    settings.seconds = seconds
    settings.speed = speed ?? 1
    settings.showsReferences = reveal ?? (format != .cast)
    settings.marker = markers ?? .braille
    let preferences = try Preferences()
    let shelf = ThemeShelf(folder: preferences.places.themes)
    let named = try theme.map { try shelf.theme(named: $0).get().theme }
    settings.theme = named ?? shelf.chosen(preferences.settings.string("theme")).theme
    if let size {
      try size.check(format)
      settings.size = (size.width, size.height)
    }
    return settings
  }
}

/// `WIDTHxHEIGHT`
struct PictureSize: Hashable, Sendable {
  var width: Int
  var height: Int

  /// - Throws: `InputError` where the format has no such size.
  func check(_ format: ExportFormat) throws {
    switch format {
    case .csv, .json: throw InputError("--size goes with pictures and casts; \(format.rawValue) has none.")
    case .cast:
      guard CastExport.columns.contains(width), CastExport.rows.contains(height) else {
        throw InputError("--size \(width)x\(height) is no terminal: allowed are 20x6 to 500x200, as 120x36.")
      }
    case .markdown, .svg, .gif, .png:
      guard (160...4000).contains(width), (120...4000).contains(height) else {
        throw InputError("--size \(width)x\(height) is no picture: allowed are 160x120 to 4000x4000, as 1920x1080.")
      }
    }
  }
}

extension OptionValues {
  static let size: @Sendable (String) throws -> PictureSize = { text in
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1] else {
      throw InputError("Allowed are two whole numbers, as 960x540.")
    }
    return PictureSize(width: width, height: height)
  }
}
