import Text

/// Writes scenes as SVG (W3C, version 1.1, with CSS animations for films).
///
/// No script, no reference to anything outside, and all text escaped: it can be put into a page as it is.
public struct SVGWriter: Sendable {
  private var bytes: [UInt8] = []
  /// The ground, for the outline of letters.
  private let width: Double
  private let height: Double

  /// One picture.
  public static func bytes(of scene: Scene) -> [UInt8] {
    var writer = SVGWriter(width: scene.width, height: scene.height)
    writer.start(title: scene.title, summary: scene.summary, style: "", background: scene.background)
    for shape in scene.shapes { writer.write(shape) }
    writer.append("</svg>\n")
    return writer.bytes
  }

  /// A picture that plays over and over. Where a person wants no motion, and where animations are not known, it is the
  /// last frame.
  ///
  /// - Parameters:
  ///   - secondsPerFrame: above 0.
  ///   - hold: seconds that the last frame stays.
  public static func bytes(of film: Film, secondsPerFrame: Double, hold: Double) -> [UInt8] {
    var writer = SVGWriter(width: film.width, height: film.height)
    let all = 0..<film.frames.count
    let changing = Set(film.elements.map(\.frames)).subtracting([all]).sorted {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }
    let seconds = secondsPerFrame * Double(film.frames.count) + hold
    writer.start(
      title: film.title, summary: film.summary,
      style: animation(of: changing, count: film.frames.count, perFrame: secondsPerFrame, seconds: seconds),
      background: film.background)
    // Neighbours of one life share a group.
    var open: Range<Int>?
    for element in film.elements {
      if element.frames != open ?? all {
        if open != nil { writer.append("</g>\n") }
        open = element.frames == all ? nil : element.frames
        if let open {
          let isLast = open.upperBound == film.frames.count
          writer.append("<g class=\"\(name(open))\"\(isLast ? "" : " visibility=\"hidden\"")>\n")
        }
      }
      writer.write(element.shape)
    }
    if open != nil { writer.append("</g>\n") }
    writer.append("</svg>\n")
    return writer.bytes
  }

  private static func name(_ frames: Range<Int>) -> String { "f\(frames.lowerBound)-\(frames.upperBound)" }

  private static func animation(
    of lives: [Range<Int>], count: Int, perFrame: Double, seconds: Double
  ) -> String {
    guard !lives.isEmpty else { return "" }
    func share(_ frame: Int) -> String { number(100 * perFrame * Double(frame) / seconds, decimals: 4) + "%" }
    var style = ""
    for life in lives {
      let name = name(life)
      style += ".\(name){animation:\(name) \(number(seconds, decimals: 3))s step-end infinite}"
      style += "@keyframes \(name){"
      style += life.lowerBound == 0 ? "0%{visibility:visible}" : "0%{visibility:hidden}"
      if life.lowerBound > 0 { style += "\(share(life.lowerBound)){visibility:visible}" }
      if life.upperBound < count {
        style += "\(share(life.upperBound)){visibility:hidden}100%{visibility:hidden}"
      } else {
        style += "100%{visibility:visible}"
      }
      style += "}\n"
    }
    return style + "@media (prefers-reduced-motion:reduce){g{animation:none!important}}\n"
  }

  // MARK: Writing

  private init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func start(title: String, summary: String, style: String, background: Ink) {
    let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
    append("<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) ")
    append("viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" role=\"img\">\n")
    append("<title>\(Self.escaped(title))</title>\n<desc>\(Self.escaped(summary))</desc>\n")
    append("<style>text{font-family:system-ui,\"Segoe UI\",\"Helvetica Neue\",\"DejaVu Sans\",sans-serif}\n")
    append("\(style)</style>\n")
    append("<rect width=\"100%\" height=\"100%\" \(Self.fill(background))/>\n")
  }

  private mutating func write(_ shape: SceneShape) {
    switch shape {
    case .line(let points, let stroke):
      let isClosed = points.count > 2 && points.first == points.last
      let list = Self.list(isClosed ? points.dropLast() : points[...])
      append("<\(isClosed ? "polygon" : "polyline") points=\"\(list)\" fill=\"none\" \(Self.stroke(stroke))/>\n")
    case .polygon(let points, let ink):
      append("<polygon points=\"\(Self.list(points[...]))\" \(Self.fill(ink))/>\n")
    case .circle(let center, let radius, let fill, let stroke):
      let place = "cx=\"\(Self.number(center.x))\" cy=\"\(Self.number(center.y))\" r=\"\(Self.number(radius))\""
      append("<circle \(place) \(fill.map(Self.fill) ?? "fill=\"none\"")")
      if let stroke { append(" \(Self.stroke(stroke))") }
      append("/>\n")
    case .label(let label): write(label)
    }
  }

  private mutating func write(_ label: SceneLabel) {
    guard !label.text.isEmpty else { return }
    let x = Self.number(label.place.x), y = Self.number(label.place.y)
    append("<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(Self.number(label.size))\" \(Self.fill(label.ink))")
    if label.anchor != .start { append(" text-anchor=\"\(label.anchor.rawValue)\"") }
    if label.isBold { append(" font-weight=\"bold\"") }
    if label.isUpright { append(" transform=\"rotate(-90 \(x) \(y))\"") }
    if let halo = label.halo {
      append(" paint-order=\"stroke\" stroke-linejoin=\"round\" ")
      append("stroke=\"\(Self.color(halo))\" stroke-width=\"\(Self.number(label.size * 0.28))\"")
    }
    append(" xml:space=\"preserve\">\(Self.escaped(label.text))</text>\n")
  }

  private static func list(_ points: ArraySlice<ScenePoint>) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  private static func fill(_ ink: Ink) -> String {
    "fill=\"\(color(ink))\"" + (ink.alpha < 1 ? " fill-opacity=\"\(number(ink.alpha))\"" : "")
  }

  private static func stroke(_ stroke: Stroke) -> String {
    var text = "stroke=\"\(color(stroke.ink))\" stroke-width=\"\(number(stroke.width))\" stroke-linejoin=\"round\""
    if stroke.ink.alpha < 1 { text += " stroke-opacity=\"\(number(stroke.ink.alpha))\"" }
    if !stroke.dashes.isEmpty {
      text += " stroke-dasharray=\"\(stroke.dashes.map { number($0) }.joined(separator: " "))\""
    }
    return text
  }

  private static func color(_ ink: Ink) -> String {
    "#"
      + [ink.red, ink.green, ink.blue].map { part in
        let digits = String(part, radix: 16)
        return part < 16 ? "0" + digits : digits
      }.joined()
  }

  /// Without zeros at the end; what is not finite becomes 0, for no renderer knows it.
  static func number(_ value: Double, decimals: Int = 2) -> String {
    guard value.isFinite else { return "0" }
    var text = NumberFormat.fixed(value, decimals: decimals)
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text == "-0" ? "0" : text
  }

  /// Text as XML holds it: cleaned, then the five characters that mean something in it.
  public static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in DisplayText(cleaning: text).string.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
