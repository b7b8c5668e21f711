import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct FooterTests {
  private func footer(_ run: SampleRun) -> String {
    var buffer = CellBuffer(size: run.state.size)
    var cache = ViewCache()
    draw(run.state, into: &buffer, cache: &cache)
    return buffer.text[run.state.layout.footer.row]
  }

  @Test func onlyKeysThatWorkAreShownWhileAnOverlayTakesThem() {
    var run = SampleScreen.openRun()
    #expect(footer(run).contains("pause") && footer(run).contains("q quit"))
    run.press(.character(":"))
    #expect(footer(run).split(separator: " ") == ["ctrl-c", "quit"])
    run.press(KeyPress(.escape))
    run.send(.themes([NamedTheme(name: "one", source: "compiled in", theme: .standard)]))
    #expect(footer(run).split(separator: " ") == ["ctrl-c", "quit"])
    run.press(KeyPress(.escape))
    // Over the help keys do what it says.
    run.press(.character("?"))
    #expect(footer(run).contains("pause"))
  }

  @Test func theEndOfALongFieldIsSeenWithItsCursor() {
    var run = SampleScreen.openRun()
    run.press(.character("g"))
    run.type(String(repeating: "more ", count: 60) + "end")
    #expect(footer(run).contains("more end"))
    var buffer = CellBuffer(size: run.state.size)
    var cache = ViewCache()
    draw(run.state, into: &buffer, cache: &cache)
    let row = run.state.layout.footer.row
    let cursors = (0..<run.state.size.columns).count {
      buffer[column: $0, row: row].style.attributes.contains(.reverse)
    }
    #expect(cursors == 1)
  }
}
