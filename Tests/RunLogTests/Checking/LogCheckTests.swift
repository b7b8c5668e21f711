import Foundation
import LanguageModels
import Optimization
import RunLogSupport
import TestSupport
import Testing

@testable import RunLog

@Suite struct LogCheckTests {
  /// What is done to a log, the line that must be named for it, and words of the reason.
  struct Damage: Sendable, CustomTestStringConvertible {
    var name: String
    /// Whether the lines are given the numbers of their places afterwards.
    var isRenumbered = true
    var reason: String
    /// Returns the number of the line that cannot stand, from 1.
    var act: @Sendable (inout EditedLog) throws -> Int
    var testDescription: String { name }
  }

  static let damages: [Damage] = [
    Damage(
      name: "a line is lost", isRenumbered: false, reason: "its number is 8 and must be 7: lines before it are missing"
    ) {
      $0.lines.remove(at: 7)
      return 8
    },
    Damage(
      name: "a line is doubled", isRenumbered: false, reason: "its number is 7 and must be 8: it stands there twice"
    ) {
      $0.lines.insert($0.lines[7], at: 8)
      return 9
    },
    Damage(
      name: "two lines are swapped", isRenumbered: false,
      reason: "its number is 8 and must be 7: lines before it are missing, or not in order"
    ) {
      $0.lines.swapAt(7, 8)
      return 8
    },
    Damage(name: "the last line is lost twice over", isRenumbered: false, reason: "must be") {
      let last = $0.lines.count - 1
      $0.lines.remove(at: last - 1)
      return last
    },
    Damage(name: "a second start", reason: "a run starts once") {
      $0.lines.insert($0.lines[0], at: 5)
      return 6
    },
    Damage(name: "a candidate's number is given twice", reason: "candidate #2 is there already") {
      let place = try $0.place("candidate", 3)
      try $0.replace("\"id\":3", with: "\"id\":2", at: place)
      return place + 1
    },
    Damage(name: "a judged candidate is judged once more", reason: "candidate #2 is there already") {
      let place = try $0.place("candidate", 2)
      $0.lines.insert($0.lines[try $0.place("evaluation-started", 2)], at: place + 1)
      return place + 2
    },
    Damage(name: "a number beyond all", reason: "no candidate can have the number 9999999999") {
      let place = try $0.place("candidate", 3)
      try $0.replace("\"id\":3", with: "\"id\":9999999999", at: place)
      return place + 1
    },
    Damage(name: "a number below all", reason: "no candidate can have the number -1") {
      let place = try $0.place("evaluation-started", 3)
      try $0.replace("\"id\":3", with: "\"id\":-1", at: place)
      return place + 1
    },
    Damage(name: "a candidate of a step to come", reason: "it is of step 9, which has not begun") {
      let place = try $0.place("candidate", 3)
      try $0.replace("\"step\":1", with: "\"step\":9", at: place)
      return place + 1
    },
    Damage(name: "the start of a step is lost", reason: "it is of step 2, which has not begun") {
      let place = try $0.place("step-started", 1)
      $0.lines.remove(at: place)
      return place + 1
    },
    Damage(name: "a reply of a step that is over", reason: "it is of step 1, and step 2 is under way") {
      let place = try $0.place("step-started", 1)
      $0.lines.insert($0.lines[try $0.place("reply")], at: place + 1)
      return place + 2
    },
    Damage(name: "a reply that came before", reason: "reply 0 of step 1 has come before") {
      let place = try $0.place("candidate", 2)
      $0.lines.insert(
        $0.lines[try $0.place("asked")].replacing("\"event\":\"asked\"", with: "\"event\":\"reply\"")
          .replacing("\"seed\":", with: "\"finish\":\"stop\",\"seconds\":1,\"text\":\"\",\"later\":"), at: place + 1)
      return place + 2
    },
    Damage(name: "a reply beyond those of a step", reason: "it is of reply 2, and the replies of a step are 0 to 1") {
      let place = try $0.place("asked")
      $0.lines[place] = $0.lines[place].replacing(/"index":\d/, with: "\"index\":2")
      return place + 1
    },
    Damage(name: "a reply before all", reason: "it is of reply -1") {
      let place = try $0.place("rejected")
      $0.lines[place] = $0.lines[place].replacing(/"index":\d/, with: "\"index\":-1")
      return place + 1
    },
    Damage(name: "a reply before the first step", reason: "it is of step 1, which has not begun") {
      $0.lines.insert($0.lines[try $0.place("asked")], at: 1)
      return 2
    },
    Damage(name: "steps that go back", reason: "step 1 cannot begin after step 2") {
      let place = try $0.place("step-started", 2)
      $0.lines[place] = $0.lines[try $0.place("step-started")]
      return place + 1
    },
    Damage(name: "step 0", reason: "step 0 cannot begin here") {
      let place = try $0.place("step-started")
      try $0.replace("\"step\":1", with: "\"step\":0", at: place)
      return place + 1
    },
    Damage(name: "an act of another step", reason: "it is of step 0, and step 1 is under way") {
      let place = try $0.place("steered", 1)
      try $0.replace("\"step\":1", with: "\"step\":0", at: place)
      return place + 1
    },
    Damage(name: "a second prediction", reason: "step 3 has a prediction already") {
      let place = try $0.place("prediction")
      $0.lines.insert($0.lines[place], at: place + 1)
      return place + 2
    },
    Damage(name: "a prediction of another step", reason: "it is of step 4, which has not begun") {
      let place = try $0.place("prediction")
      try $0.replace("\"step\":3", with: "\"step\":4", at: place)
      return place + 1
    },
    Damage(name: "time that runs backwards", reason: "its time, -1 s, is before that of the line above, 0 s") {
      let place = try $0.place("asked")
      $0.lines[place] = $0.lines[place].replacing(/"time":[0-9.]+/, with: "\"time\":-1")
      return place + 1
    },
    Damage(name: "a candidate without an outcome", reason: "neither a loss nor a failure") {
      let place = try $0.place("candidate", 1)
      $0.lines[place] = $0.lines[place].replacing(/"loss":[0-9.]+,/, with: "")
      return place + 1
    },
    Damage(name: "a candidate with two outcomes", reason: "both a loss and a failure") {
      let place = try $0.place("candidate", 1)
      try $0.replace("{", with: "{\"failure\":{\"code\":\"c\",\"reason\":\"r\"},", at: place)
      return place + 1
    },
    Damage(name: "a run that goes on behind its end", reason: "the run had ended before it") {
      $0.lines.append($0.lines[try $0.place("asked")].replacing("\"step\":1", with: "\"step\":4"))
      return $0.lines.count
    },
    Damage(name: "a break elsewhere", reason: "the run went on behind number 3, and stands behind number 9") {
      $0.lines.insert("{\"event\":\"resumed\",\"from\":3,\"n\":0,\"time\":0}", at: 10)
      return 11
    },
    Damage(name: "settings that no run has", reason: "the setting candidates is -2, and must be from 1 to 32767") {
      try $0.replace("\"candidates\":2", with: "\"candidates\":-2", at: 0)
      return 1
    },
    Damage(name: "words that are none", reason: "it is no JSON object of the log's form") {
      $0.lines[9] = "corrupt"
      return 10
    },
  ]

