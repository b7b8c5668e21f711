import ArgumentParser
import Foundation
import Testing

@testable import tiller

/// A command line that must be refused, and what the refusal must say.
struct BadInput: Sendable, CustomTestStringConvertible {
  var arguments: [String]
  /// What the sentence names: the option, the value, what is allowed.
  var says: [String]
  /// What comes through standard input.
  var input = ""
  var environment: [String: String] = [:]
  /// Where the option is declared, for one that its reader of values refuses.
  var group: Group?

  enum Group: Sendable {
    case line, prompt, model, request, loop, watch

    var options: any ParsableArguments.Type {
      switch self {
      case .line: LineOptions.self
      case .prompt: PromptOptions.self
      case .model: ModelOptions.self
      case .request: RequestOptions.self
      case .loop: LoopOptions.self
      case .watch: WatchOptions.self
      }
    }
  }

  var testDescription: String {
    let variables = environment.map { "\($0.key)=\($0.value) " }.sorted().joined()
    return variables + "tiller " + arguments.joined(separator: " ")
  }
}

extension BadInput {
  /// Values that an option must refuse: the empty one first, then those of the list. All are named in the sentence, and so
  /// is what is allowed.
  private static func option(_ group: Group, _ name: String, _ values: [String], allowed: String) -> [BadInput] {
    [BadInput(arguments: ["run", "\(name)="], says: [name], group: group)]
      + values.map {
        BadInput(arguments: ["run", "\(name)=\($0)"], says: ["\(name) ", "'\($0)'", allowed], group: group)
      }
  }

  private static let noCount = ["seven", "nan"]

  private static func count(_ group: Group, _ name: String, _ outside: [String], _ range: ClosedRange<Int>)
    -> [BadInput]
  {
    option(group, name, noCount + outside, allowed: "whole numbers from \(range.lowerBound) to \(range.upperBound)")
  }

  /// Every option that takes a value out of a range or a list.
  static let values: [BadInput] = groups.flatMap { $0 }

  /// A few of them, for what costs a process.
  static let samples: [BadInput] = groups.enumerated().compactMap { $0 % 4 == 0 ? $1.last : nil }

