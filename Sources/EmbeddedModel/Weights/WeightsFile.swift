import LanguageModels
import Text

/// What is wrong with a file of weights, in a sentence.
struct WeightsError: Error, Equatable, CustomStringConvertible {
  var description: String
  init(_ what: String) { description = "The weights of the embedded model cannot be used: \(what)." }
}

/// The weights of the nets with what is known about their training.
///
/// The form: "TILLERW1"; the length of the header as UInt32; the header in JSON; the payload. All numbers are little
/// endian, the payload's are in half precision. The header is
///
///     {"format": 1, "nets": [{"name": "plane", "shape": {"width": 64, …},
///       "tensors": [{"name": "overall.0.weight", "shape": [24, 64], "offset": 0}, …]}],
///      "command": "…", "seed": 1, "date": "2026-11-21", "crc32": "89abcdef"}
///
/// An offset counts the payload's numbers; the checksum is that of the payload's bytes. Tensors lie row by row, and a
/// linear map is y = x W + b with W of the shape [inputs, outputs].
struct WeightsFile {
  struct Tensor: Equatable {
    var shape: [Int]
    var values: [Float]
  }

  struct Net {
    var name: String
    var shape: [String: Int]
    fileprivate(set) var tensors: [String: Tensor]

    /// - Throws: `WeightsError` where there is none of this name and shape.
    func tensor(_ name: String, _ shape: [Int]) throws(WeightsError) -> [Float] {
      guard let tensor = tensors[name] else { throw WeightsError("the net \(self.name) has no tensor \(name)") }
      guard tensor.shape == shape else {
        throw WeightsError("the tensor \(name) has the shape \(tensor.shape), and \(shape) was looked for")
      }
      return tensor.values
    }

    /// A number of the net's shape, from 1 to a limit.
    func size(_ name: String, upTo limit: Int) throws(WeightsError) -> Int {
      guard let size = shape[name] else { throw WeightsError("the shape of the net \(self.name) has no \(name)") }
      guard (1...limit).contains(size) else {
        throw WeightsError("the net \(self.name) has \(name) \(size); from 1 to \(limit) is allowed")
      }
      return size
    }
  }

  private(set) var nets: [String: Net] = [:]
  /// How the weights were made.
  private(set) var command: String?
  private(set) var date: String?
  private(set) var seed: Int?

  static let magic = Array("TILLERW1".utf8)
  static let format = 1
  /// No tensor has more numbers than this.
  private static let largest = 1 << 24

  /// - Throws: `WeightsError` that says what is wrong with the bytes.
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(WeightsError) {
    guard bytes.count >= 12 else { throw WeightsError("there are \(bytes.count) bytes, which is no file of weights") }
    guard bytes.prefix(8).elementsEqual(Self.magic) else {
      throw WeightsError("they do not begin with TILLERW1")
    }
    let length = (0..<4).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    guard length <= bytes.count - 12 else {
      throw WeightsError("the header is said to have \(length) bytes, and \(bytes.count - 12) are there")
    }
    let header: JSONValue
    do {
      header = try JSONValue(parsing: String(decoding: bytes[12..<12 + length], as: UTF8.self))
    } catch {
      throw WeightsError("the header is no JSON: \(error)")
    }
    let payload = UnsafeBufferPointer(rebasing: bytes[(12 + length)...])
    guard let format = header["format"]?.number else { throw WeightsError("the header names no format") }
    guard format == Double(Self.format) else {
      throw WeightsError("their format is \(NumberFormat.compact(format)), and \(Self.format) is known")
    }
    guard payload.count.isMultiple(of: 2) else {
      throw WeightsError("the payload has \(payload.count) bytes, which is odd")
    }
    let checksum = CRC32.checksum(of: payload)
    guard let said = header["crc32"]?.string, said.utf8.count == 8, let number = UInt32(said, radix: 16) else {
      throw WeightsError("the header names no checksum crc32 of 8 hexadecimal digits")
    }
    guard number == checksum else {
      throw WeightsError("the checksum is \(String(checksum, radix: 16)), and the header says \(said)")
    }
    guard let nets = header["nets"]?.array, !nets.isEmpty else { throw WeightsError("the header names no nets") }
    for net in nets {
      let read = try Self.net(net, payload)
      self.nets[read.name] = read
    }
    command = header["command"]?.string
    date = header["date"]?.string
    seed = header["seed"]?.number.flatMap { Int(exactly: $0) }
  }

  private static func net(_ json: JSONValue, _ payload: UnsafeBufferPointer<UInt8>) throws(WeightsError) -> Net {
    guard let name = json["name"]?.string else { throw WeightsError("a net has no name") }
    guard let shape = json["shape"]?.object else { throw WeightsError("the net \(name) has no shape") }
    guard let tensors = json["tensors"]?.array else { throw WeightsError("the net \(name) has no tensors") }
    let sizes = shape.compactMapValues { value in value.number.flatMap { Int(exactly: $0) } }
    var net = Net(name: name, shape: sizes, tensors: [:])
    for tensor in tensors {
      guard let title = tensor["name"]?.string else { throw WeightsError("a tensor of the net \(name) has no name") }
      net.tensors[title] = try self.tensor(title, tensor, payload)
    }
    return net
  }

  private static func tensor(
    _ name: String, _ json: JSONValue, _ payload: UnsafeBufferPointer<UInt8>
  ) throws(WeightsError) -> Tensor {
    let sizes = json["shape"]?.array?.map { $0.number.flatMap { Int(exactly: $0) } ?? 0 } ?? []
    guard !sizes.isEmpty, sizes.count <= 4, sizes.allSatisfy({ (1...largest).contains($0) }) else {
      throw WeightsError("the tensor \(name) has no shape of 1 to 4 sizes above 0")
    }
    var count = 1
    for size in sizes {
      count *= size
      guard count <= largest else { throw WeightsError("the tensor \(name) is too large") }
    }
    guard let offset = json["offset"]?.number.flatMap({ Int(exactly: $0) }), offset >= 0 else {
      throw WeightsError("the tensor \(name) has no offset")
    }
    guard offset <= payload.count / 2 - count else {
      throw WeightsError(
        "the tensor \(name) ends at number \(offset + count), and the payload has \(payload.count / 2) of them")
    }
    let values = [Float](unsafeUninitializedCapacity: count) { values, initialized in
      for index in 0..<count {
        let place = 2 * (offset + index)
        values[index] = HalfPrecision.float(UInt16(payload[place]) | UInt16(payload[place + 1]) << 8)
      }
      initialized = count
    }
    guard values.allSatisfy(\.isFinite) else {
      throw WeightsError("the tensor \(name) holds a number that is not finite")
    }
    return Tensor(shape: sizes, values: values)
  }
}
