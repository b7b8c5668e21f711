import Optimization
import Text

/// The trajectory as comma-separated values (RFC 4180): a header, then a record for each candidate, ended by CR LF.
///
/// Numbers are in full precision and stay numbers. Text is cleaned for display, and where a spreadsheet would take it for
/// a formula it begins with an apostrophe.
public enum CSVExport {
  public static func bytes(of record: RunRecord) -> [UInt8] {
    let parameters = record.state.trajectory.parameters
    let measures = Set(record.candidates.flatMap(\.event.values.keys)).sorted()
    var columns = ["id", "step", "reply", "origin"]
    columns += parameters.isEmpty ? ["solution"] : parameters.map { "solution." + $0 }
    columns += ["text", "loss", "best", "failure", "temperature", "model", "time", "seconds"]
    columns += measures.map { "value." + $0 }
    var bytes: [UInt8] = []
    append(columns.map(text), to: &bytes)
    var best = Double.infinity
    for candidate in record.candidates {
      let event = candidate.event
      if let loss = event.loss { best = min(best, loss) }
      var cells = [String(event.id), String(event.step)]
      cells += [event.index.map { String($0 + 1) } ?? "", event.origin.rawValue]
      if parameters.isEmpty {
        cells.append(text((try? event.solution.canonicalText()) ?? ""))
      } else {
        cells += parameters.map { event.solution[$0]?.number.map(number) ?? "" }
      }
      cells.append(text(event.text))
      cells.append(event.loss.map(number) ?? "")
      cells.append(best.isFinite ? number(best) : "")
      cells.append(text(event.failure.map { "\($0.code): \($0.reason)" } ?? ""))
      cells.append(event.temperature.map(number) ?? "")
      cells.append(text(event.model ?? ""))
      cells.append(number(candidate.time))
      cells.append(number(event.seconds))
      cells += measures.map { event.values[$0].map(number) ?? "" }
      append(cells, to: &bytes)
    }
    return bytes
  }

  private static func append(_ cells: [String], to bytes: inout [UInt8]) {
    bytes.append(contentsOf: cells.joined(separator: ",").utf8)
    bytes.append(contentsOf: [0x0D, 0x0A])
  }

  /// In the shortest form that reads back the same.
  static func number(_ value: Double) -> String {
    value.isFinite ? value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : "\(value)" : ""
  }

  /// A cell of text.
  static func text(_ text: String) -> String {
    var cell = DisplayText(cleaning: text, keepingNewlines: true).string
    // Spreadsheets run what begins so, some of them behind blanks too; a tab or a carriage return is a picture by now.
    let first = cell.unicodeScalars.first { !$0.properties.isWhitespace }
    if let first, "=+-@|%␉␍＝＋－＠".unicodeScalars.contains(first), Double(cell) == nil { cell = "'" + cell }
    guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) || cell.first == " " || cell.last == " "
    else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
