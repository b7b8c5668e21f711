import LanguageModels

/// How many tokens a text is, before a server has told.
///
/// No tokenizer is at hand for whatever model a server runs, so this is a rule of thumb, in hundredths of a token:
///
/// - a word of ASCII letters up to seven is one token, with the blank before it, and each further 3.5 letters one more;
///   a capital behind a small letter begins a word;
/// - a word with letters beyond ASCII takes more for each of them, and one mostly of such letters a token for 2.2;
/// - digits stand between models that take them by threes and models that take them one by one: a number of n digits is
///   0.65 for each begun three and 0.35 for each digit; a blank before a number is a token;
/// - punctuation goes by twos, the end of a line often with the punctuation before it;
/// - a character of Chinese, Japanese or Korean is 0.85.
///
/// Held against two of OpenAI's vocabularies (cl100k, o200k), DeepSeek's and SmolLM2's, in English, code, JSON and
/// prompts with numbers of a few digits it is within 25 %; the usual four bytes a token is half of the truth there.
/// Other scripts are guessed more coarsely, for the vocabularies themselves differ by a factor of two.
public enum TokenEstimate {
  /// What a conversation has around each message, and before the reply.
  private static let perMessage = 4, beforeReply = 3

  /// The tokens of a prompt with all its messages.
  public static func tokens(of prompt: StepStarted) -> Int { tokens(of: prompt.messages) }

  /// The tokens of messages with all that stands around them.
  public static func tokens(of messages: [Message]) -> Int {
    tokens(ofMessagesWith: messages.map { tokens(in: $0.text) })
  }

  /// The tokens of messages with all that stands around them, from those of their texts.
  public static func tokens(ofMessagesWith texts: [Int]) -> Int {
    texts.reduce(texts.isEmpty ? 0 : beforeReply) { $0 + perMessage + $1 }
  }

  /// How far a server's count of a prompt is from the estimate, as a factor between a half and 2: it corrects the
  /// estimate of the next prompt, which is much the same text.
  public static func correction(estimate: Int, told: Int) -> Double {
    guard told > 0, estimate > 0 else { return 1 }
    return min(max(Double(told) / Double(estimate), 0.5), 2)
  }

  /// The tokens of a text, 0 for an empty one. Of a long one pieces stand for all of it, so that a frame is short.
  public static func tokens(in text: String) -> Int {
    var text = text
    return text.withUTF8 { tokens(in: $0) }
  }

  /// The same of a text's UTF-8.
  public static func tokens(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard bytes.count > 2 * pieces * pieceBytes else { return (hundredths(of: bytes) + 50) / 100 }
    let distance = bytes.count / pieces
    let sum = (0..<pieces).reduce(0) { sum, piece in
      sum + hundredths(of: UnsafeBufferPointer(rebasing: bytes[piece * distance..<piece * distance + pieceBytes]))
    }
    return Int(Double(sum) / 100 * Double(bytes.count) / Double(pieces * pieceBytes))
  }

  private static let pieces = 16, pieceBytes = 4096

  private static func hundredths(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var counter = Counter(bytes: bytes)
    return counter.count()
  }

  /// Passes over the text once.
  private struct Counter {
    let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func count() -> Int {
      var total = 0
      while position < bytes.count {
        switch Kind(bytes[position]) {
        case .letter, .beyondASCII: total += word()
        case .digit: total += number()
        case .blank: total += blanks()
        case .lineEnd: total += lineEnds()
        case .mark: total += (run(of: .mark) + 1) / 2 * 100
        }
      }
      return total
    }

    private mutating func run(of kind: Kind) -> Int {
      let start = position
      while position < bytes.count, Kind(bytes[position]) == kind { position += 1 }
      return position - start
    }

    private mutating func number() -> Int {
      let digits = run(of: .digit)
      return (digits + 2) / 3 * 65 + digits * 35
    }

    private mutating func blanks() -> Int {
      let count = run(of: .blank)
      let isBeforeNumber = position < bytes.count && Kind(bytes[position]) == .digit
      return count > 1 || isBeforeNumber ? 100 : 0
    }

    private mutating func lineEnds() -> Int {
      let isBehindMark = position > 0 && Kind(bytes[position - 1]) == .mark
      _ = run(of: .lineEnd)
      return isBehindMark ? 50 : 100
    }

    /// Letters up to the next word; those beyond ASCII by their first bytes.
    private mutating func word() -> Int {
      var letters = 0, others = 0, ideographs = 0
      var wasSmall = false
      loop: while position < bytes.count {
        let byte = bytes[position]
        switch byte {
        case 0x61...0x7A:
          letters += 1
          wasSmall = true
        case 0x41...0x5A:
          if wasSmall { break loop }
          letters += 1
        // Three bytes and more: Chinese, Japanese, Korean, and what is rare.
        case 0xE0...: ideographs += 1
        case 0xC0...0xDF:
          others += 1
          wasSmall = true
        case 0x80...0xBF: break
        default: break loop
        }
        position += 1
      }
      let all = letters + others
      let taken: Int
      if all == 0 {
        taken = 0
      } else if others * 2 > all {
        taken = max(100, all * 1000 / 22)
      } else {
        taken = 100 + max(0, all - 7) * 1000 / 35 + others * 80
      }
      return taken + ideographs * 85
    }
  }

  private enum Kind {
    case letter, digit, blank, lineEnd, mark, beyondASCII

    init(_ byte: UInt8) {
      switch byte {
      case 0x41...0x5A, 0x61...0x7A: self = .letter
      case 0x30...0x39: self = .digit
      case 0x20: self = .blank
      case 0x09, 0x0A, 0x0D: self = .lineEnd
      case 0x80...: self = .beyondASCII
      default: self = .mark
      }
    }
  }
}
