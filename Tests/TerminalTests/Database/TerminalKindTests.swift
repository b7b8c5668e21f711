import Charts
import Testing

@testable import Terminal

@Suite("Kinds of terminals")
struct TerminalKindTests {
  /// An entry of the database, as a test writes it.
  private struct Entry: TerminalKind.Capabilities {
    var flags: Set<String> = []
    var numbers: [String: Int] = [:]
    var strings: [String: String] = [:]
    var filled: [String: String] = [:]
    func flag(_ name: String) -> Bool { flags.contains(name) }
    func number(_ name: String) -> Int? { numbers[name] }
    func string(_ name: String) -> String? { strings[name] }
    func string(_ name: String, _ number: Int) -> String? { filled["\(name) \(number)"] }

    /// What every terminal here has.
    static var moving: Entry { Entry(strings: ["cup": "\u{1B}[%i%p1%d;%p2%dH"]) }
  }

  @Test("say what they understand, as the machine's database has it")
  @TerminalActor
  func database() throws {
    let xterm = try TerminalDatabase.kind(named: "xterm-256color")
    #expect(xterm.colors == 256 && xterm.hasBrightColors && xterm.hasStandardColors && !xterm.hasDirectColors)
    #expect(xterm.attributes == [.bold, .dim, .underline, .reverse, .italic] && xterm.switchesAttributesOff)
    #expect(xterm.erasesLine && xterm.erasesCells && xterm.erasesInBackground)
    #expect(xterm.movesToColumn && xterm.movesToRow && xterm.movesLeft && xterm.feedsLines && xterm.steps)
    #expect(xterm.takesCommands && xterm.synchronizes && xterm.showsMessages && xterm.wrapping == .late)

    let tmux = try TerminalDatabase.kind(named: "tmux-256color")
    #expect(tmux.colors == 256 && !tmux.erasesInBackground && !tmux.repeats)
    #expect(tmux.takesCommands && tmux.synchronizes && !tmux.showsMessages)

    let screen = try TerminalDatabase.kind(named: "screen")
    #expect(screen.colors == 8 && !screen.hasBrightColors && !screen.takesCommands && !screen.synchronizes)
    #expect(!screen.attributes.contains(.italic))

    let linux = try TerminalDatabase.kind(named: "linux")
    #expect(linux.colors == 8 && linux.colorlessAttributes == [.underline, .dim] && !linux.synchronizes)

    let vt100 = try TerminalDatabase.kind(named: "vt100")
    #expect(vt100.colors == 0 && vt100.attributes == [.bold, .underline, .reverse] && !vt100.switchesAttributesOff)
    #expect(vt100.erasesLine && !vt100.erasesCells && !vt100.movesToColumn && vt100.wrapping == .late)
    #expect(!vt100.leave.contains(UInt8(ascii: "$")), "a delay is left")
  }

  @Test("are taken over and left by their own sequences")
  @TerminalActor
  func sequences() throws {
    func texts(_ name: String) throws -> (String, String) {
      let kind = try TerminalDatabase.kind(named: name)
      return (String(decoding: kind.enter, as: UTF8.self), String(decoding: kind.leave, as: UTF8.self))
    }
    let (enter, leave) = try texts("xterm-256color")
    #expect(enter.contains("\u{1B}[?1049h") && enter.contains("\u{1B}[?25l") && enter.hasSuffix("\u{1B}[?7l"))
    #expect(leave.contains("\u{1B}[m") && leave.contains("\u{1B}[?25h") && leave.contains("\u{1B}[?7h"))
    #expect(leave.contains("\u{1B}[?1049l"))
    // Without another screen, ours is cleared.
    #expect(try texts("vt100").1.hasSuffix("\u{1B}[H\u{1B}[J"))
  }

