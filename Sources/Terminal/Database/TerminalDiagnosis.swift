import CTerminal
import Charts

/// What a screen would have on a terminal, without opening it.
public struct TerminalDiagnosis: Hashable, Sendable {
  /// The name that was looked up, TERM.
  public var name: String
  public var depth: ColorDepth

  /// Asks the terminal database.
  ///
  /// - Throws: as opening the screen would: a terminal that is not known, or that cannot show one.
  @TerminalActor
  public init(_ options: TerminalOptions) throws(TerminalError) {
    let kind = try TerminalDatabase.kind(named: options.terminalName)
    name = kind.name
    depth = kind.depth(
      colorTerm: options.colorTerm, isRefused: options.isColorRefused, wanted: options.colorDepth)
  }

  /// The size of the terminal behind a descriptor; nil where it is none, or tells none.
  public static func size(of descriptor: Int32) -> Size? {
    var columns: Int32 = 0, rows: Int32 = 0
    guard terminal_device_size(descriptor, &columns, &rows), columns > 0, rows > 0 else { return nil }
    return Size(columns: Int(columns), rows: Int(rows))
  }
}
