import Testing

@testable import EmbeddedModel

@Suite struct WeightsFileTests {
  /// A file with one net of two tensors.
  private static func file(
    magic: String = "TILLERW1", header: String? = nil, length: Int? = nil, payload: [UInt8] = payload,
    checksum: String? = nil
  ) -> [UInt8] {
    let checksum = checksum ?? String(CRC32.checksum(of: payload), radix: 16)
    let padded = String(repeating: "0", count: max(0, 8 - checksum.count)) + checksum
    let text =
      header?.replacing("CHECKSUM", with: padded) ?? Self.header.replacing("CHECKSUM", with: padded)
    let count = length ?? text.utf8.count
    return Array(magic.utf8) + (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(text.utf8) + payload
  }

  private static let header = """
    {"format": 1, "nets": [{"name": "plane", "shape": {"width": 2}, "tensors": [
    {"name": "a.weight", "shape": [2, 2], "offset": 0}, {"name": "a.bias", "shape": [2], "offset": 4}]}],
    "command": "train", "seed": 3, "date": "2026-11-21", "crc32": "CHECKSUM"}
    """
  /// 1, -2, 0.5, 65504, 0, 2^-24
  private static let payload: [UInt8] = [
    0x00, 0x3C, 0x00, 0xC0, 0x00, 0x38, 0xFF, 0x7B, 0x00, 0x00, 0x01, 0x00,
  ]

  private func complaint(_ bytes: [UInt8]) -> String? {
    bytes.withUnsafeBufferPointer { bytes in
      do throws(WeightsError) {
        _ = try WeightsFile(bytes)
        return nil
      } catch {
        return error.description
      }
    }
  }

  @Test func aFileIsRead() throws {
    let file = try Self.file().withUnsafeBufferPointer { try WeightsFile($0) }
    let net = try #require(file.nets["plane"])
    #expect(net.shape == ["width": 2])
    #expect(try net.tensor("a.weight", [2, 2]) == [1, -2, 0.5, 65504])
    #expect(try net.tensor("a.bias", [2]) == [0, 0x1p-24])
    #expect(file.command == "train" && file.seed == 3 && file.date == "2026-11-21")
  }

  @Test func everyHalfIsThatOfTheMachine() {
    #if arch(arm64) || os(Linux)
      for bits in 0...UInt16.max {
        let expected = Float(Float16(bitPattern: bits))
        let found = HalfPrecision.float(bits)
        #expect(found == expected || found.isNaN && expected.isNaN, "\(bits)")
        if found != expected, !found.isNaN { break }
      }
    #endif
  }

  @Test func theChecksumIsTheUsualOne() {
    #expect(CRC32.checksum(of: Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.checksum(of: [UInt8]()) == 0)
  }

  @Test(arguments: [
    (file(magic: "TILLERW2"), "do not begin with TILLERW1"),
    (Array("TILLERW1".utf8), "8 bytes"),
    ([], "0 bytes"),
    (file(length: 1 << 20), "the header is said to have 1048576 bytes"),
    (file(length: 5), "the header is no JSON"),
    (file(header: "{}"), "names no format"),
    (file(header: #"{"format": 2, "nets": [], "crc32": "CHECKSUM"}"#), "their format is 2, and 1 is known"),
    (file(header: #"{"format": 1, "nets": [], "crc32": "CHECKSUM"}"#), "names no nets"),
    (file(header: #"{"format": 1, "nets": [{}], "crc32": "CHECKSUM"}"#), "a net has no name"),
    (file(header: #"{"format": 1, "nets": [{}]}"#), "names no checksum"),
    (file(checksum: "00000000"), "the checksum is"),
    (file(payload: Array(payload.dropLast(1))), "which is odd"),
    (file(payload: Array(payload.dropLast(2))), "a.bias ends at number 6, and the payload has 5"),
    (
      file(header: header.replacing(#""offset": 4"#, with: #""offset": -4"#)), "a.bias has no offset"
    ),
    (file(header: header.replacing("[2, 2]", with: "[2, 0]")), "a.weight has no shape"),
    (file(header: header.replacing("[2, 2]", with: "[16777216, 16777216]")), "a.weight is too large"),
    (file(payload: Array(payload.dropLast(2)) + [0x00, 0x7C]), "a.bias holds a number that is not finite"),
  ])
  func whatIsWrongIsSaid(_ bytes: [UInt8], _ what: String) throws {
    let said = try #require(complaint(bytes))
    #expect(said.hasPrefix("The weights of the embedded model cannot be used: "))
    #expect(said.contains(what), "\(said)")
  }

  @Test func aByteThatChangedIsNoticedWhereverItLies() {
    let whole = Self.file()
    for place in whole.indices.suffix(Self.payload.count) {
      var bytes = whole
      bytes[place] ^= 0x10
      #expect(complaint(bytes)?.contains("the checksum is") == true)
    }
    // The header may change its meaning, or nothing; it must not take the reader down.
    for place in whole.indices {
      for change in [1, 0x80] as [UInt8] {
        var bytes = whole
        bytes[place] ^= change
        _ = complaint(bytes)
      }
      _ = complaint(Array(whole.prefix(place)))
    }
  }

  @Test func aNetOfAnotherShapeIsRefused() throws {
    let file = try Self.file().withUnsafeBufferPointer { try WeightsFile($0) }
    let net = try #require(file.nets["plane"])
    #expect(throws: WeightsError("the tensor a.bias has the shape [2], and [3] was looked for")) {
      try net.tensor("a.bias", [3])
    }
    #expect(throws: WeightsError("the net plane has no tensor c")) { try net.tensor("c", [1]) }
    #expect(throws: WeightsError("the shape of the net plane has no heads")) { try net.size("heads", upTo: 4) }
    #expect(throws: WeightsError("the net plane has width 2; from 1 to 1 is allowed")) {
      try net.size("width", upTo: 1)
    }
    #expect(throws: WeightsError.self) { try EmbeddedWeights(file) }
  }

  @Test func theWeightsThatAreCompiledInAreWhole() throws {
    _ = try EmbeddedWeights.shared.get()
  }
}
