/// A model server found on this machine.
public struct LocalServer: Hashable, Sendable {
  public var address: ServerAddress
  /// The first model of its list that talks.
  public var model: String
  /// What usually answers at this port: "Ollama"; "server" for an address of the user's own.
  public var label: String
  /// The other models of its list that talk.
  public var others: [String] = []
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

  /// The places of `TILLER_LOCAL_SERVERS`; where that is not set the usual ones, with Ollama where OLLAMA_HOST says that
  /// it is, if that is on this machine.
  ///
  /// - Throws: as `places(from:source:)`.
  public static func places(in environment: [String: String]) throws(SettingError) -> [Place] {
    if let variable = environment["TILLER_LOCAL_SERVERS"] { return try places(from: variable) }
    guard let ollama = try? Service.ollama.address(environment: environment), ollama.isLoopback, !ollama.isEncrypted
    else { return usual }
    return usual.map { $0.label == Service.ollama.label ? Place(address: ollama, label: $0.label) : $0 }
  }

  /// What answered at a place.
  public struct Listing: Hashable, Sendable {
    public var place: Place
    /// The models that it lists, the latest first where it says when they came, those for embeddings only among them;
    /// nil where nothing that is a model server answers.
    public var models: [String]?

    /// The one that is asked where no other is named.
    public var server: LocalServer? { models.flatMap { LocalServers.server(at: place, $0) } }
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
        if let server = models(in: answer).flatMap({ server(at: place, $0) }) { return server }
        if index == places.count - 1 { return nil }
      }
      let left = deadline - ContinuousClock.now
      guard left > .zero, !probes.isEmpty else { break }
      SocketProbe.advance(&probes, within: left)
    }
    // Time is up: what has answered counts, in the same order.
    for (index, place) in places.enumerated() {
      if let server = probes[index].outcome.flatMap({ models(in: $0) }).flatMap({ server(at: place, $0) }) {
        return server
      }
    }
    return nil
  }

  fileprivate static func server(at place: Place, _ models: [String]) -> LocalServer? {
    let talking = models.filter(talks)
    guard let model = talking.first else { return nil }
    return LocalServer(address: place.address, model: model, label: place.label, others: Array(talking.dropFirst()))
  }

  /// False for models that are for embeddings or rankings only, as far as names tell.
  private static func talks(_ model: String) -> Bool {
    let name = model.lowercased()
    return !["embed", "rerank", "bge-", "minilm"].contains { name.contains($0) }
  }

  /// All models of an answer to `GET /v1/models`, head and body as they came; nil where it is none.
  ///
  /// Ollama says of each when it was changed last; servers that say the same of all, or nothing, keep their order.
  private static func models(in answer: [UInt8]) -> [String]? {
    guard answer.starts(with: "HTTP/1.".utf8), answer.dropFirst(8).starts(with: " 200".utf8),
      let start = answer.firstIndex(of: UInt8(ascii: "{")), let end = answer.lastIndex(of: UInt8(ascii: "}")),
      start < end
    else { return nil }
    var reader = JSONReader(Array(answer[start...end]))
    var found: [(name: String, created: Double)] = []
    var isList = false
    try? reader.members { reader, key in
      guard key == "data", reader.peek() == .array else { return try reader.skip() }
      isList = true
      try reader.elements { reader in
        guard reader.peek() == .object else { return try reader.skip() }
        var name = "", created = 0.0
        try reader.members { reader, key in
          switch key {
          case "id": name = try reader.stringIfAny() ?? ""
          case "created" where reader.peek() == .number: created = try reader.number()
          default: try reader.skip()
          }
        }
        if !name.isEmpty { found.append((name, created)) }
      }
    }
    guard isList else { return nil }
    // Sorting keeps no order among equals by itself.
    return found.enumerated().sorted {
      ($1.element.created, $0.offset) < ($0.element.created, $1.offset)
    }.map(\.element.name)
  }
}
