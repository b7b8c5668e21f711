/// Where the events of a run are kept.
public protocol EventSink: Sendable {
  /// Takes an event in order and says where it lies. What cannot be written now is kept and written before anything
  /// later; `failure` then says why.
  func append(_ event: LoggedEvent) -> LogLocation
  /// Why events are waiting to be written, in a sentence; nil while all is well.
  var failure: String? { get }
  /// Tries to write what waits.
  func retry()
  /// Returns when everything is on the disk, or cannot be brought there.
  func finish() async
}
