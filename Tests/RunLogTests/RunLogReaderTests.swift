import Foundation
import Optimization
import RunLog
import TestSupport
import Testing

@Suite struct RunLogReaderTests {
  private func code(_ path: String) -> LogError.Code? {
    do throws(LogError) {
      _ = try RunLogReader(path)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func aLogGivesBackItsEvents() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    _ = try await loggedRun(to: path)
    let reader = try RunLogReader(path)
    #expect(reader.started.id == "test")
    #expect(reader.hasTornTail == false)
    let events = try reader.events(in: 0..<reader.count)
    #expect(events.map(\.event.n) == Array(0..<reader.count))
    for position in 0..<reader.count {
      let event = try reader.event(at: position)
      #expect(event == events[position].event)
      #expect(reader.location(at: position) == events[position].location)
    }
  }

  @Test func oneEventOfALogThatIsBeingWrittenIsReadByItsPlace() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    let writer = try RunLogWriter(creating: path)
    let events = (0..<3).map { n in
      LoggedEvent(n: n, time: Double(n), event: .notice(Notice(code: "c", text: "number \(n) é")))
    }
    let locations = events.map(writer.append)
    for (event, location) in zip(events, locations) {
      #expect(try RunLogReader.event(at: location, in: path) == event)
    }
    await writer.finish()
  }

  @Test(
    arguments: [
      (LogLocation(offset: 0, length: 200), "does not reach as far as byte 0"),
      (LogLocation(offset: 9000, length: 5), "does not reach as far as byte 9000"),
      (LogLocation(offset: -1, length: 5), "does not reach as far as byte -1"),
      (LogLocation(offset: 5, length: .max), "does not reach as far as byte 5"),
      (LogLocation(offset: .max, length: .max), "does not reach as far as byte"),
      (LogLocation(offset: 0, length: 0), "does not reach as far as byte 0"),
      (LogLocation(offset: 3, length: 8), "has no event at byte 3"),
      (LogLocation(offset: 0, length: 8), "has no event at byte 0"),
      (LogLocation(offset: 47, length: 9), "is damaged at byte 47"),
    ]) func aPlaceThatHoldsNoEventIsRefusedWithASentence(_ location: LogLocation, _ expected: String) throws
  {
    let folder = try TemporaryFolder()
    let line = #"{"code":"c","event":"notice","n":0,"text":"t"}"#
    let path = try folder.write(line + "\nnot JSON.\n", to: "a.jsonl")
    #expect {
      try RunLogReader.event(at: location, in: path)
    } throws: {
      "\($0)".contains("\(path) \(expected)")
    }
    #expect(throws: LogError.self) { try RunLogReader.event(at: location, in: folder.file("missing")) }
  }

  @Test func aTornLastLineIsLeftOut() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    _ = try await loggedRun(to: path)
    let count = try RunLogReader(path).count
    let torn = try folder.write(String(try folder.text(of: "a.jsonl").dropLast(3)), to: "b.jsonl")
    let reader = try RunLogReader(torn)
    #expect(reader.hasTornTail == true)
    #expect(reader.count == count - 1)
  }

  @Test func whatIsNoLogIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(code(folder.file("missing.jsonl")) == .unreadable)
    #expect(code(folder.path) == .notALog)
    #expect(code(try folder.write("", to: "empty")) == .notALog)
    #expect(code(try folder.write("x,y\n1,2\n", to: "data.csv")) == .notALog)
    #expect(code(try folder.write(#"{"event":"notice","n":0,"time":0}"# + "\n", to: "other.jsonl")) == .notALog)
    #expect(code(try folder.write(#"{"event":"run-started","n":0,"time":0,"version":1}"# + "\n", to: "d")) == .corrupt)
  }

  @Test func aLaterVersionIsRefusedWithBothNumbers() async throws {
    let folder = try TemporaryFolder()
    _ = try await loggedRun(to: folder.file("a.jsonl"))
    let later = try folder.text(of: "a.jsonl").replacing(#""version":1}"#, with: #""version":2}"#, maxReplacements: 1)
    let path = try folder.write(later, to: "b.jsonl")
    #expect {
      _ = try RunLogReader(path)
    } throws: { error in
      (error as? LogError)?.code == .laterVersion && "\(error)".contains("version 2")
        && "\(error)".contains("version 1")
    }
  }

  @Test func aDamagedLineIsNamedByItsNumber() async throws {
    let folder = try TemporaryFolder()
    _ = try await loggedRun(to: folder.file("a.jsonl"))
    var lines = try folder.text(of: "a.jsonl").split(separator: "\n", omittingEmptySubsequences: false)
    lines[4] = "{\"event\":"
    let path = try folder.write(lines.joined(separator: "\n"), to: "b.jsonl")
    let reader = try RunLogReader(path)
    var message = ""
    do { _ = try reader.events(in: 0..<reader.count) } catch { message = "\(error)" }
    #expect(message.contains("line 5"))
    #expect(message.contains(path))
  }

  @Test func aWatcherThatFellBehindReadsTheBytesItMissed() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    _ = try await loggedRun(to: path)
    let reader = try RunLogReader(path)
    let from = reader.location(at: 3), last = reader.location(at: 7)
    let range = from.offset..<(last.offset + last.length + 1)
    // In one piece, and in pieces shorter than a line.
    for limit in [1 << 20, 400, 1] {
      var events: [(event: LoggedEvent, location: LogLocation)] = []
      var rest = range
      while !rest.isEmpty {
        let piece = try RunLogReader.events(of: path, bytes: rest, limit: limit)
        events += piece.events
        rest = piece.end..<rest.upperBound
      }
      #expect(events.map(\.event.n) == [3, 4, 5, 6, 7])
      #expect(events.map(\.location) == (3...7).map { reader.location(at: $0) })
    }
  }
}

@Suite struct FoldedLogTests {
  @Test func everyPlaceShowsTheFoldOfItsPrefix() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    // More events than lie between two snapshots.
    _ = try await loggedRun(to: path, steps: 450, history: 4)
    let reader = try RunLogReader(path)
    let events = try reader.events(in: 0..<reader.count)
    #expect(events.count > 2000)
    var log = try FoldedLog(reader)
    for target in [0, 1, 999, 1000, 1001, 5, events.count, 1500, 1499, 2, events.count - 1, -4, events.count + 9] {
      try log.seek(to: target)
      let place = min(max(0, target), events.count)
      let expected = events[..<place].reduce(into: RunState()) { $0.apply($1.event, at: $1.location) }
      #expect(log.position == place)
      #expect(log.state == expected, "at \(target)")
    }
  }

  @Test func stepsAreFoundByTheirPlace() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    _ = try await loggedRun(to: path)
    let log = try FoldedLog(try RunLogReader(path))
    #expect(log.stepStarts.map(\.step) == [1, 2, 3])
    for start in log.stepStarts {
      let event = try log.reader.event(at: start.position).event
      guard case .stepStarted(let step) = event else {
        Issue.record("Event \(start.position) starts no step.")
        continue
      }
      #expect(step.step == start.step)
    }
  }
}
