import Testing

@testable import Terminal

@Suite("The speed of the line")
struct LineSpeedTests {
  private let start = ContinuousClock.now

  /// A line of so many bytes a second, with so long a way to the terminal and back, that is always full.
  private func measured(rate: Double, way: Duration, pieces: Int = 20) -> LineSpeed {
    var speed = LineSpeed()
    var time = start
    var total = 0
    speed.ask(total: total, at: time)
    time += way
    speed.answer(at: time)
    for _ in 0..<pieces {
      let bytes = min(40_000, speed.allowance(total: total, at: time))
      total += bytes
      #expect(speed.wantsQuestion(total: total))
      speed.ask(total: total, at: time)
      time += way + .seconds(Double(bytes) / rate)
      speed.answer(at: time)
    }
    return speed
  }

  @Test(
    "is found, and what may be on the way follows it",
    arguments: [
      (960, Duration.milliseconds(1), 256), (20_000, .milliseconds(1), 2000), (200_000, .milliseconds(80), 20_000),
    ] as [(Double, Duration, Int)])
  func slow(rate: Double, way: Duration, window: Int) throws {
    let speed = measured(rate: rate, way: way)
    #expect(try #require(speed.rate) / rate > 0.5 && #require(speed.rate) / rate < 1.5)
    #expect(Double(speed.window) / Double(window) > 0.5 && Double(speed.window) / Double(window) < 1.5)
  }

  @Test("of a terminal on the same machine limits nothing, and is asked less and less, at last once in 32 kB")
  func fast() {
    let speed = measured(rate: 50_000_000, way: .microseconds(300))
    #expect(speed.allowance(total: 1_000_000_000, at: start) == .max)
    #expect(!speed.wantsQuestion(total: 20 * 40_000 + 32_767) && speed.wantsQuestion(total: 20 * 40_000 + 32_768))
    var early = LineSpeed()
    #expect(!early.wantsQuestion(total: 2047) && early.wantsQuestion(total: 2048))
    var late = speed
    late.ask(total: 20 * 40_000, at: start)
    late.answer(at: start + .milliseconds(90))
    #expect(late.wantsQuestion(total: 20 * 40_000 + 2048))
    early.ask(total: 10, at: start)
    early.giveUp()
    #expect(early.reasonableWait == nil)
  }

  @Test("of a terminal that never answers limits nothing, and is not asked for ever")
  func silent() throws {
    var speed = LineSpeed()
    var total = 0
    var questions = 0
    var time = start
    while speed.wantsQuestion(total: total + 5000) {
      total += 5000
      speed.ask(total: total, at: time)
      questions += 1
      #expect(speed.allowance(total: total, at: time + .seconds(1)) == .max)
      time = try #require(speed.deadline)
      speed.giveUp()
      #expect(speed.deadline == nil)
    }
    #expect(questions == 3)
  }

  @Test("that falls asleep gets nothing more until it answers, or is overdue")
  func late() throws {
    var speed = measured(rate: 50_000_000, way: .microseconds(300))
    let total = 500_000
    let time = start + .seconds(60)
    speed.ask(total: total, at: time)
    #expect(speed.allowance(total: total, at: time + .milliseconds(100)) == .max)
    #expect(speed.allowance(total: total, at: time + .seconds(1)) == 0)
    var answered = speed
    answered.answer(at: time + .seconds(1))
    #expect(answered.allowance(total: total, at: time + .seconds(1)) > 0)
    #expect(try #require(speed.deadline) <= time + .seconds(4))
    speed.giveUp()
    #expect(speed.allowance(total: total, at: time + .seconds(3)) == .max)
  }

  @Test("keeps the shell waiting for an answer that is due, a second at most, and not for one that is overdue")
  func leaving() throws {
    var unknown = LineSpeed()
    #expect(unknown.reasonableWait == nil)
    unknown.ask(total: 10, at: start)
    #expect(unknown.reasonableWait == start + LineSpeed.firstWait)
    var fast = measured(rate: 50_000_000, way: .microseconds(300))
    fast.ask(total: 1_000_000, at: start)
    #expect(try #require(fast.reasonableWait) <= start + .milliseconds(50))
    var slow = measured(rate: 960, way: .milliseconds(1))
    slow.ask(total: 1_000_000, at: start)
    #expect(try #require(slow.reasonableWait) == start + .seconds(1))
  }

  @Test("answers that nobody asked for mean nothing")
  func unasked() {
    var speed = LineSpeed()
    for _ in 0..<5 { speed.answer(at: start) }
    #expect(speed.rate == nil && speed.allowance(total: 100, at: start) == .max)
  }
}
