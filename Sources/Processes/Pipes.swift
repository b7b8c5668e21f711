import CProcesses

/// Both ends of several pipes, closed together but for those that were taken.
struct Pipes {
  /// Where the ends of a pipe are kept here.
  struct Places {
    var reading: Int
    var writing: Int
  }

  private var descriptors: [Int32] = []

  mutating func make() throws(SystemError) -> Places {
    var ends: [Int32] = [-1, -1]
    let error = process_pipe(&ends)
    guard error == 0 else { throw SystemError(number: -error) }
    descriptors += ends
    return Places(reading: descriptors.count - 2, writing: descriptors.count - 1)
  }

  subscript(place: Int) -> Int32 { descriptors[place] }

  mutating func take(_ place: Int) -> Int32 {
    defer { descriptors[place] = -1 }
    return descriptors[place]
  }

  mutating func close() {
    for descriptor in descriptors where descriptor >= 0 { process_close(descriptor) }
    descriptors = []
  }
}

/// What a call of the system answered.
struct SystemError: Error {
  var number: Int32

  /// In the system's words.
  var reason: String {
    var buffer = [CChar](repeating: 0, count: 256)
    return String(cString: process_error_reason(number, &buffer, buffer.count))
  }
}
