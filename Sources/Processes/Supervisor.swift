import CProcesses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The program in its other life: it stands between another one of itself and a child, and ends the child with that.
public enum Supervisor {
  /// The first argument that asks for it. No person types it, and no help shows it.
  static let mode = "__supervise"

  /// The file of this very program.
  ///
  /// On Linux it stays so even where the file was replaced since.
  public static let path: String = {
    var path = [CChar](repeating: 0, count: 4096)
    guard process_own_path(&path, UInt32(path.count)) == 0 else { return CommandLine.arguments.first ?? "" }
    return String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

  /// Supervises, and does not return, where the program was started for that. The first thing that a program does.
  public static func runIfAsked() {
    guard CommandLine.argc >= 5, let mode = CommandLine.unsafeArgv[1], strcmp(mode, Self.mode) == 0 else { return }
    let arguments = CommandLine.unsafeArgv
    if let name = arguments[0], let grace = arguments[2], let folder = arguments[3], let path = arguments[4] {
      process_supervise(name, atoi(grace), folder, path, arguments + 4)
    }
    _exit(0)
  }

  /// What it calls itself: the program's name, without folders.
  static var name: String { String(CommandLine.arguments.first?.split(separator: "/").last ?? "supervisor") }

  /// Without the name of the program.
  static func arguments(for plan: ProcessPlan) -> [String] {
    let (seconds, attoseconds) = plan.grace.components
    let milliseconds = max(0, min(600_000, seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    return [mode, "\(milliseconds)", plan.folder ?? "", plan.executable] + plan.arguments
  }
}
