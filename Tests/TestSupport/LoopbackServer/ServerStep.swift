import Foundation

/// A request as it came over the socket.
public struct ServerRequest: Sendable {
  /// From 0, in the order in which requests came.
  public var number: Int
  /// The connection that it came on, from 0.
  public var connection: Int
  public var method: String
  public var path: String
  /// By name in lower case.
  public var headers: [String: String]
  public var body: Data
  public var text: String { String(decoding: body, as: UTF8.self) }
}

/// What a `LoopbackServer` does with a connection, one act after another.
public enum ServerStep: Sendable {
  /// The head: status and headers, with the blank line.
  case head(Int, [String: String])
  /// Bytes as they are.
  case bytes([UInt8])
  /// One chunk of a body with `Transfer-Encoding: chunked`.
  case chunk(String)
  /// The chunk of length 0 that ends such a body.
  case lastChunk
  /// Goes on when the gate opens, or the server stops.
  case wait(Gate)
  /// Goes on when the client has closed the connection.
  case waitForDisconnect
  /// The bytes again and again until the client is gone, with a pause between.
  case endless([UInt8], every: Duration = .zero)
  /// The bytes one at a time, each in a packet of its own.
  case trickle([UInt8])
  case close
  /// Closes with a reset in place of an orderly end.
  case reset

  public static func text(_ text: String) -> ServerStep { .bytes(Array(text.utf8)) }

  /// Opens a gate, to tell a test how far the server has come.
  public static func open(_ gate: Gate) -> ServerStep { .act { gate.open() } }
  case act(@Sendable () -> Void)
}

extension [ServerStep] {
  /// A whole answer with its length.
  public static func answer(
    _ status: Int, _ body: String, type: String = "application/json", headers: [String: String] = [:]
  ) -> [ServerStep] {
    var all = headers
    all["Content-Type"] = type
    all["Content-Length"] = "\(body.utf8.count)"
    return [.head(status, all), .text(body)]
  }

  /// The head of a stream of events.
  public static var streamHead: [ServerStep] {
    [.head(200, ["Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"])]
  }

  /// A stream of events, one chunk each, to its orderly end.
  public static func events(_ data: [String], done: Bool = true) -> [ServerStep] {
    let all = done ? data + ["[DONE]"] : data
    return streamHead + all.map { .chunk("data: \($0)\n\n") } + [.lastChunk]
  }

  /// A streamed reply as llama.cpp's server sends it: a first chunk without text, the pieces, the finish, the usage.
  public static func chat(
    _ pieces: [String], model: String = "served", finish: String = "stop", usage: (input: Int, output: Int)? = (20, 5)
  ) -> [ServerStep] {
    var data = [ServerStep.chatChunk(#"{"role":"assistant","content":null}"#, model: model)]
    data += pieces.map { ServerStep.chatChunk("{\"content\":\(ServerStep.jsonString($0))}", model: model) }
    data.append(ServerStep.chatChunk("{}", model: model, finish: "\"\(finish)\""))
    if let usage {
      data.append(
        "{\"choices\":[],\"created\":1,\"id\":\"c\",\"model\":\"\(model)\",\"object\":\"chat.completion.chunk\","
          + "\"usage\":{\"completion_tokens\":\(usage.output),\"prompt_tokens\":\(usage.input),"
          + "\"total_tokens\":\(usage.input + usage.output),\"prompt_tokens_details\":{\"cached_tokens\":3}}}")
    }
    return events(data)
  }
}

extension ServerStep {
  /// One chunk of a streamed reply, as JSON.
  public static func chatChunk(_ delta: String, model: String = "served", finish: String = "null") -> String {
    "{\"choices\":[{\"finish_reason\":\(finish),\"index\":0,\"delta\":\(delta)}],\"created\":1,\"id\":\"c\","
      + "\"model\":\"\(model)\",\"object\":\"chat.completion.chunk\"}"
  }

  /// The text as a JSON string.
  public static func jsonString(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let data = try? encoder.encode(text) else { return "\"\"" }
    return String(decoding: data, as: UTF8.self)
  }
}
