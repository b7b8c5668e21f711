import Text

/// Writes an asciicast, version 3: a header, then an event a line whose time counts from the one before.
/// https://docs.asciinema.org/manual/asciicast/v3/
struct CastWriter {
  private(set) var bytes: [UInt8] = []
  /// The time of the last event in thousandths of a second, which is what is written.
  private var last = 0

  /// - Parameters:
  ///   - title: safe to show.
  ///   - timestamp: seconds since 1970; nil where it is not known.
  init(columns: Int, rows: Int, title: String, timestamp: Int?, theme: (foreground: Ink, background: Ink)) {
    func color(_ ink: Ink) -> JSONValue {
      .string(
        "#"
          + [ink.red, ink.green, ink.blue].map { part in
            let digits = String(part, radix: 16)
            return part < 16 ? "0" + digits : digits
          }.joined())
    }
    // xterm's own first sixteen; the frames themselves name all colours in full.
    let palette =
      "#000000:#cd0000:#00cd00:#cdcd00:#0000ee:#cd00cd:#00cdcd:#e5e5e5:"
      + "#7f7f7f:#ff0000:#00ff00:#ffff00:#5c5cff:#ff00ff:#00ffff:#ffffff"
    var header: [String: JSONValue] = [
      "version": 3, "title": .string(title),
      "term": [
        "cols": .number(Double(columns)), "rows": .number(Double(rows)), "type": "xterm-256color",
        "theme": ["fg": color(theme.foreground), "bg": color(theme.background), "palette": .string(palette)],
      ],
    ]
    if let timestamp { header["timestamp"] = .number(Double(timestamp)) }
    bytes += ((try? JSONValue.object(header).canonicalUTF8()) ?? []) + [0x0A]
  }

  /// What the terminal shows from a time on, in seconds since the start.
  mutating func output(_ text: String, at time: Double) { event("o", text, at: time) }

  /// A place to jump to.
  mutating func marker(_ label: String, at time: Double) { event("m", label, at: time) }

  /// The end of the session, with the status of the program.
  mutating func exit(_ status: Int, at time: Double) { event("x", String(status), at: time) }

  private mutating func event(_ code: String, _ data: String, at time: Double) {
    // Rounded as a place in time, so that no error adds up.
    let thousandths = max(last, Int((min(max(time, 0), 1e9) * 1000).rounded()))
    let interval = thousandths - last
    last = thousandths
    let padded = String(interval % 1000 + 1000).dropFirst()
    bytes += Array("[\(interval / 1000).\(padded),".utf8)
    var writer = JSONWriter()
    writer.write(code)
    writer.append(",")
    writer.write(data)
    bytes += writer.bytes + Array("]\n".utf8)
  }
}
