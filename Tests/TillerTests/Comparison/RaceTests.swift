import Charts
import Dashboard
import Foundation
import LanguageModels
import Optimization
import RunLog
import Terminal
import TestSupport
import Testing
import Text

@testable import tiller

@Suite struct RaceTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func race(_ models: [any LanguageModel], steps: Int = 4) -> RacePlan {
    let plan = RunPlan(
      problem: AnyProblem(BowlProblem()), settings: RunSettings(steps: steps, initial: 2, attended: true),
      prompting: ListingPrompting(), replanned: { _ in throw InputError("none") })
    return RacePlan(
      plan: plan, names: models.map(\.identity.name), models: models.map { ChosenModel(model: $0) })
  }

  private func quick() -> ScriptedModel {
    ScriptedModel { _, call, _ in ModelReply(text: "\(call + 1) 3", usage: TokenUsage(input: 10, output: 5)) }
  }

  @TerminalActor
  private func started(_ race: RacePlan) throws -> (RaceSource, [LiveRun], ComparisonState) {
    let runs = try race.runs(stem: place.path + "/race") { _ in RunMonitor() }
    let source = RaceSource(runs)
    source.begin()
    return (source, runs, ComparisonState(race.lanes(runs), mode: .race))
  }

  @TerminalActor
  private func fold(_ source: RaceSource, into state: inout ComparisonState) {
    for action in source.news() { _ = reduce(&state, action) }
  }

  @Test @TerminalActor func aSlowLaneHoldsNoOther() async throws {
    let gate = Gate()
    let slow = ScriptedModel { _, _, _ in
      try await gate.opened()
      return ModelReply(text: "4 4")
    }
    var (source, runs, state) = try started(race([slow, quick()]))
    #expect(await source.ended(1).reason == .steps)
    _ = try await slow.requests.first(1)
    fold(source, into: &state)
    #expect(state.lanes.map(\.run.head.phase) == [.running, .ended])
    #expect(state.lanes[0].progress.replies.map(\.phase) == [.asking])

    // A command goes to its lane alone, and what came of it comes back.
    _ = source.carryOut(.command(lanes: [0], .setTemperature(0.4)))
    await source.commands.last?.value
    fold(source, into: &state)
    #expect(state.lanes.map(\.run.head.temperature) == [0.4, nil])
    #expect(await source.finish(interrupted: false).map(\.reason) == [.person, .steps])
    for live in runs { #expect(ending(try events(of: live.logPath)) != nil) }
    gate.open()
  }

  @Test @TerminalActor func lanesBeginAlikeEachWithItsLog() async throws {
    let (source, runs, _) = try started(race([quick(), quick()]))
    _ = (await source.ended(0), await source.ended(1))
    let logs = try runs.map { try events(of: $0.logPath) }
    #expect(runs.map(\.logPath) == ["a", "b"].map { place.path + "/race-\($0).jsonl" })
    #expect(logs[0].candidates.map(\.solution) == logs[1].candidates.map(\.solution))
    let starts = logs.compactMap { if case .runStarted(let started) = $0[0].event { started } else { nil } }
    #expect(starts[0].id.hasSuffix("-a") && starts[1].id == starts[0].id.dropLast(1) + "b")
    #expect(starts[0].settings == starts[1].settings)
  }

  @Test @TerminalActor func anEarlierStepIsReadFromTheLogs() async throws {
    var (source, _, state) = try started(race([quick(), quick()]))
    _ = (await source.ended(0), await source.ended(1))
    fold(source, into: &state)
    for step in [1, 3, 0] {
      state = ComparisonState(state.lanes, mode: .race, size: Size(columns: 120, rows: 36))
      for _ in step..<4 {
        for effect in reduce(&state, .input(.key(KeyPress(.left)))) { _ = source.carryOut(effect) }
      }
      await source.looking?.value
      fold(source, into: &state)
      #expect(state.lanes.map(\.shown.head.step) == [step, step])
      #expect(state.lanes.map(\.shown.trajectory.count) == [step + 2, step + 2])
      #expect(state.lanes.map(\.run.trajectory.count) == [6, 6])
    }
  }

  @Test func aLogThatIsThereIsKeptAndNoOtherLeft() throws {
    let there = try place.file("race-b.jsonl", "mine\n")
    #expect(throws: LogError.self) {
      try race([quick(), quick()]).runs(stem: place.path + "/race.jsonl") { _ in RunMonitor() }
    }
    #expect(try place.bytes(of: there) == Array("mine\n".utf8))
    #expect(!FileManager.default.fileExists(atPath: place.path + "/race-a.jsonl"))
  }
}

@Suite struct LaneDeparturesTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  /// The lines of a run of random proposals.
  private func parent() async throws -> (path: String, lines: [String]) {
    let run = try await Program.run(
      ["run", "--model", "none", "--steps", "6", "--headless", "--log", place.log], in: place)
    #expect(run.status == 0)
    return (
      place.log, String(decoding: try place.bytes(of: place.log), as: UTF8.self).split(separator: "\n").map(String.init)
    )
  }

  /// A log with the first lines of another, as a fork has them, and a change behind.
  private func fork(_ lines: [String], common: Int, as id: String, of parent: String) throws -> String {
    let start = lines[0].replacing(
      "\"id\":\"\(parent)\"",
      with: "\"id\":\"\(id)\",\"parent\":{\"file\":\"run.jsonl\",\"id\":\"\(parent)\",\"n\":\(common - 1)}")
    let step = lines[common].replacing("\"time\":", with: "\"later\":true,\"time\":9")
      .replacing("\"n\":\(common),", with: "\"n\":\(common + 1),")
    let steered =
      #"{"command":{"name":"temperature","temperature":0.4,"version":1},"event":"steered","n":\#(common),"source":"keyboard","step":3,"time":8}"#
    return try place.file(
      "\(id).jsonl", ([start] + lines[1..<common] + [steered, step]).joined(separator: "\n") + "\n")
  }

  @Test func aForkIsFoundWithWhatItChanged() async throws {
    let (path, lines) = try await parent()
    let id = try RunLogReader.started(of: path).id
    let common = try #require(
      lines.firstIndex { $0.contains("\"event\":\"step-started\"") && $0.contains("\"step\":4,") })
    let child = try fork(lines, common: common, as: "child", of: id)
    let departures = try LaneDepartures.find([child, path])
    #expect(
      departures == [
        Dashboard.Departure(
          parent: "B", file: "run.jsonl", step: 3, candidates: 4, changes: [.setTemperature(0.4)]), nil,
      ])
    // Alone it says itself how far it goes with its parent.
    let other = try fork(lines, common: common, as: "other", of: id)
    let alone = try LaneDepartures.find([child, other])
    #expect(alone.map(\.?.step) == [3, 3] && alone.map { $0?.parent } == [nil, nil])
  }
}
