import Dashboard
import Optimization
import Testing

@testable import Export

@Suite struct SVGWriterTests {
  static func film(_ record: RunRecord, isKnown: Bool = true, showsReferences: Bool = true) -> Film {
    FilmMaker(
      record.state, problem: isKnown ? SampleRun.known(record.started) : nil, theme: .standard, width: 960, height: 540,
      showsReferences: showsReferences
    ).film()
  }

  @Test func aPictureIsWellFormedAndHoldsTheRun() async throws {
    let record = try await SampleRun.line(steps: 5).record()
    let elements = try #require(XMLReader.elements(SVGWriter.bytes(of: Self.film(record).still)))
    #expect(elements.first?.name == "svg")
    #expect(elements.first?.attributes["viewBox"] == "0 0 960 540")
    let texts = elements.filter { $0.name == "text" }.map(\.text)
    let best = try #require(record.state.head.best)
    let words = "best MSE \(FilmMaker.loss(best.loss))   #\(best.id)   \(record.state.trajectory.text(at: best.row))"
    #expect(texts.contains("step 5 of 5   " + words))
    #expect(texts.contains("least squares") && texts.contains("x") && texts.contains("mean squared error"))
    // 35 points, and a dot for each candidate.
    #expect(elements.filter { $0.name == "circle" }.count >= 35 + record.candidates.count)
  }

  @Test func knownAnswersCanBeLeftOut() async throws {
    let record = try await SampleRun.line(steps: 2).record()
    let bytes = SVGWriter.bytes(of: Self.film(record, showsReferences: false).still)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("least squares"))
  }

  @Test func nothingFromOutsideIsMarkup() async throws {
    let run = try await SampleRun.events([
      .candidate(
        CandidateEvent(id: 0, step: 0, origin: .model, solution: .string(Hostile.text), text: Hostile.text, loss: 2)),
      .candidate(
        CandidateEvent(id: 1, step: 0, origin: .person, solution: .string(Hostile.long), text: Hostile.long, loss: 1)),
    ])
    let film = Self.film(try run.record(), isKnown: false)
    for bytes in [
      SVGWriter.bytes(of: film.still), SVGWriter.bytes(of: film, secondsPerFrame: 0.2, hold: 1),
    ] {
      let elements = try #require(XMLReader.elements(bytes))
      let known: Set = [
        "svg", "title", "desc", "style", "rect", "g", "text", "line", "polyline", "polygon", "circle",
      ]
      #expect(Set(elements.map(\.name)).subtracting(known) == [])
      #expect(elements.allSatisfy { !$0.attributes.keys.contains { $0.hasPrefix("on") || $0.contains("href") } })
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("]]>") && !text.contains("\u{1B}") && !text.contains("\u{202E}") && !text.contains("\0"))
      #expect(bytes.count < 100_000, "a reply of a megabyte is cut to what is seen")
    }
  }

  @Test func aFilmPlaysByStylesAloneAndStandsStillWhereNoMotionIsWanted() async throws {
    let record = try await SampleRun.line(steps: 4).record()
    let film = Self.film(record)
    #expect(film.frames.map(\.step) == [0, 1, 2, 3, 4])
    let text = String(decoding: SVGWriter.bytes(of: film, secondsPerFrame: 0.5, hold: 1.5), as: UTF8.self)
    #expect(XMLReader.elements(Array(text.utf8)) != nil)
    #expect(text.contains("@media (prefers-reduced-motion:reduce)"))
    // Five frames of half a second and the hold: 4 s. What comes with the second frame is seen from an eighth on.
    #expect(text.contains(".f1-5{animation:f1-5 4s step-end infinite}"))
    #expect(text.contains("@keyframes f1-5{0%{visibility:hidden}12.5%{visibility:visible}100%{visibility:visible}}"))
    #expect(text.contains("@keyframes f1-2{0%{visibility:hidden}12.5%{visibility:visible}25%{visibility:hidden}"))
    #expect(text.contains("<g class=\"f0-1\" visibility=\"hidden\">"), "only the last frame is seen without animation")
    #expect(!text.contains("<script") && !text.contains("<animate"))
  }

  @Test func numbersAreShortAndAlwaysFinite() {
    #expect(SVGWriter.number(12.5) == "12.5")
    #expect(SVGWriter.number(-0.001) == "0")
    #expect(SVGWriter.number(.nan) == "0" && SVGWriter.number(-.infinity) == "0")
    #expect(SVGWriter.escaped("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;")
  }
}
