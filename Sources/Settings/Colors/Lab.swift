#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A colour in CIELAB (CIE 15, ISO/CIE 11664-4) under the white of sRGB, D65: roughly, equal steps look equally large.
public struct Lab: Hashable, Sendable {
  /// L*, 0 for black to 100 for white.
  public var lightness: Double
  /// a*, from green (negative) to red.
  public var a: Double
  /// b*, from blue (negative) to yellow.
  public var b: Double

  public init(lightness: Double, a: Double, b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  public init(_ color: RGB) {
    let light = LinearRGB(color)
    // From sRGB to XYZ (IEC 61966-2-1), by the white of D65.
    let x = (0.4124564 * light.red + 0.3575761 * light.green + 0.1804375 * light.blue) / 0.95047
    let y = 0.2126729 * light.red + 0.7151522 * light.green + 0.0721750 * light.blue
    let z = (0.0193339 * light.red + 0.1191920 * light.green + 0.9503041 * light.blue) / 1.08883
    func compressed(_ value: Double) -> Double {
      value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116
    }
    let fx = compressed(x), fy = compressed(y), fz = compressed(z)
    self.init(lightness: 116 * fy - 16, a: 500 * (fx - fy), b: 200 * (fy - fz))
  }
}

extension Lab {
  /// The difference of two colours by CIEDE2000 (ISO/CIE 11664-6), all parametric factors 1.
  ///
  /// About 1 is just seen in large patches side by side; black and white are 100 apart. The plain distance in CIELAB
  /// makes too much of differences between strong colours, which CIEDE2000 corrects. The steps and their names follow
  /// G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 color-difference formula: implementation notes, supplementary
  /// test data, and mathematical observations", Color Research and Application 30 (2005), 21-30.
  public func difference(from other: Lab) -> Double {
    let meanChroma = (hypot(a, b) + hypot(other.a, other.b)) / 2
    let stretch = 1 + 0.5 * (1 - Self.saturation(meanChroma))
    let first = Polar(a: a * stretch, b: b), second = Polar(a: other.a * stretch, b: other.b)

    let lightness = other.lightness - self.lightness
    let chroma = second.chroma - first.chroma
    let hue = 2 * (first.chroma * second.chroma).squareRoot() * sinDegrees(first.turn(to: second) / 2)

    let meanLightness = (self.lightness + other.lightness) / 2 - 50
    let mean = (first.chroma + second.chroma) / 2
    let meanHue = first.meanHue(with: second)
    let weight =
      1 - 0.17 * cosDegrees(meanHue - 30) + 0.24 * cosDegrees(2 * meanHue) + 0.32 * cosDegrees(3 * meanHue + 6)
      - 0.20 * cosDegrees(4 * meanHue - 63)
    let lightnessTerm =
      lightness / (1 + 0.015 * meanLightness * meanLightness / (20 + meanLightness * meanLightness).squareRoot())
    let chromaTerm = chroma / (1 + 0.045 * mean)
    let hueTerm = hue / (1 + 0.015 * mean * weight)
    // In blue, hue and chroma are not seen apart.
    let offset = (meanHue - 275) / 25
    let rotation = -2 * Self.saturation(mean) * sinDegrees(60 * exp(-offset * offset))
    let square =
      lightnessTerm * lightnessTerm + chromaTerm * chromaTerm + hueTerm * hueTerm + rotation * chromaTerm * hueTerm
    return max(0, square).squareRoot()
  }

  /// 0 for greys, toward 1 for strong colours.
  private static func saturation(_ chroma: Double) -> Double {
    let power = pow(chroma, 7)
    return (power / (power + 6_103_515_625)).squareRoot()
  }

  /// a* and b* as chroma and hue.
  private struct Polar {
    var chroma: Double
    /// In degrees, 0 to 360; 0 where there is no chroma.
    var hue: Double

    init(a: Double, b: Double) {
      chroma = hypot(a, b)
      let angle = chroma == 0 ? 0 : atan2(b, a) * 180 / .pi
      hue = angle < 0 ? angle + 360 : angle
    }

    /// The shorter way round to another hue, in degrees; 0 where one of the two is grey.
    func turn(to other: Polar) -> Double {
      guard chroma * other.chroma != 0 else { return 0 }
      let turn = other.hue - hue
      return turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn
    }

    func meanHue(with other: Polar) -> Double {
      let sum = hue + other.hue
      guard chroma * other.chroma != 0 else { return sum }
      guard abs(hue - other.hue) > 180 else { return sum / 2 }
      return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2
    }
  }
}

private func sinDegrees(_ angle: Double) -> Double { sin(angle * .pi / 180) }
private func cosDegrees(_ angle: Double) -> Double { cos(angle * .pi / 180) }
