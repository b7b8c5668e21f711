import Testing

/// The program on a terminal, one at a time: each has the machine's attention while a person would look at it.
@Suite("end to end", .serialized, .timeLimit(.minutes(1)))
enum EndToEnd {}
