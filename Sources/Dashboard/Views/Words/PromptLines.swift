import Charts
import Optimization

/// The lines of the prompt pane at a width: above each message who speaks, below it the message's text, broken to fit.
///
/// Making it passes over the text once; what is seen is looked up.
struct PromptLines: Sendable {
  struct Block: Sendable {
    /// Safe to show.
    var heading: String
    /// The line of the pane that the heading stands on.
    var top: Int
    var text: StyledLines
  }

  enum Place: Hashable {
    case heading(message: Int)
    case text(message: Int, line: Int)
  }

  private(set) var blocks: [Block] = []
  private(set) var count = 0

  /// - Parameter columns: for the text, less than 1 counts as 1.
  init(_ prompt: StepStarted, columns: Int) {
    for message in prompt.messages {
      let text = StyledLines(message.text, columns: columns)
      blocks.append(Block(heading: Words.clean(message.role.rawValue), top: count, text: text))
      count += 1 + text.lines.count
    }
  }

  /// What stands on a line; nil where there is none.
  subscript(line: Int) -> Place? {
    guard line >= 0, line < count, let message = blocks.lastIndex(where: { $0.top <= line }) else { return nil }
    let offset = line - blocks[message].top
    return offset == 0 ? .heading(message: message) : .text(message: message, line: offset - 1)
  }

  /// The lines that show some bytes of a message.
  func lines(ofMessage message: Int, bytes: Range<Int>) -> Range<Int> {
    let lines = blocks[message].text.lines.lines(ofBytes: bytes)
    let first = blocks[message].top + 1
    return lines.lowerBound + first..<lines.upperBound + first
  }
}
