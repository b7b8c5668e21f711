import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One connection and the thread that reads it. Requests come one at a time.
final class LoopbackConnection: Sendable {
  private struct Job: Sendable {
    var number: Int
    var request: [UInt8]
    var exchange: ReplyExchange
    var whenDone: @Sendable () -> Void
  }

  private struct State {
    var job: Job?
    /// Of the request under way.
    var exchange: ReplyExchange?
    var number = 0
    var cancelled = -1
    var socket: Int32 = -1
    var isClosed = false
    var hasThread = false
  }

  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  private let host: String
  private let port: Int
  private let limits: ReplyLimits

  init(host: String, port: Int, _ limits: ReplyLimits) {
    self.host = host
    self.port = port
    self.limits = limits
  }

  /// Sends a request; its answer goes to the exchange, from the connection's thread.
  /// - Returns: the number to cancel it by.
  func perform(_ request: [UInt8], _ exchange: ReplyExchange, whenDone: @escaping @Sendable () -> Void) -> Int {
    let (number, needsThread) = state.withLock { state in
      state.number += 1
      state.exchange = exchange
      state.job = Job(number: state.number, request: request, exchange: exchange, whenDone: whenDone)
      defer { state.hasThread = true }
      return (state.number, !state.hasThread)
    }
    if needsThread, !BlockingThread.start(stackSize: 512 << 10, { [self] in run() }) {
      state.withLock { state in
        state.job = nil
        state.exchange = nil
        state.hasThread = false
      }
      exchange.end(with: .lost("there is no thread to wait with"), head: nil)
      whenDone()
      return number
    }
    wake.signal()
    return number
  }

  func cancel(_ number: Int) {
    state.withLock { state in
      guard state.number == number else { return }
      state.cancelled = number
      // The thread that waits on it sees the end of the connection.
      if state.socket >= 0 { _ = shutdown(state.socket, Int32(SHUT_RDWR)) }
    }
  }

  func close() {
    let exchange = state.withLock { state in
      state.isClosed = true
      return state.exchange
    }
    // Before the thread sees the end of the connection and takes it for a loss.
    exchange?.close()
    state.withLock { if $0.socket >= 0 { _ = shutdown($0.socket, Int32(SHUT_RDWR)) } }
    wake.signal()
  }

  // MARK: The thread

  private func run() {
    while true {
      wake.wait()
      let job = state.withLock { state in
        defer { state.job = nil }
        return state.job
      }
      if let job {
        answer(job)
        state.withLock { if $0.number == job.number { $0.exchange = nil } }
        job.whenDone()
      }
      if state.withLock({ $0.isClosed && $0.job == nil }) {
        disconnect()
        return
      }
    }
  }

  private func answer(_ job: Job) {
    var isReused = state.withLock { $0.socket >= 0 }
    var patience = LoopbackPatience(limits)
    while true {
      var parser = ResponseParser()
      var hasBytes = false
      let error = exchanged(job, &patience, &parser, &hasBytes)
      let isCancelled = state.withLock { $0.cancelled == job.number || $0.isClosed }
      if error == nil, parser.keepsConnection, !isCancelled {
        job.exchange.end(with: nil, head: head(parser))
        return
      }
      disconnect()
      // A server may have given up a kept connection just when it was used again: then it never saw the request.
      if error != nil, isReused, !hasBytes, !isCancelled {
        isReused = false
        continue
      }
      job.exchange.end(with: error, head: head(parser))
      return
    }
  }

  private func head(_ parser: ResponseParser) -> ReplyHead? {
    guard let status = parser.status else { return nil }
    let headers = parser.headers
    return ReplyHead(status: status) { headers[$0.lowercased()] }
  }

  /// Sends the request and reads its answer. Nil where the answer came whole, or its rest was not wanted.
  private func exchanged(
    _ job: Job, _ patience: inout LoopbackPatience, _ parser: inout ResponseParser, _ hasBytes: inout Bool
  ) -> ConnectionFailure? {
    let socket: Int32
    switch connected(job, patience) {
    case .success(let connected): socket = connected
    case .failure(let error): return error
    }
    if let error = send(job.request, socket, patience) { return error }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var isWanted = true
    while isWanted, !parser.isDone {
      if let failure = patience.wait(socket, for: Int16(POLLIN)) { return failure }
      let count = recv(socket, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else {
        return count == 0 && parser.endsWithConnection ? nil : .lost("")
      }
      hasBytes = true
      let isLegible = buffer.withUnsafeBytes { bytes -> Bool in
        // Read on even where this piece ends the head: the parser knows the head before it hands on a body.
        var pieces: [UnsafeRawBufferPointer] = []
        do {
          try parser.read(UnsafeRawBufferPointer(rebasing: bytes[..<count])) { piece in
            pieces.append(piece)
            return true
          }
        } catch {
          return false
        }
        guard let head = head(parser) else { return true }
        for piece in pieces where isWanted { isWanted = job.exchange.receive(piece, head: head) }
        return true
      }
      if !isLegible { return .lost("the answer is not of HTTP") }
      if job.exchange.isSettled { patience.shorten() }
    }
    return nil
  }

  // MARK: The socket

  private func connected(_ job: Job, _ patience: LoopbackPatience) -> Result<Int32, ConnectionFailure> {
    let kept = state.withLock { $0.socket }
    if kept >= 0 { return .success(kept) }
    var hints = addrinfo()
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0 else {
      return .failure(.hostNotFound)
    }
    defer { freeaddrinfo(found) }
    var next = found
    var failure = ConnectionFailure.refused("")
    while let info = next?.pointee {
      next = info.ai_next
      let descriptor = socket(info.ai_family, info.ai_socktype, info.ai_protocol)
      guard descriptor >= 0 else {
        if errno == EMFILE || errno == ENFILE { failure = .lost("there are too many open files") }
        continue
      }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      // Connecting too is waited for no longer than it may take, and ends when it is cancelled.
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      var isOn: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
      #if canImport(Darwin)
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
      #endif
      let isStarted = connect(descriptor, info.ai_addr, info.ai_addrlen) == 0 || errno == EINPROGRESS
      let isWanted = state.withLock { state in
        guard state.cancelled != job.number, !state.isClosed else { return false }
        state.socket = descriptor
        return true
      }
      guard isWanted else {
        _ = systemClose(descriptor)
        return .failure(.lost(""))
      }
      if isStarted {
        if let late = patience.wait(descriptor, for: Int16(POLLOUT)) { return .failure(late) }
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
        if error == 0 { return .success(descriptor) }
      }
      disconnect()
    }
    return .failure(failure)
  }

  private func disconnect() {
    let socket = state.withLock { state in
      defer { state.socket = -1 }
      return state.socket
    }
    if socket >= 0 { _ = systemClose(socket) }
  }

  private func send(_ request: [UInt8], _ socket: Int32, _ patience: LoopbackPatience) -> ConnectionFailure? {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    var sent = 0
    while sent < request.count {
      if let failure = patience.wait(socket, for: Int16(POLLOUT)) { return failure }
      let count = request.withUnsafeBytes { bytes in
        systemSend(socket, bytes.baseAddress.map { $0 + sent }, request.count - sent, flags | Int32(MSG_DONTWAIT))
      }
      if count >= 0 {
        sent += count
      } else if errno != EINTR && errno != EAGAIN {
        return .lost("")
      }
    }
    return nil
  }
}

// Under names that do not clash with the methods above.
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func systemSend(_ socket: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
  send(socket, bytes, count, flags)
}