  private static let groups: [[BadInput]] = [
    count(.line, "--points", ["1", "-3", "1000001"], 2...1_000_000),
    option(.line, "--noise", ["loud", "-0.1", "nan", "inf", "1e309"], allowed: "numbers from 0 to 1e100"),
    option(.line, "--truth", ["1", "1,2,3", "1;2"], allowed: "w and b"),
    option(.line, "--truth", ["nan,1", "1,inf", "1e309,0"], allowed: "finite"),
    option(.line, "--truth", ["1,2;3,4"], allowed: "one pair"),
    option(
      .line, "--start", ["5", "2:1", "nan:1", "0:inf", "0:1e309", "a:b", ":", "1:2:3"], allowed: "two finite numbers"),
    option(.line, "--initial", ["0", "-1", "10001"], allowed: "a whole number from 1 to 10000, or pairs"),
    option(.line, "--initial", ["few", "1.5", "1,2;3", ";"], allowed: "1.25 -0.5"),
    option(.line, "--initial", ["nan,1", "1,2;inf,0"], allowed: "finite"),
    option(.line, "--loss", ["median", "Mean", "nan"], allowed: "mean and sum"),
    count(.prompt, "--history", ["-1", "1000001", "none"], 0...1_000_000),
    option(.prompt, "--order", ["worst-first", "1"], allowed: "best-last, best-first and as-made"),
    option(.prompt, "--scores", ["yes", "1"], allowed: "shown and hidden"),
    count(.prompt, "--decimals", ["-1", "16"], 0...15),
    option(.prompt, "--data-in-prompt", ["maybe", "shown"], allowed: "yes and no"),
    count(
      .loop, "--steps", ["0", "-1", "1000001", "1.5", "inf", "-inf", "1e309", "99999999999999999999"], 1...1_000_000),
    count(.loop, "--candidates", ["0", "-1", "65"], 1...64),
    option(.loop, "--temperature", ["hot", "-0.1", "2.1", "nan", "inf", "1e309"], allowed: "numbers from 0 to 2"),
    option(
      .loop, "--seed", ["lucky", "-1", "1.5", "nan", "18446744073709551616"],
      allowed: "whole numbers from 0 to 18446744073709551615"),
    option(.loop, "--until", ["low", "nan", "inf", "-inf", "1e309"], allowed: "finite numbers"),
    count(.loop, "--patience", ["0", "-1"], 1...1_000_000),
    option(.loop, "--repeats", ["keep", "yes"], allowed: "reject and evaluate"),
    count(.loop, "--budget-tokens", ["0", "-5"], 1...1_000_000_000),
    option(.loop, "--temperature", ["1:", ":1", "1:3", "1:0:1", "0.5:-1"], allowed: "as 1:0.2"),
    option(.loop, "--budget-cost", ["much", "0", "-1", "nan", "inf"], allowed: "numbers from 0.0001 to 1000000"),
    option(.loop, "--budget-seconds", ["soon", "0", "-1", "nan"], allowed: "numbers from 0.1 to 100000000"),
    count(.request, "--reply-tokens", ["0", "-5"], 1...1_000_000),
    option(.model, "--pace", ["fast", "0"], allowed: "reading and at-once"),
    option(.request, "--thinking", ["maybe", "yes", "max"], allowed: "off, on, low, medium and high"),
    option(.request, "--answers", ["json", "no"], allowed: "structured and free"),
    option(.request, "--top-p", ["0", "1.1", "-1", "nan"], allowed: "numbers above 0 up to 1"),
    option(.request, "--request-field", ["top_k", "=1", "stop=[", "a=nan"], allowed: "a value in JSON"),
    option(.request, "--request-field", ["messages=[]", "stream=false", "n=2"], allowed: "cannot be set"),
    option(.watch, "--markers", ["dots", "1"], allowed: "braille, blocks and ascii"),
    option(.watch, "--theme", [], allowed: ""),
    option(.line, "--preset", [], allowed: ""), option(.line, "--data", [], allowed: ""),
    option(.prompt, "--prompting", [], allowed: ""), option(.prompt, "--prompt", [], allowed: ""),
    option(.model, "--model", [], allowed: ""), option(.model, "--base-url", [], allowed: ""),
    option(.model, "--llama-server", [], allowed: ""),
  ]

  /// Names that nobody knows, and options that do not go together.
  static let names: [BadInput] = [
    BadInput(arguments: ["run", "tsp"], says: ["problem", "\"tsp\"", "line"]),
    BadInput(arguments: ["sail"], says: ["problem", "\"sail\"", "line"]),
    BadInput(arguments: ["run", "line", "line"], says: ["'line'"]),
    BadInput(arguments: ["run", "--speed", "3"], says: ["--speed"]),
    BadInput(arguments: ["run", "--steps"], says: ["--steps"]),
    BadInput(arguments: ["run", "--headless=yes"], says: ["--headless", "'yes'"]),
    BadInput(arguments: ["run", "--preset", "seminar"], says: ["preset", "\"seminar\"", "classroom, opro"]),
    BadInput(arguments: ["run", "--prompting", "poem"], says: ["prompting", "\"poem\"", "classroom, opro"]),
    BadInput(
      arguments: ["run", "--model", "gpt-5"],
      says: ["--model", "\"gpt-5\"", "openai:NAME", "recorded:LOG, embedded, simulated[:PROFILE] and none"]),
    BadInput(arguments: ["run", "--model", "simulated:wild"], says: ["--model", "\"simulated:wild\"", "off-format"]),
    BadInput(
      arguments: ["run", "--model", "simulated:slow", "--base-url", "http://127.0.0.1:9/v1"],
      says: ["--base-url", "simulated:slow", "as openai:NAME"]),
    BadInput(arguments: ["run", "--model", "openai:"], says: ["--model", "\"openai:\"", "openai:NAME"]),
    BadInput(
      arguments: ["run", "--model", "openai:m", "--base-url", "here"], says: ["--base-url", "\"here\"", "http://"]),
    BadInput(
      arguments: ["run", "--model", "openai:m", "--base-url", "ftp://here/v1"],
      says: ["--base-url", "\"ftp://here/v1\"", "http://"]),
    BadInput(
      arguments: ["run", "--model", "openai:m", "--base-url", "http://127.0.0.1:99999/v1"],
      says: ["--base-url", "99999", "65535"]),
    BadInput(
      arguments: [
        "run", "--headless", "--model", "openai:m", "--base-url", "https://models.invalid/v1", "--budget-cost", "1",
      ],
      says: ["A budget of $1", "no price for openai:m", "--budget-tokens"]),
    BadInput(arguments: ["run", "--base-url", "http://127.0.0.1:9/v1"], says: ["--base-url", "--model openai:NAME"]),
    BadInput(
      arguments: ["run", "--model", "simulated", "--base-url", "http://127.0.0.1:9/v1"],
      says: ["--base-url", "simulated", "as openai:NAME"]),
    BadInput(
      arguments: ["run", "--model", "openai:m"], says: ["OPENAI_BASE_URL", "\"here\"", "http://"],
      environment: ["OPENAI_BASE_URL": "here"]),
    BadInput(
      arguments: ["run"], says: ["TILLER_LOCAL_SERVERS", "\"here\"", "http://"],
      environment: ["TILLER_LOCAL_SERVERS": "here"]),
    BadInput(
      arguments: ["run", "--preset", "opro", "--seed", "42949673"], says: ["seed", "42949673", "0 to 42949672"]),
    BadInput(arguments: ["run", "--preset", "opro", "--start", "1.2:1.8"], says: ["start", "1.2:1.8", "10:20"]),
    BadInput(arguments: ["run", "--truth", "1e200,1"], says: ["truth", "1e+200", "1e+100"]),
    BadInput(arguments: ["prompt", "poem"], says: ["\"poem\"", "classroom, opro"]),
  ]

