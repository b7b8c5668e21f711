/// A model server found on this machine.
public struct LocalServer: Hashable, Sendable {
  public var address: ServerAddress
  /// The first model that it lists and that is not for embeddings only.
  public var model: String
  /// What usually answers at this port: "Ollama"; "server" for an address of the user's own.
  public var label: String
}

/// Looks for a model server at the loopback ports where such servers usually listen.
public enum LocalServers {
  /// An address to look at.
  public struct Place: Hashable, Sendable {
    public var address: ServerAddress
    public var label: String
    public init(address: ServerAddress, label: String) {
      self.address = address
      self.label = label
    }
  }

  /// llama.cpp, Ollama, LM Studio and vLLM at the ports of their documentation, in this order.
  public static let usual: [Place] = [
    ("llama.cpp", 8080), ("Ollama", 11434), ("LM Studio", 1234), ("vLLM", 8000),
  ].compactMap { label, port in
    (try? ServerAddress("http://127.0.0.1:\(port)/v1")).map { Place(address: $0, label: label) }
  }

  /// The places of a variable as `TILLER_LOCAL_SERVERS`: base URLs divided by commas, nothing for none.
  ///
  /// - Returns: the usual ones where the variable is not set.
  /// - Throws: a sentence about an address that is none, is not on this machine, or is encrypted.
  public static func places(from variable: String?, source: String = "TILLER_LOCAL_SERVERS") throws(SettingError)
    -> [Place]
  {
    guard let variable else { return usual }
    var places: [Place] = []
    for part in variable.split(separator: ",") where part.contains(where: { !$0.isWhitespace }) {
      let address = try ServerAddress(String(part), source: source)
      guard address.isLoopback && !address.isEncrypted else {
        throw SettingError(
          "\(source) holds \(address), which is not http:// on this machine: name such a server with --base-url.")
      }
      let label = usual.first { $0.address == address }?.label ?? "server"
      places.append(Place(address: address, label: label))
    }
    return places
  }

  /// What answered at a place.
  public struct Listing: Hashable, Sendable {
    public var place: Place
    /// The models that it lists, in its order, those for embeddings only among them; nil where nothing that is a model
    /// server answers.
    public var models: [String]?

    /// The one that is asked where no other is named.
    public var server: LocalServer? {
      models.flatMap { LocalServers.usable($0) }.map {
        LocalServer(address: place.address, model: $0, label: place.label)
      }
    }
  }

  /// What answers at each of the places, in their order. It blocks the calling thread for `limit` at most.
  public static func all(of places: [Place] = usual, within limit: Duration = .milliseconds(300)) -> [Listing] {
    let deadline = ContinuousClock.now + limit
    var probes = places.map { SocketProbe(host: $0.address.host, port: $0.address.port, path: $0.address.path) }
    defer { for index in probes.indices { probes[index].close() } }
    while probes.contains(where: { $0.outcome == nil }) {
      let left = deadline - ContinuousClock.now
      guard left > .zero else { break }
      SocketProbe.advance(&probes, within: left)
    }
    return zip(places, probes).map { Listing(place: $0, models: $1.outcome.flatMap { models(in: $0) }) }
  }

  /// The first of the places, in their order, that lists at least one model.
  ///
  /// All are asked at once, over plain sockets: where nothing listens it takes well below a millisecond, and no
  /// machinery for the network is started. It blocks the calling thread for `limit` at most.
  public static func first(of places: [Place] = usual, within limit: Duration = .milliseconds(300)) -> LocalServer? {
    let deadline = ContinuousClock.now + limit
    var probes = places.map { SocketProbe(host: $0.address.host, port: $0.address.port, path: $0.address.path) }
    defer { for index in probes.indices { probes[index].close() } }
    while true {
      for (index, place) in places.enumerated() {
        guard let answer = probes[index].outcome else { break }  // an earlier place may still answer
        if let model = model(in: answer) {
          return LocalServer(address: place.address, model: model, label: place.label)
        }
        if index == places.count - 1 { return nil }
      }
      let left = deadline - ContinuousClock.now
      guard left > .zero, !probes.isEmpty else { break }
      SocketProbe.advance(&probes, within: left)
    }
    // Time is up: what has answered counts, in the same order.
    for (index, place) in places.enumerated() {
      if let answer = probes[index].outcome, let model = model(in: answer) {
        return LocalServer(address: place.address, model: model, label: place.label)
      }
    }
    return nil
  }

  /// The model to use from an answer to `GET /v1/models`: head and body as they came; nil where it is no such answer.
  static func model(in answer: [UInt8]) -> String? { models(in: answer).flatMap { usable($0) } }

  fileprivate static func usable(_ models: [String]) -> String? {
    models.first { !$0.lowercased().contains("embed") }
  }

  /// All models of such an answer; nil where it is none.
  private static func models(in answer: [UInt8]) -> [String]? {
    guard answer.starts(with: "HTTP/1.".utf8), answer.dropFirst(8).starts(with: " 200".utf8),
      let start = answer.firstIndex(of: UInt8(ascii: "{")), let end = answer.lastIndex(of: UInt8(ascii: "}")),
      start < end
    else { return nil }
    var reader = JSONReader(Array(answer[start...end]))
    var names: [String] = []
    var isList = false
    try? reader.members { reader, key in
      guard key == "data", reader.peek() == .array else { return try reader.skip() }
      isList = true
      try reader.elements { reader in
        guard reader.peek() == .object else { return try reader.skip() }
        try reader.members { reader, key in
          guard key == "id" else { return try reader.skip() }
          if let name = try reader.stringIfAny(), !name.isEmpty { names.append(name) }
        }
      }
    }
    return isList ? names : nil
  }
}
