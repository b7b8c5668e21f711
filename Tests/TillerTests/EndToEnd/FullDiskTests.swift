import Foundation
import Optimization
import TestSupport
import Testing

#if os(Linux)
  import Glibc

  extension EndToEnd {
    @Suite("a disk that is full")
    struct FullDiskTests {
      /// Starts a program whose files may have so many blocks of 512 bytes, until somebody lets them have more.
      private func limited(_ blocks: Int, _ arguments: [String]) -> [String] {
        ["-c", "ulimit -S -f \(blocks) && exec \"$@\"", "sh", Program.path] + arguments
      }

      /// Lets the files of a running program become as large as they like.
      private func makeRoom(for process: Int32) throws {
        typealias Call =
          @convention(c) (
            Int32, Int32, UnsafePointer<rlimit>?, UnsafeMutablePointer<rlimit>?
          ) -> Int32
        // Its declaration is for C alone.
        let call = unsafeBitCast(try #require(dlsym(nil, "prlimit")), to: Call.self)
        let size = Int32(RLIMIT_FSIZE.rawValue)
        var limit = rlimit()
        #expect(call(process, size, nil, &limit) == 0)
        limit.rlim_cur = limit.rlim_max
        #expect(call(process, size, &limit, nil) == 0)
      }

      @Test("pauses a watched run with a sentence, and the run goes on once there is room")
      func watched() async throws {
        let place = try Workplace()
        let terminal = try PseudoTerminal(
          "/bin/sh", limited(12, ["run", "--model", "none", "--steps", "200", "--log", place.log]),
          environment: place.environment(), columns: 120, rows: 36)
        let screen = try await terminal.see("cannot be written: File too large")
        #expect(screen.contains("waiting"))
        // As long as there is none, it stays as it is.
        try await terminal.send(" ")
        try await terminal.see("cannot be written: File too large")
        #expect(try place.bytes(of: place.log).count <= 12 * 512)
        try makeRoom(for: terminal.process)
        try await terminal.send(" ")
        try await terminal.see("ended")
        try await terminal.send("q")
        #expect(try await terminal.waitForExit() == .exited(0))
        let events = try events(of: place.log)
        #expect(ending(events) == .steps)
        #expect(events.candidates.count(where: { $0.origin == .random }) == 200)
      }

      @Test("ends a run that nobody watches, with the cause and what goes on with it")
      func headless() async throws {
        let place = try Workplace()
        let run = try await PipedProgram(
          "/bin/sh", limited(12, ["run", "--model", "none", "--steps", "200", "--log", place.log]),
          environment: place.environment(), folder: place.path, input: ""
        ).outcome()
        #expect(run.status == 1, "\(run)")
        #expect(run.errors.contains("cannot be written: File too large"))
        #expect(run.errors.contains("Go on with: tiller resume \(place.log)"))
        let resumed = try await Program.run(["resume", place.log, "--headless"], in: place)
        #expect(resumed.status == 0, "\(resumed)")
        let events = try events(of: place.log)
        #expect(ending(events) == .steps)
        #expect(events.candidates.map(\.id) == Array(0...200))
      }
    }
  }
#endif
