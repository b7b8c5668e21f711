/// How a person sees colours.
public enum ColorVision: String, Hashable, Sendable, CaseIterable {
  case normal
  /// Without cones for long waves: reds are dark, and like greens of their lightness. About 1 man in 100.
  case protanopia
  /// Without cones for middle waves: reds are like greens. About 1 man in 100, and a weaker form in 5 of 100.
  case deuteranopia
  /// Without cones for short waves: blues are like greens, yellows like pinks. Rare.
  case tritanopia

  /// The matrix for light, row by row: G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A physiologically-based
  /// model for simulation of color vision deficiency", IEEE Transactions on Visualization and Computer Graphics 15
  /// (2009), 1291-1298; the table for severity 1.0.
  private var rows: [[Double]] {
    switch self {
    case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .deuteranopia:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritanopia:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }

  /// The colour that looks to everybody as this one looks to these eyes; what no screen can show is cut off.
  public func seen(_ color: RGB) -> RGB {
    guard self != .normal else { return color }
    let light = LinearRGB(color)
    let seen = rows.map { $0[0] * light.red + $0[1] * light.green + $0[2] * light.blue }
    return LinearRGB(red: seen[0], green: seen[1], blue: seen[2]).color
  }
}
