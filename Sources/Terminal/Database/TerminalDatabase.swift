import CNcurses
import CTerminal

/// ncurses' terminal database.
@TerminalActor
enum TerminalDatabase {
  /// What terminals of this kind understand.
  static func kind(named name: String?) throws(TerminalError) -> TerminalKind {
    guard let name, !name.isEmpty else {
      throw TerminalError(.unknownTerminal, "TERM is not set; set it to your terminal's kind, such as xterm-256color")
    }
    switch name.withCString({ cn_open($0) }) {
    case CN_FOUND: break
    case CN_NO_DATABASE:
      throw TerminalError(.unknownTerminal, "this machine has no terminal database; install ncurses' (ncurses-base)")
    default:
      throw TerminalError(
        .unknownTerminal, "the terminal database has no \"\(name)\", which TERM names; try TERM=xterm-256color")
    }
    defer { cn_close() }
    return try TerminalKind(name, Entry())
  }

  /// The entry that is open.
  private struct Entry: TerminalKind.Capabilities {
    func flag(_ name: String) -> Bool { cn_flag(name) }

    func number(_ name: String) -> Int? {
      let number = Int(cn_number(name))
      return number < 0 ? nil : number
    }

    func string(_ name: String) -> String? { cn_string(name).map { String(cString: $0) } }

    func string(_ name: String, _ number: Int) -> String? {
      cn_string(name).flatMap { cn_filled($0, Int32(number)) }.map { String(cString: $0) }
    }
  }
}
