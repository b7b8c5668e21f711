/// Many short texts in one piece of memory.
public struct TextColumn: Hashable, Sendable {
  private var bytes: ContiguousArray<UInt8> = []
  private var ends: ContiguousArray<Int> = []

  public init() {}

  public var count: Int { ends.count }

  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
  }

  public subscript(row: Int) -> String {
    let start = row == 0 ? 0 : ends[row - 1]
    return String(decoding: bytes[start..<ends[row]], as: UTF8.self)
  }

  mutating func truncate(to count: Int) {
    guard count < ends.count else { return }
    bytes.removeLast(bytes.count - (count == 0 ? 0 : ends[count - 1]))
    ends.removeLast(ends.count - count)
  }
}
