import Charts
import Foundation
import TestSupport
import Testing
import Text

@testable import Terminal

extension OnTerminal {
  @TerminalActor
  @Suite("what the terminal is asked for")
  struct CommandTests {
    private func output(_ setting: Setting) -> String { String(decoding: setting.terminal.read(), as: UTF8.self) }

    /// What a terminal would put on its clipboard.
    private func clipboard(_ setting: Setting) throws -> String {
      let written = output(setting)
      let prefix = "\u{1B}]52;c;"
      try #require(written.hasPrefix(prefix) && written.hasSuffix("\u{1B}\\"))
      let data = try #require(Data(base64Encoded: String(written.dropFirst(prefix.count).dropLast(2))))
      return String(decoding: data, as: UTF8.self)
    }

    @Test("copies text of any length up to the limit", arguments: ["xterm-256color", "tmux-256color"])
    func copies(term: String) throws {
      let setting = try Setting(term: term)
      setting.terminal.read()
      for text in ["", "a", "ab", "abc", "w = 3.5\tb = 2\nλ 汉字 👍", String(repeating: "é", count: 1000)] {
        try setting.screen.copy(text)
        #expect(try clipboard(setting) == text)
      }
      setting.screen.close()
    }

    @Test("nothing on the clipboard steers a terminal that it is pasted into")
    func cleans() throws {
      let setting = try Setting()
      setting.terminal.read()
      try setting.screen.copy("a\u{1B}]52;c;x\u{7}b\u{202E}c\r\nd\u{9B}e")
      #expect(try clipboard(setting) == "a␛]52;c;x␇b\u{FFFD}c\nd\u{FFFD}e")
      setting.screen.close()
    }

    @Test("refuses, in a sentence, what is too long, what a terminal has not, and what it does not take now")
    func refuses() throws {
      let setting = try Setting(columns: 200, rows: 50)
      setting.terminal.read()
      func reason(_ setting: Setting, _ text: String) throws -> String {
        try #require(throws: TerminalRefusal.self) { try setting.screen.copy(text) }.description
      }
      #expect(try reason(setting, String(repeating: "x", count: 100_001)).contains("100001 bytes are too much"))
      for frame in 0..<3 { setting.screen.draw(setting.busyBuffer(frame)) }
      #expect(setting.screen.hasPending)
      #expect(try reason(setting, "x").contains("takes nothing at the moment"))
      setting.screen.close()
      #expect(try reason(setting, "x").contains("takes nothing at the moment"))

      let plain = try Setting(term: "linux")
      #expect(try reason(plain, "x").contains("\"linux\" has no clipboard"))
      plain.screen.close()
    }

    @Test("the longest copy goes out, and frames after it, on a terminal that takes it piece by piece")
    func longest() throws {
      let setting = try Setting(columns: 200, rows: 50)
      setting.terminal.read()
      let text = String(repeating: "0123456789", count: 10_000)
      try setting.screen.copy(text)
      let buffer = setting.busyBuffer(1)
      setting.screen.draw(buffer)
      var written: [UInt8] = []
      while setting.screen.hasPending {
        written += setting.terminal.read()
        setting.screen.flush()
      }
      written += setting.terminal.read()
      #expect(setting.terminal.screen.shows(buffer))
      let start = Array("\u{1B}]52;c;".utf8)
      let end = try #require(written.firstRange(of: ControlBytes.commandEnds))
      #expect(Data(base64Encoded: Data(written[start.count..<end.lowerBound])) == Data(text.utf8))
      setting.screen.close()
    }

    @Test("notices are a message where the terminal shows one, else the bell")
    func notices() throws {
      for (term, message) in [
        ("xterm-256color", "\u{1B}]9;run ended\u{1B}\\"), ("tmux-256color", "\u{7}"), ("linux", "\u{7}"),
      ] {
        let setting = try Setting(term: term)
        setting.terminal.read()
        setting.screen.notify(.message("run ended"))
        #expect(output(setting) == message)
        setting.screen.notify(.bell)
        #expect(output(setting) == "\u{7}")
        setting.screen.close()
        setting.terminal.read()
        setting.screen.notify(.bell)
        #expect(output(setting) == "")
      }
    }

    @Test("no control character gets out with a message, and none reads as a command")
    func messages() {
      #expect(TerminalScreen.message("a\u{1B}\\b\u{7}c\n\u{9C}d") == "a␛\\b␇c␊\u{FFFD}d")
      #expect(TerminalScreen.message("4;3;99") == " 4;3;99")
      #expect(TerminalScreen.message(String(repeating: "x", count: 5000)).count == 200)
    }
  }
}
