#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a program leaves the reports of its crashes, if nobody says otherwise.
enum CrashReportFile {
  /// `PROGRAM/crashes/20261121-135739-4711.txt` in the state folder of the XDG base directory specification, with the
  /// time in UTC and the number of the process; nil where the person has no home.
  ///
  /// - Parameters:
  ///   - program: The program as it was called; its last part counts.
  ///   - state: XDG_STATE_HOME; a relative path is ignored, as the specification asks.
  ///   - home: HOME.
  static func path(program: String, state: String?, home: String?, time: time_t, process: Int32) -> String? {
    let name = program.split(separator: "/").last.map(String.init) ?? ""
    guard !name.isEmpty, let base = absolute(state) ?? absolute(home).map({ $0 + "/.local/state" }) else { return nil }
    var seconds = time
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func digits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(parts.tm_year + 1900)" + digits(parts.tm_mon + 1) + digits(parts.tm_mday)
    let clock = digits(parts.tm_hour) + digits(parts.tm_min) + digits(parts.tm_sec)
    return "\(base)/\(name)/crashes/\(day)-\(clock)-\(process).txt"
  }

  private static func absolute(_ path: String?) -> String? { path.flatMap { $0.hasPrefix("/") ? $0 : nil } }
}
