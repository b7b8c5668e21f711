import Foundation

/// A child process and what it cost.
struct Measured {
  var status: Int32
  var seconds: Double
  /// User and system time of the child.
  var cpu: Double
  var output: String

  /// Runs a program to its end; its standard output is kept. No other child may end meanwhile: what children cost is
  /// known only of all that have ended.
  static func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Measured {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    let before = childrenTime()
    let start = ContinuousClock.now
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let seconds = (ContinuousClock.now - start).seconds
    return Measured(
      status: process.terminationStatus, seconds: seconds, cpu: childrenTime() - before,
      output: String(decoding: output, as: UTF8.self))
  }

  private static func childrenTime() -> Double {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(RUSAGE_CHILDREN.rawValue, &usage)
    #else
      getrusage(RUSAGE_CHILDREN, &usage)
    #endif
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}
