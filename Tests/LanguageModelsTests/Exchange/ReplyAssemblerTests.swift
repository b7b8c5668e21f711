import TestSupport
import Testing

@testable import LanguageModels

@Suite struct ReplyAssemblerTests {
  /// The reply of a body that comes in pieces, with the texts that were told on the way.
  private func reply(
    _ pieces: [String], limits: ReplyLimits = ReplyLimits()
  ) throws(ReplyAssembler.Failure) -> (reply: ModelReply, told: [String]) {
    var assembler = ReplyAssembler(limits: limits)
    var told: [String] = []
    for piece in pieces {
      let bytes = Array(piece.utf8)
      let result = bytes.withUnsafeBytes { bytes in
        Result<[Int], ReplyAssembler.Failure> { () throws(ReplyAssembler.Failure) in try assembler.receive(bytes) }
      }
      let grown = try result.get()
      if !grown.isEmpty { told.append(assembler.progress(0).text) }
    }
    let replies = try assembler.replies().replies
    guard let reply = replies[0] else { throw .cutShort }
    return (reply, told)
  }

  private func events(_ data: String...) -> [String] { data.map { "data: \($0)\n\n" } }

  private func failure(_ pieces: [String], limits: ReplyLimits = ReplyLimits()) -> ReplyAssembler.Failure? {
    do throws(ReplyAssembler.Failure) {
      _ = try reply(pieces, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  @Test func aStreamOfLlamaServerIsAReply() throws {
    // As seen: the first content is null, the usage comes with no choices and with timings.
    let (reply, told) = try reply(
      events(
        #"{"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1,"id":"x","model":"qwen","system_fingerprint":"b1","object":"chat.completion.chunk"}"#,
        #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"{\"w\""}}],"created":1,"id":"x","model":"qwen","object":"chat.completion.chunk"}"#,
        #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":": 1}"}}],"created":1,"id":"x","model":"qwen","object":"chat.completion.chunk"}"#,
        #"{"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"created":1,"id":"x","model":"qwen","object":"chat.completion.chunk"}"#,
        #"{"choices":[],"created":1,"id":"x","model":"qwen","object":"chat.completion.chunk","usage":{"completion_tokens":6,"prompt_tokens":30,"total_tokens":36,"prompt_tokens_details":{"cached_tokens":29}},"timings":{"prompt_n":1,"cache_n":29,"predicted_per_second":70.5}}"#,
        "[DONE]"))
    #expect(
      reply
        == ModelReply(
          text: #"{"w": 1}"#, model: "qwen", finish: .stop, usage: TokenUsage(input: 30, output: 6, cached: 29)))
    #expect(told == [#"{"w""#, #"{"w": 1}"#])
  }

  @Test func reasoningIsKeptApartUnderBothOfItsNames() throws {
    for name in ["reasoning_content", "reasoning"] {
      let reply = try reply(
        events(
          #"{"choices":[{"index":0,"delta":{"role":"assistant","content":"","\#(name)":"think "}}]}"#,
          #"{"choices":[{"index":0,"delta":{"\#(name)":"hard","content":null}}]}"#,
          #"{"choices":[{"index":0,"delta":{"content":"42"},"finish_reason":"stop"}]}"#)
      ).reply
      #expect(reply == ModelReply(text: "42", reasoning: "think hard"))
    }
    let both = try reply(
      events(#"{"choices":[{"delta":{"reasoning_content":"a","reasoning":"a"},"finish_reason":"stop"}]}"#))
    #expect(both.reply.reasoning == "a")
  }

  @Test(arguments: [
    ("stop", FinishReason.stop), ("length", .length), ("content_filter", .filtered),
    ("tool_calls", .other("tool_calls")),
  ])
  func theFinishIsNamed(_ name: String, _ finish: FinishReason) throws {
    let chunk = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":\"\(name)\"}]}"
    #expect(try reply(events(chunk, "[DONE]")).reply.finish == finish)
    #expect(try reply(events(chunk)).reply.finish == finish, "without an end mark")
  }

  @Test func anEndMarkAloneIsEnoughAndUsageMayBeMissing() throws {
    let reply = try reply(events(#"{"choices":[{"delta":{"content":"x"}}],"usage":null}"#, "[DONE]")).reply
    #expect(reply == ModelReply(text: "x", finish: .stop, usage: nil))
  }

  @Test func whatFollowsTheEndMarkIsNotRead() throws {
    let reply = try reply(events(#"{"choices":[{"delta":{"content":"x"}}]}"#, "[DONE]", "no json", "{")).reply
    #expect(reply.text == "x")
  }

  @Test func otherChoicesAndUnknownMembersAreNotOurs() throws {
    let reply = try reply(
      events(
        #"{"choices":[{"index":1,"delta":{"content":"other"}}]}"#,
        #"{"object":"ping","choices":[{"index":0,"delta":{"content":"ours","tool_calls":[{"a":[1]}]},"logprobs":{"content":[]}}]}"#,
        #"{"type":"ping"}"#,
        #"{"choices":[null,{"index":0,"delta":null,"finish_reason":"stop"}]}"#)
    ).reply
    #expect(reply.text == "ours")
  }

  @Test func contentMayBeAListOfParts() throws {
    let chunk =
      #"{"choices":[{"delta":{"content":[{"type":"text","text":"a"},{"type":"image"},{"text":"b"}]},"finish_reason":"stop"}]}"#
    #expect(try reply(events(chunk)).reply.text == "ab")
  }

  @Test func aRefusalIsTheTextOfAReplyWithoutOne() throws {
    let reply = try reply(
      events(#"{"choices":[{"delta":{"content":null,"refusal":"I can't."},"finish_reason":"stop"}]}"#))
    #expect(reply.reply.text == "I can't.")
  }

  @Test func anAnswerInOnePieceIsAReplyToo() throws {
    let json = #"""
      {"id":"x","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant",
      "content":"{\"w\": 1}","reasoning_content":"hm"},"finish_reason":"stop"}],
      "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}
      """#
    let expected = ModelReply(
      text: #"{"w": 1}"#, reasoning: "hm", model: "m", finish: .stop, usage: TokenUsage(input: 3, output: 4))
    #expect(try reply([json]).reply == expected)
    #expect(try reply(["\n ", String(json.prefix(40)), String(json.dropFirst(40))]).reply == expected)
  }

  @Test func errorsInsideASuccessAreTold() {
    let asObject = failure([#"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#])
    guard case .complaint(let complaint) = asObject else {
      Issue.record("no complaint but \(String(describing: asObject))")
      return
    }
    #expect(complaint.status == 503)
    #expect(complaint.message == "Loading model")
    #expect(complaint.isCalled("unavailable"))
    let inStream = failure(
      events(
        #"{"choices":[{"delta":{"content":"x"}}]}"#, #"{"error":{"code":"rate_limit_exceeded","message":"Slow down"}}"#)
    )
    guard case .complaint(let second) = inStream else {
      Issue.record("no complaint but \(String(describing: inStream))")
      return
    }
    #expect(second.isCalled("rate_limit"))
    #expect(failure(["error: {\"code\":500,\"message\":\"out of memory\"}\n\n"]) != nil)
    #expect(failure([#"{"object":"error","message":"no such model","code":404}"#]) != nil)
    #expect(failure([#"{"error":"model not found"}"#]) != nil)
  }

  @Test func aBodyThatEndsTooEarlyIsCutShort() {
    #expect(failure([]) == .cutShort)
    #expect(failure([" \n"]) == .cutShort)
    #expect(failure(events(#"{"choices":[{"delta":{"content":"x"}}]}"#)) == .cutShort)
    #expect(failure([#"data: {"choices":[{"delta":{"con"#]) == .cutShort)
    #expect(failure([#"{"choices":[{"message":{"content":"x"#]) == .cutShort)
    #expect(failure([": ping\n\n"]) == .cutShort)
  }

  @Test(arguments: [
    "<html><head><title>Hello there</title></head><body>x</body></html>", "data: not json\n\n", "data: []\n\n",
    "data: {\"choices\":[}\n\n", "{\"choices\": nonsense}", "[1,2]", "{\"status\":\"ok\"}", "data: [DONE]\n\n",
  ])
  func whatIsNoReplyIsMalformed(_ body: String) {
    guard case .malformed(let gist) = failure([body]) else {
      Issue.record("not malformed: \(body)")
      return
    }
    #expect(!gist.isEmpty)
    if body.hasPrefix("<") { #expect(gist == "Hello there") }
  }

  @Test func repliesAreBoundedInBytes() throws {
    let limits = ReplyLimits(textBytes: 100, eventBytes: 500, streamBytes: 2000)
    let chunk = "{\"choices\":[{\"delta\":{\"content\":\"\(String(repeating: "x", count: 60))\"}}]}"
    let reply = try reply(events(chunk, chunk, chunk), limits: limits).reply
    #expect(reply.text.count == 120)
    #expect(reply.finish == .length)
    #expect(failure(["data: " + String(repeating: "x", count: 600)], limits: limits) == .tooLong(bytes: 500))
    #expect(failure(["{" + String(repeating: " ", count: 600)], limits: limits) == .tooLong(bytes: 500))
    #expect(failure(Array(repeating: ": ping\n\n", count: 300), limits: limits) == .tooLong(bytes: 2000))
  }

  @Test func whatAServerSaysAboutAFailureIsFoundInEveryForm() {
    func message(_ body: String) -> String { ServerComplaint(body: Array(body.utf8)).message }
    #expect(message(#"{"error":{"message":"bad","type":"t","code":null}}"#) == "bad")
    #expect(message(#"{"error":"bad"}"#) == "bad")
    #expect(message(#"{"detail":"bad"}"#) == "bad")
    #expect(message(#"{"message":"bad"}"#) == "bad")
    #expect(message(#"[{"error":{"message":"bad"}}]"#) == "bad")
    #expect(message("Bad   Gateway\r\n") == "Bad Gateway")
    #expect(message("<html><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>") == "502 Bad Gateway nginx")
    #expect(message("") == "")
    #expect(message(String(repeating: "long ", count: 1000)).count == 240)
    #expect(ServerComplaint(body: Array(#"{"error":{"code":"429"}}"#.utf8)).status == 429)
    #expect(ServerComplaint(body: Array(#"{"error":{"code":7}}"#.utf8)).status == nil)
  }
}
