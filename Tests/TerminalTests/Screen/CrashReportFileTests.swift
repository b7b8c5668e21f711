import Testing

@testable import Terminal

@Suite("The file of a crash")
struct CrashReportFileTests {
  @Test(
    "lies in the program's state folder, under its time",
    arguments: [
      ("tiller", "/state", "/home/a", "/state/tiller/crashes/20261121-013005-42.txt"),
      ("/usr/bin/tiller", nil, "/home/a", "/home/a/.local/state/tiller/crashes/20261121-013005-42.txt"),
      ("tiller", "relative", "/home/a", "/home/a/.local/state/tiller/crashes/20261121-013005-42.txt"),
      ("tiller", "", nil, nil), ("tiller", nil, "relative", nil), ("", "/state", "/home/a", nil),
      ("/", "/state", nil, nil),
    ] as [(String, String?, String?, String?)])
  func path(program: String, state: String?, home: String?, expected: String?) {
    #expect(
      CrashReportFile.path(program: program, state: state, home: home, time: 1_795_224_605, process: 42) == expected)
  }
}
