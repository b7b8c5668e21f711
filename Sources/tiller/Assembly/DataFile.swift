import Optimization
import Problems
import RunLog
import Text

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Points from a file or a pipe, and what the log keeps of them.
struct DataFile: Sendable {
  var points: LineData
  /// Where and what the file was, if it is too large for the log to hold its points.
  var record: JSONValue?

  private static let largestInLog = 1_000_000

  static func read(_ path: String) throws -> DataFile {
    let bytes = try bytes(of: path, what: "data", option: "--data")
    let name = path == "-" ? "standard input" : path
    let points = try LineData.parse(bytes, name: name)
    guard bytes.count > largestInLog else { return DataFile(points: points) }
    guard path != "-" else {
      throw InputError(
        "--data -: more than \(largestInLog) bytes came through the pipe, which no log holds: save them as a file.")
    }
    let full = URL(fileURLWithPath: path).standardizedFileURL.path
    return DataFile(
      points: points, record: ["path": .string(full), "sha256": .string(SHA256.digest(of: bytes))])
  }

  /// The points that a log only names, if their file is still the same.
  static func points(of record: JSONValue) throws -> LineData? {
    guard let path = record["path"]?.string, let digest = record["sha256"]?.string else { return nil }
    let bytes = try bytes(of: path, what: "data", option: "the log's data")
    guard SHA256.digest(of: bytes) == digest else {
      throw InputError("The data file \(path) has changed since the run was started with it.")
    }
    return try LineData.parse(bytes, name: path)
  }

  static func bytes(of path: String, what: String, option: String) throws -> [UInt8] {
    do {
      return path == "-" ? try Descriptors.read(0) : try Descriptors.contents(of: path)
    } catch {
      let reason =
        FileManager.default.fileExists(atPath: path) ? "it cannot be read" : "there is no such file"
      throw InputError("\(option) \(path): \(reason).")
    }
  }
}