  /// Files that are not there or not what they should be.
  static let files: [BadInput] = [
    BadInput(arguments: ["run", "--data", "missing.csv"], says: ["--data", "missing.csv", "no such file"]),
    BadInput(arguments: ["run", "--data", "folder"], says: ["--data", "folder", "cannot be read"]),
    BadInput(arguments: ["run", "--data", "empty.csv"], says: ["empty.csv", "is empty", "at least two points"]),
    BadInput(arguments: ["run", "--data", "-"], says: ["standard input", "is empty", "at least two points"]),
    BadInput(arguments: ["run", "--data", "-"], says: ["Line 2", "standard input", "\"x\""], input: "1,2\n3,x\n"),
    BadInput(arguments: ["run", "--data", "word.csv"], says: ["Line 3", "word.csv", "\"two\"", "a number"]),
    BadInput(arguments: ["run", "--data", "nan.csv"], says: ["Line 2", "nan.csv", "\"nan\"", "finite"]),
    BadInput(arguments: ["run", "--data", "large.csv"], says: ["large.csv", "1e309", "numbers from"]),
    BadInput(
      arguments: ["run", "--data", "columns.csv"], says: ["Line 2", "columns.csv", "3 columns", "two numbers"]),
    BadInput(arguments: ["run", "--data", "quote.csv"], says: ["Line 2", "quote.csv", "quotation mark"]),
    BadInput(arguments: ["run", "--data", "one.csv"], says: ["one.csv", "one point", "at least two points"]),
    BadInput(arguments: ["run", "--data", "upright.csv"], says: ["upright.csv", "x = 1", "two different x"]),
    BadInput(arguments: ["run", "--data", "bytes.csv"], says: ["bytes.csv"]),
    BadInput(arguments: ["run", "--model", "llama:missing.gguf"], says: ["llama:missing.gguf", "No such file"]),
    BadInput(arguments: ["run", "--model", "llama:one.csv"], says: ["llama:one.csv", "no GGUF model"]),
    BadInput(arguments: ["run", "--prompt", "missing.txt"], says: ["--prompt", "missing.txt", "no such file"]),
    BadInput(arguments: ["run", "--prompt", "folder"], says: ["--prompt", "folder", "cannot be read"]),
    BadInput(arguments: ["run", "--prompt", "bytes.csv"], says: ["--prompt", "bytes.csv", "UTF-8"]),
    BadInput(arguments: ["run", "--prompt", "empty.csv"], says: ["empty.csv", "is empty", "[user] and [row]"]),
    BadInput(arguments: ["run", "--prompt", "place.txt"], says: ["Line 2", "place.txt", "{wind}", "{history}"]),
    BadInput(arguments: ["run", "--prompt", "section.txt"], says: ["Line 1", "section.txt", "[captain]", "[user]"]),
    BadInput(arguments: ["run", "--acts", "missing.jsonl"], says: ["log", "missing.jsonl", "No such file"]),
    BadInput(arguments: ["run", "--acts", "one.csv"], says: ["one.csv", "no log", "start of a run"]),
    BadInput(arguments: ["export", "missing.jsonl", "--format", "csv"], says: ["missing.jsonl", "No such file"]),
    BadInput(arguments: ["command", "one.csv"], says: ["one.csv", "no log", "start of a run"]),
    BadInput(arguments: ["run", "--log="], says: ["--log"]),
    BadInput(arguments: ["run", "--log", "one.csv"], says: ["log", "one.csv", "exists already"]),
    BadInput(arguments: ["run", "--log", "folder"], says: ["log", "folder", "exists already"]),
    BadInput(
      arguments: ["run", "--log", "nowhere/run.jsonl"], says: ["log", "nowhere/run.jsonl", "cannot be written"]),
    BadInput(arguments: ["run", "--model", "recorded:"], says: ["--model", "\"recorded:\"", "recorded:LOG"]),
    BadInput(arguments: ["run", "--model", "recorded:missing.jsonl"], says: ["log", "missing.jsonl", "No such file"]),
    BadInput(arguments: ["run", "--model", "recorded:~/missing.jsonl"], says: ["/missing.jsonl", "No such file"]),
    BadInput(arguments: ["run", "--model", "recorded:folder"], says: ["folder", "not a file"]),
    BadInput(arguments: ["run", "--model", "recorded:one.csv"], says: ["one.csv", "no log", "start of a run"]),
    BadInput(arguments: ["run", "--model", "recorded:later.jsonl"], says: ["later.jsonl", "version 2", "version 1"]),
    BadInput(arguments: ["replay"], says: ["<log>"]),
    BadInput(arguments: ["replay", "missing.jsonl"], says: ["log", "missing.jsonl", "No such file"]),
    BadInput(arguments: ["replay", "folder"], says: ["log", "folder", "not a file"]),
    BadInput(arguments: ["replay", "one.csv"], says: ["one.csv", "no log", "start of a run"]),
    BadInput(arguments: ["replay", "empty.csv"], says: ["empty.csv", "no log", "no whole line"]),
    BadInput(arguments: ["replay", "later.jsonl"], says: ["later.jsonl", "version 2", "version 1"]),
    BadInput(arguments: ["resume", "missing.jsonl"], says: ["log", "missing.jsonl", "No such file"]),
    BadInput(arguments: ["resume", "one.csv"], says: ["one.csv", "no log", "start of a run"]),
    BadInput(arguments: ["resume", "later.jsonl"], says: ["later.jsonl", "version 2", "version 1"]),
    BadInput(arguments: ["resume", "one.csv", "--steps", "0"], says: ["--steps", "'0'", "from 1 to 1000000"]),
  ]

  /// The files that the table speaks of.
  static func makeFiles(in place: Workplace) throws {
    try FileManager.default.createDirectory(atPath: place.path + "/folder", withIntermediateDirectories: false)
    let texts = [
      "empty.csv": "", "word.csv": "x,y\n1,2\n3,two\n", "nan.csv": "1,2\n2,nan\n3,4\n", "large.csv": "1,2\n2,1e309\n",
      "columns.csv": "1,2\n2,3,4\n", "quote.csv": "1,2\n\"2,3\n", "one.csv": "1,2\n", "upright.csv": "1,2\n1,3\n1,4\n",
      "place.txt": "[user]\nHow is the {wind}? {history}\n[row]\n{solution} {loss}\n",
      "section.txt": "[captain]\nHello.\n",
      "later.jsonl": "{\"event\":\"run-started\",\"n\":0,\"time\":0,\"version\":2}\n",
    ]
    for (name, text) in texts { _ = try place.file(name, text) }
    _ = try place.file("bytes.csv", [0x31, 0x2C, 0xFF, 0xFE, 0x0A])
  }
}
