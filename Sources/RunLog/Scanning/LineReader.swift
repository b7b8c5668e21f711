import Optimization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads the events of lines: with our own scanner where a line is plain, else with the decoder, which alone says what
/// is wrong with one.
struct LineReader {
  private var scanner: EventScanner
  private var decoder: JSONDecoder?

  /// - Parameter keepsPrompts: whether a step's event comes with its messages and their sections.
  init(keepsPrompts: Bool = true) { scanner = EventScanner(keepsPrompts: keepsPrompts) }

  /// - Parameter line: without its end.
  /// - Throws: what the decoder throws.
  mutating func event(in line: UnsafeRawBufferPointer) throws -> EventScanner.Scanned {
    if let scanned = scanner.event(in: line) { return scanned }
    let decoder = self.decoder ?? JSONDecoder()
    self.decoder = decoder
    return EventScanner.Scanned(event: try decoder.decode(LoggedEvent.self, from: Data(line)))
  }

  /// The decoder's error in words.
  static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "the field \"\(key.stringValue)\" is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "the field \"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" has another form"
    case let error as InputError: error.description
    default: "it is no JSON object of the log's form"
    }
  }
}
