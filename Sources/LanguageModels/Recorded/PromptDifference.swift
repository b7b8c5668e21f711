/// Where two prompts differ first, in words.
enum PromptDifference {
  /// - Parameter messages: different from the recorded ones.
  static func words(_ messages: [Message], recorded: [Message]) -> String {
    let now = lines(of: messages)
    let then = lines(of: recorded)
    let same = zip(now, then).prefix { $0 == $1 }.count
    switch (line(same, of: now), line(same, of: then)) {
    case (let now?, let then?): return "\"\(now)\" stands where it had \"\(then)\"."
    case (nil, let then?): return "it ends where the recorded one had \"\(then)\"."
    case (let now?, nil): return "\"\(now)\" was added at its end."
    case (nil, nil): return "its messages have other roles."
    }
  }

  private static func lines(of messages: [Message]) -> [Substring] {
    messages.flatMap { $0.text.split(separator: "\n", omittingEmptySubsequences: true) }
  }

  private static func line(_ index: Int, of lines: [Substring]) -> String? {
    lines.indices.contains(index) ? ServerComplaint.gist(String(lines[index].prefix(60))) : nil
  }
}
