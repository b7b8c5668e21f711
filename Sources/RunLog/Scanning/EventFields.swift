/// Where the members of a line's object begin that events of some kind have.
///
/// All of the line was looked at; what it has beside them is valid and without meaning here, as for the decoder.
struct EventFields {
  /// In the order of the alphabet, as in a line.
  enum Field: Int, CaseIterable {
    case at, attempt, cause, code, evaluation, event, failure, finish, first, gist, id, index, key, loss, messages
    case model, n, name, of, origin, parent, reason, reasoning, role, seconds, sections, seed, shown, solution, span
    case state, step, temperature, text, time, usage, values, wait

    fileprivate var text: StaticString {
      switch self {
      case .at: "at"
      case .attempt: "attempt"
      case .cause: "cause"
      case .code: "code"
      case .evaluation: "evaluation"
      case .event: "event"
      case .failure: "failure"
      case .finish: "finish"
      case .first: "first"
      case .gist: "gist"
      case .id: "id"
      case .index: "index"
      case .key: "key"
      case .loss: "loss"
      case .messages: "messages"
      case .model: "model"
      case .n: "n"
      case .name: "name"
      case .of: "of"
      case .origin: "origin"
      case .parent: "parent"
      case .reason: "reason"
      case .reasoning: "reasoning"
      case .role: "role"
      case .seconds: "seconds"
      case .sections: "sections"
      case .seed: "seed"
      case .shown: "shown"
      case .solution: "solution"
      case .span: "span"
      case .state: "state"
      case .step: "step"
      case .temperature: "temperature"
      case .text: "text"
      case .time: "time"
      case .usage: "usage"
      case .values: "values"
      case .wait: "wait"
      }
    }
  }

  /// By field; negative where the line has none.
  private var starts = [Int](repeating: -1, count: Field.allCases.count)
  /// A table without collisions: by a few bits of the name, the field and its name.
  private let table: [(name: JSONScanner.Name, field: Int)?]

  init() {
    var table = [(name: JSONScanner.Name, field: Int)?](repeating: nil, count: Self.slots)
    for field in Field.allCases {
      let name = JSONScanner.Name(field.text)
      var slot = Self.slot(of: name)
      while table[slot] != nil { slot = (slot + 1) % Self.slots }
      table[slot] = (name, field.rawValue)
    }
    self.table = table
  }

  private static let slots = 256

  @inline(__always) private static func slot(of name: JSONScanner.Name) -> Int {
    Int(truncatingIfNeeded: ((name.word ^ UInt64(name.tail)) &* 0x9E37_79B9_7F4A_7C15) >> 56)
  }

  @inline(__always) private func field(of name: JSONScanner.Name) -> Int? {
    var slot = Self.slot(of: name)
    while let entry = table[slot] {
      if entry.name == name { return entry.field }
      slot = (slot + 1) % Self.slots
    }
    return nil
  }

  subscript(field: Field) -> Int? {
    let start = starts[field.rawValue]
    return start < 0 ? nil : start
  }

  /// Finds the members of a line. False where it is not plain: it is no object, has blanks or one of the members twice.
  mutating func find(in line: UnsafeRawBufferPointer) -> Bool {
    for field in starts.indices { starts[field] = -1 }
    var scanner = JSONScanner(line)
    guard scanner.take(UInt8(ascii: "{")) else { return false }
    if scanner.take(UInt8(ascii: "}")) { return scanner.isAtEnd }
    while true {
      guard let name = scanner.name() else { return false }
      if let field = field(of: name) {
        guard starts[field] < 0 else { return false }
        starts[field] = scanner.position
      }
      guard scanner.skipValue() else { return false }
      if scanner.take(UInt8(ascii: "}")) { return scanner.isAtEnd }
      guard scanner.take(UInt8(ascii: ",")) else { return false }
    }
  }
}
