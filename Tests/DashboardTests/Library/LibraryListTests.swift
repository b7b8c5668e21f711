import Optimization
import Testing

@testable import Dashboard

@Suite struct LibraryListTests {
  private func names(_ filter: String) throws -> [String] {
    let filter = try LibraryFilter(filter)
    return SampleLibrary.runs.filter(filter.fits).map { String($0.name.suffix(4)) }
  }

  private static let filters: [(String, [String])] = [
    ("", ["abcd", "cdef", " try", "ghjk", "kmnp", "mnpq", "rstu", "ater", "new"]), ("running", ["abcd"]),
    ("solved", ["cdef"]), ("failed", ["kmnp"]), ("interrupted", ["rstu"]), ("torn", ["rstu"]),
    ("damaged", ["mnpq", "rstu", "ater"]), ("fork", ["kmnp"]), ("problem:tsp", ["ghjk"]), ("model:QWEN", ["ghjk"]),
    ("name:lecture", [" try"]), ("lecture", [" try"]), ("opro", ["kmnp"]), ("best<4", ["abcd", "cdef"]),
    ("best<4 !running", ["cdef"]), ("steps>=100", ["ghjk"]), ("tokens>100k", ["ghjk"]), ("size>1M", ["ghjk", "new"]),
    ("cost>0", ["ghjk"]), ("!ended", ["abcd", "rstu", "ater", "new"]), ("unread", ["new"]), ("nothing like it", []),
    ("candidates=51", ["cdef"]), ("steps!=50 ended", ["ghjk", "kmnp"]),
  ]

  @Test(arguments: filters) func aFilterListsWhatFits(_ filter: String, _ expected: [String]) throws {
    #expect(try names(filter) == expected)
  }

