import Dashboard
import Text

extension ExportFormat {
  /// The format of a file by the end of its name; nil where there is none of it.
  init?(endingOf path: String) {
    guard let point = path.lastIndex(of: ".") else { return nil }
    let ending = path[path.index(after: point)...].lowercased()
    guard let format = Self.allCases.first(where: { $0.ending == ending || $0.rawValue == ending }) else { return nil }
    self = format
  }
}

/// What the files of exports are called.
enum ExportName {
  /// The log's own name in the folder where the person is.
  static func name(forLog log: String, _ format: ExportFormat) -> String {
    let name = log.split(separator: "/").last.map(String.init) ?? "run"
    let stem = name.hasSuffix(".jsonl") ? String(name.dropLast(6)) : name
    return (stem.isEmpty ? "run" : stem) + "." + format.ending
  }

  /// What was written: "Wrote run.md (4.1 kB) and run.svg (20 kB)."
  static func sentence(_ files: [(path: String, bytes: Int)]) -> String {
    let parts = files.map { "\(DisplayText(cleaning: $0.path).string) (\(size($0.bytes)))" }
    return "Wrote \(parts.joined(separator: " and "))."
  }

  private static func size(_ bytes: Int) -> String {
    switch bytes {
    case ..<1000: "\(bytes) bytes"
    case ..<1_000_000: "\(NumberFormat.compact(Double(bytes) / 1000)) kB"
    default: "\(NumberFormat.compact(Double(bytes) / 1_000_000)) MB"
    }
  }
}
