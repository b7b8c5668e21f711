import CProcesses
import Foundation
import Processes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program that behaves as badly as tests need it: a child, a parent of children, a supervisor, a model server, one who asks.
///
/// Where it takes a lifeline, a named pipe, it holds that open for as long as it lives and says there what it does.
@main enum Helper {
  static func main() async {
    Supervisor.runIfAsked()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "--model" { FakeLlamaServer.run(arguments) }
    switch arguments.first {
    case "ask" where arguments.count == 3: await Asker.run(arguments[1], arguments[2])
    case "own": await Owner.run(Array(arguments.dropFirst()))
    case let mode?: Child.run(mode, Array(arguments.dropFirst()))
    case nil: exit(64)
    }
  }

  static func complain(_ words: String) { FileHandle.standardError.write(Data((words + "\n").utf8)) }

  /// Starts this program in a session of its own, as a program would that wants to outlive its parent.
  static func startAside(_ arguments: [String]) {
    let all = [CommandLine.arguments[0]] + arguments
    var process: pid_t = 0
    var words = all.map { strdup($0) }
    words.append(nil)
    let environment = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") }
    let error = process_spawn(Supervisor.path, words, environment + [nil], [-1, -1, 2, -1, -1], &process)
    if error != 0 { exit(70) }
  }
}

/// The open end of a named pipe whose other end tells a test that we still live.
struct Lifeline {
  let descriptor: Int32
  init(_ path: String) {
    descriptor = open(path, O_WRONLY | O_CLOEXEC)
    if descriptor < 0 { exit(66) }
  }
  func say(_ words: String) {
    let line = Array("\(words)\n".utf8)
    _ = write(descriptor, line, line.count)
  }
}

enum Child {
  static func run(_ mode: String, _ arguments: [String]) {
    switch mode {
    case "exit": exit(Int32(arguments[0]) ?? 65)
    case "crash":
      // No handler of the runtime's and no core.
      signal(SIGABRT, SIG_DFL)
      kill(getpid(), Int32(arguments[0]) ?? SIGABRT)
    case "echo":
      while let line = readLine(strippingNewline: false) {
        print(line, terminator: "")
        fflush(nil)
      }
      exit(0)
    case "lines":
      let count = Int(arguments[0]) ?? 0
      for number in 1...count { Helper.complain("line \(number) \(String(repeating: "x", count: 60))") }
      exit(3)
    case "descriptors":
      let open = (0..<1024).filter { fcntl(Int32($0), F_GETFD) >= 0 }
      print(open.map(String.init).joined(separator: " "))
      exit(0)
    case "signals":
      // Whether what we block came along.
      var mask = sigset_t()
      sigprocmask(SIG_BLOCK, nil, &mask)
      print(sigismember(&mask, SIGTERM), getpgrp() == getpid() ? "leads its group" : "leads no group")
      exit(0)
    case "place":
      print(FileManager.default.currentDirectoryPath)
      print(ProcessInfo.processInfo.environment["PLACE"] ?? "none")
      exit(0)
    default: live(mode, Lifeline(arguments[0]), arguments[0])
    }
  }

  private static func live(_ mode: String, _ lifeline: Lifeline, _ path: String) {
    switch mode {
    case "polite":
      // Says when it is asked to end, and ends.
      polite = lifeline.descriptor
      signal(SIGTERM) { _ in
        _ = write(polite, "asked\n", 6)
        _exit(0)
      }
    case "stubborn", "deserter":
      for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, SIG_IGN) }
      if mode == "deserter" { setsid() }
    case "family":
      // A child, and one of it in a session of its own that hears no TERM.
      Helper.startAside(["deserter", path])
    case "leaving":
      Helper.startAside(["deserter", path])
      lifeline.say("leaving")
      // Ends when its input does, and leaves the other behind.
      while readLine() != nil {}
      exit(7)
    default: exit(64)
    }
    lifeline.say(mode)
    while true { pause() }
  }
}

/// Set once, before the handler that reads it.
nonisolated(unsafe) private var polite: Int32 = -1

enum Owner {
  /// `own LIFELINE END COUNT MODE`: starts children of that mode on the same lifeline, says so and ends or waits.
  static func run(_ arguments: [String]) async {
    let lifeline = Lifeline(arguments[0])
    var children: [SupervisedProcess] = []
    for _ in 0..<(Int(arguments[2]) ?? 1) {
      let plan = ProcessPlan(
        Supervisor.path, [arguments[3], arguments[0]], environment: ProcessInfo.processInfo.environment,
        grace: .milliseconds(200))
      guard let child = try? await SupervisedProcess.start(plan) else { exit(71) }
      children.append(child)
    }
    lifeline.say("owning " + children.map { "\($0.number)" }.joined(separator: " "))
    switch arguments[1] {
    case "exit": exit(0)
    case "crash": abort()
    default: break
    }
    while true { try? await Task.sleep(for: .seconds(3600)) }
  }
}