  @Test(arguments: ["best<", "best<x", "color>3", "best=nan"]) func aFilterThatMeansNothingSaysSo(_ filter: String) {
    #expect {
      try LibraryFilter(filter)
    } throws: { "\($0)".hasSuffix(".") && "\($0)".contains("\"") }
  }

  @Test func everyColumnSortsAndWhatHasNoValueStandsLast() {
    let runs = SampleLibrary.runs
    for column in LibrarySort.Column.allCases {
      for isDescending in [false, true] {
        let order = LibrarySort(column, descending: isDescending).order(runs)
        #expect(order.sorted() == Array(runs.indices))
        guard [.problem, .model, .best, .steps, .tokens].contains(column) else { continue }
        #expect(order.suffix(2).allSatisfy { runs[$0].figures == nil }, "\(column)")
      }
    }
    func first(_ column: LibrarySort.Column) -> Substring { runs[LibrarySort(column).order(runs)[0]].name.suffix(4) }
    #expect(first(.when) == "abcd")
    #expect(first(.best) == "cdef")
    #expect(first(.steps) == "ghjk")
    #expect(first(.tokens) == "ghjk")
    #expect(first(.size) == "new")
    #expect(first(.problem) == "abcd")
  }

  // MARK: Words

  private static let dates: [(String, Double)] = [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-21T21:26:35Z", 1_795_296_395), ("2000-02-29T12:00:00Z", 951_825_600),
    ("2100-03-01T00:00:00Z", 4_107_542_400), ("1969-12-31T23:59:00Z", -60), ("1600-02-29T00:00:00Z", -11_670_998_400),
  ]

  @Test(arguments: dates) func aDateIsReadAndWritten(_ text: String, _ seconds: Double) {
    #expect(LibraryDate.seconds(of: text) == seconds)
    #expect(LibraryDate.text(ofSeconds: seconds) == text.prefix(10) + " " + text.dropFirst(11).prefix(5) + " UTC")
  }

  @Test(arguments: [
    "", "2026-13-01T00:00:00Z", "2026-11-21 21:26:35Z", "2026-11-21T25:00:00Z", "2026-11-21T21:26:35",
    "２０２６-11-21T21:26:35Z",
  ])
  func whatIsNoDateIsNone(_ text: String) { #expect(LibraryDate.seconds(of: text) == nil) }

  private static let ages: [(Double, String)] = [
    (5, "now"), (-30, "now"), (60, "1 min ago"), (3599, "59 min ago"), (7200, "2 h ago"), (3 * 86_400, "3 d ago"),
    (30 * 86_400, "4 wk ago"), (100 * 86_400, "3 mo ago"), (1000 * 86_400, "2 y ago"), (-86_400, "2026-11-22"),
  ]

  @Test(arguments: ages) func anAgeIsToldInTheUnitThatFits(_ seconds: Double, _ words: String) {
    #expect(LibraryWords.ago(SampleLibrary.now - seconds, now: SampleLibrary.now) == words)
  }

  @Test func numbersFromDamagedLogsHaveWords() {
    for value in [Double.infinity, -.infinity, .nan, 1e300, -1e300] {
      #expect(!LibraryWords.ago(value, now: 0).isEmpty)
      #expect(!LibraryDate.text(ofSeconds: value).isEmpty)
    }
    #expect(
      [0, 999, 1000, 28_295, 999_499, 999_600, 53_000_000, 2_000_000_000].map(LibraryWords.size) == [
        "0 B", "999 B", "1 kB", "28.3 kB", "999 kB", "1 MB", "53 MB", "2 GB",
      ])
  }

  @Test func namesFromOutsideAreCleaned() {
    let run = LibraryRun(path: "/x/\u{1B}[2Ja.jsonl", name: "\u{1B}[2J\u{202E}a", size: 0, modified: 0)
    #expect(!run.name.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    let figures = SampleLibrary.figures(
      "x", problem: "a\u{1B}[31m", preset: "\u{9B}", model: "b\u{7}", hoursAgo: 1, losses: [], ended: nil)
    for text in [figures.problem, figures.model, figures.id] {
      #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }
  }

  // MARK: Sparklines

  @Test func aCourseFillsItsColumns() {
    func line(_ losses: [Double], _ columns: Int, _ isASCII: Bool = false) -> String? {
      Sparkline(losses).rows(columns: columns, rows: 1, isASCII: isASCII).first
    }
    #expect(line([8, 7, 6, 5, 4, 3, 2, 1], 8) == "▇▇▆▅▄▃▂▁")
    #expect(line([8, 7, 6, 5, 4, 3, 2, 1], 8, true) == "##*+=-._")
    #expect(line([.infinity, 1, 1], 8) == " ▁▁")
    #expect(line([], 8) == "")
    #expect(line([3], 8) == "▁")
    #expect(line((0..<1000).map { Double(1000 - $0) }, 8)?.count == 8)
    #expect(line([9, 1, 1, 1, 1, 1, 1, 1, 1], 3) == "▇▁▁" && line([9, 9, 9, 1], 1) == "▁")
    #expect(Sparkline([]).range == nil)
    // By decades where it spans them.
    #expect(line([1000, 100, 10, 1], 4) == "▇▅▃▁")
    #expect(line([1000, 100, 10, -1], 4) == "▇▁▁▁")
    #expect(
      Sparkline([1000, 1]).isLogarithmic && !Sparkline([9, 1]).isLogarithmic && !Sparkline([9, 0]).isLogarithmic)
    for losses in [[.nan, .infinity], [1e308, -1e308], [5e-324, 1e308], [0, 0], [-.infinity, 1]] {
      #expect(Sparkline(losses).rows(columns: 5, rows: 3, isASCII: false).count == 3)
    }
  }

  @Test func severalRowsAreOneCourse() {
    let rows = Sparkline([10, 8, 5, 2, 1.5]).rows(columns: 5, rows: 2, isASCII: false)
    #expect(rows == ["█▅   ", "██▇▁▁"])
  }
}
