import CGd
import Optimization
import Text

/// Draws scenes into pixels, one a point, with libgd, and writes them as PNG and animated GIF.
public enum RasterWriter {
  /// Nil where it can; else a sentence that says what to install.
  public static var complaint: String? {
    let install = "install it (on Debian and Ubuntu: apt install libgd3)."
    return switch Int(libgd_open()) {
    case LIBGD_OPEN: nil
    case LIBGD_MISSING: "PNG and GIF need the library libgd, which is not here: \(install)"
    default: "PNG and GIF need libgd 2.1 or later with PNG and type, and the one here is not: \(install)"
    }
  }

  /// Drawn so many times larger and then reduced, so that edges are smooth.
  private static let fineness = 4, filmFineness = 2

  /// - Throws: `InputError` where the library or a font is missing.
  public static func png(of scene: Scene) throws(InputError) -> [UInt8] {
    try check()
    let canvas = try canvas(of: scene, fineness: fineness)
    let bytes = libgd_canvas_png(canvas.pointer)
    defer { libgd_bytes_free(bytes) }
    guard let start = bytes.start, bytes.count > 0 else { throw noMemory }
    return Array(UnsafeBufferPointer(start: start, count: Int(bytes.count)))
  }

  /// A GIF that plays over and over.
  /// - Throws: `InputError` where the library or a font is missing.
  public static func gif(of film: Film, secondsPerFrame: Double, hold: Double) throws(InputError) -> [UInt8] {
    try check()
    let colors = GIFPalette.colors(of: film)
    let width = Int32(film.width.rounded()), height = Int32(film.height.rounded())
    guard let pointer = libgd_film_create(width, height, colors, Int32(colors.count)) else { throw noMemory }
    defer { libgd_film_destroy(pointer) }
    var bytes: [UInt8] = []
    func append(_ part: libgd_bytes) throws(InputError) {
      defer { libgd_bytes_free(part) }
      guard let start = part.start else { throw noMemory }
      bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: Int(part.count)))
    }
    try append(libgd_film_start(pointer))
    for frame in film.frames.indices {
      let canvas = try canvas(of: film.scene(at: frame), fineness: filmFineness)
      let seconds = secondsPerFrame + (frame == film.frames.count - 1 ? hold : 0)
      // Players take 2 hundredths for what is shorter, or for a tenth.
      let hundredths = Int32(min(60_000, max(2, (seconds * 100).rounded())))
      try append(libgd_film_add(pointer, canvas.pointer, hundredths))
    }
    try append(libgd_film_end(pointer))
    return bytes
  }

  private static func check() throws(InputError) {
    if let complaint { throw InputError(complaint) }
  }

  private static var noMemory: InputError {
    InputError("There is not memory enough for a picture of this size: name a smaller one with --size.")
  }

  // MARK: Drawing

  /// A canvas of libgd that ends with its owner.
  private struct Canvas: ~Copyable {
    let pointer: OpaquePointer
    deinit { libgd_canvas_destroy(pointer) }
  }

  private static func canvas(of scene: Scene, fineness: Int) throws(InputError) -> Canvas {
    let scale = Double(fineness)
    let ground = color(scene.background)
    guard
      let pointer = libgd_canvas_create(
        Int32((scene.width.rounded() * scale)), Int32((scene.height.rounded() * scale)), ground)
    else { throw noMemory }
    let large = Canvas(pointer: pointer)
    for shape in scene.shapes { try draw(shape, scale, on: large) }
    guard let reduced = libgd_canvas_reduced(large.pointer, Int32(fineness)) else { throw noMemory }
    return Canvas(pointer: reduced)
  }

  private static func draw(_ shape: SceneShape, _ scale: Double, on canvas: borrowing Canvas) throws(InputError) {
    switch shape {
    case .line(let points, let stroke):
      // Polygons of pixels reach a pixel further than their corners.
      var stroke = stroke
      stroke.width = max(stroke.width - 1 / scale, 0.5 / scale)
      for polygon in Outline.polygons(of: points, stroke) { fill(polygon, stroke.ink, scale, on: canvas) }
    case .polygon(let points, let ink): fill(points, ink, scale, on: canvas)
    case .circle(let center, let radius, let ink, let stroke):
      if let stroke {
        fill(Outline.circle(center, radius: radius + stroke.width / 2), stroke.ink, scale, on: canvas)
        if let ink { fill(Outline.circle(center, radius: radius - stroke.width / 2), ink, scale, on: canvas) }
      } else if let ink {
        fill(Outline.circle(center, radius: radius), ink, scale, on: canvas)
      }
    case .label(let label): try write(label, scale, on: canvas)
    }
  }

  private static func fill(_ points: [ScenePoint], _ ink: Ink, _ scale: Double, on canvas: borrowing Canvas) {
    let corners = points.flatMap { [pixel($0.x * scale), pixel($0.y * scale)] }
    libgd_canvas_fill(canvas.pointer, corners, Int32(points.count), color(ink), ink.alpha)
  }

  /// Held far from the bounds of what libgd counts with.
  private static func pixel(_ value: Double) -> Int32 {
    value.isFinite ? Int32(min(max(value.rounded(), -100_000), 100_000)) : 0
  }

  private static func write(_ label: SceneLabel, _ scale: Double, on canvas: borrowing Canvas) throws(InputError) {
    // libgd reads "&lt;" as HTML does.
    let text = DisplayText(cleaning: label.text).string.split(separator: "&", omittingEmptySubsequences: false)
      .joined(separator: "&amp;")
    guard !text.isEmpty else { return }
    let share = label.anchor == .start ? 0.0 : label.anchor == .middle ? 0.5 : 1
    func write(_ x: Double, _ y: Double, _ ink: Ink) -> Bool {
      libgd_canvas_write(
        canvas.pointer, text, (label.place.x + x) * scale, (label.place.y + y) * scale, label.size * scale, share,
        label.isBold, label.isUpright, color(ink))
    }
    if let halo = label.halo {
      let width = label.size * 0.14
      for (x, y) in [(-1, -1), (0, -1.3), (1, -1), (-1.3, 0), (1.3, 0), (-1, 1), (0, 1.3), (1, 1)] {
        _ = write(x * width, y * width, halo)
      }
    }
    guard write(0, 0, label.ink) else {
      throw InputError("There is no font for the letters of a picture: install one (apt install fonts-dejavu-core).")
    }
  }

  static func color(_ ink: Ink) -> UInt32 { UInt32(ink.red) << 16 | UInt32(ink.green) << 8 | UInt32(ink.blue) }
}
