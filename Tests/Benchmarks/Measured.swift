import Foundation

/// A child process and what it cost.
struct Measured {
  var status: Int32
  var seconds: Double
  /// User and system time of the child.
  var cpu: Double
  /// The largest resident size, in bytes.
  var peakMemory: Int
  var output: String

  /// Runs a program to its end; its standard output is kept.
  static func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Measured {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    let before = usage()
    let start = ContinuousClock.now
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let after = usage()
    return Measured(
      status: process.terminationStatus, seconds: seconds, cpu: after.cpu - before.cpu, peakMemory: after.peak,
      output: String(decoding: output, as: UTF8.self))
  }

  private static func usage() -> (cpu: Double, peak: Int) {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(RUSAGE_CHILDREN.rawValue, &usage)
    #else
      getrusage(RUSAGE_CHILDREN, &usage)
    #endif
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return (seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss * 1024)
  }
}

/// The release build of tiller, beside this executable.
enum Program {
  static var tiller: String {
    get throws {
      let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
      let path = folder.appendingPathComponent("tiller").path
      guard FileManager.default.isExecutableFile(atPath: path) else {
        throw BenchmarkError("There is no tiller beside this program: swift build -c release first.")
      }
      return path
    }
  }

  static func comparison(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Comparison/\(name)").path
  }

  /// A folder for logs that goes away.
  static func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = NSTemporaryDirectory() + "tiller-benchmark-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }
}

extension [Double] {
  /// A quantile of the sorted values, 0 to 1; NaN where there are none.
  func quantile(_ q: Double) -> Double {
    guard !isEmpty else { return .nan }
    let sorted = self.sorted()
    return sorted[Swift.min(count - 1, Int((Double(count - 1) * q).rounded()))]
  }
}

func fixed(_ value: Double, _ decimals: Int = 2) -> String { String(format: "%.\(decimals)f", value) }
