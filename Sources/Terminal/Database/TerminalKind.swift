import Charts

/// What terminals of one kind understand, as the terminal database describes them.
///
/// Frames are written in the control functions of ECMA-48, which every terminal of the last forty years has some of;
/// the database says of which kind which. Where it describes a function in another form than ECMA-48's, that function
/// is not used.
struct TerminalKind: Hashable, Sendable {
  /// What happens behind the last column.
  enum Wrapping: Hashable, Sendable {
    /// The cursor stays at the last column, or wraps only before the next character: every cell can be written.
    case late
    /// The cursor goes on at once: the last cell of the screen cannot be written without scrolling it.
    case atOnce
  }

  var name = ""

  // Colours.

  /// How many colours there are; 0 where there are none.
  var colors = 0
  /// Whether any colour can be named by its components.
  var hasDirectColors = false
  /// Whether the eight bright colours have SGR 90 to 97 and 100 to 107.
  var hasBrightColors = false
  /// Whether SGR 39 and 49 give the standard colours back; else only a reset does.
  var hasStandardColors = true
  /// Attributes that can be shown.
  var attributes: Attributes = [.bold, .dim, .underline, .reverse, .italic]
  /// Attributes that a cell with a colour cannot have.
  var colorlessAttributes: Attributes = []
  /// Whether single attributes can be switched off, SGR 22 to 27.
  var switchesAttributesOff = true

  // Erasing and repeating.

  /// EL.
  var erasesLine = true
  /// ECH.
  var erasesCells = false
  /// Whether erasing leaves the background that is set, or always the standard one.
  var erasesInBackground = false
  /// REP.
  var repeats = false

  // Moving.

  /// CUU, CUD, CUF and CUB.
  var movesUp = false, movesDown = false, movesRight = false, movesLeft = false
  /// CHA.
  var movesToColumn = false
  /// VPA.
  var movesToRow = false
  /// Line feed and backspace, which only move the cursor while nothing is translated.
  var feedsLines = false, steps = false
  var wrapping = Wrapping.late

  // The whole screen.

  /// What takes the terminal over, and what gives it back.
  var enter: [UInt8] = []
  var leave: [UInt8] = []
  /// Whether frames are marked for synchronized output (private mode 2026). Terminals ignore private modes that they do
  /// not know; those that are known to have none are spared it.
  var synchronizes = false
  /// Whether the terminal takes operating system commands; others may print them.
  var takesCommands = false
  /// Whether it shows the notifications among them: multiplexers keep them.
  var showsMessages = false
}

extension TerminalKind {
  /// What the database is asked for, by the names of terminfo(5).
  protocol Capabilities {
    func flag(_ name: String) -> Bool
    func number(_ name: String) -> Int?
    func string(_ name: String) -> String?
    /// The string with its one number filled in.
    func string(_ name: String, _ number: Int) -> String?
  }

  /// - Throws: `incapableTerminal` where the cursor cannot be moved, or not as ECMA-48 has it.
  init(_ name: String, _ capabilities: some Capabilities) throws(TerminalError) {
    func plain(_ name: String) -> String? { capabilities.string(name).map(Self.withoutPadding) }
    func has(_ name: String, _ form: String) -> Bool { plain(name) == "\u{1B}[" + form }

    guard name != "dumb", has("cup", "%i%p1%d;%p2%dH") else {
      throw TerminalError(.incapableTerminal, "a terminal of the kind \"\(name)\" (TERM) cannot show a screen")
    }
    self.name = name

    let setsColors = capabilities.string("setaf", 1).map(Self.withoutPadding).map { text in
      ["\u{1B}[31m", "\u{1B}[38;5;1m", "\u{1B}[38:5:1m"].contains(text)
    }
    colors = setsColors == true ? max(0, capabilities.number("colors") ?? 0) : 0
    // RGB may be a flag, or say the bits of each component.
    hasDirectColors =
      capabilities.flag("RGB") || capabilities.flag("Tc") || capabilities.number("RGB") != nil
      || capabilities.string("RGB") != nil
    hasBrightColors = colors >= 16 && capabilities.string("setaf", 9).map(Self.withoutPadding) == "\u{1B}[91m"
    hasStandardColors = plain("op")?.contains("39;49") ?? true
    let forms: [(String, String, Attributes)] = [
      ("bold", "1m", .bold), ("dim", "2m", .dim), ("smul", "4m", .underline), ("rev", "7m", .reverse),
      ("sitm", "3m", .italic),
    ]
    attributes = forms.reduce(into: []) { if has($1.0, $1.1) { $0.insert($1.2) } }
    // Bits of terminfo's no_color_video.
    let bits: [(Int, Attributes)] = [(2, .underline), (4, .reverse), (16, .dim), (32, .bold), (1 << 15, .italic)]
    let colorless = capabilities.number("ncv") ?? 0
    colorlessAttributes = bits.reduce(into: []) { if colorless & $1.0 != 0 { $0.insert($1.1) } }
    // Where an underline ends with SGR 24, the others have their numbers as well.
    switchesAttributesOff = has("rmul", "24m")

    erasesLine = has("el", "K")
    erasesCells = has("ech", "%p1%dX")
    erasesInBackground = capabilities.flag("bce")
    // Many emulators that call themselves xterm have no REP, and would drop what it stands for.
    repeats = !name.hasPrefix("xterm") && plain("rep") == "%p1%c\u{1B}[%p2%{1}%-%db"

    movesUp = has("cuu", "%p1%dA")
    movesDown = has("cud", "%p1%dB")
    movesRight = has("cuf", "%p1%dC")
    movesLeft = has("cub", "%p1%dD")
    movesToColumn = has("hpa", "%i%p1%dG")
    movesToRow = has("vpa", "%i%p1%dd")
    feedsLines = plain("cud1") == "\n"
    steps = plain("cub1") == "\u{8}"
    let canStop = plain("rmam") != nil && plain("smam") != nil
    wrapping = !capabilities.flag("am") || capabilities.flag("xenl") || canStop ? .late : .atOnce

    // A character that the terminal thinks wider than we do must not spill over to the next line.
    let entering = ["smcup", "civis"] + (canStop ? ["rmam"] : [])
    // Where there is no other screen to go back from, ours is cleared.
    let leaving = ["sgr0", "cnorm", "smam"] + (plain("rmcup") == nil ? ["clear"] : ["rmcup"])
    enter = entering.flatMap { Array((plain($0) ?? "").utf8) }
    leave = leaving.flatMap { Array((plain($0) ?? "").utf8) }

    // XT and Ms are extensions: xterm's commands, and its clipboard.
    takesCommands = capabilities.flag("XT") || plain("Ms") != nil || name.hasPrefix("xterm")
    showsMessages = takesCommands && !name.hasPrefix("tmux")
    synchronizes = takesCommands || colors >= 256 && !name.hasPrefix("screen")
  }

  /// A capability without its delays, `$<5/>`, that old terminals needed (terminfo(5)).
  static func withoutPadding(_ capability: String) -> String {
    var bytes: [UInt8] = []
    var delayStart: Int?
    for byte in capability.utf8 {
      if let start = delayStart, byte == UInt8(ascii: ">") {
        bytes.removeSubrange(start...)
        delayStart = nil
        continue
      }
      if byte == UInt8(ascii: "<"), bytes.last == UInt8(ascii: "$") { delayStart = bytes.count - 1 }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
