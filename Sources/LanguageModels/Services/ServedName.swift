/// A model of a service with the key to it, checked.
struct ServedName: Sendable {
  var name: String
  var address: ServerAddress
  var service: Service
  var key: SecretKey?
  var keySource: String?

  /// - Throws: a name that is empty, a key that is none, or one that would travel unencrypted to another machine.
  init(
    _ name: String, at address: ServerAddress, of service: Service, key: String?, keySource: String?
  ) throws(SettingError) {
    if name.isEmpty {
      throw SettingError("--model \(service.rawValue): names no model: write \(service.rawValue):NAME.")
    }
    self.name = name
    self.address = address
    self.service = service
    self.keySource = keySource ?? service.keyVariable
    let source = self.keySource ?? "the key"
    if let key { self.key = try SecretKey(key, source: source) }
    if self.key != nil { try address.checkThatKeyIsSafe(source: source) }
  }

  var identity: ModelIdentity {
    ModelIdentity(name: "\(service.rawValue):\(name)", kind: .server, address: address.description)
  }

  func failures(idleSeconds: Int) -> ReplyFailures {
    ReplyFailures(
      model: name, address: address, keySource: keySource, key: key, idleSeconds: idleSeconds, service: service)
  }
}
