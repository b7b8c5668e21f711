import Charts
import Dashboard
import Optimization
import RunLog
import Text

/// How a run is exported.
public struct ExportSettings: Sendable {
  public var format: ExportFormat
  /// The last step that counts; nil takes all.
  public var lastStep: Int?
  public var theme = Theme.standard
  /// Points of a picture, or columns and rows of a cast; nil takes what suits the format.
  public var size: (width: Int, height: Int)?
  /// An SVG that plays.
  public var isAnimated = false
  /// How long what plays takes in all; nil takes five steps a second, and for a cast the run's own time.
  public var seconds: Double?
  /// How many times faster than the run a cast plays.
  public var speed = 1.0
  /// Whether known answers are shown.
  public var showsReferences = true
  /// What plots of a cast are drawn with.
  public var marker = Marker.braille

  public init(_ format: ExportFormat) { self.format = format }
}

/// Turns a log into the bytes of an export.
public enum Exporter {
  static let pictureSize = (width: 960, height: 540), castSize = (width: 120, height: 36)
  /// The published classroom demo shows five steps a second.
  static let secondsPerStep = 0.2
  static let hold = 2.0

  /// - Parameters:
  ///   - path: of the log.
  ///   - output: of the export, whose name the pictures of a report take; nil puts them into it.
  ///   - problem: finds the problem that a log describes; nil where the program does not know it.
  /// - Returns: the files, that of the export first.
  /// - Throws: `LogError`, or a sentence where a library is missing.
  public static func files(
    ofLog path: String, to output: String?, _ settings: ExportSettings,
    problem: @Sendable (RunStarted) -> AnyProblem?
  ) throws -> [ExportFile] {
    let reader = try RunLogReader(path)
    let record = try RunRecord(reader, upToStep: settings.lastStep)
    func file(_ bytes: [UInt8]) -> [ExportFile] { [ExportFile(path: output ?? "-", bytes: bytes)] }
    switch settings.format {
    case .csv: return file(CSVExport.bytes(of: record))
    case .json: return file(try JSONExport.bytes(of: record))
    case .markdown:
      let picture = SVGWriter.bytes(of: film(record, settings, problem).still)
      guard let output else {
        return file(MarkdownExport.bytes(of: record, picture: "data:image/svg+xml;base64," + Base64.text(picture)))
      }
      let place = pictureName(besides: output)
      return file(MarkdownExport.bytes(of: record, picture: PercentText.text(place.name)))
        + [ExportFile(path: place.path, bytes: picture)]
    case .svg:
      let film = film(record, settings, problem)
      guard settings.isAnimated || settings.seconds != nil else { return file(SVGWriter.bytes(of: film.still)) }
      let (perFrame, hold) = pace(of: film, settings)
      return file(SVGWriter.bytes(of: film, secondsPerFrame: perFrame, hold: hold))
    case .png: return file(try RasterWriter.png(of: film(record, settings, problem).still))
    case .gif:
      let film = film(record, settings, problem)
      let (perFrame, hold) = pace(of: film, settings)
      return file(try RasterWriter.gif(of: film, secondsPerFrame: perFrame, hold: hold))
    case .cast:
      let log = try FoldedLog(try RunLogReader(path))
      return file(try CastExport.bytes(of: log, problem: problem(record.started), settings))
    }
  }

  private static func film(
    _ record: RunRecord, _ settings: ExportSettings, _ problem: (RunStarted) -> AnyProblem?
  ) -> Film {
    let size = settings.size ?? pictureSize
    return FilmMaker(
      record.state, problem: problem(record.started), theme: settings.theme, width: Double(size.width),
      height: Double(size.height), showsReferences: settings.showsReferences
    ).film()
  }

  /// Seconds a frame, and how long the last one stays.
  private static func pace(of film: Film, _ settings: ExportSettings) -> (perFrame: Double, hold: Double) {
    guard let seconds = settings.seconds else { return (secondsPerStep, hold) }
    let hold = min(hold, seconds / 3)
    return ((seconds - hold) / Double(film.frames.count), hold)
  }

  /// The picture of a report lies beside it.
  private static func pictureName(besides output: String) -> (path: String, name: String) {
    let slash = output.lastIndex(of: "/").map { output.index(after: $0) } ?? output.startIndex
    var stem = output[slash...]
    if let point = stem.lastIndex(of: "."), point > stem.startIndex { stem = stem[..<point] }
    return (output[..<slash] + stem + ".svg", stem + ".svg")
  }

  /// All files that an export to a place would write, to be checked before the work begins.
  public static func paths(of format: ExportFormat, to output: String) -> [String] {
    format == .markdown ? [output, pictureName(besides: output).path] : [output]
  }
}