  @Test(arguments: damages) func whatNoRunCanHaveWrittenIsRefusedWithItsLineAndTheReason(_ damage: Damage) async throws
  {
    let folder = try TemporaryFolder()
    var log = try await EditedLog.steered()
    let line = try damage.act(&log)
    if damage.isRenumbered { log.renumber() }
    let path = try folder.write(log.text, to: "damaged.jsonl")
    var sentence = ""
    do { _ = try folded(path) } catch { sentence = "\(error)" }
    #expect(sentence.hasPrefix("The log \(path) is damaged in line \(line): "), "\(sentence)")
    #expect(sentence.contains(damage.reason), "\(sentence)")
    #expect(sentence.contains("`tiller repair`"))
    // However it is read from its start.
    #expect(throws: LogError.self) { _ = try FoldedLog(try RunLogReader(path)) }
    #expect(throws: LogError.self) {
      let reader = try RunLogReader(path)
      var check = LogCheck()
      for start in stride(from: 0, to: reader.count, by: 7) {
        _ = try reader.events(in: start..<min(reader.count, start + 7), heldTo: &check)
      }
    }
    #expect(try LogSummary(of: path).damagedLine == line)
  }

  @Test func whatALaterVersionAddsIsTaken() async throws {
    let folder = try TemporaryFolder()
    var log = try await EditedLog.steered()
    let expected = try folded(try folder.write(log.text, to: "whole.jsonl"))
    for place in stride(from: log.lines.count - 1, through: 1, by: -5) {
      log.lines.insert("{\"event\":\"dreamt\",\"n\":0,\"of\":{\"sheep\":[9]},\"step\":77,\"time\":0}", at: place)
    }
    for place in log.lines.indices { try log.replace("{", with: "{\"later\":{\"a\":[1,null]},", at: place) }
    log.lines.append("{\"event\":\"dreamt\",\"n\":0,\"time\":0}")
    log.renumber()
    let state = try folded(try folder.write(log.text, to: "later.jsonl"))
    // Where its lines lie is another matter.
    #expect(state.trajectory.ids == expected.trajectory.ids)
    #expect(state.head.counts == expected.head.counts && state.head.ended == expected.head.ended)
  }

  /// Everything that runs of many kinds write is taken: among them steps that begin again, retries, runs that were left
  /// and gone on with.
  @Test(arguments: CutRun.all) func whatARunWritesIsTaken(_ run: CutRun) async throws {
    let folder = try TemporaryFolder()
    let log = try await run.whole(in: folder.path)
    let path = folder.file("whole.jsonl")
    let cut = try CutRun.start(ofLast: 2, in: log, at: path) + 900
    let reader = try RunLogReader(path)
    let expected = RunCourse(try reader.events(in: 0..<reader.count).map(\.event))
    #expect(try await run.complaint(cutAt: cut, of: log, expected: expected, path: folder.file("cut.jsonl")) == nil)
    #expect(try LogSummary(of: path).damagedLine == nil)
  }

  @Test func aCheckThatBeganInTheMiddleHoldsPlacesAndTimes() {
    func event(_ n: Int, _ time: Double) -> LoggedEvent {
      LoggedEvent(n: n, time: time, event: .asked(Asked(step: 9, index: 4, attempt: 1, role: "optimizer")))
    }
    var check = LogCheck(startingAt: 7)
    #expect(check.objection(to: event(8, 1)) != nil)
    #expect(check.objection(to: event(7, 1)) == nil)
    #expect(check.objection(to: event(8, 0.5)) != nil)
    #expect(check.objection(to: event(8, 1)) == nil)
  }

  @Test func numbersThatComeOutOfOrderAreEachTakenOnce() {
    var seen = SeenIDs()
    var taken: Set<Int> = []
    var random = SplitMix(state: 5)
    for _ in 0..<2000 {
      let id = Int.random(in: 0..<400, using: &random)
      #expect(seen.contains(id) == taken.contains(id))
      if taken.insert(id).inserted { seen.insert(id) }
    }
  }
}
