/// What a reader who only sees the text of a prompt finds in it: tried values with their losses, and the form of answer
/// that is wanted.
///
/// Values are found by their form alone, `name=number`, whatever words stand around them; numbers without a name, as the
/// data points `(1.5,2.25)`, are not looked at.
package struct PromptReading: Equatable {
  package struct Trial: Equatable {
    package var values: [Double]
    package var loss: Double?

    package init(values: [Double], loss: Double?) {
      self.values = values
      self.loss = loss
    }
  }

  package enum Form { case object, brackets, words }

  /// The parameters, in the order in which the prompt names them.
  package var names: [String] = []
  /// Those with these names, as shown.
  package var trials: [Trial] = []
  package var form = Form.words
  /// Whether the prompt wants the answer and nothing else.
  package var isStrict = false
  /// Digits after the point in the values shown, 6 at most; 2 where none are.
  package var decimals = 2
  /// The same by parameter, with no bound; empty where no values are shown.
  package var decimalsByParameter: [Int] = []

  package init(_ messages: [Message]) {
    let text = messages.lazy.filter { $0.role != .assistant }.map(\.text).joined(separator: "\n")
    var scanner = Scanner(bytes: Array(text.utf8))
    let groups = scanner.groups()
    // What is asked for stands before or after a long history, never in the middle of it.
    let asked = text.utf8.count <= 8192 ? text : text.prefix(3000) + "\n" + text.suffix(5000)
    let template = Self.template(in: String(asked), known: Set(groups.flatMap { $0.values.map(\.name) }))
    names = template?.names ?? Self.usualNames(groups)
    let words = asked.lowercased()
    form = template?.form ?? (words.contains("json") ? .object : .words)
    isStrict = [
      "without any other", "without other", "without any text", "no other text", "nothing else", "nothing but",
      "only a json", "only the json", "only json",
    ]
    .contains { words.contains($0) }
    for group in groups where !names.isEmpty && group.values.count == names.count {
      let values = names.compactMap { name in group.values.first { $0.name == name } }
      guard values.count == names.count else { continue }
      trials.append(Trial(values: values.map(\.number), loss: group.loss))
      let digits = values.map(\.decimals)
      decimalsByParameter = decimalsByParameter.isEmpty ? digits : zip(decimalsByParameter, digits).map { max($0, $1) }
    }
    decimals = min(decimalsByParameter.max() ?? 2, 6)
  }

  /// The names that most of the groups with a loss have, else most of all groups.
  private static func usualNames(_ groups: [Group]) -> [String] {
    let judged = groups.filter { $0.loss != nil }
    var counts: [[String]: Int] = [:]
    var usual: [String] = []
    for group in judged.isEmpty ? groups : judged {
      let names = group.values.map(\.name)
      counts[names, default: 0] += 1
      if counts[names, default: 0] > counts[usual, default: 0] { usual = names }
    }
    return usual
  }

  /// The last `{"w": number, "b": number}` or `[w, b]` of the text, which is how prompts show the wanted form.
  private static func template(in text: String, known: Set<String>) -> (names: [String], form: Form)? {
    let bytes = Array(text.utf8)
    var end = bytes.count
    while let open = bytes[..<end].lastIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }) {
      end = open
      let isObject = bytes[open] == UInt8(ascii: "{")
      let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
      guard let close = bytes[open...].prefix(600).firstIndex(of: closing) else { continue }
      let parts = String(decoding: bytes[open + 1..<close], as: UTF8.self).split(separator: ",")
      let names = parts.compactMap { part -> String? in
        let key = String(part.prefix { $0 != ":" }.trimmed)
        // An object's names stand in quotes before a colon, a bracket's by themselves.
        guard isObject == (key.count < part.count && part.contains(":")), isObject == key.hasPrefix("\"") else {
          return nil
        }
        let name = isObject ? String(key.dropFirst().dropLast()) : key
        return isName(name) ? name : nil
      }
      guard names.count == parts.count else { continue }
      let parameters = names.filter { !Scanner.lossNames.contains($0.lowercased()) }
      // A word in brackets is no parameter, unless the rows know it.
      guard known.isEmpty ? names.count > 1 || isObject : known.isSuperset(of: parameters) else { continue }
      if (1...Scanner.mostParameters).contains(parameters.count) { return (parameters, isObject ? .object : .brackets) }
    }
    return nil
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  // MARK: - Finding groups

  struct Assignment: Equatable {
    var name: String
    var number: Double
    var decimals: Int
  }

  struct Group: Equatable {
    var values: [Assignment]
    var loss: Double?
  }

  /// Walks over bytes; a prompt with thousands of rows is read in milliseconds.
  private struct Scanner {
    static let lossNames: Set<String> = [
      "loss", "value", "error", "cost", "mse", "sse", "objective", "penalty", "mistake", "result", "f", "residual",
    ]
    /// More than any reader uses, so that it can say that there are too many.
    static let mostParameters = 64

    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func groups() -> [Group] {
      var groups: [Group] = []
      var group = Group(values: [])
      var line = 0
      var groupLine = -1
      var hasEarlyLoss = false
      // Whether a loss without a name may still follow on the group's line.
      var isOpen = false
      // A loss that stands before its values: "loss=3.2 at w=1, b=2".
      var early: (line: Int, loss: Double)?

      func flush() {
        if !group.values.isEmpty && group.values.count <= Self.mostParameters { groups.append(group) }
        group = Group(values: [])
        isOpen = false
        hasEarlyLoss = false
      }

      while position < bytes.count {
        let byte = bytes[position]
        if byte == UInt8(ascii: "\n") {
          line += 1
          position += 1
          isOpen = false
        } else if Self.isLetter(byte) {
          let name = word()
          let before = position
          let lines = skipToNumber()
          guard let lines, let (number, decimals) = self.number() else {
            position = before
            continue
          }
          line += lines
          if Self.lossNames.contains(name.lowercased()) {
            if !group.values.isEmpty && group.loss == nil { group.loss = number } else { early = (line, number) }
            isOpen = false
          } else if lines == 0 {
            let isNew =
              (group.loss != nil && !hasEarlyLoss) || groupLine != line || group.values.contains { $0.name == name }
            if isNew { flush() }
            if group.values.isEmpty, let waiting = early {
              if waiting.line == line { (group.loss, hasEarlyLoss) = (waiting.loss, true) }
              early = nil
            }
            group.values.append(Assignment(name: name, number: number, decimals: decimals))
            groupLine = line
            isOpen = true
          }
        } else if let (number, _) = self.number() {
          // The first number that follows on the same line is the loss, by whatever words it is introduced.
          if isOpen && group.loss == nil && groupLine == line { group.loss = number }
          isOpen = false
        } else {
          position += 1
        }
      }
      flush()
      return groups
    }

    private mutating func word() -> String {
      let start = position
      while position < bytes.count, Self.isLetter(bytes[position]) || Self.isDigit(bytes[position]) { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Past the quote of a key, `=` or `:`, and white space; the number of lines passed, nil where no number is named.
    private mutating func skipToNumber() -> Int? {
      var lines = 0
      if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { position += 1 }
      while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
      guard position < bytes.count, bytes[position] == UInt8(ascii: "=") || bytes[position] == UInt8(ascii: ":") else {
        return nil
      }
      position += 1
      while position < bytes.count, bytes[position] <= 0x20 {
        if bytes[position] == UInt8(ascii: "\n") { lines += 1 }
        position += 1
      }
      return lines
    }

    /// A decimal number that is finite, and how many digits stand after its point.
    private mutating func number() -> (Double, Int)? {
      var end = position
      if end < bytes.count, bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+") { end += 1 }
      let digits = end
      while end < bytes.count, Self.isDigit(bytes[end]) { end += 1 }
      guard end > digits else { return nil }
      var decimals = 0
      if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), Self.isDigit(bytes[end + 1]) {
        let point = end
        end += 1
        while end < bytes.count, Self.isDigit(bytes[end]) { end += 1 }
        decimals = end - point - 1
      }
      if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
        var exponent = end + 1
        if exponent < bytes.count, bytes[exponent] == UInt8(ascii: "-") || bytes[exponent] == UInt8(ascii: "+") {
          exponent += 1
        }
        let first = exponent
        while exponent < bytes.count, Self.isDigit(bytes[exponent]) { exponent += 1 }
        if exponent > first {
          let power = Int(String(decoding: bytes[end + 1..<exponent], as: UTF8.self)) ?? 0
          decimals = max(0, decimals - min(400, max(-400, power)))
          end = exponent
        }
      }
      guard let value = Double(String(decoding: bytes[position..<end], as: UTF8.self)), value.isFinite else {
        return nil
      }
      position = end
      return (value, decimals)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  }
}
