import Foundation

/// What the kernel has counted of a running process, from /proc: on Linux only.
struct ProcessFigures {
  /// User and system time, in the kernel's ticks (a hundredth of a second, as a rule).
  var ticks = 0
  /// Time on a processor of all threads that are alive, in seconds, to the nanosecond; nil where the kernel keeps none.
  var running: Double?
  /// Of all threads that are alive.
  var voluntarySwitches = 0
  var forcedSwitches = 0
  /// The resident size now, and the largest so far, in bytes.
  var resident = 0
  var peak = 0
  /// The part of the resident size that is the process's own and no file's.
  var anonymous = 0

  static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

  /// Nil where the process is gone or there is no /proc.
  init?(of process: Int32) {
    guard let stat = Self.text("/proc/\(process)/stat"), let nameEnd = stat.lastIndex(of: ")"),
      let status = Self.text("/proc/\(process)/status")
    else { return nil }
    // The name may hold anything; behind it, state is the third field of proc(5), utime and stime the 14th and 15th.
    let fields = stat[stat.index(after: nameEnd)...].split(separator: " ")
    guard fields.count > 12 else { return nil }
    ticks = (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
    resident = Self.number("VmRSS:", in: status) * 1024
    peak = Self.number("VmHWM:", in: status) * 1024
    anonymous = Self.number("RssAnon:", in: status) * 1024
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
    for thread in threads {
      let folder = "/proc/\(process)/task/\(thread)"
      if let status = Self.text(folder + "/status") {
        voluntarySwitches += Self.number("voluntary_ctxt_switches:", in: status)
        forcedSwitches += Self.number("nonvoluntary_ctxt_switches:", in: status)
      }
      if let first = Self.text(folder + "/schedstat")?.split(separator: " ").first, let nanoseconds = Double(first) {
        running = (running ?? 0) + nanoseconds / 1e9
      }
    }
  }

  private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  private static func number(_ name: String, in status: String) -> Int {
    for line in status.split(separator: "\n") where line.hasPrefix(name) {
      return line.dropFirst(name.count).split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) } ?? 0
    }
    return 0
  }
}
