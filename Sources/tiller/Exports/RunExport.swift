import Dashboard
import Export
import Optimization
import RunLog
import Terminal

/// Writes a run that is on the screen to a file, beside the loop of the host.
@TerminalActor
enum RunExport {
  private static var underWay: [Int: Task<Result<String, InputError>, Never>] = [:]
  private static var count = 0

  static func write(_ request: ExportRequest, ofLog path: String, for host: some SessionHost) {
    let number = count
    count += 1
    let work = Task.detached(priority: .utility) { () -> Result<String, InputError> in
      do {
        return .success(try written(request, ofLog: path))
      } catch {
        return .failure(InputError("\(error)"))
      }
    }
    underWay[number] = work
    Task {
      let result = await work.value
      // Else the host has gone, and the end of the session tells it.
      if underWay.removeValue(forKey: number) != nil { host.send(.exported(result)) }
    }
  }

  /// Waits for what is still written when a person leaves, and gives what came of it.
  static func finish() async -> [String] {
    var sentences: [String] = []
    while let (number, work) = underWay.min(by: { $0.key < $1.key }) {
      underWay[number] = nil
      switch await work.value {
      case .success(let sentence): sentences.append(sentence)
      case .failure(let error): sentences.append(error.description)
      }
    }
    return sentences
  }

  private nonisolated static func written(_ request: ExportRequest, ofLog path: String) throws -> String {
    var settings = ExportSettings(request.format)
    settings.lastStep = request.lastStep
    settings.showsReferences = request.showsReferences
    settings.theme = request.theme
    for place in Exporter.paths(of: request.format, to: request.file) {
      try ExportFile.check(place, isForced: false)
    }
    let files = try Exporter.files(
      ofLog: path, to: request.file, settings, problem: { try? RecordedRun.problem(of: $0) })
    try ExportFile.write(files, isForced: false)
    return ExportName.sentence(files.map { ($0.path, $0.bytes.count) })
  }
}
