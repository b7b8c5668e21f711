import Charts
import TestSupport
import Testing
import Text

@testable import Terminal

extension OnTerminal {
  /// Terminals that are slow, stop, or change their size all the time.
  @TerminalActor
  @Suite("storms")
  struct StormTests {
    /// A terminal at the end of a serial line, in time that the test makes.
    @TerminalActor
    private final class SlowLine {
      let setting: Setting
      private(set) var time = ContinuousClock.now
      private let bytesPerTick: Double
      private var room = 0.0
      static let tick = Duration.milliseconds(10)

      init(_ setting: Setting, bitsPerSecond: Double) {
        self.setting = setting
        // Ten bits a byte.
        bytesPerTick = bitsPerSecond / 10 * (Self.tick / .seconds(1))
        setting.screen.now = { [unowned self] in self.time }
      }

      /// The line brings what it can in a hundredth of a second; the terminal answers.
      func pass() async {
        time += Self.tick
        room += bytesPerTick
        let questions = setting.terminal.screen.statusQuestions
        setting.terminal.read(atMost: Int(room))
        room -= room.rounded(.down)
        for _ in questions..<setting.terminal.screen.statusQuestions { setting.terminal.send("\u{1B}[0n") }
        _ = await setting.screen.nextEvents(until: .now)
      }
    }

    @Test("on 9,600 bits a second frames give way, and a key shows within a second and a half")
    func slowLine() async throws {
      let setting = try Setting(columns: 80, rows: 24)
      let line = SlowLine(setting, bitsPerSecond: 9_600)
      var frame = SampleFrame()
      frame.isDirect = false
      func draw() { setting.screen.draw(frame.draw(columns: 80, rows: 24)) }
      draw()
      for _ in 0..<1500 { await line.pass() }
      let before = setting.terminal.screen.frames
      var frames = 0
      var worst = 0
      for key in 0..<5 {
        // The run goes on at fifty frames a second, and changes much of the screen.
        for tick in 0..<200 {
          if tick % 2 == 0 {
            frame.step += 1
            frame.firstRow += 1
            frame.slope = Double(tick % 40) / 50
            draw()
            frames += 1
          }
          await line.pass()
        }
        frame.typed = "KEY\(key)"
        draw()
        var ticks = 0
        while !setting.terminal.screen.contains("KEY\(key)"), ticks < 1000 {
          await line.pass()
          ticks += 1
        }
        worst = max(worst, ticks)
      }
      #expect(worst <= 150, "\(worst) hundredths of a second")
      #expect(setting.terminal.screen.frames - before < frames / 2)
      // At rest it shows the newest.
      for _ in 0..<300 { await line.pass() }
      #expect(!setting.screen.hasPending)
      #expect(setting.terminal.screen.text == frame.draw(columns: 80, rows: 24).text)
      setting.screen.close()
    }

    @Test("an answer that is still due when the screen closes does not reach the shell")
    func lateAnswer() async throws {
      let setting = try Setting(columns: 40, rows: 10)
      setting.terminal.send("\u{1B}[0n")
      _ = await setting.screen.nextEvents(until: .now)
      #expect(setting.screen.speed.reasonableWait == nil)
      for frame in 0..<2 { setting.draw(setting.busyBuffer(frame)) }
      #expect(setting.screen.speed.reasonableWait != nil)
      for _ in 1..<setting.terminal.screen.statusQuestions { setting.terminal.send("\u{1B}[0n") }
      setting.screen.close()
      #expect(setting.screen.speed.reasonableWait == nil)
    }

    @Test("a terminal that stops reading: keys come at once, nothing piles up, and then it gets the newest frame")
    func stopped() async throws {
      let setting = try Setting(columns: 200, rows: 50)
      setting.terminal.read()
      for frame in 0..<100 {
        setting.screen.draw(setting.busyBuffer(frame % 8))
        // At most the rest of the row that the terminal is in.
        if frame > 0 { #expect(setting.screen.outlet.count < 4000, "\(setting.screen.outlet.count) bytes wait") }
      }
      setting.terminal.send("k")
      #expect(await setting.screen.nextEvents(until: .now).input == [.key(KeyPress(.character("k")))])
      #expect(setting.screen.hasPending)
      let newest = setting.busyBuffer(100)
      setting.screen.draw(newest)
      let before = setting.terminal.screen.frames
      var isDrained = false
      while !isDrained {
        setting.terminal.read()
        isDrained = await setting.screen.nextEvents(until: .now).isDrained
      }
      setting.terminal.read()
      #expect(setting.terminal.screen.shows(newest))
      #expect(setting.terminal.screen.frames - before <= 2)
      setting.screen.close()
    }

    @Test("hundreds of sizes in a row: the last one is drawn whole, and the others cost nothing")
    func sizes() async throws {
      let setting = try Setting(columns: 80, rows: 24)
      setting.draw(setting.busyBuffer(0))
      var random = SplitMix(state: 3)
      var written = 0
      for step in 0..<300 {
        let columns =
          [0, 1, 2, 80, 500][step % 5] == 80 ? Int.random(in: 0...500, using: &random) : [0, 1, 2, 80, 500][step % 5]
        let rows = step % 7 == 0 ? 500 : Int.random(in: 0...60, using: &random)
        setting.terminal.resize(columns: columns, rows: rows)
        let size = setting.screen.updateSize()
        #expect(
          columns == 0 || rows == 0 ? size == Size(columns: 80, rows: 24) : size == Size(columns: columns, rows: rows))
        // Of each size one frame; nobody reads but now and then.
        var buffer = CellBuffer(size: size)
        buffer.write("step \(step)", column: 0, row: 0, in: buffer.area)
        setting.screen.draw(buffer)
        if step % 40 == 0 { written += setting.terminal.read().count }
        #expect(setting.screen.outlet.count < 20_000)
      }
      setting.terminal.resize(columns: 120, rows: 36)
      setting.screen.updateSize()
      let last = setting.busyBuffer(1)
      setting.screen.draw(last)
      while setting.screen.hasPending {
        setting.terminal.read()
        setting.screen.flush()
      }
      setting.terminal.read()
      #expect(setting.terminal.screen.shows(last))
      #expect(setting.terminal.screen.unknown == [])
      setting.screen.close()
    }
  }
}
