import Optimization
import Testing

@testable import Problems

@Suite struct LineDataParsingTests {
  @Test(arguments: [
    "1,2\n3,-4.5\n", "1,2\r\n3,-4.5", "1,2\r3,-4.5\r", "1;2\n3;-4.5", "1\t2\n3\t-4.5\n", "1 2\n3   -4.5\n",
    " 1 \t 2 \n3\t-4.5",
    "\u{FEFF}1,2\n3,-4.5", "x,y\n1,2\n3,-4.5", "\"x\",\"y\"\n\"1\",\"2\"\n\"3\",\"-4.5\"",
    "# made by hand\n\n1, 2\n\n# more\n3, -4.5\n\n",
    "1;2,0\n3;-4,5", "1,0\t2\n3\t-4,5", "1e0,+2\n0.3E1,\u{2212}4.5",
  ]) func readsTwoColumnsInEveryForm(text: String) throws {
    let data = try LineData.parse(text, name: "points.csv")
    #expect(data.xs == [1, 3])
    #expect(data.ys == [2, -4.5])
  }

  @Test func takesTheAxesNamesFromTheHeader() throws {
    let data = try LineData.parse("\"hours, all\",score\n1,2\n3,4", name: "points.csv")
    #expect(data.xName == "hours, all")
    #expect(data.yName == "score")
    #expect(try LineData.parse("1,2\n3,4", name: "points.csv").xName == "x")
  }

  @Test(arguments: [
    ("", "points.csv is empty; it needs two columns, x and y, with at least two points."),
    ("\n# nothing\n", "points.csv is empty; it needs two columns, x and y, with at least two points."),
    ("x,y\n", "points.csv has no points; a line needs at least two points with different x."),
    ("1,2\n", "points.csv has one point; a line needs at least two points with different x."),
    (
      "1,2\n1,3\n",
      "All 2 points of points.csv have x = 1.0, so no single line fits them best; at least two different x are needed."
    ),
    ("x,y\n1,2\n3,four\n", "Line 3, column 2 of points.csv has \"four\"; a number is needed, such as -1.25 or 3e-2."),
    ("1,2\n3,0x10\n", "Line 2, column 2 of points.csv has \"0x10\"; a number is needed, such as -1.25 or 3e-2."),
    ("1,2\n,4\n", "Line 2, column 1 of points.csv is empty; a number is needed."),
    ("1,2\nNaN,4\n", "Line 2, column 1 of points.csv has \"NaN\"; only finite numbers are allowed."),
    ("nan,inf\n1,2\n3,4", "Line 1, column 1 of points.csv has \"nan\"; only finite numbers are allowed."),
    ("1,2\n3,1e400\n", "Line 2, column 2 of points.csv has \"1e400\"; allowed are numbers from -1e+100 to 1e+100."),
    (
      "1,2\n1,2,3\n",
      "Line 2 of points.csv has 3 columns: \"1,2,3\"; each line has two numbers, x and y, divided by a comma, a "
        + "semicolon, a tab or blanks."
    ),
    (
      "1\n2\n",
      "Line 1 of points.csv has one column: \"1\"; each line has two numbers, x and y, divided by a comma, a semicolon, a "
        + "tab or blanks."
    ),
    ("1,2\n\"3,4\n", "Line 2 of points.csv has a quotation mark that is not closed: \"\"3,4\"."),
    ("1,y\n1,2\n3,4", "Line 1, column 2 of points.csv has \"y\"; a number is needed, such as -1.25 or 3e-2."),
    ("1,5 2\n3 4", "Line 1, column 2 of points.csv has \"5 2\"; a number is needed, such as -1.25 or 3e-2."),
  ]) func namesLineColumnAndValue(text: String, expected: String) {
    #expect(throws: InputError(expected)) { try LineData.parse(text, name: "points.csv") }
  }

  @Test func refusesUTF16AndRandomBytesWithASentence() {
    #expect(throws: InputError("p.csv is UTF-16 text; please save it as UTF-8.")) {
      try LineData.parse([0xFF, 0xFE, 0x31, 0x00], name: "p.csv")
    }
    var generator = SeededGenerator(seed: 6)
    let bytes = Array("0123456789.,;\t \"#\n\r-eE".utf8) + [0xFF, 0xC3, 0x00]
    for _ in 0..<3_000 {
      let text = (0..<generator.integer(in: 0...40)).map { _ in bytes[generator.integer(in: 0...bytes.count - 1)] }
      do {
        #expect(try LineData.parse(text, name: "p.csv").count >= 2)
      } catch { #expect(error is InputError) }
    }
  }

  @Test func refusesMorePointsThanAllowed() throws {
    let text = Array(String(repeating: "1 2\n2 3\n", count: 50).utf8)
    #expect(throws: InputError("p.csv has more than 99 points, the most that are allowed (line 100).")) {
      try LineData.parse(text, name: "p.csv", most: 99)
    }
    #expect(try LineData.parse(text, name: "p.csv", most: 100).count == 100)
  }
}
