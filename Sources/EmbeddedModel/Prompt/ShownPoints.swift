/// The data points of a prompt: lines that hold two numbers and nothing else, as `(1.5,2.25)` or `x=1, y=2`.
///
/// They are of use only where the prompt's parameters are a slope and an intercept, in this order.
struct ShownPoints: Equatable {
  struct Point: Equatable {
    var x: Double
    var y: Double
  }

  /// The most that are used; of more, so many are taken at even distances.
  static let most = 1000

  var points: [Point] = []

  init() {}

  init(in texts: [String], parameters: [String]) {
    guard parameters.count == 2, texts.contains(where: { Self.holdsLine($0, parameters) }) else { return }
    var found: [Point] = []
    for text in texts {
      for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
        if let point = Self.point(in: line) { found.append(point) }
      }
    }
    let stride = (found.count + Self.most - 1) / max(1, Self.most)
    points = stride <= 1 ? found : Swift.stride(from: 0, to: found.count, by: stride).map { found[$0] }
  }

  /// Whether a text begins with a formula in which the first parameter is multiplied by x and the
  /// second one added: `w*x+b`.
  private static func holdsLine(_ text: String, _ parameters: [String]) -> Bool {
    let slope = Array(parameters[0].utf8), intercept = Array(parameters[1].utf8)
    let bytes = text.utf8.prefix(8192).filter { $0 > 0x20 && $0 != UInt8(ascii: "*") }
    for formula in [slope + Array("x+".utf8) + intercept, intercept + Array("+".utf8) + slope + Array("x".utf8)] {
      guard bytes.count >= formula.count else { continue }
      if (0...bytes.count - formula.count).contains(where: { bytes[$0...].starts(with: formula) }) { return true }
    }
    return false
  }

  /// Nil where the line holds anything but two numbers, punctuation and the letters x and y.
  private static func point(in line: Substring.UTF8View) -> Point? {
    guard line.count <= 200 else { return nil }
    var numbers: [Double] = []
    var number: [UInt8] = []
    func isPart(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"): true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): !number.isEmpty
      default: false
      }
    }
    for byte in Array(line) + [UInt8(ascii: " ")] {
      if isPart(byte) {
        number.append(byte)
        continue
      }
      if !number.isEmpty {
        guard numbers.count < 2, let value = Double(String(decoding: number, as: UTF8.self)), value.isFinite else {
          return nil
        }
        numbers.append(value)
        number = []
      }
      switch byte {
      case 0...0x20, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","),
        UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "x"), UInt8(ascii: "y"),
        UInt8(ascii: "X"), UInt8(ascii: "Y"):
        continue
      default: return nil
      }
    }
    return numbers.count == 2 ? Point(x: numbers[0], y: numbers[1]) : nil
  }
}
