import Dashboard
import Optimization
import RunLog
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The trash from the command line.
struct TrashDesk {
  let trash: LogTrash
  /// Whether a person at a terminal can be asked.
  let canAsk: Bool

  private static func clean(_ text: String) -> String { DisplayText(cleaning: text).string }

  /// "a-2  28 kB  deleted 2026-11-21 21:26 UTC  from /home/me/runs/a.jsonl"
  static func lines(of items: [LogTrash.Item]) -> [String] {
    let rows = items.map { item in
      (
        name: clean(item.name), size: LibraryWords.size(item.size),
        rest: "deleted \(LibraryDate.text(ofSeconds: item.deleted))"
          + (item.from.map { "  from \(clean($0))" } ?? "  from a place that is not known any more")
      )
    }
    let names = rows.map { TextWidth.columns(of: $0.name) }.max() ?? 0
    let sizes = rows.map { TextWidth.columns(of: $0.size) }.max() ?? 0
    return rows.map { row in
      "\(row.name.padded(toColumns: names))  \(row.size.leftPadded(toColumns: sizes))  \(row.rest)"
    }
  }

  func list(_ output: Output) throws -> Int32 {
    let items = try trash.items()
    if items.isEmpty { StandardError.write("tiller: The trash \(Self.clean(trash.folder)) is empty.") }
    output.write(Self.lines(of: items))
    return ExitStatus.success
  }

  func restore(_ name: String, fallback: String, _ output: Output) -> Int32 {
    do throws(LogError) {
      output.write("Restored \(Self.clean(try trash.restore(name, fallback: fallback))).")
      return ExitStatus.success
    } catch {
      StandardError.write("tiller: \(Self.clean(error.description))")
      return ExitStatus.failure
    }
  }

  /// Says what goes, asks where somebody can be asked, and removes it for good.
  ///
  /// - Throws: `InputError` where nobody can be asked and nothing forces it.
  func empty(isForced: Bool, _ output: Output, answer: () -> String? = { readLine() }) throws -> Int32 {
    let items = try trash.items()
    guard !items.isEmpty else {
      output.write("The trash is empty.")
      return ExitStatus.success
    }
    let size = LibraryWords.size(items.reduce(0) { $0 + $1.size })
    let what = items.count == 1 ? "1 log" : "\(NumberFormat.count(items.count)) logs"
    output.write(Self.lines(of: items))
    if !isForced {
      guard canAsk else {
        throw InputError("This would remove \(what) (\(size)) for good: --force does it without a question.")
      }
      output.write("Remove \(what) (\(size)) for good? Type yes.")
      guard let line = answer()?.lowercased(), ["y", "yes"].contains(line) else {
        output.write("Nothing was removed.")
        return ExitStatus.success
      }
    }
    do throws(LogError) {
      try trash.remove(items)
    } catch {
      StandardError.write("tiller: \(Self.clean(error.description))")
      return ExitStatus.failure
    }
    output.write("Removed \(what) (\(size)).")
    return ExitStatus.success
  }
}