  @Test(
    "show as many colours as they have, or as the environment says of them",
    arguments: [
      ("xterm-256color", nil, .indexed), ("xterm-256color", "truecolor", .direct), ("xterm-256color", "24bit", .direct),
      ("xterm-256color", "TrueColor", .direct), ("xterm-256color", "yes", .indexed), ("xterm-256color", "", .indexed),
      ("xterm", "truecolor", .eight), ("linux", "truecolor", .eight), ("vt100", "truecolor", .none),
      ("tmux-256color", nil, .indexed), ("tmux-256color", "truecolor", .direct),
      ("screen-256color", nil, .indexed), ("screen-256color", "truecolor", .indexed),
      ("screen.xterm-256color", "24bit", .indexed), ("screen", "truecolor", .eight),
    ] as [(String, String?, ColorDepth)])
  @TerminalActor
  func depth(name: String, colorTerm: String?, depth: ColorDepth) throws {
    let kind = try TerminalDatabase.kind(named: name)
    #expect(kind.depth(colorTerm: colorTerm, isRefused: false, wanted: nil) == depth)
    #expect(kind.depth(colorTerm: colorTerm, isRefused: true, wanted: nil) == .none)
    #expect(kind.depth(colorTerm: colorTerm, isRefused: true, wanted: .sixteen) == .sixteen)
  }

  @Test("with direct colours, or bright ones only, are told by their entries")
  func entries() throws {
    var direct = Entry.moving
    direct.flags = ["RGB"]
    direct.numbers["colors"] = 1 << 24
    direct.filled["setaf 1"] = "\u{1B}[31m"
    #expect(try TerminalKind("xterm-direct", direct).depth(colorTerm: nil, isRefused: false, wanted: nil) == .direct)
    direct.flags = []
    direct.strings["RGB"] = "8/8/8"
    #expect(try TerminalKind("other-direct", direct).hasDirectColors)

    var sixteen = Entry.moving
    sixteen.numbers["colors"] = 16
    sixteen.filled = ["setaf 1": "\u{1B}[31m", "setaf 9": "\u{1B}[91m"]
    #expect(try TerminalKind("x-16color", sixteen).depth(colorTerm: nil, isRefused: false, wanted: nil) == .sixteen)
    sixteen.filled["setaf 9"] = "\u{1B}[31;1m"
    #expect(try TerminalKind("y-16color", sixteen).depth(colorTerm: nil, isRefused: false, wanted: nil) == .eight)

    // Colours in another form than ECMA-48's are not used.
    sixteen.filled["setaf 1"] = "\u{1B}&v1S"
    #expect(try TerminalKind("hp", sixteen).depth(colorTerm: nil, isRefused: false, wanted: nil) == .none)
  }

  @Test(
    "that cannot move the cursor, or not as ECMA-48 has it, can show no screen",
    arguments: [("dumb", "\u{1B}[%i%p1%d;%p2%dH"), ("vt52", "\u{1B}Y%p1%' '%+%c%p2%' '%+%c"), ("plain", nil)]
      as [(String, String?)])
  func incapable(name: String, cup: String?) throws {
    var entry = Entry()
    entry.strings["cup"] = cup
    let error = try #require(throws: TerminalError.self) { try TerminalKind(name, entry) }
    #expect(error.code == .incapableTerminal && error.description.contains("\"\(name)\""))
  }

  @Test("repeat characters where their entry says so, but not where the name is xterm's, which many have without it")
  func repeats() throws {
    var entry = Entry.moving
    #expect(try !TerminalKind("foot", entry).repeats)
    entry.strings["rep"] = "%p1%c\u{1B}[%p2%{1}%-%db"
    #expect(try TerminalKind("foot", entry).repeats)
    #expect(try !TerminalKind("xterm-256color", entry).repeats)
  }

  @Test("that wrap at once are known by it, unless that can be switched off")
  func wrapping() throws {
    var entry = Entry.moving
    #expect(try TerminalKind("a", entry).wrapping == .late)
    entry.flags = ["am"]
    #expect(try TerminalKind("b", entry).wrapping == .atOnce)
    entry.flags = ["am", "xenl"]
    #expect(try TerminalKind("c", entry).wrapping == .late)
    entry.flags = ["am"]
    entry.strings["rmam"] = "\u{1B}[?7l"
    entry.strings["smam"] = "\u{1B}[?7h"
    #expect(try TerminalKind("d", entry).wrapping == .late)
  }

  @Test(
    "have no delays",
    arguments: [
      ("\u{1B}[J$<50>", "\u{1B}[J"), ("a$<2*/>b$<1.5>", "ab"), ("$", "$"), ("<5>", "<5>"), ("a$<5", "a$<5"), ("", ""),
    ])
  func padding(capability: String, plain: String) {
    #expect(TerminalKind.withoutPadding(capability) == plain)
  }
}
