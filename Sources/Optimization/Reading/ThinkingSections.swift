/// The parts of a reply in which a model thinks aloud, which are cut before the reply is read.
enum ThinkingSections {
  private struct Tag {
    var name: StaticString
    var open: UInt8
    var close: UInt8
  }

  private static let tags: [Tag] = {
    let angles = ["think", "thinking", "thought", "reasoning"] as [StaticString]
    return angles.map { Tag(name: $0, open: 0x3C, close: 0x3E) } + [Tag(name: "think", open: 0x5B, close: 0x5D)]
  }()

  /// The ranges to cut, in order.
  ///
  /// A section runs from its opening tag to the next closing one; one that is never closed runs to the end. A closing
  /// tag without an opening one ends a section that began in the prompt: then all before it is thinking.
  static func ranges(in reply: ReplyBytes) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var opened: Int?
    var position = 0
    while position < reply.count {
      guard reply[position] == 0x3C || reply[position] == 0x5B, let tag = tag(at: position, in: reply) else {
        position += 1
        continue
      }
      if tag.isClosing {
        if let start = opened { ranges.append(start..<tag.end) } else { ranges = [0..<tag.end] }
        opened = nil
      } else if opened == nil {
        opened = position
      }
      position = tag.end
    }
    if let opened { ranges.append(opened..<reply.count) }
    return ranges
  }

  private static func tag(at position: Int, in reply: ReplyBytes) -> (isClosing: Bool, end: Int)? {
    let isClosing = reply[position + 1] == 0x2F
    let name = position + (isClosing ? 2 : 1)
    for tag in tags where tag.open == reply[position] && reply.hasWord(tag.name, at: name) {
      let end = name + tag.name.utf8CodeUnitCount
      if reply[end] == tag.close { return (isClosing, end + 1) }
    }
    return nil
  }
}
