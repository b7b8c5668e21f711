import CTerminal
import Charts
import Foundation
import TestSupport
import Testing

@testable import Terminal

/// What processes do that tests start: they show something on a screen, on a pseudo-terminal that is their controlling
/// terminal, standard input and error.
enum ChildScreen {
  @TerminalActor
  static func open(_ path: String, report: String? = nil) -> TerminalScreen? {
    guard terminal_pseudo_adopt(path) == 0 else { return nil }
    return show(report: report)
  }

  /// Shows something on the terminal that the process has.
  @TerminalActor
  static func show(report: String?) -> TerminalScreen? {
    // No core of a death that is wanted.
    var limit = rlimit()
    setrlimit(coreLimit, &limit)
    var options = TerminalOptions()
    options.terminalName = "xterm-256color"
    options.crashReportPath = report
    guard let screen = try? TerminalScreen(options) else { return nil }
    var buffer = CellBuffer(size: screen.size)
    buffer.write("on the screen", column: 0, row: 0, in: buffer.area, style: Style(.indexed(1), .bold))
    screen.draw(buffer)
    return screen
  }

  #if canImport(Glibc)
    private static let coreLimit = __rlimit_resource_t(RLIMIT_CORE.rawValue)
  #else
    private static let coreLimit = RLIMIT_CORE
  #endif

  static func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// Exits, as far as the compiler knows only perhaps.
  static func end(_ status: Int32) { exit(status) }

  /// Ends without the handlers of exit.
  static func endAtOnce() { _exit(0) }
}

/// What was written after the screen was gone; the terminal must be as a shell needs it.
func restored(
  _ output: [UInt8], _ model: ScreenModel, isCooked: Bool, sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let output = String(decoding: output, as: UTF8.self)
  #expect(output.contains("on the screen"), sourceLocation: sourceLocation)
  #expect(isCooked, "no lines, or no echo", sourceLocation: sourceLocation)
  #expect(!model.isAlternate, "the other screen is still on", sourceLocation: sourceLocation)
  #expect(model.isCursorVisible, "the cursor is hidden", sourceLocation: sourceLocation)
  #expect(!model.isMouseReported, "the mouse is still reported", sourceLocation: sourceLocation)
  #expect(model.modes.isDisjoint(with: [1006, 2004, 2026]), sourceLocation: sourceLocation)
  #expect(model.modes.contains(7), "lines are not wrapped", sourceLocation: sourceLocation)
  #expect(model.style == ScreenCell.Style(), "a colour is left", sourceLocation: sourceLocation)
  let end = try #require(output.range(of: "\u{1B}[?1049l"), sourceLocation: sourceLocation)
  return String(output[end.upperBound...])
}

/// The same of a pseudo-terminal whose process has ended.
func restored(_ terminal: InProcessTerminal, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
  let output = terminal.read()
  return try restored(output, terminal.screen, isCooked: terminal.isCooked, sourceLocation: sourceLocation)
}
