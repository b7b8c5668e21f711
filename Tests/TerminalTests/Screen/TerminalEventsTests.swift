import Charts
import TestSupport
import Testing
import Text

@testable import Terminal

extension OnTerminal {
  @TerminalActor
  @Suite("events")
  struct EventsTests {
    @Test("keys, reports and pastes arrive in order")
    func input() async throws {
      let setting = try Setting()
      setting.terminal.send("q\u{1B}[A\u{1B}[<0;3;4M\u{1B}[200~hé\u{1B}[201~")
      let events = await setting.screen.nextEvents()
      #expect(
        events.input == [
          .key(KeyPress(.character("q"))), .key(KeyPress(.up)),
          .mouse(MouseEvent(.press(button: 1), column: 2, row: 3)), .paste("hé"),
        ])
      #expect(!events.isWoken && !events.isDeadline && !events.isHungUp && events.size == nil)
      setting.screen.close()
    }

    @Test("an escape that nothing follows arrives by itself")
    func escape() async throws {
      let setting = try Setting()
      setting.terminal.send("\u{1B}")
      let events = await setting.screen.nextEvents()
      #expect(events.input == [.key(KeyPress(.escape))])
      setting.screen.close()
    }

    @Test("a deadline ends the wait, and one that has passed ends it at once")
    func deadline() async throws {
      let setting = try Setting()
      let due = ContinuousClock.now + .milliseconds(20)
      let events = await setting.screen.nextEvents(until: due)
      #expect(events.isDeadline && ContinuousClock.now >= due)
      #expect(await setting.screen.nextEvents(until: due).isDeadline)
      setting.screen.close()
    }

    @Test("many wakes from anywhere end one wait")
    func wakes() async throws {
      let setting = try Setting()
      await Task.detached { for _ in 0..<1000 { TerminalActor.wake() } }.value
      #expect(await setting.screen.nextEvents().isWoken)
      #expect(
        await setting.screen.nextEvents(until: .now)
          == {
            var events = TerminalEvents(); events.isDeadline = true; return events
          }())
      setting.screen.close()
    }

    @Test("a wake from another thread ends a wait under way, in which other work of the actor goes on")
    func wakesLater() async throws {
      let setting = try Setting()
      let waiting = Task { @TerminalActor in await setting.screen.nextEvents() }
      let value = await Task.detached { await Self.work() }.value
      #expect(value == 42)
      TerminalActor.wake()
      #expect(await waiting.value.isWoken)
      setting.screen.close()
    }

    private static func work() async -> Int { 42 }

    @Test("a cancelled task does not wait")
    func cancelled() async throws {
      let setting = try Setting()
      let waiting = Task { @TerminalActor in await setting.screen.nextEvents() }
      waiting.cancel()
      #expect(await waiting.value.isWoken)
      setting.screen.close()
    }

    @Test("frames that the terminal could not take are finished while waiting")
    func finishesFrames() async throws {
      let setting = try Setting(columns: 200, rows: 50)
      setting.terminal.read()
      for glyph in (["a", "b", "c", "d", "e", "f", "g", "h"] as [Unicode.Scalar]) {
        var buffer = CellBuffer(size: setting.screen.size)
        buffer.fill(buffer.area, with: Cell(Glyph(glyph)))
        for index in 0..<10_000 where index % 2 == 0 {
          buffer[column: index % 200, row: index / 200] = Cell(Glyph(glyph), Style(.indexed(1)))
        }
        setting.screen.draw(buffer)
      }
      #expect(setting.screen.hasPending)
      let loop = Task { @TerminalActor in
        while setting.screen.hasPending { _ = await setting.screen.nextEvents(until: .now + .milliseconds(5)) }
      }
      // The person's side reads on the same thread, between the waits.
      while setting.screen.hasPending {
        setting.terminal.read()
        await Task.yield()
      }
      await loop.value
      setting.terminal.read()
      #expect(setting.terminal.screen.text[49] == String(repeating: "h", count: 200))
      setting.screen.close()
    }

    @Test("a hang-up is reported once; nothing is drawn after it and closing is safe")
    func hangup() async throws {
      let setting = try Setting()
      setting.draw(setting.buffer("x"))
      setting.terminal.close()
      let events = await setting.screen.nextEvents()
      #expect(events.isHungUp && setting.screen.isHungUp)
      setting.screen.draw(setting.buffer("y"))
      #expect(!setting.screen.hasPending)
      #expect(await setting.screen.nextEvents(until: .now).isHungUp == false)
      setting.screen.close()
    }

    @Test("a closed screen still waits for wakes and deadlines")
    func closed() async throws {
      let setting = try Setting()
      setting.screen.close()
      TerminalActor.wake()
      #expect(await setting.screen.nextEvents().isWoken)
      #expect(await setting.screen.nextEvents(until: .now).isDeadline)
    }
  }
}
