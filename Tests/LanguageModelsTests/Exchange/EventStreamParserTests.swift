import Testing

@testable import LanguageModels

@Suite struct EventStreamParserTests {
  /// The events of the pieces, fed one after another, and what the end still gave.
  private func events(_ pieces: [[UInt8]]) -> (events: [String], rest: String?) {
    var parser = EventStreamParser()
    var events: [String] = []
    for piece in pieces {
      piece.withUnsafeBytes { bytes in
        parser.feed(bytes) { data in
          events.append(String(decoding: data, as: UTF8.self))
          return true
        }
      }
    }
    return (events, parser.finish().map { String(decoding: $0, as: UTF8.self) })
  }

  private func events(_ text: String) -> [String] {
    let (events, rest) = events([Array(text.utf8)])
    #expect(rest == nil)
    return events
  }

  @Test(arguments: [
    ("data: a\n\ndata: b\n\n", ["a", "b"]),
    ("data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]),
    ("data: a\r\rdata: b\r\r", ["a", "b"]),
    ("data:a\n\n", ["a"]),
    ("data:  a \n\n", [" a "]),
    ("data: a\ndata: b\n\n", ["a\nb"]),
    ("data\n\n", [""]),
    ("data:\n\n", [""]),
    (": ping\n\ndata: a\n: between\ndata: b\n\n", ["a\nb"]),
    ("event: message\nid: 7\nretry: 10\ndata: a\n\n", ["a"]),
    ("event: ping\n\ndata: a\n\n", ["a"]),
    ("\n\n\ndata: a\n\n\n\n", ["a"]),
    ("\u{FEFF}data: a\n\n", ["a"]),
    ("\u{FEFF}\ndata: a\n\n", ["a"]),
    ("error: {\"code\":500}\n\n", ["{\"code\":500}"]),
    ("datax: a\n\ndata: é中😀\n\n", ["é中😀"]),
    ("data: a: b\n\n", ["a: b"]),
    ("", []),
  ])
  func everyLegalFormIsRead(_ text: String, _ expected: [String]) {
    #expect(events(text) == expected)
  }

  @Test func cutsAnywhereChangeNothing() {
    let text = "\u{FEFF}: hello\r\ndata: {\"é\": \"中😀\"}\r\n\r\ndata: two\ndata: lines\n\ndata:x\r\rdata: [DONE]\n\n"
    let bytes = Array(text.utf8)
    let whole = events([bytes]).events
    #expect(whole == ["{\"é\": \"中😀\"}", "two\nlines", "x", "[DONE]"])
    #expect(events(bytes.map { [$0] }).events == whole)
    for cut in 0...bytes.count {
      #expect(events([Array(bytes[..<cut]), Array(bytes[cut...])]).events == whole, "cut at \(cut)")
    }
    for length in 2...7 {
      let pieces = stride(from: 0, to: bytes.count, by: length).map { Array(bytes[$0..<min($0 + length, bytes.count)]) }
      #expect(events(pieces).events == whole, "pieces of \(length)")
    }
  }

  @Test func theLastEventNeedsNoBlankLine() {
    #expect(events([Array("data: a\n\ndata: b".utf8)]) == (["a"], "b"))
    #expect(events([Array("data: a\n\ndata: b\n".utf8)]) == (["a"], "b"))
    #expect(events([Array("data: a\n\n: bye".utf8)]) == (["a"], nil))
  }

  @Test func theRestIsLeftWhereTheListenerHasEnough() {
    var parser = EventStreamParser()
    var seen: [[UInt8]] = []
    Array("data: 1\n\ndata: 2\n\ndata: 3\n\n".utf8).withUnsafeBytes { bytes in
      parser.feed(bytes) { data in
        seen.append(data)
        return seen.count < 2
      }
    }
    #expect(seen == [[0x31], [0x32]])
  }

  @Test func whatIsHeldBackIsCounted() {
    var parser = EventStreamParser()
    Array("data: 12345\ndata: 678".utf8).withUnsafeBytes { parser.feed($0) { _ in true } }
    #expect(parser.pending == 5 + 9)
  }
}
