import Dashboard
import Foundation
import RunLog
import TestSupport
import Testing

@testable import tiller

@Suite("the feed of the library", .timeLimit(.minutes(4)))
struct LibraryFeedTests {
  /// A feed and the library's state that its news are folded into.
  private final class Watched {
    let feed: LibraryFeed
    var state: LibraryState
    private let wakes: AsyncStream<Void>

    init(_ places: LibraryPlaces) throws {
      let (wakes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
      self.wakes = wakes
      feed = LibraryFeed(places) { continuation.yield() }
      state = LibraryState(
        theme: .standard, place: "", trash: "", now: 0)
    }

    /// All that is told until a condition holds; the actions in their order.
    func until(_ condition: (LibraryState) -> Bool) async -> [LibraryAction] {
      var actions: [LibraryAction] = []
      var iterator = wakes.makeAsyncIterator()
      while !condition(state) {
        guard await iterator.next() != nil else { break }
        for action in feed.takeNews() {
          actions.append(action)
          _ = reduceLibrary(&state, action)
        }
      }
      return actions
    }
  }

  private func log(_ place: Workplace, _ name: String, steps: Int = 2) async throws -> String {
    let path = place.path + "/runs/" + name
    try FileManager.default.createDirectory(atPath: place.path + "/runs", withIntermediateDirectories: true)
    let run = ["run", "--model", "none", "--steps", "\(steps)", "--headless", "--log", path]
    #expect(try await Program.run(run, in: place).status == 0)
    return path
  }

  @Test("it tells what there is at once, then what was read, and reads again only what changed")
  func reading() async throws {
    let place = try Workplace()
    let path = try await log(place, "a.jsonl")
    let text = String(decoding: try place.bytes(of: path), as: UTF8.self)
    for index in 0..<5 { _ = try place.file("runs/copy \(index).jsonl", text) }
    _ = try place.file("runs/other.jsonl", "{\"a\":1}\n")
    let watched = try Watched(try LibraryPlaces([place.path + "/runs"], place.environment()))
    watched.feed.look()
    let actions = await watched.until { $0.isListed && $0.unread == 0 && $0.runs.count == 6 }
    #expect(watched.state.runs.allSatisfy { $0.figures?.step == 2 })
    #expect(actions.contains(.absent(path: place.path + "/runs/other.jsonl")))
    guard case .listed(let listed)? = actions.first(where: { if case .listed = $0 { true } else { false } }) else {
      Issue.record("nothing was listed")
      return
    }
    #expect(listed.count == 7 && listed.allSatisfy { $0.contents == .unread })

    _ = try place.file("runs/copy 3.jsonl", String(text.dropLast(20)))
    watched.feed.look()
    let later = await watched.until { $0.runs.contains { $0.isTorn } }
    let read = later.flatMap { action -> [String] in if case .read(let runs) = action { runs.map(\.name) } else { [] } }
    #expect(read == ["copy 3"])
    watched.feed.close()
  }

  @Test("a lock that goes without any other change is seen to have gone")
  func lock() async throws {
    let place = try Workplace()
    let path = try await log(place, "a.jsonl")
    let descriptor = open(path, O_RDONLY)
    #expect(flock(descriptor, LOCK_EX) == 0)
    let watched = try Watched(try LibraryPlaces([path], place.environment()))
    watched.feed.look()
    _ = await watched.until { $0.runs.first?.figures != nil }
    #expect(watched.state.runs.first?.isBeingWritten == true)
    // The lock goes just after the last look that anybody asks for, as the system tells nothing of locks.
    watched.feed.look()
    #expect(flock(descriptor, LOCK_UN) == 0)
    _ = await watched.until { $0.runs.first?.isBeingWritten == false }
    #expect(watched.state.runs.first?.figures?.step == 2)
    close(descriptor)
    watched.feed.close()
  }

  @Test("a folder that cannot be read is a sentence")
  func unreadable() async throws {
    let place = try Workplace()
    try FileManager.default.createDirectory(atPath: place.path + "/runs", withIntermediateDirectories: true)
    let places = try LibraryPlaces([place.path + "/runs"], place.environment())
    try FileManager.default.removeItem(atPath: place.path + "/runs")
    let watched = try Watched(places)
    watched.feed.look()
    var actions: [LibraryAction] = []
    var folded = watched.state
    while !actions.contains(where: { if case .unlisted = $0 { true } else { false } }) {
      actions += watched.feed.takeNews()
      await Task.yield()
    }
    for action in actions { _ = reduceLibrary(&folded, action) }
    #expect(folded.runs.isEmpty && folded.isListed)
    watched.feed.close()
  }

  @Test("places are folders and logs; what is not there is refused, but for the folder of all runs")
  func places() throws {
    let place = try Workplace()
    let log = try place.file("a.jsonl", "x")
    #expect(throws: LogError.self) { try LibraryPlaces([place.path + "/missing"], place.environment()) }
    let standard = try LibraryPlaces([], place.environment())
    #expect(standard.isDefault)
    #expect(try standard.found().isEmpty)
    #expect(standard.trash.folder == place.path + "/state/tiller/trash")
    #expect(standard.words(home: place.path) == "~/state/tiller/runs")
    // Named twice it is there once.
    let both = try LibraryPlaces([place.path, log], place.environment())
    #expect(try both.found().map(\.path) == [log])
    var named = try LibraryPlaces([log], place.environment())
    #expect(named.isNamed(log))
    named.follow(from: log, to: place.path + "/b.jsonl")
    #expect(!named.isNamed(log))
    #expect(try named.found().isEmpty)
  }

  @Test("what is asked of a run is the command that does it")
  func requests() {
    #expect(LibraryRequest.replay(path: "-x").arguments == ["replay", "--", "-x"])
    #expect(LibraryRequest.resume(path: "a").arguments == ["resume", "--", "a"])
    #expect(LibraryRequest.resume(path: "a", steps: 60).arguments == ["resume", "--steps", "60", "--", "a"])
    #expect(LibraryRequest.fork(path: "a").arguments == ["fork", "--", "a"])
    #expect(LibraryRequest.compare(paths: ["a", "b"]).arguments == ["compare", "--", "a", "b"])
  }
}
