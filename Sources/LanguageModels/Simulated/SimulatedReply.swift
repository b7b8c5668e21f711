/// What a stand-in says, before any limit of tokens.
struct SimulatedReply: Equatable {
  var text: String
  var reasoning: String?
  /// `.length` where the text stops as if its limit had cut it.
  var finish: FinishReason = .stop

  /// What a profile says to a request.
  ///
  /// - Throws: `ModelError` where the profile fails instead.
  static func reply(of profile: SimulatedProfile, to request: ModelRequest) throws(ModelError) -> SimulatedReply {
    if profile == .rateLimited, let error = SimulatedRateLimit.failure(of: request) { throw error }
    let reading = PromptReading(request.messages)
    guard !reading.names.isEmpty else {
      return SimulatedReply(text: "I see no values that I could change: which ones should I look for?")
    }
    let temperature = request.temperature ?? 1
    let seed = temperature > 0 ? UInt64(bitPattern: Int64(request.seed ?? 0)) : 0
    let numbers = [seed, max(0, temperature).bitPattern]
    var texts = request.messages.map(\.text)
    // At temperature 0 chance has no part in what is searched, in the words neither: only what was read counts.
    let random = SplitMix64(hashing: temperature > 0 ? texts : [], numbers)
    var search = SimulatedSearch(reading, temperature: temperature, random: random)
    texts.append(profile.name)
    // A profile's own chances must not be those of the search.
    let chance = SplitMix64(hashing: texts, numbers)

    switch profile {
    case .steady, .slow, .rateLimited:
      let (values, move) = search.proposal()
      var words = SimulatedWords(reading, random: search.random)
      return SimulatedReply(text: words.answer(values, move))
    case .sticky:
      var habit = StickyHabit(reading, temperature: temperature, random: chance)
      let (values, move) = habit.proposal()
      var words = SimulatedWords(reading, random: habit.random)
      return SimulatedReply(text: words.answer(values, move))
    case .scattered:
      var habit = ScatteredHabit(reading, random: chance)
      var words = SimulatedWords(reading, random: search.random)
      return SimulatedReply(text: words.answer(habit.values(), .scatter))
    case .boastful:
      var habit = BoastfulHabit(reading, random: chance)
      return SimulatedReply(text: habit.answer(search.proposal().values))
    case .offFormat:
      var habit = OffFormatHabit(reading, random: chance)
      return habit.reply(search.proposal().values)
    case .refusing:
      var habit = RefusingHabit(reading, random: chance)
      if let refusal = habit.refusal(search.proposal().values) { return SimulatedReply(text: refusal) }
      return try reply(of: .steady, to: request)
    case .chatty:
      var habit = ChattyHabit(reading, random: chance)
      return habit.reply(search.proposal().values, thinking: request.thinking)
    }
  }
}
