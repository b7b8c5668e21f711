import Charts
import Foundation
import Testing

/// Holds a screen to the text and the styles in the folder Goldens; `TILLER_WRITE_GOLDENS=1` writes them anew, to be
/// looked at before they are committed.
func holdToGolden(_ buffer: CellBuffer, name: String) throws {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Goldens")
  for (lines, kind) in [(buffer.text, "txt"), (buffer.styleMap, "style")] {
    let text = lines.joined(separator: "\n") + "\n"
    let file = folder.appendingPathComponent("\(name).\(kind)")
    if ProcessInfo.processInfo.environment["TILLER_WRITE_GOLDENS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) is written; look at it before it is committed.")
      continue
    }
    guard let golden = try? String(contentsOf: file, encoding: .utf8) else {
      Issue.record("There is no golden \(file.lastPathComponent); TILLER_WRITE_GOLDENS=1 writes it.")
      continue
    }
    #expect(text == golden, "\(file.lastPathComponent)")
  }
}
