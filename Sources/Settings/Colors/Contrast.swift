extension RGB {
  /// The relative luminance, 0 for black to 1 for white (WCAG 2.2, "relative luminance").
  public var luminance: Double {
    let light = LinearRGB(self)
    return 0.2126 * light.red + 0.7152 * light.green + 0.0722 * light.blue
  }

  /// The contrast ratio, 1 to 21, whichever of the two is in front (WCAG 2.2, "contrast ratio").
  ///
  /// Text wants at least 4.5 (success criterion 1.4.3), graphics that carry meaning at least 3 (1.4.11).
  public func contrast(with other: RGB) -> Double {
    let first = luminance, second = other.luminance
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  /// This colour, or the nearest on the way to another that has the contrast to a background; that other one where no
  /// mixture has.
  func readable(on background: RGB, contrast: Double, toward other: RGB) -> RGB {
    for step in 0...20 {
      let color = mixed(with: other, share: Double(step) / 20)
      if color.contrast(with: background) >= contrast { return color }
    }
    return other
  }
}
