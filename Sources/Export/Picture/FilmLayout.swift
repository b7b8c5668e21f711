/// Where everything in a picture of a run lies. The type grows with the picture, so that a slide is read from afar.
struct FilmLayout: Hashable, Sendable {
  let type: Double
  let header: Rectangle
  /// The problem's picture; nil where there is none.
  let picture: Rectangle?
  let loss: Rectangle
  let legend: Rectangle

  init(width: Double, height: Double, hasPicture: Bool) {
    let type = max(7, min((width * height / (960 * 540)).squareRoot() * 15, width / 24, height / 15))
    self.type = type
    let margin = type * 1.1
    let page = Rectangle(x: 0, y: 0, width: width, height: height)
      .inset(left: margin, top: margin, right: margin, bottom: margin * 0.7)
    header = Rectangle(x: page.x, y: page.y, width: page.width, height: type * 3.4)
    let legendHeight = type * 2
    legend = Rectangle(x: page.x, y: page.bottom - legendHeight, width: page.width, height: legendHeight)
    let room = page.inset(top: header.height, bottom: legendHeight)
    guard hasPicture else {
      picture = nil
      loss = Self.plot(in: room, type)
      return
    }
    if width >= height {
      let left = (room.width - margin) * 0.55
      picture = Self.plot(in: Rectangle(x: room.x, y: room.y, width: left, height: room.height), type)
      loss = Self.plot(in: room.inset(left: left + margin), type)
    } else {
      let top = (room.height - margin) * 0.58
      picture = Self.plot(in: Rectangle(x: room.x, y: room.y, width: room.width, height: top), type)
      loss = Self.plot(in: room.inset(top: top + margin), type)
    }
  }

  /// What is left inside the numbers and titles of axes.
  private static func plot(in area: Rectangle, _ type: Double) -> Rectangle {
    area.inset(left: type * 3.9, top: type * 0.5, right: type * 0.4, bottom: type * 2.7)
  }
}
