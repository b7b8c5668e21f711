/// Answers in the shapes that small models really answer in; four in ten of them can still be read.
struct OffFormatHabit {
  let reading: PromptReading
  private var random: SplitMix64
  private let words: SimulatedWords

  init(_ reading: PromptReading, random: SplitMix64) {
    self.reading = reading
    self.random = random
    words = SimulatedWords(reading, random: random)
  }

  mutating func reply(_ values: [Double]) -> SimulatedReply {
    let isReadable = random.chance(0.4)
    let shapes =
      reading.form == .brackets
      ? (isReadable ? Self.readableBrackets : Self.brokenBrackets)
      : (isReadable ? Self.readableObjects : Self.brokenObjects)
    return reply(as: shapes[random.index(below: shapes.count)], values)
  }

  enum Shape: CaseIterable {
    // Can be read.
    case plain, fenced, fencedAfterProse, numbersAsText, furtherKey, bare
    // Cannot.
    case claimInProse, echoCut, nested, objectCut, runawayNumber, wrongKeys, twoAnswers, listForObject, codeCut
    case emptyObject, repeatedKeys, askedFormAlone, numbersByLine, inventedData, listTooLong, listCut, nameInList
  }

  static let readableObjects: [Shape] = [.plain, .fenced, .fencedAfterProse, .numbersAsText, .furtherKey]
  static let brokenObjects: [Shape] = [
    .claimInProse, .echoCut, .nested, .objectCut, .runawayNumber, .wrongKeys, .twoAnswers, .listForObject, .codeCut,
    .emptyObject, .repeatedKeys, .askedFormAlone, .inventedData,
  ]
  static let readableBrackets: [Shape] = [.plain, .fenced, .fencedAfterProse, .bare]
  static let brokenBrackets: [Shape] = [
    .claimInProse, .echoCut, .listTooLong, .listCut, .nameInList, .numbersByLine, .twoAnswers, .codeCut,
    .askedFormAlone, .inventedData,
  ]

  mutating func reply(as shape: Shape, _ values: [Double]) -> SimulatedReply {
    let names = reading.names
    let numbers = words.numbers(values)
    let answer = reading.form == .brackets ? words.form(values) : words.object(values)
    let fence = reading.form == .brackets ? "```" : "```json"
    func cut(_ text: String) -> SimulatedReply { SimulatedReply(text: text, finish: .length) }
    func whole(_ text: String) -> SimulatedReply { SimulatedReply(text: text) }
    func members(_ value: (Int) -> String, key: (String) -> String = { $0 }) -> String {
      names.indices.map { "\"\(key(names[$0]))\": \(value($0))" }.joined(separator: ", ")
    }

    switch shape {
    case .plain: return whole(answer)
    case .fenced: return whole("\(fence)\n\(answer)\n```")
    case .fencedAfterProse:
      return whole(
        "Certainly! These values should give a lower loss:\n\n\(fence)\n\(answer)\n```\n\nI hope this helps.")
    case .numbersAsText: return whole("{\(members { "\"\(numbers[$0])\"" })}")
    case .furtherKey:
      return whole("JSON\n{\n  \(members { numbers[$0] }),\n  \"explanation\": \"close to the best ones\"\n}")
    case .bare: return whole(numbers.joined(separator: ", "))

    case .claimInProse:
      let claim = words.numbers([10 + 90 * random.uniform()])[0]
      return whole("My proposal and its error: \(words.named(values))\n\nError: \(claim)")
    case .echoCut: return cut(echo())
    case .nested:
      return whole(
        "```json\n{\n"
          + zip(names, numbers).map { "  \"\($0)\": {\"label\": \"\($0)\", \"number\": \($1)}" }
          .joined(separator: ",\n") + "\n}\n```")
    case .objectCut: return cut("{\"\(names[0])\": \(numbers[0])" + (names.count > 1 ? ", \"\(names[1])\": " : ""))
    case .runawayNumber: return cut("{\"\(names[0])\": " + runaway())
    case .wrongKeys: return whole("{\(members({ numbers[$0] }, key: { "new_\($0)" }))}")
    case .twoAnswers:
      let other = reading.rounded(values.map { $0 + max(1, abs($0) / 4) })
      let second = reading.form == .brackets ? words.form(other) : words.object(other)
      return whole("Either \(answer) or \(second) should do.")
    case .listForObject: return whole("[" + numbers.joined(separator: ", ") + "]")
    case .codeCut:
      return cut(
        "This can be solved step by step in Python.\n\n```python\nimport numpy as np\n\ndef error(\(names.joined(separator: ", "))):\n    return np.mean((predict("
      )
    case .emptyObject: return whole("{\n\n  }")
    case .repeatedKeys:
      let other = words.numbers(reading.rounded(values.map { $0 + 1 }))
      return whole("{\(members { numbers[$0] }), \(members { other[$0] })}")
    case .askedFormAlone:
      return whole(
        reading.form == .brackets
          ? "To find new values [\(names.joined(separator: ", "))] one would minimize the function."
          : "{\(members { _ in "number" })}")
    case .numbersByLine: return whole(numbers.joined(separator: "\n"))
    case .inventedData: return whole("The original data is:\n" + inventedPoints())
    case .listTooLong: return whole("[" + (numbers + [numbers[0]]).joined(separator: ", ") + "]")
    case .listCut: return cut("[\(names[0])=\(numbers[0]),")
    case .nameInList: return whole("[" + ([numbers[0]] + names.dropFirst() + ["value=0"]).joined(separator: ", ") + "]")
    }
  }

  /// The rows of the prompt once more, numbered, until the limit cuts them.
  private func echo() -> String {
    let rows = reading.trials.suffix(4).map(\.values)
    let lines = (rows.isEmpty ? [reading.names.map { _ in 1 }] : rows).enumerated().map { place, values in
      "\(place + 1). The loss for \(words.named(values))"
    }
    return "I will list them first.\n" + lines.joined(separator: "\n")
  }

  /// Digits that do not end.
  private mutating func runaway() -> String {
    var digits = "\(1 + random.index(below: 9))."
    for _ in 0..<40 { digits += "\(random.index(below: 10))" }
    return digits
  }

  private mutating func inventedPoints() -> String {
    var lines: [String] = []
    for _ in 0..<4 {
      let numbers = words.numbers([5 * random.normal(), 5 * random.normal()])
      lines.append("(\(numbers.joined(separator: ", ")))")
    }
    return lines.joined(separator: "\n") + "\n..."
  }
}
